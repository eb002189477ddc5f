"""A check that is not passed, at the end of its lesson: told at once, by the script too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.factories import EnrolmentFactory, TrainingFactory
from tests.plugins.kennistoets.written import TWO_QUESTIONS, lesson_with, switch_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from courses.people.models import User

URL = "/trainingen/t/lessen/luisteren/"


@pytest.fixture
def participant() -> User:
    training = TrainingFactory.create(slug="t")
    switch_on(training)
    lesson_with(training, TWO_QUESTIONS, title="Luisteren")
    person: User = EnrolmentFactory.create(training=training).person
    return person


@pytest.mark.parametrize("screen", ["phone"], indirect=True)
def test_the_end_of_the_lesson_follows_what_was_answered(
    page: Page,
    sign_in: Callable[..., None],
    participant: User,
    axe: Callable[..., None],
    no_sideways_scroll: Callable[[Page], None],
    screenshot: Callable[[str], Any],
) -> None:
    sign_in(page, participant)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(URL)
    again = page.get_by_role("button", name="Doe de toets nog eens")
    expect(again).to_be_hidden()
    for question in ("Vraag over onderwerp 1?", "Vraag over onderwerp 2?"):
        page.get_by_role("group", name=question).get_by_label("Antwoord 2").check()
    page.get_by_role("button", name="Kijk de toets na").click()
    expect(page.get_by_text("Deze keer haalde je de toets niet.")).to_be_visible()
    expect(again).to_be_visible()
    expect(page.locator("#les-klaar")).to_contain_text("De toets is nog niet gehaald (0 van de 2).")
    axe(page)
    no_sideways_scroll(page)
    screenshot("failed")
    again.click()
    expect(page.get_by_role("heading", name="Wat weet je nu?")).to_be_in_viewport()
    expect(page.locator(":checked")).to_have_count(0)
