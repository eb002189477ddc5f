"""A plugin from another package: installed with pip, taken away, and installed again.

That the kit works on an installed package is seen in `tests/plugins/test_scaffolded_packages.py`.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.installing import Place, make_place, told

PACKAGES = Path(__file__).parent / "packages"


def prove(place: Place, *steps: str) -> dict[str, dict[str, Any]]:
    """What works in the place at each of these steps, as the script found it."""
    found: dict[str, dict[str, Any]] = json.loads(place.run(str(PACKAGES / "proof.py"), *steps))
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path) -> Place:
    made = make_place(tmp_path_factory.mktemp("elsewhere"), migrated_database)
    for name in ("buurtgroet", "kapot"):
        # A copy: building leaves files behind.
        shutil.copytree(PACKAGES / name, made.folder / name)
    texts = made.folder / "buurtgroet" / "buurtgroet" / "locale" / "en" / "LC_MESSAGES"
    told("msgfmt", "-o", str(texts / "django.mo"), str(texts / "django.po"))
    return made


@pytest.fixture(scope="module")
def story(place: Place) -> dict[str, dict[str, Any]]:
    """What was found at each step, in the order of the steps."""
    place.install(place.folder / "buurtgroet", place.folder / "kapot")
    found = prove(place, "first", "broken")
    place.uninstall("academie-buurtgroet", "academie-kapot")
    found |= prove(place, "gone")
    place.install(place.folder / "buurtgroet")
    return found | prove(place, "back")


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
