"""The conformance kit finds what is wrong, and nothing else: each check can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.courses.plugin_kit.testing.conformance.test_faults import WALKS
from tests.courses.plugin_kit.testing.faulty import CHECKS, Make, failing

pytestmark = pytest.mark.django_db


def test_a_plugin_that_does_it_right_passes_every_check(make: Make) -> None:
    """Those that break a plugin on purpose the package with everything passes (`tests/plugins/
    test_scaffolded_packages.py`), and each plugin of ours (`test_conformance.py` beside it)."""
    found = failing(make(), checks=CHECKS - WALKS)
    # Its class stands in a module that imports whatever the tests need.
    found.pop("test_its_app_config_can_be_imported_before_django_starts")
    assert found == {}


def test_every_check_is_proved_here() -> None:
    """A check that cannot fail is worth nothing: each has a plugin here for which it fails."""
    tests = Path(__file__).parent.glob("test_*.py")
    text = "".join(file.read_text() for file in tests if file != Path(__file__))
    assert {name for name in CHECKS if name.removeprefix("test_") not in text} == set()
