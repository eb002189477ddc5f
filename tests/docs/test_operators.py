"""What operators copy from the documentation opens nothing that is closed."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from academy.operations import academy_settings
from academy.settings import environment
from courses.common import retention
from tests.academy.settings.test_reading import begin, ended

GUIDE = (Path(__file__).parents[2] / "docs" / "operators.md").read_text()


@pytest.mark.django_db
def test_the_proxy_serves_pictures_from_the_folder_and_no_documents() -> None:
    served = set(re.findall(r"location /media/(\S+)/ +\{ alias", GUIDE))
    image = get_image_model()
    folders = {
        Path(model().get_upload_to("x.png")).parts[0]
        for model in (image, image.get_rendition_model())
    }
    assert served == folders
    assert get_document_model()._meta.get_field("file").upload_to not in served
    assert "location /media/                 { return 404; }" in GUIDE


def test_the_table_of_periods_has_each_that_can_be_chosen_with_its_bounds() -> None:
    told = {
        name: (int(days), int(least), int(most))
        for name, days, least, most in re.findall(
            r"^\| `(\w+)` \| .* \| (\d+) \| (\d+) – (\d+) \|$", GUIDE, re.M
        )
    }
    periods = {one.period for one in retention.provided() if one.period}
    assert told == {one.name: (one.default, one.least, one.most) for one in periods}


def test_every_setting_is_in_one_of_the_two_tables() -> None:
    told = GUIDE + (Path(settings.BASE_DIR) / "README.md").read_text()
    read = {
        name
        for file in (Path(settings.BASE_DIR) / "academy" / "settings").glob("*.py")
        for name in re.findall(r'"((?:ACADEMY|DATABASE|CACHE|EMAIL)_[A-Z_]+)"', file.read_text())
    }
    # By which the doctor has one plugin loaded, in a process of its own.
    own = {"ACADEMY_PLUGINS_ONLY"}
    assert len(read) > 30
    assert sorted(name for name in read - own if f"| `{name}` |" not in told) == []


def file_of_settings(folder: Path) -> Path:
    """The example, as somebody copies it."""
    example = re.search(r"```\n(DJANGO_SETTINGS_MODULE=.*?)```", GUIDE, re.DOTALL)
    assert example
    path = folder / "academy.env"
    path.write_text(example[1])
    return path


def test_a_shell_systemd_and_a_container_read_the_same_from_the_file_of_settings(
    tmp_path: Path,
) -> None:
    path = file_of_settings(tmp_path)
    by_systemd = academy_settings.read(path)
    assert by_systemd["ACADEMY_FROM_EMAIL"] == "Vrijwilligersacademie <academie@example.org>"

    told = subprocess.run(
        ["sh", "-c", f"set -a; . {path}; set +a; env"],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    by_shell = dict(line.split("=", 1) for line in told.stdout.splitlines())
    assert {name: by_shell[name] for name in by_systemd} == by_systemd

    # podman and docker take each line as it is.
    as_it_is = dict(line.split("=", 1) for line in path.read_text().splitlines())
    read = environment.reader(as_it_is)
    assert {name: read.str(name) for name in as_it_is} == by_systemd


CHECKED = """
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "check", "--deploy", "--fail-level", "WARNING"])
"""


def test_the_example_passes_the_check_for_a_public_server(tmp_path: Path) -> None:
    variables = academy_settings.read(file_of_settings(tmp_path))
    (tmp_path / "data").mkdir()
    variables |= {
        "ACADEMY_SECRET_KEY": "q9W-e7Rt5Yu3Io1Pa_Sd8Fg6Hj4Kl2Zx0Cv-Bn7Mq5We3Rt1Yu_Io9P",
        "ACADEMY_DATA_DIR": str(tmp_path / "data"),
        "ACADEMY_PLUGINS_DISABLED": "all",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    out = ended(begin(CHECKED, tmp_path, **variables))
    assert out.startswith("System check identified no issues")
