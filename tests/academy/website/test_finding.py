"""Ways to a training: what one touches, the month, three questions, and what one is in already."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.models import (
    CoursePluginActivation,
    LectureIndexPage,
    LecturePage,
    TrainingPage,
)
from courses.common import clock
from courses.editions.enums import District, Language
from courses.editions.models import Edition, Location
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.interest.services import register_interest
from courses.translations.models import ContentLanguage, TextTranslation, digest_of
from courses.translations.services import save_language
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    make_theme,
    start_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 10, 20, 12, tzinfo=clock.zone())


@pytest.fixture
def three_dates() -> Iterator[None]:
    """An evening online in English, a day in Overvecht, an evening in another month."""

    def at(year: int, month: int, day: int, hour: int) -> datetime:
        return datetime(year, month, day, hour, tzinfo=clock.zone())

    with clock.at(NOW):
        EditionFactory.create(
            training=TrainingFactory.create(title="Bellen", theme=make_theme("Telefoon")),
            starts_at=at(2026, 11, 3, 19),
            online_link="https://example.org/x",
            language=Language.ENGLISH,
        )
        EditionFactory.create(
            training=TrainingFactory.create(title="Rouw", theme=make_theme("Verlies")),
            starts_at=at(2026, 11, 30, 10),
            location=Location.objects.create(name="Buurthuis", district=District.OVERVECHT),
        )
        # In winter time, and in the evening on no clock but ours.
        EditionFactory.create(
            training=TrainingFactory.create(title="Zingeving"), starts_at=at(2026, 12, 1, 17)
        )
        yield


def page(address: str, client: Client | None = None) -> str:
    response = (client or Client()).get(address)
    assert response.status_code == 200
    return response.content.decode()


def found(address: str) -> list[str]:
    response = Client().get(address)
    return [training.title for training, _edition in response.context["trainings"]]


@pytest.mark.both_databases
def test_one_touch_narrows_the_list_and_takes_it_back(three_dates: None) -> None:
    cases = {
        "dagdeel=overdag": ["Rouw"],
        "dagdeel=avond": ["Bellen", "Zingeving"],
        "vorm=online": ["Bellen"],
        "taal=en": ["Bellen"],
        "wijk=overvecht": ["Rouw"],
        "dagdeel=overdag&taal=en": [],
        "dagdeel=nacht": ["Bellen", "Rouw", "Zingeving"],
    }
    assert {query: found(f"/trainingen/?{query}") for query in cases} == cases
    shown = page("/trainingen/?dagdeel=avond&vorm=online&pagina=2")
    for address in (
        'href="?vorm=online#gevonden"',
        'href="?dagdeel=avond#gevonden"',
        'href="?dagdeel=overdag&amp;vorm=online#gevonden"',
        "(2 gekozen)",
    ):
        assert address in shown
    # The theme is among the filters too, so that what is counted is what one sees there.
    assert "(2 gekozen)" in page("/trainingen/?thema=verlies&dagdeel=overdag")
    assert "Bellen" not in page("/agenda/?dagdeel=overdag").partition('id="gevonden"')[2]


def test_the_agenda_as_a_month_keeps_the_filters(three_dates: None) -> None:
    shown = page("/agenda/?weergave=maand&maand=2026-11&dagdeel=overdag")
    table = shown.partition("<table")[2].partition("</table>")[0]
    assert [word in table for word in ("Rouw", "10:00", "Bellen", "Zingeving")] == [
        True,
        True,
        False,
        False,
    ]
    assert table.count('role="cell"') == 42
    assert "/agenda/?dagdeel=overdag&amp;weergave=maand&amp;maand=2026-12" in shown
    assert "/agenda.ics?dagdeel=overdag" in shown
    assert "maand=2026-09" not in page("/agenda/?weergave=maand&maand=2026-10")
    for odd in ("", "2026-13", "0001-01", "9999-12", "x"):
        # Where nothing is said it begins with the month of what is next.
        assert '<h2 class="utrecht-heading-2" id="maand">november 2026' in page(
            f"/agenda/?weergave=maand&maand={odd}"
        )
    assert "In deze maand is er niets" in page("/agenda/?weergave=maand&maand=2027-02")


def test_a_month_asks_as_many_queries_for_three_dates_as_for_one(three_dates: None) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page("/agenda/?weergave=maand&maand=2027-01")
        return len(queries)

    moment = datetime(2027, 1, 5, 10, tzinfo=clock.zone())
    EditionFactory.create(training=TrainingFactory.create(), starts_at=moment)
    asked()
    one = asked()
    for days in (1, 2):
        EditionFactory.create(
            training=TrainingFactory.create(), starts_at=moment + timedelta(days=days)
        )
    assert asked() == one


def test_four_questions_lead_to_what_fits_or_comes_near(three_dates: None) -> None:
    assert "Dit past bij jou" not in page("/welke-training/")
    assert found("/welke-training/?thema=verlies&dagdeel=overdag&vorm=venue") == ["Rouw"]
    assert found("/welke-training/?thema=&dagdeel=&vorm=&taal=en") == ["Bellen"]
    near = "/welke-training/?thema=verlies&dagdeel=avond&vorm=online"
    assert found(near) == ["Rouw"]
    assert "Dit komt het dichtst in de buurt" in page(near)
    assert "/trainingen/?thema=verlies" in page(near)
    # Who is shown something else can ask for what is not there.
    assert "/nieuwe-datum/?dagdeel=avond" in page(near)
    assert "Bekijk alles wat in de buurt komt" in page(near)
    assert "nieuwe-datum" not in page("/welke-training/?thema=verlies&dagdeel=overdag")
    # In English and online are two answers.
    assert found("/welke-training/?thema=&vorm=online&taal=en") == ["Bellen"]
    assert found("/welke-training/?thema=&vorm=venue&taal=en") == ["Bellen"]
    # What nobody can choose is an error at the question, and narrows nothing down.
    assert len(found("/welke-training/?thema=x&dagdeel=y&vorm=z")) == 3


def test_what_is_full_or_in_another_language_is_not_said_to_fit(three_dates: None) -> None:
    english = Edition.objects.filter(language=Language.ENGLISH)
    in_english = "/welke-training/?thema=&dagdeel=&vorm=&taal=en"
    nothing_english, nothing_free = (
        "Er is nu niets dat past in deze taal: Engels. Dit is er in een andere taal.",
        "Een datum met een vrije plaats is er nu niet.",
    )
    assert nothing_english not in page(in_english)
    english.update(seats_taken=F("capacity"))
    shown = page(in_english)
    assert (nothing_english in shown, "Dit past bij jou" in shown) == (True, False)
    assert found(in_english) == ["Rouw", "Zingeving"]
    Edition.objects.update(seats_taken=F("capacity"))
    shown = page("/welke-training/?thema=verlies")
    assert (nothing_free in shown, "Dit past bij jou" in shown) == (True, False)
    assert found("/welke-training/?thema=verlies") == ["Rouw"]


def test_the_list_says_so_when_it_is_the_language_that_nothing_fits(three_dates: None) -> None:
    elsewhere, other = "op een ander moment of op een andere plek:", "maar in een andere taal dan"
    evening = page("/trainingen/?taal=en&dagdeel=overdag")
    assert (elsewhere in evening, other in evening) == (True, False)
    assert (evening.count(">Bellen</a>"), evening.count(">Rouw</a>")) == (1, 0)
    turkish = page("/trainingen/?taal=tr")
    assert (elsewhere in turkish, f"{other} Turks:" in turkish) == (False, True)
    assert (turkish.count("Taal: Engels"), turkish.count("Taal: Nederlands")) == (1, 2)


@pytest.mark.both_databases
def test_what_comes_near_says_which_wish_it_misses(three_dates: None) -> None:
    """Each wish alone is met by a date, also where one training has them all."""
    rouw = Edition.objects.get(training__title="Rouw")
    later, online = (
        EditionFactory.create(
            training=rouw.training, starts_at=start_of(rouw) + timedelta(days=days, hours=hours)
        )
        for days, hours in ((3, 0), (5, 9))
    )
    Edition.objects.filter(pk=later.pk).update(location=rouw.location)
    response = Client().get("/trainingen/?dagdeel=avond&wijk=overvecht")
    near = [
        (training.title, [(one.edition.pk, one.misses) for one in dates])
        for training, dates in response.context["nearby"]
    ]
    assert near == [
        ("Bellen", [(Edition.objects.get(training__title="Bellen").pk, "Wijk Overvecht")]),
        ("Rouw", [(rouw.pk, "’s Avonds"), (online.pk, "Wijk Overvecht")]),
        ("Zingeving", [(Edition.objects.get(training__title="Zingeving").pk, "Wijk Overvecht")]),
    ]
    shown = response.content.decode()
    assert "alles wat je koos: ’s Avonds, Wijk Overvecht." in shown
    assert shown.count("past niet bij: Wijk Overvecht") == 3
    # Where there is one wish, the sentence above the list says it.
    assert "past niet bij" not in page("/trainingen/?wijk=west")


@pytest.mark.both_databases
def test_many_that_miss_one_wish_do_not_hide_the_only_one_that_misses_another(
    three_dates: None,
) -> None:
    Edition.objects.exclude(training__title="Rouw").update(starts_at=NOW + timedelta(days=90))
    for days in range(1, 9):
        EditionFactory.create(
            training=TrainingFactory.create(title=f"Avond {days}"),
            starts_at=datetime(2026, 11, days, 20, tzinfo=clock.zone()),
        )
    near = Client().get("/trainingen/?dagdeel=avond&wijk=overvecht").context["nearby"]
    assert [one.training.title for one in near] == [
        *("Avond 1", "Avond 2", "Avond 3", "Avond 4", "Rouw"),
    ]


def test_what_comes_near_says_what_it_asks_beforehand(three_dates: None) -> None:
    first, other = (TrainingPage.objects.get(title=one) for one in ("Bellen", "Rouw"))
    CoursePluginActivation.objects.create(
        training=other, plugin="voorkennis", settings={"trainings": [first.pk]}
    )
    said = "Je kunt meedoen als je eerst"
    whole, near = "/trainingen/?wijk=overvecht", "/trainingen/?wijk=overvecht&dagdeel=avond"
    assert [page(one).count(said) for one in (whole, near)] == [1, 1]


def test_a_choice_in_the_filters_waits_for_the_button(three_dates: None) -> None:
    """Else a page that loads at once shuts the filters before the second choice is made."""
    for address in ("/trainingen/", "/agenda/", "/agenda/?weergave=maand"):
        fields = page(address).partition('class="va-filter__fields"')[2].partition("</details>")[0]
        assert fields.count('type="submit"') == 1


@pytest.mark.both_databases
def test_an_agenda_in_which_nothing_fits_names_what_misses_one_wish(three_dates: None) -> None:
    asked = "dagdeel=avond&wijk=overvecht"
    response = Client().get(f"/agenda/?{asked}")
    near = [
        (missed, [one.training.title for one in dates])
        for missed, dates in response.context["near"]
    ]
    assert near == [
        ("de tijd (dit is overdag)", ["Rouw"]),
        ("Wijk Overvecht", ["Bellen", "Zingeving"]),
    ]
    shown = response.content.decode()
    for part in (
        "Geen datum past bij alles wat je koos: ’s Avonds, Wijk Overvecht.",
        "Dit lijkt er het meest op.",
        "Niet zoals je koos: Wijk Overvecht",
        'href="/trainingen/?dagdeel=avond&amp;wijk=overvecht"',
    ):
        assert part in shown
    # Nothing is there to see, so nothing is offered for one's own agenda.
    for address in (f"/agenda/?{asked}", f"/agenda/?weergave=maand&{asked}"):
        assert "in je eigen agenda" not in page(address)
    for address in ("/agenda/?dagdeel=avond", "/agenda/?weergave=maand&dagdeel=avond"):
        assert "in je eigen agenda" in page(address)
        assert "Niet zoals je koos" not in page(address)


def test_an_agenda_without_a_date_in_a_language_names_the_one_that_is_spoken(
    three_dates: None,
) -> None:
    shown = page("/agenda/?taal=en&wijk=overvecht")
    assert "Niet zoals je koos: de taal (dit is in het Nederlands)" in shown


def test_a_wish_from_the_agenda_asks_what_was_chosen_there(three_dates: None) -> None:
    Edition.objects.update(seats_taken=F("capacity"))
    rouw = TrainingPage.objects.get(title="Rouw")
    asked = page("/agenda/?dagdeel=overdag")
    assert f'href="/trainingen/{rouw.slug}/nieuwe-datum/?dagdeel=overdag"' in asked
    assert f'href="/trainingen/{rouw.slug}/nieuwe-datum/"' in page("/agenda/")


def test_an_empty_agenda_asks_as_many_queries_for_three_dates_that_come_near_as_for_one(
    three_dates: None,
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page("/agenda/?dagdeel=avond&wijk=overvecht")
        return len(queries)

    asked()
    one = asked()
    for day in (7, 8):
        EditionFactory.create(starts_at=datetime(2026, 12, day, 20, tzinfo=clock.zone()))
    assert asked() == one


def test_where_no_date_is_in_a_language_the_list_says_what_can_be_read_in_it() -> None:
    training = TrainingFactory.create(title="Rouw", slug="rouw")
    for title, text, is_open in (
        ("Stil zijn", "Wacht", True),
        ("Vragen", "Hoe?", True),
        ("Dicht", "Wacht", False),
    ):
        fields = {"title": title, "slug": title.lower().replace(" ", "-"), "summary": "Kort."}
        make_lesson(training, is_open=is_open, body=[("heading", text)], **fields)
    lectures = LectureIndexPage.objects.get()
    for title, text in (("Verlies", "<p>Wacht</p>"), ("Half", "<p>Nog in het Nederlands.</p>")):
        lectures.add_child(
            instance=LecturePage(title=title, summary="Kort.", minutes=5, transcript=text)
        )
    english = ContentLanguage.objects.get(code="en")
    for words in ("Stil zijn", "Vragen", "Dicht", "Wacht", "Verlies", "Half", "Kort.", "Rouw"):
        TextTranslation.objects.create(
            language=english, digest=digest_of(words), source=words, text=f"{words} (en)"
        )
    save_language(language=english, actor=None)
    assert 'id="te-lezen"' in page("/agenda/?taal=en")
    shown = page("/trainingen/?taal=en").partition('id="te-lezen"')[2].partition("</section>")[0]
    assert 'href="/trainingen/rouw/lessen/stil-zijn/" lang="en">Stil zijn (en)</a>' in shown
    assert 'lang="en">Verlies (en)</a>' in shown
    assert [one in shown for one in ("Half", "vragen", "dicht")] == [False] * 3
    assert 'name="language" type="submit" value="en"' in shown
    EditionFactory.create(training=training, language=Language.ENGLISH)
    assert "te-lezen" not in page("/trainingen/?taal=en")
    assert "te-lezen" not in page("/trainingen/?taal=tr")


def test_lists_name_all_days_of_a_training_that_has_more_than_one(three_dates: None) -> None:
    EditionFactory.create(
        training=TrainingFactory.create(title="Samen"),
        starts_at=datetime(2026, 10, 28, 13, tzinfo=clock.zone()),
        sessions=2,
    )
    lists = {
        "/trainingen/": "(2 bijeenkomsten)",
        "/": "(2 bijeenkomsten)",
        "/zoeken/?q=samen": "(2 bijeenkomsten)",
        "/trainingen/?vorm=venue&wijk=west": "(2 bijeenkomsten)",
    }
    assert {one: words for one, words in lists.items() if words not in page(one)} == {}
    # Of one day the hour at which it begins is enough.
    assert "dinsdag 3 november om 19:00 uur" in page("/trainingen/")


def test_three_trainings_with_two_days_ask_as_many_queries_as_one(three_dates: None) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page("/trainingen/?vorm=venue")
        return len(queries)

    EditionFactory.create(sessions=2)
    asked()
    one = asked()
    EditionFactory.create(sessions=2)
    EditionFactory.create(sessions=2)
    assert asked() == one


def test_lists_say_so_when_one_waits_for_a_date_already(three_dates: None) -> None:
    rouw = TrainingPage.objects.get(title="Rouw")
    EditionFactory.create(training=TrainingFactory.create(title="Vol"), capacity=1)
    Edition.objects.filter(training__title__in=("Vol", "Rouw")).update(seats_taken=F("capacity"))
    person, client = PersonFactory.create(), Client()
    client.force_login(person)
    register_interest(person=person, training=rouw, actor=person, part_of_day="avond")
    offer, said = (
        f"/trainingen/{rouw.slug}/nieuwe-datum/",
        "Je hoort van ons als er een nieuwe datum",
    )
    lists = (
        "/trainingen/?dagdeel=avond&q=rouw",
        "/zoeken/?q=rouw 's avonds",
        "/welke-training/?thema=verlies&dagdeel=avond",
    )
    for address in lists:
        assert page(address).count("Laat het me weten") >= 1
        own = page(address, client)
        assert f"{said} ’s avonds is" in own
        assert f'{offer}?dagdeel=avond">Laat het me weten' not in own
        assert f'{offer}?dagdeel=avond">Bekijk of stop' in own
    # Of another training it is offered, also where both stand in one list.
    agenda = page("/agenda/", client)
    assert (agenda.count(said), agenda.count(">Laat het me weten<")) == (1, 1)
    assert page("/agenda/").count(">Laat het me weten<") == 2


def test_lists_mark_the_trainings_that_one_is_in_or_has_done(three_dates: None) -> None:
    person, client = PersonFactory.create(), Client()
    training = TrainingFactory.create(title="Vandaag")
    enrolment = EnrolmentFactory.create(
        person=person, edition=EditionFactory.create(training=training)
    )
    client.force_login(person)
    lists = ("/trainingen/", "/", "/zoeken/?q=vandaag", "/welke-training/?thema=")
    assert [page(one, client).count("Je doet mee") for one in lists] == [1, 1, 1, 1]
    assert [page(one).count("Je doet mee") for one in lists] == [0, 0, 0, 0]
    Enrolment.objects.filter(pk=enrolment.pk).update(status=EnrolmentStatus.COMPLETED)
    assert "Afgerond" in page("/trainingen/", client)
    Enrolment.objects.filter(pk=enrolment.pk).update(status=EnrolmentStatus.CONFIRMED)
    with clock.at(NOW + timedelta(days=60)):
        assert "Je doet mee" not in page("/trainingen/", client)
