"""What systemd and containers start is what `academy run` starts."""

from __future__ import annotations

import configparser
import io
import json
import shlex
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from academy.operations.programs import Size, programs
from academy.operations.service_files import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings


BASE = django_settings.BASE_DIR


def test_there_is_a_unit_for_each_program_and_one_for_all(tmp_path: Path) -> None:
    call_command("service_files", "systemd", tmp_path, "--workers", "3", stdout=io.StringIO())
    units = {path.name: _read(path) for path in tmp_path.iterdir()}
    for program in programs(Size(workers=3)):
        unit = units.pop(f"academy-{program.name}.service")
        assert tuple(shlex.split(unit["Service"]["ExecStart"])) == program.arguments
        assert unit["Service"]["User"] == "academy"
        assert unit["Unit"]["PartOf"] == "academy.target"
    assert units.pop("academy.target")["Unit"]["Wants"].split() == [
        f"academy-{name}.service" for name in ("web", "worker", "tick")
    ]
    assert sorted(units) == [
        f"academy-{name}.{kind}" for name in ("backup", "daily") for kind in ("service", "timer")
    ]
    assert (
        "backup /var/backups/academy --keep 14"
        in units["academy-backup.service"]["Service"]["ExecStart"]
    )


def test_one_unit_makes_the_ticks_of_many_academies(tmp_path: Path) -> None:
    call_command("service_files", "many", tmp_path, "--data", "/srv/data", stdout=io.StringIO())
    assert [path.name for path in tmp_path.iterdir()] == ["academies-tick.service"]
    unit = _read(tmp_path / "academies-tick.service")["Service"]
    assert unit["ExecStart"].endswith("manage.py academy tick-all /etc/academies --every 300")
    assert "EnvironmentFile" not in unit
    assert unit["ReadWritePaths"] == "-/srv/data"


def test_processes_share_memory_where_that_is_asked(tmp_path: Path) -> None:
    for asked in ((), ("--share",)):
        call_command("service_files", "systemd", tmp_path, *asked, stdout=io.StringIO())
        started = _read(tmp_path / "academy-web.service")["Service"]["ExecStart"]
        assert ("web_server.py" in started) is bool(asked)


def _read(path: Path) -> configparser.ConfigParser:
    # The same key twice is allowed in a unit: the last one is enough here.
    found = configparser.ConfigParser(interpolation=None, strict=False)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string(path.read_text())
    return found


def test_keys_elsewhere_may_be_written_and_a_server_of_keys_is_no_folder(
    settings: Settings, tmp_path: Path
) -> None:
    for place, writable in (("/var/lib/keys", True), ("valkey://host/0", False)):
        settings.EVALUATION_KEYS = place
        call_command("service_files", "systemd", tmp_path, stdout=io.StringIO())
        paths = _read(tmp_path / "academy-web.service")["Service"]["ReadWritePaths"].split()
        assert (f"-{place}" in paths) is writable
        assert f"-{settings.DATA_DIR}" in paths


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_whatever_the_operator_put_elsewhere_may_be_written(
    settings: Settings, tmp_path: Path
) -> None:
    folder = {"BACKEND": FOLDER, "OPTIONS": {"location": "/srv/files"}}
    bucket = {"BACKEND": "a.Bucket", "OPTIONS": {"location": "files"}}
    databases = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "/srv/data/a.sqlite3"}}
    settings.DATABASES = databases
    for files, theirs in ((folder, ["-/srv/files", "-/srv/data"]), (bucket, ["-/srv/data"])):
        settings.STORAGES = {"plugin_files": files}
        settings.EVALUATION_KEYS = "valkey://host/0"
        call_command("service_files", "systemd", tmp_path, stdout=io.StringIO())
        paths = _read(tmp_path / "academy-web.service")["Service"]["ReadWritePaths"].split()
        assert paths == [f"-{settings.DATA_DIR}", "-/var/backups/academy", *theirs]


def test_the_image_starts_everything(tmp_path: Path) -> None:
    call_command("service_files", "container", tmp_path, stdout=io.StringIO())
    last = (tmp_path / "Containerfile").read_text().splitlines()[-1]
    assert last.startswith("CMD ")
    command = json.loads(last.removeprefix("CMD "))
    assert command[:5] == ["python", "manage.py", "academy", "run", "--prepare"]


def test_a_container_keeps_data_and_keys_apart_whatever_the_file_of_settings_says(
    tmp_path: Path,
) -> None:
    call_command("service_files", "container", tmp_path, stdout=io.StringIO())
    recipe = (tmp_path / "Containerfile").read_text()
    run = recipe.partition("podman run ")[2].partition("FROM")[0].replace("\\\n#", "")
    told = shlex.split(run)
    for name, place in (("ACADEMY_DATA_DIR", "/data"), ("ACADEMY_EVALUATION_KEYS", "/keys")):
        assert f"{name}={place}" in told
        assert any(one.endswith(f":{place}") for one in told)
        assert f"ENV {name}={place}\n" in recipe
    assert "--owner academy --mode 700 /data /keys\n" in recipe


def test_no_data_or_secret_of_this_machine_goes_into_the_image() -> None:
    left_out = (BASE / ".dockerignore").read_text().split()
    made_here = {line.strip("/") for line in (BASE / ".gitignore").read_text().split()}
    assert {"var", ".venv", "node_modules"} < made_here & {*left_out}
    assert {".git", "**/*.env", "**/*.key"} < {*left_out}
