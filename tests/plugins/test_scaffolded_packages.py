"""What `manage.py plugins new` writes, installed in an academy beside this one."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from courses.plugin_api.points import POINTS
from courses.plugin_kit import scaffold
from courses.plugin_kit.scaffold.kinds import DEFAULT, KINDS
from tests.installing import Place, make_place

if TYPE_CHECKING:
    from pathlib import Path

ALL, FIRST = "proef_alles", "proef_begin"
KINDS_OF = {ALL: ["all"], FIRST: list(DEFAULT)}


@pytest.fixture(scope="module")
def packages(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Path:
    """A package for all kinds, and one for the default."""
    folder = tmp_path_factory.mktemp("packages")
    with django_db_blocker.unblock():
        for name, kinds in KINDS_OF.items():
            scaffold.make(name, kinds=kinds, folder=folder)
    return folder


@pytest.fixture(scope="module")
def place(
    packages: Path, tmp_path_factory: pytest.TempPathFactory, migrated_database: Path
) -> Place:
    """An academy with the default and with everything installed."""
    place = make_place(tmp_path_factory.mktemp("installed"), migrated_database)
    for name in KINDS_OF:
        # A copy: building leaves files behind.
        shutil.copytree(packages / name, place.folder / name)
        shutil.copytree(packages / name, place.folder / "built" / name)
    place.install(*(place.folder / "built" / name for name in KINDS_OF))
    return place


FOUND = """
import django, json
django.setup()
from courses.plugin_host import registry
from courses.plugin_host.entry import kind_of
print(json.dumps({
    plugin.slug: [kind_of(one).__name__ for one in plugin.contributions()]
    for plugin in registry.plugins() if plugin.slug.startswith("proef_")
}))
"""


def test_every_extension_point_has_a_kind(place: Place) -> None:
    found = json.loads(place.run("-c", FOUND))
    names = [point.__name__ for point in POINTS]
    assert found[FIRST] == ["Exercise", "CompletionCriterion"]
    # Notes and hand-outs have pages of their own beside what is kept.
    assert sorted(found[ALL]) == sorted([*names, "CourseUrls", "CourseUrls"])
    assert [kind.point for kind in KINDS.values()] == list(POINTS)


def test_types_are_right(place: Place) -> None:
    place.check_types(place.folder / ALL)


def test_its_own_tests_and_the_conformance_kit_pass(place: Place) -> None:
    """Those with everything; the default goes through the kit in the tutorial (`tests/docs`)."""
    report = place.own_tests(place.folder / ALL)
    assert " passed" in report
    assert ("failed" in report, "error" in report) == (False, False)
