"""Reading a lesson step by step, going on where one was, and all of it on one page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.translation import gettext, override

from courses.common import addresses
from courses.common.public_version import version
from courses.learning.models import LessonPlace
from courses.learning.services import keep_place
from courses.people.enums import Role
from tests.factories import (
    KNOWLEDGE_CHECK,
    EnrolmentFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import LessonPage
    from courses.people.models import User

pytestmark = pytest.mark.django_db

URL = "/trainingen/t/lessen/les/"
BODY: list[tuple[str, Any]] = [
    (
        "paragraph",
        "<p>Welkom bij de les. Hier leer je kijken, luisteren en weer bellen. Neem de tijd.</p>",
    ),
    ("heading", "Kijken"),
    ("paragraph", "<p>Je kijkt eerst.</p>"),
    ("knowledge_check", KNOWLEDGE_CHECK),
    ("heading", "Tot slot"),
    ("paragraph", "<p>Je belt nog eens.</p>"),
]
WORDS = ("Neem de tijd.", "Je kijkt eerst.", str(KNOWLEDGE_CHECK["question"]), "Je belt nog")


@pytest.fixture
def lesson() -> LessonPage:
    return make_lesson(TrainingFactory.create(slug="t"), slug="les", body=BODY)


@pytest.fixture
def participant(lesson: LessonPage, client: Client) -> User:
    person = EnrolmentFactory.create(training=lesson.training).person
    client.force_login(person)
    return person


def shown(client: Client, query: str = "", path: str = URL) -> str:
    response = client.get(f"{path}{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def which(html: str) -> list[int]:
    """The numbers of what is shown of `WORDS`."""
    return [number for number, words in enumerate(WORDS, 1) if words in html]


def test_each_step_has_an_address_and_leads_on_and_back(client: Client, participant: User) -> None:
    first, second, third = (shown(client, f"?stap={number}") for number in (1, 2, 3))
    assert [which(one) for one in (first, second, third)] == [[1], [2, 3], [4]]
    ways = [re.findall(r'href="([^"]*#stap)" rel="(\w+)"', one) for one in (first, second, third)]
    assert ways == [
        [(f"{URL}?stap=2#stap", "next")],
        [(f"{URL}?stap=3#stap", "next"), (f"{URL}?stap=1#stap", "prev")],
        [(f"{URL}?stap=2#stap", "prev")],
    ]
    assert '<h2 class="va-step__count" id="stap" tabindex="-1">Stap 2 van 3</h2>' in second
    assert "<title>Stap 2 van 3: Les" in second
    canonical = [
        re.findall(r'rel="canonical" href="https?://[^/]+([^"]*)"', one)
        for one in (first, second, shown(client, "?alles=1"))
    ]
    assert canonical == [[URL], [f"{URL}?stap=2"], [URL]]
    finish = ["Ik heb deze les gedaan" in one for one in (first, second, third)]
    assert finish == [False, False, True]
    assert third.index("Ik heb deze les gedaan") < third.index('rel="prev"')


def test_who_reads_english_is_told_which_files_are_in_dutch(
    client: Client, participant: User
) -> None:
    booklet = "/trainingen/t/boekje/"
    with override("en"):
        large = gettext("Print deze les in grote letters (pdf)")
        card = gettext("Infokaart met de tips van deze training (pdf)")
        dutch = gettext("in het Nederlands")
        files = gettext("Op papier en als bestand zijn de lessen in het Nederlands.")
    assert dutch not in shown(client)
    client.cookies["taal"] = "en"
    html = shown(client)
    assert [f"{one.removesuffix(')')}, {dutch})" in html for one in (large, card)] == [True, True]
    assert files in shown(client, path=booklet)


def test_who_did_an_exercise_well_finds_the_way_on_at_the_result(
    client: Client, participant: User, lesson: LessonPage
) -> None:
    check = lesson.body[3]
    wrong, right = sorted(check.value["options"].bound_blocks, key=lambda one: one.value["correct"])
    at = "va-feedback"
    ways = []
    for option in (wrong, right):
        answer = {f"opdracht-{check.id}-option": option.id}
        for headers in ({}, {"HX-Request": "true"}):
            response = client.post(
                f"{URL}opdracht/{check.id}/", answer, headers=headers, follow=True
            )
            html = response.content.decode()
            result = html[html.index(at) : html.index("<fieldset")]
            ways.append(f'href="{URL}?stap=3#stap"' in result)
    assert ways == [False, False, True, True]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?stap=0", 1),
        ("?stap=99", 3),
        ("?stap=x", 1),
        ("?stap=-2", 1),
        ("?stap=", 1),
        ("?stap=9999999", 1),
        ("?stap=²", 1),
    ],
)
def test_a_step_that_is_not_there_is_the_nearest(
    client: Client, participant: User, query: str, number: int
) -> None:
    assert f"Stap {number} van 3" in shown(client, query)


def test_somebody_goes_on_where_he_was(
    client: Client, participant: User, lesson: LessonPage
) -> None:
    assert which(shown(client)) == [1]
    shown(client, "?stap=2")
    shown(client, "?stap=3")
    assert which(shown(client)) == [4]
    # Also when a trainer puts something before it, and from the beginning when it is gone.
    for block in (("heading", "Nieuw"), ("paragraph", "<p>Nieuw</p>")):
        lesson.body.insert(0, block)
    lesson.save()
    assert "Stap 4 van 4" in shown(client)
    lesson.body = BODY  # type: ignore[assignment]
    lesson.save()
    assert which(shown(client)) == [1]


@pytest.mark.both_databases
def test_one_goes_on_in_the_lesson_that_one_read_last_and_did_not_finish(
    client: Client, participant: User, lesson: LessonPage
) -> None:
    training = lesson.training
    for number in (2, 3, 4):
        make_lesson(training, title=f"Les {number}", slug=f"les-{number}", body=BODY)

    def ways() -> list[str]:
        pages = ("/mijn/", training.url, addresses.training_end(training.slug))
        html = [client.get(one).content.decode() for one in pages]
        return [re.findall(r"(?:Ga verder|Begin met): [^<]*", one)[0].strip() for one in html]

    assert ways() == [f"Begin met: {lesson.title}"] * 2 + [f"Ga verder: {lesson.title}"]
    half = addresses.lesson(training.slug, "les-3")
    client.get(f"{half}?stap=2")
    assert ways() == ["Ga verder: Les 3"] * 3
    client.get(addresses.lesson(training.slug, "les-2"))
    assert ways() == ["Ga verder: Les 3"] * 3, "who only opens a lesson is not half way"
    client.get(f"{addresses.lesson(training.slug, 'les-4')}?stap=2")
    assert ways() == ["Ga verder: Les 4"] * 3
    client.get(f"{half}?stap=3")
    assert ways() == ["Ga verder: Les 3"] * 3
    client.post(f"{half}klaar/")
    assert ways() == ["Ga verder: Les 4"] * 3


def test_who_has_finished_a_lesson_begins_it_at_the_beginning(
    client: Client, participant: User
) -> None:
    shown(client, "?stap=3")
    client.post(f"{URL}klaar/")
    assert LessonPlace.objects.count() == 0
    back = client.post(f"{URL}klaar/", {"toch-niet": "1"})
    assert back["Location"] == f"{URL}?stap=3#stap"
    assert which(shown(client)) == [1]


def test_who_only_looks_how_a_lesson_ends_is_not_half_way(
    client: Client, participant: User, lesson: LessonPage
) -> None:
    shown(client, "?stap=3")
    assert LessonPlace.objects.count() == 0
    assert which(shown(client)) == [1]


def test_only_a_participant_has_a_place(client: Client, lesson: LessonPage) -> None:
    lesson.is_open = True
    lesson.save()
    version.bump()
    shown(client, "?stap=2")
    client.force_login(person_in_role(Role.COORDINATOR))
    shown(client, "?stap=2")
    assert LessonPlace.objects.count() == 0
    assert which(shown(client)) == [1]


@pytest.mark.both_databases
def test_a_place_is_kept_once(participant: User, lesson: LessonPage) -> None:
    for block in ("een", "twee", "twee"):
        keep_place(person=participant, lesson=lesson, block=block)
    assert list(LessonPlace.objects.values_list("person", "block")) == [(participant.pk, "twee")]


@pytest.mark.parametrize("view", ["step", "once", "cookie"])
@pytest.mark.parametrize("keeps", [True, False])
def test_an_answer_comes_back_to_where_it_was_given(
    client: Client, lesson: LessonPage, participant: User, view: str, keeps: bool
) -> None:
    if not keeps:
        lesson.is_open = True
        lesson.save()
        client.logout()
    if view == "cookie":
        client.post("/lesweergave/", {"weergave": "heel", "next": URL})
    query = "?alles=1" if view == "once" else ""
    exercise = lesson.body[3]
    page = shown(client, query or "?stap=2" if view != "cookie" else "")
    action = f"{URL}opdracht/{exercise.id}/{query}"
    assert f'action="{action}#opdracht-{exercise.id}"' in page
    key = exercise.value["options"].bound_blocks[1].id
    answered = client.post(action, {f"opdracht-{exercise.id}-option": key})
    if keeps:
        where = {"step": "?stap=2", "once": "?alles=1", "cookie": ""}[view]
        assert answered["Location"] == f"{URL}{where}#opdracht-{exercise.id}"
        answered = client.get(answered["Location"])
    html = " ".join(answered.content.decode().split())
    assert "Goed gekozen" in html
    assert which(html) == ([2, 3] if view == "step" else [1, 2, 3, 4])
    # What is refused comes back with what was typed, at the same place.
    refused = client.post(action, {f"opdracht-{exercise.id}-option": "²"})
    html = " ".join(refused.content.decode().split())
    assert "Er ging iets mis met je keuze." in html
    assert which(html) == ([2, 3] if view == "step" else [1, 2, 3, 4])


def test_who_wants_lessons_on_one_page_is_remembered_in_this_browser(
    client: Client, participant: User
) -> None:
    chosen = client.post("/lesweergave/", {"weergave": "heel", "next": URL})
    cookie = chosen.cookies["lesweergave"]
    assert (chosen["Location"], cookie.value, cookie["httponly"], cookie["samesite"]) == (
        URL,
        "heel",
        True,
        "Lax",
    )
    assert which(shown(client)) == [1, 2, 3, 4]
    # An address of a step is that step, for who gets it from somebody.
    assert which(shown(client, "?stap=2")) == [2, 3]
    client.post("/lesweergave/", {"weergave": "stappen", "next": URL})
    assert which(shown(client)) == [2, 3]
    away = client.post("/lesweergave/", {"weergave": "heel", "next": "https://example.org/"})
    assert away["Location"] == "/trainingen/"


def test_the_link_to_print_leads_to_where_one_prints_above_the_lesson(
    client: Client, participant: User
) -> None:
    page = shown(client)
    assert f'href="{URL}?alles=1#printen"' in page
    whole = shown(client, "?alles=1")
    assert whole.count('id="printen"') == 1
    above = whole.partition('id="printen"')[2].partition("</section>")[0]
    # Also without a script; and large letters, for whom the page's own print is too small.
    for words in ("data-print", "Kies ‘Printen’ in het menu", "letters=groot"):
        assert words in above
    assert whole.index('id="printen"') < whole.index("Neem de tijd.")
    client.cookies["lesweergave"] = "heel"
    assert 'id="printen"' not in shown(client), "who reads so every time did not come to print"


def test_a_lesson_of_one_step_has_no_steps(client: Client, participant: User) -> None:
    training = TrainingFactory.create(slug="kort")
    EnrolmentFactory.create(training=training, person=participant)
    make_lesson(training, slug="les", body=BODY[:1])
    page = shown(client, path="/trainingen/kort/lessen/les/")
    assert ("Stap 1" in page, "Verder" in page, "Ik heb deze les gedaan" in page) == (
        False,
        False,
        True,
    )
    make_lesson(training, slug="leeg", title="Leeg")
    assert "Ik heb deze les gedaan" in shown(client, path="/trainingen/kort/lessen/leeg/")


def test_a_trainer_sees_in_the_preview_where_steps_begin(lesson: LessonPage) -> None:
    request = lesson.make_preview_request()
    html = " ".join(request.content.decode().split())
    assert re.findall(r"Stap \d van \d", html) == ["Stap 1 van 3", "Stap 2 van 3", "Stap 3 van 3"]
    assert which(html) == [1, 2, 3, 4]
    assert "alle stappen onder elkaar. Op de site zie je ze één voor één." in html


def test_the_list_of_steps_says_what_each_is_about(client: Client, participant: User) -> None:
    page = shown(client, "?stap=2")
    names = re.findall(r'#stap" lang="nl"(?: aria-current="step")?>([^<]*)</a>', page)
    assert names == [
        "Welkom bij de les. Hier leer je kijken, luisteren en weer b…",
        "Kijken",
        "Tot slot",
    ]
    assert page.count('aria-current="step"') == 1


def test_a_trainer_sets_the_cuts(client: Client, participant: User) -> None:
    training = TrainingFactory.create(slug="eigen")
    EnrolmentFactory.create(training=training, person=participant)
    marks: list[tuple[str, Any]] = [*BODY[:1], ("new_step", None), *BODY[1:]]
    make_lesson(training, slug="les", body=marks)
    path = "/trainingen/eigen/lessen/les/"
    assert [which(shown(client, f"?stap={number}", path)) for number in (1, 2)] == [[1], [2, 3, 4]]
    whole = shown(client, "?alles=1", path)
    assert (which(whole), "Hier begint een nieuw scherm" in whole) == ([1, 2, 3, 4], False)
