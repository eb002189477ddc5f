"""Holding the telephone conversation on the site, the way a participant does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from courses.catalogue.models import LessonPage
from courses.catalogue.services import install_training
from courses.learning.models import ExerciseAttempt
from courses.plugin_api.api import Training
from courses.plugin_host import asking
from tests.factories import EnrolmentFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

LESSON = "luisteren-zonder-te-zien"
BEST_ROUTE = ["begin.b", "gelegen.b", "stilte.a", "stoel.a", "verhaal.a"]


@pytest.fixture
def participant(client: Client) -> Client:
    """The browser of someone who takes part in the training."""
    registered = next(
        entry for entry in asking.everywhere(Training) if entry.plugin.slug == "bellen"
    )
    install_training(registered=registered)
    lesson = LessonPage.objects.get(slug=LESSON)
    client.force_login(EnrolmentFactory.create(training=lesson.training).person)
    return client


def _exercise() -> tuple[str, str]:
    """The address of the lesson, and the id of its conversation."""
    lesson = LessonPage.objects.get(slug=LESSON)
    [call] = [child for child in lesson.body if child.block_type == "bellen_phone_call"]
    return lesson.get_url(), call.id


def _say(client: Client, **data: Any) -> str:
    """Send the form without JavaScript; gives the page that follows."""
    url, exercise_id = _exercise()
    posted = {f"opdracht-{exercise_id}-{name}": value for name, value in data.items()}
    response = client.post(f"{url}opdracht/{exercise_id}/", posted, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def _own_words(html: str) -> list[str]:
    """The steps that the page carries."""
    return re.findall(r'-path"\s+value="([^"]+)"', html)


def test_a_participant_holds_the_whole_conversation(participant: Client) -> None:
    for number, step in enumerate(BEST_ROUTE):
        html = _say(participant, path=BEST_ROUTE[:number], choice=step)
    assert _own_words(html) == BEST_ROUTE
    assert html.count("Zij merkt dat je luistert") == 1
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.answer, attempt.points, attempt.out_of, attempt.finished) == (
        BEST_ROUTE,
        2,
        2,
        True,
    )


def test_a_step_back_gives_the_choice_again(participant: Client) -> None:
    _say(participant, choice="begin.a")
    html = _say(participant, path=["begin.a"], move="back")
    assert _own_words(html) == []
    assert html.count('value="begin.a"') == html.count('value="begin.b"') == 1


def test_starting_again_forgets_the_conversation(participant: Client) -> None:
    _say(participant, choice="begin.a")
    url, exercise_id = _exercise()
    response = participant.post(f"{url}opdracht/{exercise_id}/", {"opnieuw": "ja"}, follow=True)
    assert _own_words(response.content.decode()) == []
    assert ExerciseAttempt.objects.count() == 0


def test_choosing_nothing_is_answered_with_a_sentence_and_keeps_the_conversation(
    participant: Client,
) -> None:
    _say(participant, choice="begin.a")
    html = _say(participant, path=["begin.a"])
    assert html.count("Kies eerst wat je zegt.") == 1
    assert _own_words(html) == ["begin.a"]


def test_the_conversation_is_read_again_on_a_later_visit(participant: Client) -> None:
    _say(participant, choice="begin.b")
    url, _exercise_id = _exercise()
    assert _own_words(participant.get(url).content.decode()) == ["begin.b"]
