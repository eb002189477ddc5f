"""What somebody has to do now stands at the top of the own page."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.common import clock
from courses.common.formats import period
from courses.editions.models import Edition, Session
from courses.enrolment.group_mergers import answer_request, ask_to_move
from courses.enrolment.services import withdraw
from courses.evaluation.services import open_form
from courses.learning import open_work
from courses.learning.models import LessonProgress
from courses.learning.open_work import OpenWork
from courses.learning.services import provide_open_work
from courses.plugin_host.models import PluginFault
from courses.translations.models import ContentLanguage
from courses.translations.segments import Segment
from courses.translations.services import TypedText, save_texts
from tests.academy.world import held_edition
from tests.courses.certificates.people import NEXT_DAY, make_certificate
from tests.courses.reports.counting import Counter, install, switch_on
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from django.test import Client

pytestmark = pytest.mark.django_db


def to_do(client: Client) -> list[tuple[str, str, list[str], str]]:
    """Subject, title, facts and way of each."""
    page = " ".join(client.get("/mijn/").content.decode().split())
    section = re.search(r'<section aria-labelledby="nu-te-doen">.*?</section>', page)
    assert section is not None
    return [
        (
            (re.findall(r'<span lang="nl">([^<]*)<', card) or [""])[0],
            re.findall(r"<h3[^>]*>([^<]*)<", card)[0],
            re.findall(r'<p class="utrecht-paragraph">([^<]*)</p>', card),
            re.findall(r'href="([^"]*)"', card)[0],
        )
        for card in section[0].split("<li>")[1:]
    ]


@pytest.fixture
def _noon() -> Iterator[None]:
    """A day later is tomorrow then, whatever the clock does in between."""
    with clock.at(clock.moment_of(clock.today(), time(12))):
        yield


@pytest.mark.usefixtures("_noon")
def test_it_says_what_is_most_urgent_first(client: Client) -> None:
    person = PersonFactory.create()
    client.force_login(person)
    # To evaluate, since it was held.
    held = held_edition(
        TrainingFactory.create(title="Gehouden"), [person], ended=clock.now() - timedelta(hours=2)
    )
    form = open_form(edition=held)
    assert form is not None
    # A seat that came free.
    full = EditionFactory.create(training=TrainingFactory.create(title="Vol"), capacity=1)
    holder = EnrolmentFactory.create(edition=full)
    EnrolmentFactory.create(person=person, edition=full)
    withdraw(enrolment=holder, actor=holder.person)
    # A session tomorrow, and a lesson that was begun.
    training = TrainingFactory.create(title="Bezig", slug="bezig")
    lesson = make_lesson(
        training, title="Kijken", slug="kijken",
        body=[("heading", "Een"), ("paragraph", "<p>Een</p>"), ("heading", "Twee"),
              ("paragraph", "<p>Twee</p>")],
    )  # fmt: skip
    EnrolmentFactory.create(person=person, training=training)
    Session.objects.filter(edition__training=training).update(
        starts_at=clock.now() + timedelta(days=1),
        ends_at=clock.now() + timedelta(days=1, hours=2),
        room="Zaal 3",
    )
    client.get("/trainingen/bezig/lessen/kijken/?stap=2")
    found = to_do(client)
    assert [(subject, title, way) for subject, title, _facts, way in found] == [
        ("Vol", "Er is een plaats voor je", f"/inschrijven/{full.pk}/"),
        ("Bezig", "Morgen is je training", f"/inschrijven/{training.editions.get().pk}/"),
        ("Gehouden", "Wat vond je ervan?", f"/evaluatie/{held.pk}/"),
        ("Bezig", "Ga verder: Kijken", "/trainingen/bezig/lessen/kijken/"),
    ]
    assert "Zaal 3" in found[1][2][1]
    assert found[3][2] == ["Stap 2 van 2", "0 van de 1 lessen gedaan"]
    LessonProgress.objects.create(person=person, lesson=lesson)
    assert [title for _subject, title, _facts, _way in to_do(client)][3:] == []


def test_lessons_that_were_passed_over_are_named_with_the_way_to_them(client: Client) -> None:
    training = TrainingFactory.create(title="Bezig", slug="bezig")
    body = [("heading", "Een"), ("paragraph", "<p>Een</p>")] * 2
    for title in ("Eerst", "Dan", "Later"):
        make_lesson(training, title=title, slug=title.lower(), body=body)
    client.force_login(EnrolmentFactory.create(training=training).person)
    assert "Ook nog te doen:" not in client.get("/mijn/").content.decode()
    client.post("/trainingen/bezig/lessen/eerst/klaar/")
    client.get("/trainingen/bezig/lessen/later/?stap=2")
    page = client.get("/mijn/").content.decode()
    assert "Ga verder: Later" in page
    fact = re.search(r"Ook nog te doen: (.*?)</p>", page)
    assert fact is not None
    assert re.findall(r'href="([^"]*)"', fact[1]) == ["/trainingen/bezig/lessen/dan/"]


def test_who_does_many_trainings_goes_on_with_those_that_begin_first(client: Client) -> None:
    person = PersonFactory.create()
    client.force_login(person)
    for title, days in {"Later": 9, "Eerst": 2, "Laatst": 12, "Dan": 5}.items():
        EnrolmentFactory.create(
            person=person,
            training=TrainingFactory.create(title=title, lessons=1),
            starts_at=clock.now() + timedelta(days=days),
        )
    assert [subject for subject, *_rest in to_do(client)] == ["Eerst", "Dan", "Later"]
    page = client.get("/mijn/").content.decode()
    # Of the last one the lesson stands with its dates.
    assert page.count('class="va-resume"') == 1
    assert page.index('class="va-resume"') > page.rindex(">Laatst<")


def test_a_training_without_lessons_has_no_empty_place_for_them(client: Client) -> None:
    enrolment = EnrolmentFactory.create()
    client.force_login(enrolment.person)
    for address in ("/mijn/", enrolment.edition.training.url):
        assert "va-resume" not in client.get(address).content.decode(), address


def test_a_certificate_that_was_fetched_is_not_asked_for_again(client: Client) -> None:
    made = make_certificate()
    client.force_login(made.enrolment.person)
    with clock.at(NEXT_DAY + timedelta(hours=1)):
        assert [title for _subject, title, *_rest in to_do(client)] == ["Je certificaat is klaar"]
        assert client.get(f"/certificaat/{made.code}/pdf/").status_code == 200
        page = client.get("/mijn/").content.decode()
    assert "Je certificaat is klaar" not in page
    assert f"/certificaat/{made.code}/" in page


def test_what_the_certificate_still_asks_is_one_press_from_the_card(client: Client) -> None:
    enrolment = EnrolmentFactory.create(training=TrainingFactory.create(slug="t", lessons=1))
    client.force_login(enrolment.person)
    page = client.get("/mijn/").content.decode()
    card = page[page.index('<article class="va-card">') :]
    assert 'href="/trainingen/t/klaar/"' in card[: card.index("</article>")]


def test_several_certificates_that_are_new_are_one_thing_to_do(client: Client) -> None:
    first = make_certificate()
    person = first.enrolment.person
    client.force_login(person)

    def told() -> list[tuple[str, str, str]]:
        with clock.at(NEXT_DAY + timedelta(hours=1)):
            return [(subject, title, way) for subject, title, _facts, way in to_do(client)]

    download = f"/certificaat/{first.code}/"
    (one,) = told()
    assert one[:2] == (first.training_title, "Je certificaat is klaar")
    assert one[2].startswith(download)
    make_certificate(person=person)
    assert told() == [("", "2 certificaten zijn klaar", "#certificaten")]


def test_who_has_nothing_to_do_is_told_so(client: Client) -> None:
    enrolment = EnrolmentFactory.create()
    client.force_login(enrolment.person)
    assert "Je hoeft nu niets te doen." in client.get("/mijn/").content.decode()
    client.force_login(PersonFactory.create())
    page = client.get("/mijn/").content.decode()
    assert ("Nu te doen" in page, "Zoek een training" in page) == (False, True)


@pytest.fixture
def finders() -> Iterator[None]:
    before = dict(open_work._finders)
    yield
    open_work._finders.clear()
    open_work._finders.update(before)


@pytest.mark.parametrize("fails", [False, True])
def test_a_plugin_says_what_is_to_be_handed_in_and_cannot_break_the_page(
    client: Client, install_plugin: Any, finders: None, fails: bool
) -> None:
    install(install_plugin, Counter())
    asked: list[list[int]] = []

    def find(person_id: int, training_ids: Any) -> list[OpenWork]:
        asked.append(list(training_ids))
        if fails:
            raise RuntimeError("broken")
        return [OpenWork("Bel iemand", "Bellen", "/ergens/")]

    provide_open_work(plugin="counting", finder=find)
    person = PersonFactory.create()
    on = switch_on(TrainingFactory.create())
    EnrolmentFactory.create(person=person, training=on)
    EnrolmentFactory.create(person=person, training=TrainingFactory.create())
    client.force_login(person)
    found = [] if fails else [("Bellen", "Lever je opdracht in", ["Bel iemand"], "/ergens/")]
    assert to_do(client) == found
    assert asked == [[on.pk]]
    assert PluginFault.objects.exists() is fails


def test_the_name_of_a_training_is_in_the_language_of_who_reads(client: Client) -> None:
    training = TrainingFactory.create(title="Rouw")
    make_lesson(training, title="Stil zijn")
    person = EnrolmentFactory.create(training=training).person
    typed = [TypedText(Segment("", "Rouw", ""), "", "Grief")]
    english = ContentLanguage.objects.get(code="en")
    assert save_texts(language=english, page=training, typed=typed, actor=None).saved == 1
    client.force_login(person)
    assert "Rouw" in [subject for subject, *_others in to_do(client)]
    client.cookies["taal"] = "en"
    assert '<span lang="en">Grief</span>' in client.get("/mijn/").content.decode()


def test_a_question_about_another_date_is_something_to_do_until_it_is_answered(
    client: Client,
) -> None:
    training = TrainingFactory.create(title="Bellen")
    small, other = (
        EditionFactory.create(training=training, starts_at=clock.now() + timedelta(days=days))
        for days in (14, 21)
    )
    enrolment = EnrolmentFactory.create(edition=small)
    client.force_login(enrolment.person)
    assert to_do(client) == []
    [asked] = ask_to_move(edition=small, to_edition=other, actor=None)
    session = other.sessions.get()
    when = period(session.starts_at, session.ends_at)
    question = "Kun je ook op een andere datum?"
    assert to_do(client) == [("Bellen", question, [when], f"/inschrijven/{small.pk}/")]
    # Nobody need answer about a date that one cannot go to any more.
    Edition.objects.filter(pk=other.pk).update(enrol_until=clock.now())
    assert to_do(client) == []
    Edition.objects.filter(pk=other.pk).update(enrol_until=None)
    answer_request(request=asked, moves=False, actor=enrolment.person)
    assert to_do(client) == []


def test_questions_about_another_date_cost_the_same_for_one_and_three(
    client: Client,
) -> None:
    person = PersonFactory.create()
    client.force_login(person)

    def ask() -> None:
        training = TrainingFactory.create()
        small, other = (
            EditionFactory.create(training=training, starts_at=clock.now() + timedelta(days=days))
            for days in (14, 21)
        )
        EnrolmentFactory.create(edition=small, person=person)
        ask_to_move(edition=small, to_edition=other, actor=None)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/mijn/").status_code == 200
        return len(queries)

    ask()
    cost()
    one = cost()
    ask()
    ask()
    assert len(to_do(client)) == 3
    assert cost() == one
