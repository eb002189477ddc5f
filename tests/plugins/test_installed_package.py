"""A plugin from another package: installed with pip, taken away, and installed again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = Path(__file__).parent / "packages"


@dataclass(frozen=True)
class Place:
    """An environment of its own that also sees the packages of the one that runs the tests."""

    folder: Path

    @property
    def python(self) -> str:
        return str(self.folder / "env" / "bin" / "python")

    def pip(self, *arguments: str) -> None:
        """Run pip for this environment, without a network."""
        command = [sys.executable, "-m", "pip", "--python", self.python, *arguments]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr

    def install(self, *names: str) -> None:
        self.pip(
            "install",
            "--no-index",
            "--no-build-isolation",
            "--no-deps",
            "--quiet",
            *(str(self.folder / name) for name in names),
        )

    def run(self, *command: str) -> str:
        """What Python prints there."""
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "academy.settings.test",
            "ACADEMY_DATA_DIR": str(self.folder / "data"),
            "PYTHONPATH": str(ROOT),
        }
        environment.pop("DATABASE_URL", None)
        run = subprocess.run(
            [self.python, *command],
            env=environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-4000:]
        return run.stdout

    def prove(self, step: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run(str(PACKAGES / "proof.py"), step))
        return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("elsewhere")
    made = Place(folder)
    (folder / "data").mkdir()
    venv.create(folder / "env", with_pip=False, symlinks=True)
    own = next((folder / "env" / "lib").glob("python*/site-packages"))
    (own / "academy.pth").write_text(sysconfig.get_path("purelib") + "\n")
    for name in ("buurtgroet", "kapot"):
        # A copy: building leaves files behind.
        shutil.copytree(PACKAGES / name, folder / name)
    texts = folder / "buurtgroet" / "buurtgroet" / "locale" / "en" / "LC_MESSAGES"
    subprocess.run(["msgfmt", "-o", str(texts / "django.mo"), str(texts / "django.po")], check=True)
    return made


@pytest.fixture(scope="module")
def story(place: Place) -> dict[str, dict[str, Any]]:
    """What was found at each step, in the order of the steps."""
    place.install("buurtgroet", "kapot")
    found = {"first": place.prove("first"), "broken": place.prove("broken")}
    place.pip("uninstall", "--yes", "--quiet", "academie-buurtgroet", "academie-kapot")
    found["gone"] = place.prove("gone")
    place.install("buurtgroet")
    found["back"] = place.prove("back")
    return found


SHOWN = {
    "lesson": 200,
    "signs": 1,
    "exercises": 2,
    "placeholders": 0,
    "page": 200,
    "criterion": ["not_yet"],
}
CLOSED = {
    "lesson": 200,
    "signs": 0,
    "exercises": 0,
    "placeholders": 2,
    "page": 404,
    "criterion": [],
}


def test_a_plugin_is_found_by_its_entry_point(story: dict[str, Any]) -> None:
    assert story["first"]["row"] == ["on", "academie-buurtgroet 1.2.0", "Buurtgroet"]


def test_it_works_in_the_training_where_it_is_on_and_nowhere_else(story: dict[str, Any]) -> None:
    found = story["first"]
    assert found["on"] == [True, False]
    assert found["before"] == {"conformance-aan": SHOWN, "conformance-uit": CLOSED}
    assert found["answers"] == [302, 404]
    assert found["greeting"] == [302, 404]
    assert found["criterion"] == [["met"], []]
    assert found["report"] == [200, True, False]
    assert found["attempts"] == 1


def test_it_speaks_english_by_its_own_translations(story: dict[str, Any]) -> None:
    assert story["first"]["english"] is True


def test_without_it_the_site_works_and_keeps_what_was_its(story: dict[str, Any]) -> None:
    found = story["gone"]
    assert found["row"] == ["missing", "", "Buurtgroet"]
    assert (found["home"], found["editor"]) == (200, 200)
    assert found["parts"] == CLOSED
    assert found["title"] == "Een andere titel"
    assert (found["body"], found["attempts"]) == (story["first"]["body"], 1)


def test_installed_again_it_goes_on_where_it_was(story: dict[str, Any]) -> None:
    found = story["back"]
    assert found["row"] == story["first"]["row"]
    assert found["parts"] == {**SHOWN, "criterion": ["met"]}
    assert found["greetings"] == ["Dag!"]
    assert (found["body"], found["attempts"]) == (story["first"]["body"], 1)


def test_plugins_that_cannot_be_used_are_named_and_stop_nobody(story: dict[str, Any]) -> None:
    found = story["broken"]
    assert found["home"] == 200
    assert found["left_out"] == {
        "at_import": "import",
        "too_new": "other_api",
        "taken": "duplicate",
        "next_major": "other_api",
    }
    assert found["failed"] == {
        "bad_models": "RuntimeError: broken models",
        "bad_ready": "RuntimeError: broken when ready",
    }
    assert found["row"] == story["first"]["row"]


def test_the_kit_finds_nothing_wrong_with_it(place: Place, story: dict[str, Any]) -> None:
    """As its author would run it, in the migrated database that the first step left."""
    report = place.run(
        "-m",
        "pytest",
        "-q",
        "--reuse-db",
        "-p",
        "no:cacheprovider",
        f"--rootdir={place.folder}",
        str(place.folder / "buurtgroet" / "tests"),
    )
    assert " passed" in report
    assert "failed" not in report
