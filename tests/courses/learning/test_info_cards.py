"""The info card of a training: what stands on it, for whom, and that it stays one sheet."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from courses.catalogue.models import CoursePluginActivation, TrainingGoal, TrainingPage
from courses.common import clock
from courses.common.formats import period
from courses.editions.enums import District, Place
from courses.editions.models import Edition, Location
from courses.learning import info_cards
from courses.people.enums import Role
from courses.translations.models import ContentLanguage
from courses.translations.segments import Segment
from courses.translations.services import TypedText, save_texts
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import LessonPage

pytestmark = pytest.mark.django_db

CARD = "/trainingen/t/infokaart/"


def lesson(
    training: TrainingPage, name: str, *lists: tuple[str, list[str]], **own: Any
) -> LessonPage:
    body = [
        ("tips", {"title": title, "items": items, "on_card": title != "Niet op de kaart"})
        for title, items in lists
    ]
    return make_lesson(training, title=name, slug=name.lower(), body=body, **own)


@pytest.fixture
def training() -> TrainingPage:
    training = TrainingFactory.create(slug="t", title="Rouw & Verlies")
    lesson(training, "Open", ("Vooraf", ["Zet thee."]), is_open=True)
    lesson(
        training,
        "Besloten",
        ("Tijdens", ["Luister eerst.", "Wees stil."]),
        ("Niet op de kaart", ["Verder lezen"]),
    )
    return training


def words(client: Client) -> str:
    response = client.get(CARD)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Cache-Control"] == "private, no-store"
    reader = read_pdf(response.content)
    assert reader.metadata is not None
    assert reader.metadata.title == "Infokaart Rouw & Verlies"
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_a_visitor_gets_the_tips_of_open_lessons_and_a_participant_all_of_them(
    training: TrainingPage, client: Client
) -> None:
    open_only = words(client)
    assert "Zet thee." in open_only
    assert "Luister eerst." not in open_only
    for person in (
        EnrolmentFactory.create(training=training).person,
        person_in_role(Role.COORDINATOR),
    ):
        client.force_login(person)
        card = words(client)
        assert [card.index(one) for one in ("Vooraf", "Zet thee.", "Tijdens", "Wees stil.")] == (
            sorted(card.index(one) for one in ("Vooraf", "Zet thee.", "Tijdens", "Wees stil."))
        )
        assert "Verder lezen" not in card
        assert "(030) 236 17 45" in card


def test_without_tips_it_says_what_one_learns(client: Client) -> None:
    training = TrainingFactory.create(slug="t", title="Rouw & Verlies")
    assert "Een korte samenvatting." in words(client)
    TrainingGoal.objects.create(training=training, text="Je herkent verdriet.")
    assert "Dit leer je" in words(client)


def test_there_is_none_of_a_training_that_is_not_public_and_none_of_a_lecture(
    training: TrainingPage, client: Client
) -> None:
    training.unpublish()
    assert client.get(CARD).status_code == 404
    TrainingFactory.create(slug="lezing", kind="lecture")
    assert client.get("/trainingen/lezing/infokaart/").status_code == 404


@pytest.mark.parametrize("lists", [1, 40])
def test_whatever_there_is_it_is_one_small_sheet(lists: int) -> None:
    training = TrainingFactory.create(title="T" * 120)
    long = [("Wat je zegt " * 9, [f"{n} Ik hoor wat je zegt. " * 13 for n in range(lists)])] * lists
    reader = read_pdf(info_cards.render(training, [lesson(training, "Les", *long)]))
    assert len(reader.pages) == 2
    width, height = (float(one) * 25.4 / 72 for one in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (148, 210)
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "236 17 45" in text
    assert ("Er is meer in de lessen" in text) is (lists == 40)


def test_the_queries_do_not_grow_with_the_lessons(training: TrainingPage, client: Client) -> None:
    client.force_login(EnrolmentFactory.create(training=training).person)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            words(client)
        return len(asked)

    words(client)
    before = queries()
    for number in range(3):
        lesson(training, f"Nog-{number}", ("Meer", ["Bel nog eens."]), is_open=True)
    assert queries() == before


def test_the_pages_of_training_and_lesson_lead_to_it(
    training: TrainingPage, client: Client
) -> None:
    page = client.get("/trainingen/t/").content.decode()
    link = f'href="{CARD}?papier=a4&amp;taal=nl"'
    assert page.index("<h1") < page.index(link) < page.index("In het kort")
    lesson = client.get("/trainingen/t/lessen/open/").content.decode()
    assert (lesson.count(f'href="{CARD}"'), lesson.count(link)) == (1, 1)


def sheet(client: Client, asked: str = "") -> str:
    reader = read_pdf(client.get(f"{CARD}?papier=a4{asked}").content)
    assert len(reader.pages) == 1
    width, height = (float(one) * 25.4 / 72 for one in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)
    return " ".join(reader.pages[0].extract_text().split())


def test_one_page_for_somebody_without_a_computer_says_when_one_can_take_part(
    training: TrainingPage, client: Client
) -> None:
    without = sheet(client)
    assert "Nu is er geen datum met een vrije plaats. Bel ons." in without
    assert "Een korte samenvatting." in without, "what it is, also when there is no date"
    day = clock.today() + timedelta(days=20)
    starts_at = clock.moment_of(day, time(13, 30))
    edition = EditionFactory.create(training=training, starts_at=starts_at)
    ends_at = clock.local(edition.sessions.get().ends_at)
    full = EditionFactory.create(
        training=training, starts_at=starts_at + timedelta(days=1), capacity=1, venue="De Bron"
    )
    EnrolmentFactory.create(edition=full)
    text = sheet(client)
    when = f"{date_format(day, 'l j F Y')}, 13:30–{ends_at:%H:%M}"
    order = [
        "VRIJWILLIGERSACADEMIE · GRATIS TRAINING",
        "Rouw & Verlies",
        "Een korte samenvatting.",
        "Voor iedereen die in Utrecht omkijkt naar een ander.",
        when,
        "Buurthuis De Wissel",
        "12 plaatsen vrij",
        "Zo schrijf je je in: bel",
        "(030) 236 17 45",
        "elke dag van",
        "Meedoen is gratis. Er horen lessen voor thuis bij, samen",
        "Vraag dan om de lessen op papier. Dat kan ook in grote letters.",
        "Zet thee.",
    ]
    found = [text.find(one) for one in order]
    assert -1 not in found, text
    assert found == sorted(found), text
    assert text.index("De Bron") < text.index("Vol. Bel voor de wachtlijst.")


def test_a_full_date_is_on_the_page_with_all_its_days_and_whom_to_call_to_wait_for_it(
    training: TrainingPage, client: Client
) -> None:
    full = EditionFactory.create(training=training, sessions=2, capacity=1)
    EnrolmentFactory.create(edition=full)
    text = sheet(client)
    assert "Nu is er geen plaats vrij. Bel ons. Dan zetten we je op de wachtlijst." in text
    order = [
        "2 bijeenkomsten:",
        *(period(one.starts_at, one.ends_at) for one in full.sessions.all()),
        "Buurthuis De Wissel",
        "Vol. Bel voor de wachtlijst.",
        "Zo schrijf je je in: bel (030) 236 17 45",
    ]
    found = [text.find(one) for one in order]
    assert -1 not in found, text
    assert found == sorted(found), text


def test_a_free_date_goes_before_a_full_one_and_what_is_left_out_is_said(
    training: TrainingPage, client: Client
) -> None:
    first = clock.moment_of(clock.today() + timedelta(days=20), time(10))
    venues = ["Vol Huis", *(f"Huis {letter}" for letter in "ABCDEFGHIJ")]
    for number, venue in enumerate(venues):
        edition = EditionFactory.create(
            training=training, starts_at=first + timedelta(days=number), capacity=1, venue=venue
        )
        if venue == "Vol Huis":
            EnrolmentFactory.create(edition=edition)
    text = sheet(client)
    shown = [one in text for one in venues]
    assert shown[:6] == [False, *[True] * 5], "as many as fit"
    assert f"Er zijn nog {shown.count(False)} data. Vraag ernaar als je belt." in text


def test_the_page_is_in_large_letters_and_what_needs_internet_is_small_and_last(
    training: TrainingPage, client: Client
) -> None:
    EditionFactory.create(training=training)
    sizes: dict[str, float] = {}

    def seen(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        sizes.setdefault(text.strip(), round(size * abs(tm[3] * cm[3]), 1))

    reader = read_pdf(client.get(f"{CARD}?papier=a4").content)
    reader.pages[0].extract_text(visitor_text=seen)
    by_start = {
        start: next(size for text, size in sizes.items() if text.startswith(start))
        for start in ("Buurthuis De Wissel", "Een korte", "Of op internet")
    }
    assert by_start == {
        "Buurthuis De Wissel": 18.0,
        "Een korte": 18.0,
        "Of op internet": 11.0,
    }, sizes


def test_the_page_says_how_to_get_in_and_sets_apart_what_needs_internet(
    training: TrainingPage, client: Client
) -> None:
    location = Location.objects.create(
        name="De Wissel",
        address="Wisselstraat 12, Utrecht",
        district=District.OVERVECHT,
        entrance="De blauwe deur.",
        step_free="Geen drempels.",
        hearing="Ringleiding in de zaal.",
        transport="Bus 5.",
    )
    starts_at = clock.moment_of(clock.today() + timedelta(days=20), time(19))
    EditionFactory.create(training=training, starts_at=starts_at, place=Place.ONLINE)
    only_online = sheet(client)
    assert "Nu is er alleen online een plaats vrij. Online. Hiervoor heb je internet nodig." in (
        only_online
    )
    for days in (1, 2, 3, 4):
        later = starts_at + timedelta(days=days)
        edition = EditionFactory.create(training=training, starts_at=later)
        Edition.objects.filter(pk=edition.pk).update(location=location)
    text = sheet(client)
    assert "(wijk Overvecht)" in text
    assert text.count("19:00–") == 4, "all dates, rather than how to get in"
    assert "Er is nog 1 datum. Vraag ernaar als je belt." in text
    assert "De blauwe deur" not in text
    assert "Hoe je binnenkomt? Dat zeggen we als je belt." in text
    assert "Hiervoor heb je internet" not in text, "what is no use gives way to what is"
    two = Edition.objects.filter(location=location).order_by("starts_at")[:2]
    Edition.objects.filter(location=location).exclude(pk__in=[one.pk for one in two]).delete()
    text = sheet(client)
    assert text.count("De deur: De blauwe deur.") == 1
    assert text.count("Hoe je binnenkomt, staat hierboven.") == 1
    edition = two[0]
    Edition.objects.filter(location=location).exclude(pk=edition.pk).delete()
    text = sheet(client)
    order = ["Geen drempels.", "Ringleiding in de zaal.", "Bus 5.", "Hiervoor heb je internet"]
    assert [text.index(one) for one in order] == sorted(text.index(one) for one in order)


def test_the_page_says_for_whom_it_is_before_tips_and_not_at_the_cost_of_a_date(
    training: TrainingPage, client: Client
) -> None:
    EditionFactory.create(training=training, place=Place.ONLINE)
    training.refresh_from_db()
    training.for_whom = "<p>Voor wie op bezoek gaat, ook als <b>bewoner</b>.</p><p>Details.</p>"
    training.save()
    text = sheet(client)
    assert "Voor wie op bezoek gaat, ook als bewoner." in text
    assert ("iedereen" in text, "Details" in text, "Hiervoor heb je internet" in text) == (
        *(False, False),
        True,
    )
    tips = [("Wat je zegt", ["Ik hoor wat je zegt. " * 13] * 4)] * 4
    long = lesson(training, "Lang", *tips)
    for times, says in ((4, True), (300, False)):
        training.for_whom = f"<p>{'Voor wie op bezoek gaat. ' * times}</p>"
        made = info_cards.render(
            training,
            [long],
            paper="a4",
            taking_part=info_cards.TakingPart(dates=list(training.editions.all())),
        )
        (page,) = [" ".join(page.extract_text().split()) for page in read_pdf(made).pages]
        assert ("Voor wie op bezoek gaat." in page) == says
        assert "Hiervoor heb je internet" in page


def test_how_to_get_in_comes_before_tips(training: TrainingPage) -> None:
    edition = EditionFactory.create(training=training)
    edition.location = Location(pk=1, name="De Wissel", step_free="Geen drempels. " * 15)
    edition.location_id = 1
    tips = [("Wat je zegt", ["Ik hoor wat je zegt. " * 13] * 4)] * 4
    made = info_cards.render(
        training,
        [lesson(training, "Lang", *tips)],
        paper="a4",
        taking_part=info_cards.TakingPart(dates=[edition]),
    )
    pages = [" ".join(page.extract_text().split()) for page in read_pdf(made).pages]
    assert len(pages) == 1
    assert "Geen drempels." in pages[0]
    assert "Wat je zegt" not in pages[0], "no tip fits"
    assert "Meer hierover staat in de lessen" not in pages[0], "there is nothing that it is about"


def test_there_is_a_sheet_in_both_languages_where_there_is_english_and_links_say_which_is_which(
    training: TrainingPage, client: Client
) -> None:
    in_english = "Print één blad voor iemand anders (pdf, in het Engels)"
    dutch_page = client.get("/trainingen/t/").content.decode()
    assert in_english not in dutch_page
    assert "taal=en" not in dutch_page
    texts = {"Rouw & Verlies": "Grief", "Een korte samenvatting.": "A short summary."}
    typed = [TypedText(Segment("", dutch, ""), "", text) for dutch, text in texts.items()]
    english = ContentLanguage.objects.get(code="en")
    save_texts(language=english, page=training, typed=typed, actor=None)
    with override("en"):
        shown = gettext("Print één blad voor iemand anders (pdf)")
        links = {
            "nl": {"nl": "Print één blad voor iemand anders (pdf)", "en": in_english},
            "en": {
                "nl": f"{shown[:-1]}, {gettext('in het Nederlands')})",
                "en": gettext(in_english),
            },
        }
    for reader in ("nl", "en"):
        client.cookies["taal"] = reader
        for url in ("/trainingen/t/", "/trainingen/t/lessen/open/"):
            page = " ".join(client.get(url).content.decode().split())
            for language, label in links[reader].items():
                assert f" {label} </a>" in page.partition(f"&amp;taal={language}")[2][:1500]
        assert "Rouw & Verlies Een korte samenvatting." in sheet(client, "&taal=nl")
        assert "Grief A short summary." in sheet(client, "&taal=en")
        assert "Rouw & Verlies" in sheet(client, "&taal=xx")


def test_the_sheet_is_in_english_for_who_reads_that_and_else_the_link_says_that_it_is_dutch(
    training: TrainingPage, client: Client
) -> None:
    location = Location.objects.create(name="De Wissel", entrance="De blauwe deur.")
    edition = EditionFactory.create(training=training)
    Edition.objects.filter(pk=edition.pk).update(location=location)
    client.cookies["taal"] = "en"
    with override("en"):
        shown = gettext("Print één blad voor iemand anders (pdf)")
        in_dutch = f"{shown[:-1]}, {gettext('in het Nederlands')})"
        how = gettext("Zo schrijf je je in: bel")
    assert in_dutch in client.get("/trainingen/t/").content.decode()
    assert "Zo schrijf je je in: bel" in sheet(client)
    texts = {"Rouw & Verlies": "Grief", "Een korte samenvatting.": "A short summary."}
    typed = [TypedText(Segment("", dutch, ""), "", text) for dutch, text in texts.items()]
    english = ContentLanguage.objects.get(code="en")
    assert save_texts(language=english, page=training, typed=typed, actor=None).saved == 2
    text = sheet(client)
    assert "Grief A short summary." in text
    assert how in text
    with override("en"):
        language, dutch = gettext("Taal:"), gettext("in het Nederlands")
        door, district = gettext("De deur"), gettext("Nederlands")
    assert f"{language} {district}" in text, "the meetings are in Dutch"
    assert f"{door} ({dutch}): De blauwe deur." in text
    assert f"Vooraf ({dutch})" in text
    assert "Rouw & Verlies" not in text


def test_the_page_stays_one_page_and_holds_no_date_that_has_begun(
    training: TrainingPage, client: Client
) -> None:
    lesson(
        training, "Lang", *[("Wat je zegt", ["Ik hoor wat je zegt. " * 13] * 9)] * 9, is_open=True
    )
    EditionFactory.create(training=training, starts_at=clock.now() + timedelta(hours=2))
    text = sheet(client)
    assert "12 plaatsen vrij" in text
    assert "Meer hierover staat in de lessen. Zo was het op" in text
    with clock.at(clock.now() + timedelta(days=1)):
        without = sheet(client)
    assert "Nu is er geen datum met een vrije plaats. Bel ons." in without
    assert "Een korte samenvatting." in without, "what it is, also when there is no date"


def test_the_page_says_what_is_asked_of_who_wants_to_take_part(
    training: TrainingPage, client: Client
) -> None:
    first = TrainingFactory.create(title="De basis")
    CoursePluginActivation.objects.create(
        training=training, plugin="voorkennis", settings={"trainings": [first.pk]}
    )
    edition = EditionFactory.create(training=training, language="en")
    Edition.objects.filter(pk=edition.pk).update(partners_only=True)
    text = sheet(client)
    assert "Je kunt meedoen als je eerst de training" in text
    assert "De basis" in text
    assert "Alleen voor vrijwilligers van partnerorganisaties" in text
    assert "Taal: Engels" in text
