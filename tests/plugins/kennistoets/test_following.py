"""Doing a test on the site, the way a participant does."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from courses.catalogue.services import activate_plugin
from courses.learning.models import ExerciseAttempt, LessonProgress
from tests.factories import EnrolmentFactory, TrainingFactory
from tests.plugins.kennistoets.written import TWO_QUESTIONS, answer, lesson_with, switch_on

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import LessonPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson() -> LessonPage:
    training = TrainingFactory.create(slug="luisteren")
    switch_on(training, pass_mark=50)
    return lesson_with(training, TWO_QUESTIONS, title="Doorvragen")


@pytest.fixture
def participant(client: Client, lesson: LessonPage) -> Client:
    """The browser of someone who takes part in the training."""
    client.force_login(EnrolmentFactory.create(training=lesson.training).person)
    return client


def _send(client: Client, **data: list[str]) -> str:
    """Send the form without JavaScript; gives the words of the page that follows."""
    posted = {f"opdracht-doorvragen-1-{name}": values for name, values in data.items()}
    url = "/trainingen/luisteren/lessen/doorvragen/opdracht/doorvragen-1/"
    response = client.post(url, posted, follow=True)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def _kept() -> tuple[int | None, int | None, bool]:
    attempt = ExerciseAttempt.objects.get()
    return attempt.points, attempt.out_of, attempt.finished


def test_a_participant_does_the_test(participant: Client) -> None:
    text = _send(participant, q1=["q1-o1"], q2=["q2-o1", "q2-o2"])
    assert "Goed gedaan! Je hebt de toets gehaald." in text
    assert _kept() == (2, 2, True)


def test_the_pass_mark_of_the_training_is_told_and_counts(participant: Client) -> None:
    page = participant.get("/trainingen/luisteren/lessen/doorvragen/").content.decode()
    assert "Je moet 1 van de 2 vragen goed hebben." in page
    text = _send(participant, q1=["q1-o1"], q2=["q2-o3"])
    assert "Je hebt 1 van de 2 vragen goed. Je hebt er minstens 1 nodig." in text
    assert "Je hebt de toets gehaald." in text


def test_a_question_that_was_skipped_is_named_and_the_rest_stays(participant: Client) -> None:
    text = _send(participant, q1=["q1-o1"])
    assert "Je hebt vraag 2 nog niet beantwoord." in text
    assert "Uitleg bij onderwerp" not in text
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.answer, attempt.finished) == ({"picked": {"q1": ["q1-o1"]}}, False)


def test_sending_nothing_is_told_and_keeps_what_there_was(participant: Client) -> None:
    _send(participant, q1=["q1-o1"], q2=["q2-o1", "q2-o2"])
    text = _send(participant)
    assert "Je hebt nog niets gekozen. Beantwoord eerst de vragen." in text
    assert _kept() == (2, 2, True)


def test_the_test_may_be_tried_again_and_the_best_attempt_counts(participant: Client) -> None:
    _send(participant, q1=["q1-o1"], q2=["q2-o1", "q2-o2"])
    text = _send(participant, q1=["q1-o2"], q2=["q2-o3"])
    assert _kept() == (2, 2, True)
    assert "Deze keer haalde je de toets niet." in text
    assert "Je hebt nog geen van de 2 vragen goed. Je hebt er minstens 1 nodig." in text
    kept = "Je beste resultaat tot nu toe: 2 van de 2 punten. Dat blijft staan"
    assert f"{kept}, ook als het nu minder goed gaat." in text


LESSON = "/trainingen/luisteren/lessen/doorvragen/"
WRONG = {"q1": ["q1-o2"], "q2": ["q2-o3"]}
RIGHT = {"q1": ["q1-o1"], "q2": ["q2-o1", "q2-o2"]}
NOT_PASSED = "De toets is nog niet gehaald (0 van de 2)."


def _buttons(html: str) -> list[tuple[str, str]]:
    """The filled and outlined buttons at the end of a lesson, with what they say."""
    end = html[html.index('id="les-klaar"') :]
    found = re.findall(
        r"<(?:a|button)[^>]*nl-button--(\w+)[^>]*>(.*?)</(?:a|button)>", end, re.DOTALL
    )
    return [(kind, " ".join(re.sub(r"<[^>]+>", " ", text).split())) for kind, text in found]


def test_a_test_that_was_not_passed_is_told_at_the_end_of_the_lesson_and_offered_again(
    participant: Client,
) -> None:
    html = participant.get(LESSON).content.decode()
    assert _buttons(html)[0] == ("primary", "Ik heb deze les gedaan")
    assert NOT_PASSED not in _send(participant)
    text = _send(participant, **WRONG)
    assert NOT_PASSED in text
    html = participant.get(LESSON).content.decode()
    assert _buttons(html)[:2] == [
        ("primary", "Doe de toets nog eens"),
        ("secondary", "Ik heb deze les gedaan"),
    ]
    # In the lists of lessons too, here and on the page of the training.
    assert html.count(NOT_PASSED) == 2
    assert NOT_PASSED in participant.get("/trainingen/luisteren/").content.decode()
    assert NOT_PASSED not in _send(participant, **RIGHT)


def test_who_says_the_lesson_is_done_reads_that_the_test_is_not_passed(
    participant: Client,
) -> None:
    _send(participant, **WRONG)
    done = participant.post(f"{LESSON}klaar/", follow=True).content.decode()
    assert f"Je hebt de les ‘Doorvragen’ gelezen. {NOT_PASSED}" in done
    assert f'href="{LESSON}#opdracht-doorvragen-1"' in done, "the way to the check"
    assert "‘Doorvragen’ afgerond" not in done
    assert "De toets in de les" in done
    assert "opdracht gedaan" not in done, "a check that is not passed is no exercise done"
    html = participant.get(LESSON).content.decode()
    assert "Je hebt deze les gedaan." not in html
    assert "Je hebt de les gelezen." in html
    assert "gelezen, toets nog niet gehaald" in html
    assert _buttons(html)[0] == ("primary", "Doe de toets nog eens")
    for page in (html, participant.get("/trainingen/luisteren/").content.decode()):
        assert "gelezen" in page
        assert not re.search(r"</svg>\s*klaar\s", page)


def test_doing_the_test_again_begins_with_an_empty_one(participant: Client) -> None:
    _send(participant, **WRONG)
    html = participant.get(LESSON).content.decode()
    [action] = re.findall(r'formaction="([^"]+)"', html)
    again = participant.post(action, {"opnieuw": "ja"}, follow=True)
    assert again.redirect_chain[0][0] == f"{LESSON}#opdracht-doorvragen-1"
    page = again.content.decode()
    assert "checked" not in page[page.index('id="opdracht-doorvragen-1"') :]
    assert "Deze keer haalde je de toets niet" not in page
    assert NOT_PASSED in page, "the best attempt stays"
    assert _kept() == (0, 2, True)


def test_an_answer_by_script_brings_the_list_of_lessons_along(participant: Client) -> None:
    _send(participant, **WRONG)
    posted = {f"opdracht-doorvragen-1-{name}": values for name, values in RIGHT.items()}
    html = participant.post(
        f"{LESSON}opdracht/doorvragen-1/", posted, headers={"HX-Request": "true"}
    ).content.decode()
    assert 'id="lessen-lijst"' in html
    assert 'id="lessen-lijst"' in participant.get(LESSON).content.decode(), "its place"
    assert NOT_PASSED not in html


def test_a_worse_attempt_after_a_test_was_passed_fails_nothing(participant: Client) -> None:
    _send(participant, **RIGHT)
    assert NOT_PASSED not in _send(participant, **WRONG)


def test_an_answer_by_script_brings_the_end_of_the_lesson_along(participant: Client) -> None:
    posted = {f"opdracht-doorvragen-1-{name}": values for name, values in WRONG.items()}
    html = participant.post(
        f"{LESSON}opdracht/doorvragen-1/", posted, headers={"HX-Request": "true"}
    ).content.decode()
    assert html.index("Deze keer haalde je de toets niet") < html.index('id="les-klaar"')
    assert _buttons(html)[0] == ("primary", "Doe de toets nog eens")


def test_what_is_off_or_gone_fails_nothing(participant: Client, lesson: LessonPage) -> None:
    _send(participant, **WRONG)
    body = [{"type": "heading", "id": "kop", "value": "Weg"}]
    lesson.body = type(lesson).body.field.to_python(json.dumps(body))
    lesson.save_revision().publish()
    assert NOT_PASSED not in participant.get(LESSON).content.decode()


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_passing_the_tests_of_a_lesson_finishes_it(client: Client) -> None:
    training = TrainingFactory.create(slug="luisteren")
    switch_on(training, pass_mark=50)
    enrolment = EnrolmentFactory.create(training=training)
    first = lesson_with(training, TWO_QUESTIONS, title="Een")
    second = lesson_with(training, TWO_QUESTIONS, TWO_QUESTIONS, title="Twee")

    def finished() -> list[str]:
        titles = LessonProgress.objects.filter(person=enrolment.person)
        return list(titles.order_by("pk").values_list("lesson__title", flat=True))

    answer(enrolment.person, first, {"q1": ["q1-o2"], "q2": ["q2-o3"]})
    assert finished() == []
    answer(enrolment.person, first, {"q1": ["q1-o1"], "q2": ["q2-o3"]})
    assert finished() == ["Een"]
    answer(enrolment.person, second, {"q1": ["q1-o1"], "q2": ["q2-o3"]}, place=2)
    assert finished() == ["Een"]
    answer(enrolment.person, second, {"q1": ["q1-o1"], "q2": ["q2-o3"]})
    assert finished() == ["Een", "Twee"]


def test_where_the_plugin_is_off_the_lesson_says_so(
    participant: Client, lesson: LessonPage
) -> None:
    activate_plugin(training=lesson.training, plugin="kennistoets", active=False)
    page = participant.get("/trainingen/luisteren/lessen/doorvragen/").content.decode()
    assert "Dit onderdeel is nu niet beschikbaar." in page
    assert "Vraag over onderwerp" not in page
