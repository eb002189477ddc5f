"""What the kit says of a plugin that costs others something."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from courses.plugin_kit.testing import watched
from tests.courses.plugin_kit.testing.faulty import (
    Criterion,
    Make,
    Pages,
    Panel,
    failing,
    like,
    raises,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def spreading(monkeypatch: pytest.MonkeyPatch) -> None:
    """An academy with a bad guard: whatever fails in a plugin reaches everybody."""
    from courses.plugin_host import guard

    real = guard.call_plugin

    def unguarded(registered: Any, call: Any, **how: Any) -> Any:
        with watched(registered.plugin.slug) as faults:
            result = real(registered, call, **how)
        if faults:
            raise faults[0].error
        return result

    for name, module in list(sys.modules.items()):
        if name.startswith("courses.") and getattr(module, "call_plugin", None):
            monkeypatch.setattr(module, "call_plugin", unguarded)
    assert vars(guard)["call_plugin"] is unguarded


WALKS = {
    "test_a_contribution_that_raises_costs_nobody_a_page",
    "test_a_contribution_that_gives_nonsense_costs_nobody_a_page",
    "test_a_contribution_that_breaks_a_transaction_costs_nobody_a_page",
    "test_blocks_pages_and_settings_that_fail_cost_nobody_a_page",
}


def test_a_failure_that_reaches_others_is_noticed(make: Make, spreading: None) -> None:
    found = failing(make(Criterion, Panel, Pages, form=None), checks=WALKS)
    assert found.keys() == WALKS


def test_what_fails_in_ordinary_use_is_noticed(make: Make) -> None:
    found = failing(
        make(like(Panel, render=raises), form=None),
        checks={"test_nothing_fails_in_ordinary_use"},
    )
    assert "wrong on purpose" in found["test_nothing_fails_in_ordinary_use"]
