"""From the first visit to a certificate that anybody can check, as one person goes through it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.db.models import F
from playwright.sync_api import BrowserContext, Page, expect

from courses.catalogue.models import TrainingPage
from courses.certificates.models import Certificate
from courses.editions.models import Edition, Session
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from courses.people.models import Partner, User
from tests.browser.screens import on_phone_and_desktop
from tests.courses.evaluation.factories import said
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    make_theme,
    person_in_role,
)
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)

Check = Callable[[Page], None]
Picture = Callable[[str], Any]


@pytest.fixture
def look(axe: Check, no_sideways_scroll: Check, screenshot: Picture, page: Page) -> Picture:
    """`look("mine")`: everybody can use the page, it fits the screen, and a picture is kept."""

    def at(name: str) -> None:
        screenshot(f"journey-{name}")
        axe(page)
        no_sideways_scroll(page)

    return at


@pytest.fixture
def trainer(live_server: LiveServer) -> User:
    return person_in_role(Role.TRAINER, first_name="Thijs", last_name="Overvest")


@pytest.fixture
def edition(trainer: User) -> Edition:
    """A training with two lessons, and an edition in two weeks; beside it another training."""
    training = TrainingFactory.create(
        title="Aandachtig luisteren",
        slug="aandachtig-luisteren",
        summary="Je leert luisteren zonder meteen raad te geven.",
        introduction="<p>Luisteren is meer dan stil zijn.</p>",
        theme=make_theme("Gesprekken"),
        partner=Partner.objects.create(name="Buurtwerk Oost"),
    )
    for number, title in enumerate(("Stil zijn", "Doorvragen"), start=1):
        make_lesson(
            training,
            title=title,
            slug=f"les-{number}",
            body=[("heading", "Waarom"), ("paragraph", "<p>Wie luistert, hoort meer.</p>")],
        )
    TrainingFactory.create(title="Samen koken", slug="samen-koken", theme=make_theme("Eten"))
    return EditionFactory.create(training=training, trainers=[trainer], capacity=3)


def _time_passes(edition: Edition, **time: int) -> None:
    """The sessions come nearer by this much time; the server has no clock that tests can turn."""
    gone = timedelta(**time)
    Session.objects.filter(edition=edition).update(
        starts_at=F("starts_at") - gone, ends_at=F("ends_at") - gone
    )
    Edition.objects.filter(pk=edition.pk).update(
        starts_at=F("starts_at") - gone, ends_at=F("ends_at") - gone
    )


def _code_for(address: str) -> str:
    """The code in the newest mail to this address."""
    newest = [message for message in mail.outbox if message.to == [address]][-1]
    found = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", str(newest.body), re.M)
    assert found, newest.body
    return found[1]


def _finds_the_training(page: Page, look: Picture) -> None:
    page.goto("/")
    look("home")
    menu = page.locator("details.va-menu summary")
    if menu.is_visible():
        menu.click()
    # On a phone it is folded away, and has a shorter name.
    main = page.get_by_role("navigation", name=re.compile("^(Hoofdmenu|Menu)$"))
    main.get_by_role("link", name="Trainingen").locator("visible=true").click()
    page.get_by_label("Zoek op woord").fill("luister")
    page.get_by_role("button", name="Zoek").click()
    themes = page.get_by_role("navigation", name="Thema’s")
    themes.get_by_role("link", name="Gesprekken").click()
    expect(page.get_by_text("1 training gevonden")).to_be_visible()
    expect(page.get_by_role("link", name="Samen koken")).to_have_count(0)
    look("catalogue-filtered")
    page.get_by_role("link", name="Aandachtig luisteren").click()
    look("training")
    page.get_by_role("link", name="Schrijf je in", exact=True).click()


def _makes_an_account(page: Page, look: Picture, address: str) -> None:
    look("enrol-visitor")
    page.get_by_role("link", name="Ik ben nieuw hier").click()
    look("signup")
    page.get_by_role("button", name="Ga verder met inschrijven").click()
    expect(page.get_by_text("Dit moet nog anders")).to_be_visible()
    look("signup-errors")
    page.get_by_label("Voornaam").fill("Noor")
    page.get_by_label("Achternaam").fill("van Linden")
    page.get_by_label("Je e-mailadres").fill(address)
    page.get_by_label("Bewoner").check()
    page.get_by_label("Organisatie").select_option("Buurtwerk Oost")
    page.get_by_role("button", name="Ga verder met inschrijven").click()
    expect(page.get_by_role("heading", name="Kijk in je mail")).to_be_visible()
    look("code")
    page.get_by_label("De code uit de mail").fill("XXXX-XXXX")
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_role("heading", name="Kijk in je mail")).to_be_visible()
    page.get_by_label("De code uit de mail").fill(_code_for(address))
    page.get_by_role("button", name="Ga verder").click()


def _enrols(page: Page, look: Picture) -> None:
    expect(page.get_by_role("button", name="Schrijf me in")).to_be_visible()
    look("enrol")
    page.get_by_role("button", name="Schrijf me in").click()
    expect(page.get_by_text("Gelukt! Je bent ingeschreven.")).to_be_visible()
    look("enrolled")


def _goes_on(page: Page, what: str) -> None:
    """From the own page to the lesson that is named there."""
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=what))
    card.get_by_role("link", name="Naar de les", exact=True).click()


def _follows_the_lessons(page: Page, look: Picture) -> None:
    page.goto("/mijn/")
    expect(page.get_by_role("heading", name="Dag Noor")).to_be_visible()
    look("mine-coming")
    _goes_on(page, "Begin met: Stil zijn")
    look("lesson")
    page.get_by_role("button", name="Ik heb deze les gedaan").click()
    expect(page.get_by_role("heading", name="Doorvragen", level=1)).to_be_visible()
    # Some days later: on from where it stopped.
    page.goto("/mijn/")
    _goes_on(page, "Ga verder: Doorvragen")
    page.get_by_role("button", name="Ik heb deze les gedaan").click()
    expect(page.get_by_text("Knap! Je hebt alle lessen van deze training gedaan.")).to_be_visible()
    look("training-lessons-done")


def _is_marked_present(trainer_page: Page, edition: Edition) -> None:
    trainer_page.goto("/beheer/presentie/")
    trainer_page.get_by_role("link", name=re.compile("Hele lijst.*Aandachtig luisteren")).click()
    trainer_page.get_by_label(re.compile("Noor van Linden was bij")).check()
    trainer_page.get_by_role("button", name="Bewaar de presentie").click()
    expect(trainer_page.get_by_text("De presentie is bewaard.")).to_be_visible()


def _evaluates(page: Page, look: Picture) -> None:
    page.goto("/mijn/")
    look("mine-to-evaluate")
    page.get_by_role("link", name="Geef je mening").click()
    look("evaluation")
    mark = page.get_by_role("group", name="Welk cijfer geef je de training?")
    mark.get_by_label("8", exact=True).check()
    page.get_by_label("Meer oefenen").check()
    page.get_by_role("checkbox", name="Anders, namelijk").check()
    page.get_by_label("Anders, namelijk", exact=False).last.fill("Meer tijd voor koffie")
    words = " ".join(f"woord{number}" for number in range(76))
    remarks = page.get_by_label("Wil je nog iets vertellen?")
    remarks.fill(words)
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_text("Dit moet nog anders")).to_be_visible()
    expect(remarks).to_have_value(words)
    expect(mark.get_by_label("8", exact=True)).to_be_checked()
    look("evaluation-too-long")
    remarks.fill("Dank jullie wel")
    page.get_by_role("button", name="Verstuur").click()
    page.wait_for_url("**/bedankt/")
    look("evaluation-thanks")
    assert said()[1] == ["Dank jullie wel", "Meer tijd voor koffie"]


def _gets_the_certificate(page: Page, look: Picture) -> Certificate:
    page.goto("/mijn/")
    look("mine-done")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download (pdf)").click()
    path = download.value.path()
    text = " ".join(read_pdf(path.read_bytes()).pages[0].extract_text().split())
    certificate = Certificate.objects.get()
    for shown in ("Noor van Linden", "Aandachtig luisteren", certificate.code):
        assert shown in text
    return certificate


def _anybody_checks_it(stranger: Page, axe: Check, code: str) -> None:
    stranger.goto("/certificaat/")
    stranger.get_by_label("Code van het certificaat").fill(code.lower().replace("-", " "))
    stranger.get_by_role("button", name="Controleer").click()
    expect(stranger.get_by_text("Dit certificaat is echt en geldig")).to_be_visible()
    expect(stranger.get_by_text("Noor van Linden")).to_be_visible()
    content = bytes(Certificate.objects.get().pdf)
    sent: list[str] = []
    stranger.on("request", lambda request: sent.append(request.url))
    for file, found in ((content, "Ja: dit is precies"), (content + b" ", "Nee: dit is een ander")):
        stranger.get_by_label("Kies de pdf").set_input_files(
            {"name": "certificaat.pdf", "mimeType": "application/pdf", "buffer": file}
        )
        expect(stranger.get_by_text(found)).to_be_visible()
    assert sent == []
    axe(stranger)


@on_phone_and_desktop
def test_the_whole_way_from_visitor_to_certificate(
    page: Page,
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[..., None],
    look: Picture,
    axe: Check,
    edition: Edition,
    trainer: User,
) -> None:
    address = "noor@example.org"
    _finds_the_training(page, look)
    _makes_an_account(page, look, address)
    _enrols(page, look)
    assert [message.subject for message in mail.outbox if message.to == [address]][1:] != []
    _follows_the_lessons(page, look)

    _time_passes(edition, days=17)
    trainer_page = open_context().new_page()
    sign_in(trainer_page, trainer)
    _is_marked_present(trainer_page, edition)

    _evaluates(page, look)
    certificate = _gets_the_certificate(page, look)
    _anybody_checks_it(open_context().new_page(), axe, certificate.code)
    person = User.objects.get(email=address)
    assert (person.background, str(person.partner)) == ("resident", "Buurtwerk Oost")
    assert Enrolment.objects.get(person=person).status == EnrolmentStatus.COMPLETED


def test_the_way_in_works_without_scripts(page_without_scripts: Page, edition: Edition) -> None:
    """Search, sign up, enrol, finish a lesson and withdraw with JavaScript switched off."""
    page = page_without_scripts
    page.goto("/trainingen/?q=luister")
    page.get_by_role("link", name="Aandachtig luisteren").click()
    page.get_by_role("link", name="Schrijf je in", exact=True).click()
    page.get_by_role("link", name="Ik ben nieuw hier").click()
    page.get_by_label("Voornaam").fill("Noor")
    page.get_by_label("Achternaam").fill("van Linden")
    page.get_by_label("Je e-mailadres").fill("noor@example.org")
    page.get_by_role("button", name="Ga verder met inschrijven").click()
    page.get_by_label("De code uit de mail").fill(_code_for("noor@example.org"))
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_role("button", name="Schrijf me in").click()
    page.goto("/mijn/")
    _goes_on(page, "Begin met: Stil zijn")
    page.get_by_role("button", name="Ik heb deze les gedaan").click()
    expect(page.get_by_role("heading", name="Doorvragen", level=1)).to_be_visible()
    page.goto("/mijn/")
    page.get_by_role("link", name="Bekijk je inschrijving").click()
    page.get_by_role("link", name="Ik kan toch niet").click()
    page.get_by_role("button", name="Ja, meld me af").click()
    expect(page.get_by_text("Je bent afgemeld.")).to_be_visible()
    assert Enrolment.objects.get().status == EnrolmentStatus.WITHDRAWN


@on_phone_and_desktop
def test_a_full_training_has_a_fair_queue(
    page: Page,
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[..., None],
    look: Picture,
    edition: Edition,
) -> None:
    Edition.objects.filter(pk=edition.pk).update(capacity=1)
    inside, first, second = PersonFactory.create_batch(3)
    EnrolmentFactory.create(person=inside, edition=edition)
    enrol = f"/inschrijven/{edition.pk}/"

    sign_in(page, first)
    page.goto("/agenda/")
    look("agenda-full")
    page.get_by_role("link", name="Naar de wachtlijst").click()
    look("enrol-full")
    page.get_by_role("button", name="Zet me op de wachtlijst").click()
    expect(page.get_by_text("Je staat op nummer 1 van de wachtlijst").first).to_be_visible()
    look("waiting")
    behind = open_context().new_page()
    sign_in(behind, second)
    behind.goto(enrol)
    behind.get_by_role("button", name="Zet me op de wachtlijst").click()
    expect(behind.get_by_text("Je staat op nummer 2 van de wachtlijst").first).to_be_visible()

    leaving = open_context().new_page()
    sign_in(leaving, inside)
    leaving.goto(enrol)
    leaving.get_by_role("link", name="Ik kan toch niet").click()
    leaving.get_by_role("button", name="Ja, meld me af").click()
    expect(leaving.get_by_text("Je bent afgemeld.")).to_be_visible()

    assert mail.outbox[-1].to == [first.email] or mail.outbox[-2].to == [first.email]
    page.goto("/mijn/")
    look("mine-offer")
    page.get_by_role("link", name="Kies nu").click()
    look("offer")
    page.get_by_role("button", name="Ja, ik kom").click()
    expect(page.get_by_text("Gelukt! De plaats is van jou.")).to_be_visible()
    behind.goto("/mijn/")
    expect(behind.get_by_text("Je staat op nummer 1 van de wachtlijst").first).to_be_visible()
    assert {one.person_id: one.status for one in Enrolment.objects.all()} == {
        inside.pk: EnrolmentStatus.WITHDRAWN,
        first.pk: EnrolmentStatus.CONFIRMED,
        second.pk: EnrolmentStatus.WAITING,
    }
    assert Edition.objects.get(pk=edition.pk).seats_taken == 1
    assert TrainingPage.objects.live().count() == 2
