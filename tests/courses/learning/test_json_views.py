"""A script answers an exercise: what is kept, what is refused, and in which order it counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.catalogue.models import LessonPage
from courses.catalogue.services import activate_plugin
from courses.common.public_version import version
from courses.learning import parts, services
from courses.learning.models import ExerciseAttempt
from courses.people.enums import Role
from courses.plugin_api.api import BestResult, ExerciseContext, Json, Refusal, Score
from tests.courses.catalogue.strange import Quiz, strange
from tests.factories import EnrolmentFactory, TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from courses.people.models import User
    from tests.responses import Response

pytestmark = pytest.mark.django_db

URL = "/trainingen/t/lessen/les/opdracht/q1/json/"
LESSON = json.dumps([{"type": "vreemd_quiz", "value": {"question": "Hoeveel?"}, "id": "q1"}])


class Sum(Quiz):
    """A script sends numbers, which are added; with ten it is done."""

    answers_by_script: ClassVar[bool] = True
    seen: ClassVar[list[ExerciseContext]] = []

    def read_json(self, sent: Json, previous: Json) -> Json:
        if sent == "fail":
            raise RuntimeError("wrong on purpose")
        if not isinstance(sent, int) or sent < 0:
            raise Refusal("Stuur een getal.")
        return {"sum": sent + (previous["sum"] if previous else 0)}

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        self.seen.append(ctx)
        return Score(min(answer["sum"], 20), 20, finished=answer["sum"] >= 10)


@pytest.fixture
def lesson(install_plugin: Callable[[Any], Any]) -> LessonPage:
    install_plugin(strange(Sum()))
    training = TrainingFactory.create(slug="t", title="Tellen")
    activate_plugin(training=training, plugin="vreemd")
    return make_lesson(training, slug="les", body=LESSON)


@pytest.fixture
def participant(lesson: LessonPage, client: Client) -> User:
    enrolment = EnrolmentFactory.create(training=lesson.training)
    client.force_login(enrolment.person)
    return enrolment.person


def send(client: Client, answer: object, **where: object) -> Response:
    body = {"answer": answer, "sender": "een-venster", "number": 1, "since": 0, **where}
    return client.post(URL, json.dumps(body), content_type="application/json")


def told(response: Response) -> dict[str, Any]:
    found: dict[str, Any] = response.json()
    return found


def test_what_a_script_sends_is_kept_and_told(client: Client, participant: User) -> None:
    nothing = {"kept": False, "score": None, "best": None, "attempt": 1, "revision": 0}
    assert told(client.get(URL)) == {**nothing, "answer": None}
    response = send(client, 4)
    result = {
        "kept": True,
        "score": {"points": 4, "out_of": 20, "finished": False},
        "best": None,
        "attempt": 1,
        "revision": 1,
    }
    assert (response.status_code, told(response)) == (200, result)
    assert response["Cache-Control"] == "private, no-store"
    assert told(client.get(URL)) == {**result, "answer": {"sum": 4}}


def test_the_same_may_be_sent_again(client: Client, participant: User) -> None:
    assert told(send(client, 4)) == told(send(client, 4))
    assert ExerciseAttempt.objects.get().answer == {"sum": 4}


def test_an_older_answer_never_takes_the_place_of_a_newer(
    client: Client, participant: User
) -> None:
    send(client, 4, number=2)
    assert told(send(client, 90, number=1))["revision"] == 1
    other = {"sender": "ander-venster", "since": 1}
    assert send(client, 1, **other).status_code == 200
    late = send(client, 50, number=3)
    assert (late.status_code, told(late)) == (
        409,
        {
            "kept": False,
            "reason": "Je bent ergens anders verdergegaan. Laad deze pagina opnieuw.",
            "revision": 2,
        },
    )
    assert ExerciseAttempt.objects.get().answer == {"sum": 5}


def test_an_exercise_may_see_to_the_order_itself(client: Client, participant: User) -> None:
    send(client, 4)
    assert send(client, 1, sender="ander-venster", since=None).status_code == 200
    assert send(client, 2, number=2, since=None).status_code == 200
    assert ExerciseAttempt.objects.get().answer == {"sum": 7}


def test_what_a_form_sent_is_newer_too(
    client: Client, participant: User, lesson: LessonPage
) -> None:
    send(client, 4)
    services.keep_answer(
        person=participant,
        lesson=lesson,
        exercise_id="q1",
        block_type="vreemd_quiz",
        answer={"sum": 1},
        score=Score(1, 20, finished=False),
    )
    assert send(client, 5, number=2).status_code == 409
    assert send(client, 5, number=2, since=2).status_code == 200


def test_who_began_again_is_not_overtaken_by_what_was_under_way(
    client: Client, participant: User, lesson: LessonPage
) -> None:
    send(client, 4)
    services.forget_answer(person=participant, lesson=lesson, exercise_id="q1")
    assert send(client, 5, number=2).status_code == 409
    state = told(client.get(URL))
    assert (state["answer"], state["revision"]) == (None, 2)
    assert told(send(client, 5, sender="nieuw-venster", since=2))["attempt"] == 2


def test_a_refusal_has_its_reason_and_keeps_nothing(client: Client, participant: User) -> None:
    response = send(client, -1)
    assert (response.status_code, told(response)) == (
        422,
        {"kept": False, "reason": "Stuur een getal."},
    )
    assert not ExerciseAttempt.objects.exists()


def test_a_plugin_that_fails_may_be_asked_again_later(client: Client, participant: User) -> None:
    assert send(client, "fail").status_code == 503
    assert send(client, 3).status_code == 200


def test_an_exercise_that_is_gone_keeps_nothing(participant: User, lesson: LessonPage) -> None:
    sent = services.SentAnswer(1, "een-venster", 1)
    with pytest.raises(services.ExerciseFailedError):
        services.keep_sent_answer(person=participant, lesson=lesson, exercise_id="weg", sent=sent)


def test_an_exercise_without_a_reading_of_its_own_takes_no_json() -> None:
    with pytest.raises(Refusal):
        Quiz().read_json({"word": "x"}, None)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"answer": 1}',
        b'{"answer": 1, "sender": "kort"}',
        b'{"answer": 1, "sender": "een-venster", "number": 0}',
        b'{"answer": 1, "sender": "een-venster", "number": 1.5}',
        b'{"answer": 1, "sender": "een-venster", "number": true}',
        b'{"answer": 1, "sender": "een-venster", "number": 1, "since": -1}',
        b'{"answer": 1, "sender": "een-venster", "number": 1e400}',
        b'{"answer": NaN, "sender": "een-venster", "number": 1}',
        b'{"answer": 1e999, "sender": "een-venster", "number": 1}',
        b'{"answer": ' + b"[" * 5000 + b"]" * 5000 + b', "sender": "een-venster", "number": 1}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_answer_is_told_so(client: Client, participant: User, body: bytes) -> None:
    response = client.post(URL, body, content_type="application/json")
    assert (response.status_code, told(response)["kept"]) == (400, False)
    assert told(response)["reason"]


def test_a_form_is_no_json_and_too_much_is_too_much(client: Client, participant: User) -> None:
    assert client.post(URL, {"answer": "1"}).status_code == 400
    assert send(client, "x" * 2_100_000).status_code == 413
    assert send(client, "x" * 3_000_000).status_code == 413


def test_characters_that_cannot_be_kept_are_replaced(client: Client, participant: User) -> None:
    assert send(client, "\0\ud83d").status_code == 422


def test_who_may_answer(client: Client, lesson: LessonPage) -> None:
    signed_out = send(client, 1)
    assert (signed_out.status_code, told(signed_out)["sign_in"]) == (401, "/account/login/")
    client.force_login(EnrolmentFactory.create().person)
    assert send(client, 1).status_code == 403
    client.force_login(person_in_role(Role.TRAINER))
    tried = told(send(client, 12))
    assert (tried["kept"], tried["score"]["points"]) == (False, 12)
    assert not ExerciseAttempt.objects.exists()


def test_a_visitor_of_an_open_lesson_is_judged_and_forgotten(
    client: Client, lesson: LessonPage
) -> None:
    LessonPage.objects.filter(pk=lesson.pk).update(is_open=True)
    version.bump()
    assert told(send(client, 12))["score"] == {"points": 12, "out_of": 20, "finished": True}
    assert not ExerciseAttempt.objects.exists()


def test_exercises_without_a_script_have_no_such_address(
    client: Client, install_plugin: Callable[[Any], Any]
) -> None:
    install_plugin(strange(Quiz()))
    training = TrainingFactory.create(slug="t")
    activate_plugin(training=training, plugin="vreemd")
    make_lesson(training, slug="les", body=LESSON, is_open=True)
    assert client.get(URL).status_code == 404


def test_the_best_of_several_attempts_is_kept_with_its_number(
    client: Client, participant: User
) -> None:
    send(client, 12)
    assert told(client.get(URL))["best"] == {"points": 12, "out_of": 20, "attempt": 1}
    again = {"sender": "tweede-keer", "since": 1, "begins": True}
    second = told(send(client, 10, **again))
    assert (second["attempt"], second["best"]["attempt"]) == (2, 1)
    third = told(send(client, 18, sender="derde-keer", since=2, begins=True))
    assert (third["attempt"], third["best"]) == (3, {"points": 18, "out_of": 20, "attempt": 3})
    # What goes on within an attempt is no other one.
    assert told(send(client, 1, sender="derde-keer", number=2))["attempt"] == 3
    assert ExerciseAttempt.objects.get().best == BestResult(19, 20, 3)


def test_an_exercise_knows_where_it_is(client: Client, participant: User) -> None:
    send(client, 1)
    seen = Sum.seen[-1]
    assert (seen.exercise_id, seen.training_title, seen.answer_url) == ("q1", "Tellen", URL)
    assert (seen.training_url, seen.plugin_url) == ("/trainingen/t/", "/trainingen/t/p/vreemd/")
    assert seen.lesson_url == "/trainingen/t/lessen/les/"


def test_keeping_costs_the_same_for_the_first_and_a_later_answer(
    client: Client, participant: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(25):
        send(client, 1)
    with django_assert_max_num_queries(25):
        send(client, 1, number=2)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    sent=st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from(["venster-een", "venster-twee"])), max_size=12
    )
)
def test_in_whatever_order_things_come_nothing_older_wins(
    participant: User, lesson: LessonPage, sent: list[tuple[int, str]]
) -> None:
    """Two windows from the same beginning: one of them counts, each of its numbers once."""
    ExerciseAttempt.objects.all().delete()
    kept: list[int] = []
    first = sent[0][1] if sent else ""
    for number, sender in sent:
        answer = services.SentAnswer(10**number, sender, number)
        try:
            services.keep_sent_answer(
                person=participant, lesson=lesson, exercise_id="q1", sent=answer
            )
        except services.OutdatedAnswerError:
            assert sender != first
            continue
        if number > max(kept, default=0):
            kept.append(number)
    attempt = ExerciseAttempt.objects.filter(person=participant).first()
    assert (attempt.answer if attempt else None) == (
        {"sum": sum(10**number for number in kept)} if kept else None
    )


def test_a_lesson_page_shows_a_script_exercise_with_what_was_kept(
    client: Client, participant: User, lesson: LessonPage
) -> None:
    send(client, 12)
    on_page = parts.exercise_in(lesson, "q1")
    assert on_page is not None
    assert on_page.takes_json is True
    assert client.get("/trainingen/t/lessen/les/").status_code == 200
