"""The example in docs/plugins/index.md is complete and works as the page says."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.apps import AppConfig, apps
from django.template.utils import get_app_template_dirs

from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.services import activate_plugin, install_training
from courses.certificates import queries as certificates
from courses.common import clock
from courses.evaluation.services import open_form
from courses.plugin_api import guard, registry
from courses.plugin_api.contributions import Training
from tests.factories import EnrolmentFactory

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "plugins" / "index.md"
BLOCK = re.compile(
    r"^ *```(?:python|html|toml)\n *(?:#|\{#) (\S+)(?: #\})?\n(.*?)^ *```$", re.M | re.S
)

pytestmark = pytest.mark.django_db


def files_on_the_page() -> dict[str, str]:
    """The files that the page shows, by name."""
    found = {name: text for name, text in BLOCK.findall(PAGE.read_text())}
    return {
        **found,
        "buurtpraat/__init__.py": "",
        "tests/test_buurtpraat.py": found.pop("tests/test_buurtpraat.py"),
    }


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The example written out in a folder."""
    for name, text in files_on_the_page().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


@pytest.fixture
def plugin(package: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppConfig]:
    """The example, installed."""
    monkeypatch.syspath_prepend(str(package))
    config = AppConfig.create("buurtpraat.apps.BuurtpraatPlugin")
    monkeypatch.setitem(apps.app_configs, config.label, config)
    _forget()
    yield config
    monkeypatch.undo()
    _forget()
    for name in [name for name in sys.modules if name.split(".")[0] == "buurtpraat"]:
        del sys.modules[name]


def _forget() -> None:
    registry.clear()
    get_app_template_dirs.cache_clear()
    LessonPage._meta.get_field("body").__dict__.pop("stream_block", None)


@pytest.fixture
def training(plugin: AppConfig) -> TrainingPage:
    """The example's training, installed."""
    entry = next(one for one in registry.contributions(Training) if one.plugin is plugin)
    page = install_training(registered=entry).page
    assert page is not None
    return page


def test_the_pages_own_tests_pass(plugin: AppConfig, package: Path) -> None:
    path = package / "tests" / "test_buurtpraat.py"
    module = ModuleType("test_buurtpraat")
    exec(compile(path.read_text(), str(path), "exec"), module.__dict__)  # noqa: S102 - our own page
    names = [name for name in vars(module) if name.startswith("test_")]
    for name in names:
        getattr(module, name)()
    assert len(names) == 3


def test_a_visitor_does_the_exercise(client: Any, training: TrainingPage) -> None:
    lesson = training.lessons[0]
    exercise = next(part for part in lesson.body if part.block_type == "buurtpraat_first_sentence")
    address = f"/trainingen/{training.slug}/lessen/{lesson.slug}/"
    page = client.get(address).content.decode()
    assert ("‘Wat een zon vandaag!" in page, "Je buurvrouw veegt haar stoep." in page) == (
        True,
        True,
    )
    answered = client.post(
        f"{address}opdracht/{exercise.id}/", {f"opdracht-{exercise.id}-sentence": "Mooi weer?"}
    ).content.decode()
    assert "Mooi: met een vraag geef je de ander het woord." in answered


def test_switched_off_the_lesson_opens_without_its_parts(client: Any, training: Any) -> None:
    activate_plugin(training=training, plugin="buurtpraat", active=False)
    page = client.get(f"/trainingen/{training.slug}/lessen/beginnen/")
    assert page.status_code == 200
    assert page.content.decode().count("Dit onderdeel is nu niet beschikbaar.") == 2


def test_the_criterion_and_the_question_join_those_of_the_academy(training: TrainingPage) -> None:
    enrolment = EnrolmentFactory.create(
        training=training, starts_at=clock.now() - timedelta(days=1)
    )
    reasons = {one.key: one.reason for one in certificates.progress(enrolment)}
    assert reasons["buurtpraat_wrote_a_sentence"] == "Schrijf je eerste zin in les 1."
    form = open_form(edition=enrolment.edition)
    keys = list(form.questions.values_list("key", flat=True))
    assert [key for key in keys if "." in key] == ["buurtpraat.spoke"]


def test_the_handler_hears_of_enrolments(
    training: TrainingPage,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    guard.spent.pop("buurtpraat", None)
    with caplog.at_level("INFO"), django_capture_on_commit_callbacks(execute=True):
        enrolment = EnrolmentFactory.create(training=training)
    assert f"Enrolment {enrolment.pk} has a seat" in caplog.messages
    assert guard.spent["buurtpraat"].faults == 0


def test_the_entry_point_is_found(package: Path) -> None:
    project = files_on_the_page()["pyproject.toml"]
    group, _line, value = re.search(
        r'entry-points\."([^"]+)"\]\s+(\S+) = "([^"]+)"', project
    ).groups()  # type: ignore[union-attr]
    about = package / "buurtpraat-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: buurtpraat\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[{group}]\nbuurtpraat = {value}\n")
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            "from academy.settings import test as s; print(s.EXTERNAL_PLUGINS)",
        ],
        cwd=ROOT,
        env={"PYTHONPATH": f"{package}:{ROOT}", "ACADEMY_DATA_DIR": str(package / "data")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "['buurtpraat.apps.BuurtpraatPlugin']"


def test_the_example_imports_only_what_it_may(package: Path) -> None:
    imports = re.findall(
        r"^from (courses\S*) import", (package / "buurtpraat" / "additions.py").read_text(), re.M
    )
    assert imports == ["courses.learning.models", "courses.plugin_api.api"]
