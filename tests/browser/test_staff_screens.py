"""The screens with which staff and contact persons run the academy: each for everybody.

As small as a screen gets, with letters of twice the size, with a keyboard, for a screen reader, and
on paper.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus
from courses.evaluation.enums import Purpose
from courses.evaluation.models import FormTemplate
from courses.notices.queries import call_list, letters_to_print
from courses.people.enums import Role
from tests.academy.world import World, make_world
from tests.browser.heard import HEARD
from tests.browser.looks import (
    CONTRAST,
    DESK,
    OWN_COLOURS,
    SMALL,
    SMALL_IN_THE_DARK,
    problems_of_looks,
)
from tests.browser.screens import BEYOND, NO_MARK
from tests.factories import EditionFactory, PartnerFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

    from courses.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)

COORDINATOR = (
    "/beheer/",
    "/beheer/lessen/",
    "/beheer/zoek/?q=merwede",
    "/beheer/wie-mag-wat/",
    "/beheer/bellen/",
    "/beheer/bellen/{call}/",
    "/beheer/brieven/",
    "/beheer/berichten/{letter}/",
    "/beheer/teksten/reminder_week/nl/",
    "/beheer/personen/{person}/",
    "/beheer/personen/{person}/samenvoegen/{alike}/",
    "/beheer/inschrijven/?q=merwede",
    "/beheer/inschrijven/{person}/",
    "/beheer/inschrijven/klaar/{enrolment}/",
    "/beheer/uitvoeringen/{coming}/inschrijvingen/",
    "/beheer/uitvoeringen/{coming}/inschrijvingen/{enrolment}/verplaats/",
    "/beheer/uitvoeringen/{coming}/annuleer/",
    "/beheer/uitvoeringen/{coming}/samenvoegen/",
    "/beheer/uitvoeringen/{coming}/kopieer/",
    "/beheer/uitvoeringen/opgave/",
    "/beheer/contactpersonen/{partner}/",
    "/beheer/locaties/new/",
    "/beheer/formulieren/edit/{template}/",
    "/beheer/trainingen/{training_pk}/formulieren/",
    "/beheer/enquetes/nieuw/",
    "/beheer/evaluatie/",
    "/beheer/evaluatie/formulier/{form}/papier/",
    "/beheer/evaluatie/formulier/{form}/papier/typ/",
    "/beheer/evaluatie/telefoon/{invitation}/",
)
TRAINER = (
    "/beheer/presentie/{past}/",
    "/beheer/presentie/{past}/bijeenkomst/{session}/",
    "/beheer/presentie/{past}/bijeenkomst/{session}/code/",
    "/beheer/presentie/{past}/wijzigingen/",
    "/beheer/evaluatie/uitvoering/{past}/",
    "/beheer/evaluatie/uitvoering/{past}/code/",
)
CONTACT = ("/organisatie/{partner}/", "/organisatie/{partner}/aanmelden/{coming}/")

# A list with somebody new, somebody who may be known, and a mistake in a row.
LIST = "Naam;E-mail;Telefoon\nAn Een;an@example.org;\nToos Merwedde;;0612345678\nBo;geen adres;\n"

# Wagtail's own frame around our pages; what we made ourselves has to pass.
WAGTAILS_OWN = ("region", "landmark-unique", "landmark-one-main")

# Colours do not depend on the width, and what is around our part is looked at once.
STAFF_LOOKS = (
    SMALL,
    replace(SMALL_IN_THE_DARK, within="main"),
    replace(DESK, without=(CONTRAST,), within="main"),
    replace(OWN_COLOURS, within="main"),
)

# On a small screen each field has a line of its own.
SQUEEZED = """
() => [...document.querySelectorAll('main .w-field__wrapper')]
    .filter(one => one.checkVisibility({visibilityProperty: true}))
    .filter(one => one.getBoundingClientRect().width < innerWidth / 2)
    .map(one => one.textContent.trim().slice(0, 60))
"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# On paper: what of Wagtail's frame lies over the page, and what does not fit.
OVER_PAPER = """
() => {
    const seen = one => one && getComputedStyle(one).display !== 'none';
    const frame = ['#wagtail-sidebar', '.sidebar-wrapper', '.nice-padding .button'];
    const over = frame.filter(name => [...document.querySelectorAll(name)].some(seen));
    const main = document.querySelector('main') || document.body;
    return [...over, getComputedStyle(main).overflowY === 'visible' ? '' : 'cut off'].join('');
}
"""


@pytest.fixture
def world(live_server: LiveServer) -> World:
    return make_world()


@pytest.fixture
def contact() -> User:
    return person_in_role(Role.VOLUNTEER)


def staff_addresses(world: World, contact: User) -> dict[str, Any]:
    """What the places in the tables stand for: an academy in which every list has somebody."""
    partner = PartnerFactory.create()
    partner.contacts.add(contact)
    person = PersonFactory.create(
        first_name="Toos", last_name="Merwede", email=None, telephone="0612345678", partner=partner
    )
    alike = PersonFactory.create(first_name="Toos", last_name="Merwedde", birth_year=1948)
    by_letter = PersonFactory.create(
        email=None, street="Kade 1", postcode="3511 AA", city="Utrecht", partner=partner
    )
    EditionFactory.create(training=world.training)
    coordinator = person_in_role(Role.COORDINATOR)
    enrolments = [
        services.enrol(person=one, edition=world.coming, actor=coordinator)
        for one in (person, alike, by_letter)
    ]
    assert {one.status for one in enrolments} == {EnrolmentStatus.CONFIRMED}
    return {
        **world.addresses(),
        "partner": partner.pk,
        "person": person.pk,
        "alike": alike.pk,
        "enrolment": enrolments[0].pk,
        "call": call_list().filter(person=person)[0].pk,
        "letter": letters_to_print()[0].pk,
        "session": world.past.sessions.all()[0].pk,
        "template": FormTemplate.objects.get(purpose=Purpose.SHORT).pk,
    }


@pytest.fixture
def addresses(world: World, contact: User) -> dict[str, Any]:
    return staff_addresses(world, contact)


def problems(page: Page, axe: Callable[..., None]) -> list[str]:
    """All that is wrong with a page, so that one run tells everything."""
    found = [f"{page.url} is {page.evaluate(WIDER)} px too wide"] if page.evaluate(WIDER) else []
    without = WAGTAILS_OWN if "/beheer/" in page.url else ()
    found += problems_of_looks(page, axe, looks=STAFF_LOOKS, without=without, fits=False)
    found += [f"{page.url}: squeezed {one}" for one in page.evaluate(SQUEEZED)]
    page.keyboard.press("Tab")
    found += [f"{page.url}: no mark on {one}" for one in page.evaluate(NO_MARK)]
    found += [f"{page.url}: off the screen {one}" for one in page.evaluate(BEYOND)]
    page.emulate_media(media="print")
    on_paper = page.evaluate(OVER_PAPER) if "/beheer/" in page.url else ""
    found += [f"{page.url} on paper: {on_paper}"] if on_paper else []
    page.emulate_media(media="screen")
    page.add_style_tag(content="html { font-size: 200% !important }")
    found += [f"{page.url}: large letters {one}" for one in page.evaluate(BEYOND)]
    return found


def test_everybody_can_use_the_screens_with_which_the_academy_is_run(
    open_context: Callable[..., BrowserContext],
    world: World,
    contact: User,
    addresses: dict[str, Any],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
) -> None:
    trainer = world.past.trainers.all()[0]
    found: list[str] = []
    for who, table in (
        (person_in_role(Role.COORDINATOR), COORDINATOR),
        (trainer, TRAINER),
        (contact, CONTACT),
    ):
        page = open_context(viewport={"width": 320, "height": 640}).new_page()
        sign_in(page, who)
        for address in table:
            answer = page.goto(address.format(**addresses))
            assert answer is not None
            assert (answer.status, address.partition("?")[0].format(**addresses)) == (
                200,
                page.url.partition("?")[0].removeprefix(page.url[: page.url.index("/", 8)]),
            )
            if address in HEARD:
                expect(page.locator("main")).to_match_aria_snapshot(HEARD[address])
            found += problems(page, axe)
        if table == TRAINER:
            continue
        # The list that is looked through comes of a form.
        group = f"/beheer/uitvoeringen/{world.coming.pk}/groep/"
        page.goto(group if table == COORDINATOR else page.url)
        page.locator("#id_text").fill(LIST)
        page.get_by_role("button", name="Bekijk de lijst").click()
        page.get_by_text("Fout in de gegevens").first.wait_for()
        for folded in page.locator("main summary").all():
            folded.click()
        found += problems(page, axe)
    assert found == [], "\n\n".join(found)
