"""A lesson step by step: by keyboard, on a small phone, with large letters, and without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import KNOWLEDGE_CHECK, EnrolmentFactory, TrainingFactory, make_lesson

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.live_server_helper import LiveServer

    from courses.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)

URL = "/trainingen/kijken/lessen/les/"

HEARD = """
- article:
  - heading "Eenzaamheidsverschijnselen herkennen" [level=1]
  - heading "Stap 2 van 2" [level=2]
  - heading "Kijken" [level=2]
  - heading "Weet je het?" [level=3]
  - group /Wat is een signaal/:
    - list:
      - listitem:
        - radio "Een bewijs"
      - listitem:
        - radio "Iets wat opvalt"
  - button "Kijk na"
- navigation "Stappen":
  - link "Terug"
- region "Anders lezen":
  - button "Alles op één bladzijde"
"""
"""The step with a question as a screen reader meets it: roles, names and order."""


@pytest.fixture
def participant(live_server: LiveServer) -> User:
    training = TrainingFactory.create(title="Kijken", slug="kijken")
    make_lesson(
        training,
        title="Eenzaamheidsverschijnselen herkennen",
        body=[
            ("paragraph", "<p>Welkom.</p>"),
            ("heading", "Kijken"),
            ("paragraph", "<p>Je kijkt eerst.</p>"),
            ("knowledge_check", KNOWLEDGE_CHECK),
        ],
    )
    person: User = EnrolmentFactory.create(training=training).person
    return person


@pytest.mark.parametrize("screen", ["phone"], indirect=True)
def test_each_step_begins_at_its_heading(
    page: Page,
    page_without_scripts: Page,
    sign_in: Callable[..., None],
    participant: User,
    axe: Callable[..., None],
    no_sideways_scroll: Callable[[Page], None],
    screenshot: Callable[[str], Any],
) -> None:
    sign_in(page, participant)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(URL)
    no_sideways_scroll(page)
    screenshot("step-1")
    page.get_by_role("link", name="Verder").focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Stap 2 van 2")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect(page.locator("main")).to_match_aria_snapshot(HEARD)
    assert page.title().startswith("Stap 2 van 2: Eenzaamheidsverschijnselen herkennen – Kijken")
    axe(page)
    no_sideways_scroll(page)
    screenshot("step-2")
    # Somebody who comes back goes on here, on another device and without scripts too.
    plain = page_without_scripts
    sign_in(plain, participant)
    plain.goto(URL)
    expect(plain.get_by_role("heading", name="Stap 2 van 2")).to_be_visible()
    plain.get_by_role("button", name="Kijk na").click()
    expect(plain.get_by_role("alert")).to_contain_text("Kies een antwoord.")
    expect(plain.get_by_role("heading", name="Stap 2 van 2")).to_be_visible()
    plain.get_by_role("button", name="Alles op één bladzijde").click()
    expect(plain.get_by_text("Welkom.")).to_be_visible()
    expect(plain.get_by_role("button", name="Kijk na")).to_be_visible()
    plain.get_by_role("button", name="Ik heb deze les gedaan").click()
    expect(plain.get_by_role("heading", name="Zo ver ben je")).to_be_visible()
    page.goto(plain.url)
    axe(page)
    no_sideways_scroll(page)
    screenshot("ending")


@pytest.mark.parametrize("with_scripts", [True, False])
def test_a_verdict_goes_when_somebody_chooses_otherwise(
    page: Page,
    page_without_scripts: Page,
    sign_in: Callable[..., None],
    participant: User,
    axe: Callable[..., None],
    screenshot: Callable[[str], Any],
    with_scripts: bool,
) -> None:
    here = page if with_scripts else page_without_scripts
    sign_in(here, participant)
    here.goto(f"{URL}?stap=2")
    # The explanation that comes with a choice is part of its name then.
    wrong, right = here.get_by_label("Een bewijs"), here.get_by_label("Iets wat opvalt")
    wrong.check()
    here.get_by_role("button", name="Kijk na").click()
    expect(here.get_by_text("Dit klopt niet.")).to_be_visible()
    said = here.get_by_text("De uitslag en de uitleg gaan nog over je vorige antwoord.")
    expect(said).to_be_hidden()
    right.check()
    expect(here.get_by_text("Dit klopt niet.")).to_be_hidden()
    expect(said).to_be_visible()
    if with_scripts:
        axe(page)
        screenshot("changed")
    wrong.check()
    expect(here.get_by_text("Dit klopt niet.")).to_be_visible()
    expect(said).to_be_hidden()
    right.check()
    here.get_by_role("button", name="Kijk na").click()
    expect(here.get_by_text("Goed gekozen.")).to_be_visible()
    expect(said).to_be_hidden()


def test_what_was_chosen_and_not_checked_waits_for_who_leaves_the_step(
    page: Page, sign_in: Callable[..., None], participant: User
) -> None:
    sign_in(page, participant)
    page.goto(f"{URL}?stap=2")
    page.get_by_label("Een bewijs").check()
    page.goto("/mijn/")
    page.goto(f"{URL}?stap=2")
    expect(page.get_by_label("Een bewijs")).to_be_checked()
    page.get_by_role("button", name="Kijk na").click()
    expect(page.get_by_text("Dit klopt niet.")).to_be_visible()
    page.get_by_role("button", name="Begin opnieuw").click()
    page.get_by_role("button", name="Ja, begin opnieuw").click()
    expect(page.get_by_text("Dit klopt niet.")).to_have_count(0)
    page.goto(f"{URL}?stap=2")
    expect(page.get_by_label("Een bewijs")).not_to_be_checked()
    page.get_by_label("Iets wat opvalt").check()
    page.goto(f"{URL}?stap=2")
    expect(page.get_by_label("Iets wat opvalt")).to_be_checked()
