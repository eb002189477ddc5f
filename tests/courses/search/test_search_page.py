"""The page on which everything is found, and who finds what there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from courses.catalogue.models import LessonPage
from courses.common import clock
from courses.common.content_language import reading_in
from courses.common.formats import meetings, period
from courses.editions.enums import District
from courses.editions.models import Edition, Location
from courses.editions.search_documents import AgendaSource
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol, withdraw
from courses.people.enums import Role
from courses.search import queries
from courses.search.models import UnfoundWord, WordGroup
from courses.search.services import (
    MOST_IN_MONTH,
    count_unfound,
    forget_old_words,
    word_to_count,
)
from courses.translations.models import ContentLanguage
from courses.translations.reading import reading_language
from courses.translations.segments import Segment
from courses.translations.services import TypedText, save_texts
from tests.courses.translations.test_reading import arabic, translate
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    make_theme,
    person_in_role,
)

pytestmark = pytest.mark.django_db


def page(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return response.content.decode()


def titles(typed: str) -> list[str]:
    return [hit.document.title for hit in queries.find(typed).hits]


def test_a_closed_lesson_is_found_by_its_words_and_shows_none_of_them() -> None:
    training = TrainingFactory.create(title="Rouw")
    body = [("paragraph", "<p>De notarisklerk bewaart zwijgzaam sleutels.</p>")]
    make_lesson(training, title="Les", slug="les", body=body)
    make_lesson(
        training,
        title="Open",
        slug="open",
        is_open=True,
        body=[("paragraph", "<p>Een pannenkoek troost.</p>")],
    )
    closed = page("/zoeken/?q=notarisklerk")
    assert "Wie meedoet, kan deze les lezen" in closed
    assert [word in closed for word in ("zwijgzaam", "sleutels")] == [False, False]
    assert f'href="/trainingen/{training.slug}/#lessen"' in closed
    # A word that stands in closed text alone is not offered to who mistypes it.
    assert "notarisklerk" not in page("/zoeken/?q=notarisklrek")
    assert "Een <mark>pannenkoek</mark> troost." in page("/zoeken/?q=pannenkoeken")


def test_what_is_no_longer_or_not_yet_public_is_not_found() -> None:
    TrainingFactory.create(title="Kanovaren", live=False)
    training = TrainingFactory.create(title="Zeilen")
    make_lesson(training, title="Breien", slug="breien")
    assert [titles("kanovaren"), titles("zeilen"), titles("breien")] == [
        [],
        ["Zeilen"],
        ["Breien"],
    ]
    LessonPage.objects.update(live=False)
    assert titles("breien") == []


def test_a_date_is_found_by_its_day_and_place_until_one_can_no_longer_enrol() -> None:
    soon = clock.now() + timedelta(days=3)
    edition = EditionFactory.create(training=TrainingFactory.create(title="Zeilen"), starts_at=soon)
    assert "Dorpsstraat" in page("/zoeken/?q=wissel&soort=datum")
    with clock.at(soon + timedelta(minutes=1)):
        assert titles("wissel") == []
    edition.enrol_until = soon - timedelta(days=1)
    edition.save()
    (kept,) = AgendaSource().documents("nl")
    assert kept.until == edition.enrol_until
    with clock.at(edition.enrol_until + timedelta(minutes=1)):
        assert titles("wissel") == []


def test_a_date_is_found_by_a_neighbourhood_of_its_district_which_is_not_shown() -> None:
    edition = EditionFactory.create(training=TrainingFactory.create(title="Zeilen"))
    location = Location.objects.create(name="Het Anker", district=District.SOUTH_WEST)
    Edition.objects.filter(pk=edition.pk).update(location=location)
    (kept,) = AgendaSource().documents("nl")
    assert "Kanaleneiland" in kept.closed_text
    assert "Kanaleneiland" not in kept.keywords + kept.note
    assert titles("transwijk") == ["Zeilen"]


def test_a_coordinators_words_lead_to_ours_and_a_mistake_is_asked_about() -> None:
    TrainingFactory.create(title="Rouw en verlies")
    assert titles("parkiet") == []
    WordGroup.objects.create(typed="Parkieten, zieke hond", meant="rouw")
    assert [titles("parkiet"), titles("mijn zieke hond"), titles("ziek")] == [
        ["Rouw en verlies"],
        ["Rouw en verlies"],
        [],
    ]
    shown = page("/zoeken/?q=velries")
    assert '<a class="utrecht-link" href="/zoeken/?q=verlies">verlies</a>?' in " ".join(
        shown.split()
    )


def test_nothing_found_offers_themes_dates_and_a_telephone() -> None:
    training = TrainingFactory.create(theme=make_theme("Rouw"))
    EditionFactory.create(training=training)
    shown = page("/zoeken/?q=xqzw")
    assert [
        text in shown for text in ("Daar vonden we niets bij", "?thema=rouw", "Binnenkort")
    ] == [
        True,
        True,
        True,
    ]
    assert "noindex" in shown
    assert page("/zoeken/").count("va-result") == 0


def test_the_catalogue_finds_in_the_same_way() -> None:
    TrainingFactory.create(title="Anders")
    training = TrainingFactory.create(title="Rouw en verlies")
    make_lesson(training, title="Kerstmis", slug="kerst")
    shown = page("/trainingen/?q=verliezen")
    assert ["1 training gevonden" in shown, "/zoeken/?q=verliezen" in shown] == [True, True]
    assert "1 training gevonden" in page("/trainingen/?q=kerst")
    assert "Bedoel je" in page("/trainingen/?q=velries")


def test_as_many_queries_for_three_results_as_for_one() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            page("/zoeken/?q=zeilen")
        return len(found)

    water = make_theme("Water")
    EditionFactory.create(training=TrainingFactory.create(title="Zeilen 1", theme=water))
    asked()
    one = asked()
    for number in (2, 3):
        EditionFactory.create(training=TrainingFactory.create(title=f"Zeilen {number}"))
    assert asked() == one


def found_for(client: Client, address: str) -> str:
    """What was found, in words alone."""
    found = client.get(address).content.decode().partition('<ol class="va-results">')[2]
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", found.partition("</ol>")[0]).split())


def test_a_training_that_is_found_has_its_next_dates_and_these_are_found_in_the_agenda() -> None:
    training = TrainingFactory.create(title="Zeilen")
    make_lesson(training, title="Zeilen met wind", slug="wind")
    soon = clock.now() + timedelta(days=3)
    full = EditionFactory.create(training=training, starts_at=soon, capacity=1)
    EnrolmentFactory.create(edition=full)
    for days in range(4):
        EditionFactory.create(training=training, starts_at=soon + timedelta(days=7 + days))
    EditionFactory.create(training=TrainingFactory.create(title="Breien"), starts_at=soon)
    of_all = found_for(Client(), "/zoeken/?q=zeilen")
    assert of_all.count("Vol – wachtlijst") == 1
    assert of_all.count("Nog 12 plaatsen") == 2
    assert "Nog 2 data : Zeilen" in of_all
    assert of_all.index("Nog 2 data") < of_all.index("Zeilen met wind")
    page_of_all = page("/zoeken/?q=zeilen")
    # Five dates, a training and a lesson: the dates stand with their training.
    assert ["Alles (7)" in page_of_all, "Data in de agenda (5)" in page_of_all] == [True, True]
    assert "7 resultaten voor" in page_of_all
    in_agenda = found_for(Client(), "/zoeken/?q=zeilen&soort=datum")
    assert [in_agenda.count("Datum Zeilen"), "Breien" in in_agenda] == [5, False]
    assert [in_agenda.count("Vol – wachtlijst"), in_agenda.count("Nog 12 plaatsen")] == [1, 4]


def test_a_date_with_two_meetings_reads_as_two_there_as_on_the_card() -> None:
    training = TrainingFactory.create(title="Zeilen")
    starts_at = clock.moment_of(clock.today() + timedelta(days=9), time(13))
    edition = EditionFactory.create(training=training, starts_at=starts_at, sessions=2)
    EditionFactory.create(training=training, starts_at=starts_at + timedelta(hours=30))
    days = [(one.starts_at, one.ends_at) for one in edition.sessions.all()]
    in_agenda = found_for(Client(), "/zoeken/?q=zeilen&soort=datum")
    assert [in_agenda.count(meetings(days)), in_agenda.count("bijeenkomst")] == [1, 1]
    assert meetings(days) in found_for(Client(), "/zoeken/?q=zeilen")
    alone = EditionFactory.create(training=TrainingFactory.create(title="Roeien"))
    (only,) = alone.sessions.all()
    found = found_for(Client(), "/zoeken/?q=roeien&soort=datum")
    assert period(only.starts_at, only.ends_at) in found


def test_a_date_that_fits_better_than_its_training_is_named_itself() -> None:
    edition = EditionFactory.create(training=TrainingFactory.create(title="Zeilen"))
    assert edition.starts_at is not None
    day = clock.local(edition.starts_at).strftime("%d").lstrip("0")
    found = found_for(Client(), f"/zoeken/?q=zeilen wisselstraat {day}")
    assert found.startswith("Datum Zeilen")


def test_who_has_a_place_or_waits_for_one_reads_so_where_others_read_that_it_is_full() -> None:
    training = TrainingFactory.create(title="Zeilen")
    soon = clock.now() + timedelta(days=3)
    full, other = (
        EditionFactory.create(training=training, starts_at=soon + timedelta(days=n), capacity=1)
        for n in range(2)
    )
    EnrolmentFactory.create(edition=full)
    person = PersonFactory.create()
    client = Client()
    client.force_login(person)
    enrol(person=person, edition=full)
    waits = "Je staat op de wachtlijst"
    for address in ("/zoeken/?q=zeilen", "/zoeken/?q=zeilen&soort=datum"):
        mine, others = found_for(client, address), found_for(Client(), address)
        assert [mine.count(waits), others.count(waits)] == [1, 0]
        assert "Vol – wachtlijst" not in mine
    withdraw(enrolment=Enrolment.objects.get(person=person), actor=person)
    enrol(person=person, edition=other)
    mine = found_for(client, "/zoeken/?q=zeilen")
    assert [mine.count("Je doet mee"), mine.count("Vol – wachtlijst")] == [1, 1]


@pytest.mark.parametrize("kind", ["", "datum"])
@pytest.mark.parametrize("signs_in", [False, True])
def test_as_many_queries_for_three_dates_as_for_one(signs_in: bool, kind: str) -> None:
    training, person = TrainingFactory.create(title="Zeilen"), PersonFactory.create()
    client = Client()
    if signs_in:
        client.force_login(person)
    own = EditionFactory.create(training=training, sessions=2)
    EnrolmentFactory.create(person=person, edition=own)

    def asked() -> int:
        EditionFactory.create(training=training, sessions=2)
        client.get(f"/zoeken/?q=zeilen&soort={kind}")
        with CaptureQueriesContext(connection) as found:
            client.get(f"/zoeken/?q=zeilen&soort={kind}")
        return len(found)

    assert len({asked() for _number in range(3)}) == 1


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_who_reads_in_another_language_finds_what_is_translated_at_once_and_the_rest_in_dutch() -> (
    None
):
    training = TrainingFactory.create(title="Kanovaren", slug="kanovaren", summary="Op het water.")
    make_lesson(
        training,
        title="Peddels",
        slug="peddels",
        is_open=True,
        body=[("paragraph", "<p>Een peddel is licht.</p>"), ("paragraph", "<p>Draai om.</p>")],
    )
    make_lesson(
        training, title="Stil", slug="stil", summary="", body=[("paragraph", "<p>Zwijg mee.</p>")]
    )
    EditionFactory.create(training=training)
    english = ContentLanguage.objects.get(code="en")

    def found(typed: str, language: str) -> list[tuple[str, str]]:
        """The language and the words of each title and excerpt."""
        client = Client()
        client.cookies["taal"] = language
        html = client.get("/zoeken/", {"q": typed}).content.decode()
        html = html.partition('<ol class="va-results">')[2].partition("</ol>")[0]
        shown = re.findall(r'<(h2|p) class="utr[^"]*" lang="(..)"[^>]*>(.*?)</\1>', html, re.S)
        return [(code, re.sub(r"<[^>]*>|\s{2,}", "", text)) for _tag, code, text in shown]

    assert found("canoeing", "en") == []
    texts = {
        "Kanovaren": "Canoeing",
        "Een peddel is licht.": "A paddle weighs nothing.",
        "Zwijg mee.": "Keep quiet together.",
    }
    translate(english, training, texts)
    translate(arabic(), training, {"Kanovaren": "تجديف"})
    half = [("en", "Canoeing"), ("nl", "Op het water.")]
    cases = {
        # By the English, and by the Dutch as a flyer has it.
        ("canoeing", "en"): half,
        ("kanovaren", "en"): half,
        ("wissel", "en"): [("en", "Canoeing")],
        ("paddle", "en"): [("nl", "Peddels"), ("en", "A paddle weighs nothing.")],
        # The next block has no English.
        ("draai", "en"): [("nl", "Peddels"), ("nl", "Draai om.")],
        # What only participants read is found in both languages, and shown in none.
        ("quiet", "en"): [("nl", "Stil")],
        ("zwijg", "en"): [("nl", "Stil")],
        # Screens in Dutch, texts in another language: not what a Dutch reader gets.
        ("تجديف", "ar"): [("ar", "تجديف"), ("nl", "Op het water.")],
        ("kanovaren", "nl"): [("nl", "Kanovaren"), ("nl", "Op het water.")],
        ("canoeing", "nl"): [],
    }
    assert {case: found(*case) for case in cases} == cases
    with override("en"):
        # A mistake is asked about in the reader's language, by no word that is not shown.
        assert [queries.find(typed).meant for typed in ("canoeng", "zwijgg")] == ["canoeing", ""]
        before = queries.index()
        assert queries.index() is before
        with reading_in(replace(reading_language(), version="of another server")):
            assert queries.index() is not before
    again = TypedText(Segment("", "Kanovaren", ""), "Canoeing", "Paddling away")
    save_texts(language=english, page=training, typed=[again], actor=None)
    assert [found("canoeing", "en"), found("paddling", "en")[0]] == [[], ("en", "Paddling away")]


@pytest.mark.both_databases
def test_only_a_word_of_the_dictionary_is_counted_and_seen_from_three_times() -> None:
    PersonFactory.create(first_name="Roos", last_name="Fietsema")
    not_kept = {
        "jansen": ("jansen",),
        "straat 12": ("straat",),
        "piet@example.org": ("example",),
        "roos": ("roos",),
        "een lang verhaal over fietsen met bloemen in de tuin": ("fietsen",),
        "fietsen": (),
    }
    assert {
        typed: word_to_count(typed=typed, unfound=words) for typed, words in not_kept.items()
    } == (dict.fromkeys(not_kept))
    for _ in range(2):
        count_unfound(typed="oude fietsen", unfound=("oude", "fietsen"))
    assert queries.unfound_words() == []
    count_unfound(typed="fietsen", unfound=("fietsen",))
    assert queries.unfound_words() == [("fietsen", 3)]
    assert list(UnfoundWord.objects.values_list("word", "times")) == [("fietsen", 3)]
    with clock.at(clock.now() + timedelta(days=400)):
        assert [queries.unfound_words(), forget_old_words()] == [[], 1]


def test_a_month_keeps_so_many_words_and_counts_those_on() -> None:
    """Whoever types a whole dictionary fills no table."""
    month = queries.month_of(clock.today())
    UnfoundWord.objects.bulk_create(
        UnfoundWord(word=f"woord{number}", month=month, times=1)
        for number in range(MOST_IN_MONTH - 1)
    )
    for word in ("fietsen", "bloemen", "fietsen"):
        count_unfound(typed=word, unfound=(word,))
    assert UnfoundWord.objects.count() == MOST_IN_MONTH
    assert UnfoundWord.objects.get(word="fietsen").times == 2


def test_a_visitors_search_without_a_result_is_counted_and_shown_to_coordinators_only() -> None:
    for _ in range(3):
        page("/zoeken/?q=fietsen")
    seen = {}
    for role in (Role.TRAINER, Role.COORDINATOR):
        client = Client()
        client.force_login(person_in_role(role))
        seen[role] = client.get("/beheer/zoekwoorden-niet-gevonden/")
    assert "fietsen" in seen[Role.COORDINATOR].content.decode()
    assert "fietsen" not in seen[Role.TRAINER].content.decode()
    client.post("/beheer/zoekwoorden/new/", {"typed": "fietsen", "meant": "beweging"})
    assert WordGroup.objects.filter(typed="fietsen").exists()
