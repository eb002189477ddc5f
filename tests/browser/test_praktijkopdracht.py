"""An assignment in practice: handed in on a phone without JavaScript, reviewed by a trainer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from courses.catalogue.models import TrainingPage
from courses.enrolment.models import Enrolment
from courses.enrolment.services import withdraw
from plugins.praktijkopdracht.enums import State
from plugins.praktijkopdracht.models import Submission
from tests.browser.screens import SCREENS, on_phone_and_desktop
from tests.plugins.praktijkopdracht.written import (
    PDF,
    a_participant,
    a_trainer,
    a_training,
    assignment_block,
    handed_in,
    judged,
    upload,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from courses.people.models import User

BASE = "/trainingen/luisteren/p/praktijkopdracht/"
OWN = f"{BASE}opdracht/gesprek/"
TITLE = "Voer een gesprek over wat iemand zelf belangrijk vindt"


@pytest.fixture
def people(transactional_db: None) -> tuple[User, User]:
    """A participant and a trainer of a training with two assignments."""
    training = a_training(
        assignment_block("gesprek", TITLE), assignment_block("brief", "Schrijf op", file="none")
    )
    trainer, edition = a_trainer(training)
    return a_participant(edition, first_name="Anna", last_name="Bos"), trainer


@pytest.fixture
def phone(open_context: Callable[..., BrowserContext]) -> Page:
    """A tab on a phone in which JavaScript is off."""
    return open_context(java_script_enabled=False, viewport=SCREENS["phone"]).new_page()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "Verslag van mijn gesprek.pdf"
    path.write_bytes(PDF)
    return path


def test_a_participant_hands_in_a_trainer_reviews_and_the_participant_reads_it(
    people: tuple[User, User],
    phone: Page,
    page: Page,
    sign_in: Any,
    report: Path,
    tmp_path: Path,
) -> None:
    person, trainer = people
    sign_in(phone, person)
    phone.goto("/trainingen/luisteren/lessen/doen/?alles=1")
    phone.get_by_role("link", name=f"Lever “{TITLE}” in").click()
    phone.get_by_role("button", name="Lever in").click()
    expect(phone.get_by_role("alert")).to_contain_text("Schrijf iets op, of kies een bestand.")
    phone.get_by_label("Wat heb je gedaan?").fill("Ik vroeg door.\n\nEn toen werd het stil.")
    phone.get_by_label("Je bestand").set_input_files(report)
    phone.get_by_role("button", name="Lever in").click()
    expect(phone.get_by_role("status")).to_contain_text("Je opdracht is ingeleverd.")
    expect(phone.get_by_text("Ik vroeg door.")).to_be_visible()

    sign_in(page, trainer)
    page.goto("/trainingen/luisteren/")
    page.get_by_role("link", name="Praktijkopdrachten nakijken").click()
    page.get_by_role("link", name="Anna Bos").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Verslag van mijn gesprek.pdf").click()
    assert download.value.suggested_filename == report.name
    assert download.value.path().read_bytes() == PDF
    page.get_by_label("Graag verbeteren").check()
    page.get_by_label("Je opmerking").fill("Mooi! Wat zei de ander daarna?")
    page.get_by_role("button", name="Bewaar je oordeel").click()
    expect(page.get_by_text("Er is niets om na te kijken.")).to_be_visible()

    phone.goto("/mijn/")
    phone.get_by_role("link", name=TITLE).click()
    expect(phone.get_by_text("Mooi! Wat zei de ander daarna?")).to_be_visible()
    phone.get_by_label("Wat heb je gedaan?").fill("Daarna vertelde ze over haar zus.")
    phone.get_by_role("button", name="Lever in").click()
    phone.get_by_role("link", name="Trek je opdracht in").click()
    phone.get_by_role("link", name="Nee, terug").click()
    one = Submission.objects.get()
    assert (one.text, one.file_name, one.state) == (
        "Daarna vertelde ze over haar zus.",
        "",
        State.HANDED_IN,
    )


@on_phone_and_desktop
def test_every_page_can_be_used_by_everyone(
    people: tuple[User, User],
    page: Page,
    sign_in: Any,
    axe: Any,
    screenshot: Any,
    no_sideways_scroll: Any,
) -> None:
    person, trainer = people
    training = TrainingPage.objects.get(slug="luisteren")

    def look(address: str, name: str) -> None:
        page.goto(address)
        screenshot(f"praktijkopdracht-{name}")
        axe(page)
        no_sideways_scroll(page)

    sign_in(page, person)
    look("/trainingen/luisteren/lessen/doen/?alles=1", "lesson")
    look(OWN, "first")
    page.get_by_role("button", name="Lever in").click()
    screenshot("praktijkopdracht-errors")
    axe(page)
    one = handed_in(person, training, upload=upload("w" * 70 + ".pdf"))
    look(OWN, "handed-in")
    look(f"{OWN}intrekken/", "withdraw")
    sign_in(page, trainer)
    look(f"{BASE}nakijken/", "list")
    look(f"{BASE}nakijken/{one.pk}/", "review")
    judged(one, trainer, State.IMPROVE, "Mooi begin.\n\nVertel ook wat de ander zei.")
    look(f"{BASE}nakijken/?toon=alles", "list-all")
    sign_in(page, person)
    look(BASE, "index")
    look(OWN, "improve")
    look("/mijn/", "mine")
    judged(one, trainer, State.APPROVED, "Top")
    look(OWN, "approved")


@on_phone_and_desktop
def test_who_has_left_finds_the_own_work_and_takes_it_back(
    people: tuple[User, User], page: Page, sign_in: Any, screenshot: Any, axe: Any
) -> None:
    person, _trainer = people
    enrolment = Enrolment.objects.get(person=person)
    handed_in(person, enrolment.edition.training, upload=upload())
    withdraw(enrolment=enrolment, actor=person)
    sign_in(page, person)
    page.goto(OWN)
    screenshot("left")
    axe(page)
    page.get_by_role("link", name="Trek je opdracht in").click()
    screenshot("left-withdraw")
    axe(page)
    page.get_by_role("button", name="Ja, trek in").click()
    expect(page.get_by_role("status")).to_contain_text("Je hebt de opdracht ingetrokken.")
    page.goto(OWN)
    expect(page.get_by_text("Alleen deelnemers van deze training")).to_be_visible()
    screenshot("left-nothing")
