"""The pass mark that a trainer chooses."""

from __future__ import annotations

import pytest

from courses.plugin_host import plugin_settings
from plugins.kennistoets.forms import PassMarkForm
from plugins.kennistoets.marks import pass_mark


@pytest.mark.django_db  # a fault in another plugin would be written down
def test_at_first_it_is_seventy_percent() -> None:
    assert plugin_settings.defaults("kennistoets") == {"pass_mark": 70}
    assert pass_mark({}) == 70


@pytest.mark.parametrize(("typed", "fits"), [("1", True), ("100", True), ("0", False)])
def test_it_is_a_percentage_above_zero(typed: str, fits: bool) -> None:
    assert PassMarkForm({"pass_mark": typed}).is_valid() == fits


@pytest.mark.parametrize("typed", ["101", "", "alles", "70,5"])
def test_anything_else_is_refused(typed: str) -> None:
    assert list(PassMarkForm({"pass_mark": typed}).errors) == ["pass_mark"]


def test_what_was_chosen_is_kept() -> None:
    form = PassMarkForm({"pass_mark": "85"})
    assert form.is_valid()
    assert plugin_settings.cleaned(form) == {"pass_mark": 85}
