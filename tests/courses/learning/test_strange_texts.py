"""Whatever a plugin says, does to what it is given or kept before, a lesson can be read."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.urls import get_urlconf, set_urlconf
from django.utils.functional import lazy
from django.utils.safestring import mark_safe
from wagtail import blocks

from courses.catalogue.services import activate_plugin
from courses.certificates.enums import CriterionState
from courses.certificates.queries import progress
from courses.enrolment.models import Enrolment
from courses.learning.models import ExerciseAttempt
from courses.people.enums import Role
from courses.people.queries import export_personal_data
from courses.plugin_api.contributions.completion import (
    CompletionContext,
    CompletionCriterion,
    NotYet,
)
from courses.plugin_api.contributions.exercises import Score
from courses.plugin_host import registry
from courses.plugin_host.models import PluginFault
from tests.courses.catalogue.strange import (
    MAP,
    QUIZ,
    UNAVAILABLE,
    Map,
    MapBlock,
    Quiz,
    Strange,
    strange,
)
from tests.factories import EnrolmentFactory, TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from courses.catalogue.models import LessonPage

pytestmark = pytest.mark.django_db

HALF = "\ud83d"
"""The first half of an emoji, as JavaScript's `slice` leaves it."""

HEADING = {"type": "heading", "value": "Begin", "id": "h1"}
ADDRESS = "/trainingen/t/lessen/les/"
NOT_NOW = "Deze opdracht werkt nu niet."
INVALID_TEXTS = [HALF, "x" * 50_000_000]


class Nothing(CompletionCriterion):
    name = "nothing"
    label = "Niets"
    reason: Any = "Doe iets."

    def evaluate(self, ctx: CompletionContext) -> NotYet:
        return NotYet(self.reason)


@pytest.fixture
def brought() -> tuple[Map, Quiz, Nothing]:
    return Map(), Quiz(), Nothing()


@pytest.fixture
def lesson(install_plugin: Callable[[Any], Any], brought: Any) -> LessonPage:
    install_plugin(strange(*brought))
    training = TrainingFactory.create(slug="t")
    activate_plugin(training=training, plugin="vreemd")
    return make_lesson(training, body=json.dumps([HEADING, MAP, QUIZ]))


@pytest.fixture
def participant(client: Client, lesson: LessonPage) -> Client:
    client.force_login(EnrolmentFactory.create(training=lesson.training).person)
    return client


def read(client: Client) -> str:
    shown = client.get(f"{ADDRESS}?alles=1")
    assert shown.status_code == 200
    html: str = shown.content.decode()
    return html


def send(client: Client, word: str = "boom") -> Any:
    return client.post(f"{ADDRESS}opdracht/q1/", {"opdracht-q1-word": word}, follow=True)


@pytest.mark.both_databases
def test_an_answer_with_half_an_emoji_is_not_kept(
    participant: Client, brought: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brought[1], "read_answer", lambda *_: {"word": HALF})
    assert send(participant).status_code == 200
    assert list(ExerciseAttempt.objects.all()) == []
    assert NOT_NOW not in read(participant)


def test_an_answer_with_half_an_emoji_that_was_kept_before_is_shown_with_a_mark(
    participant: Client, lesson: LessonPage
) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL never kept one")
    send(participant)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE learning_exerciseattempt SET answer = %s", [json.dumps({"word": "ja" + HALF})]
        )
    shown = read(participant)
    assert ("ja\ufffd" in shown, "3 van 20" in shown) == (True, True)
    lessons = export_personal_data(Enrolment.objects.get().person)["onderdelen"]
    assert "ja\ufffd" in json.dumps(lessons, ensure_ascii=False)
    assert PluginFault.objects.count() == 0


@pytest.mark.parametrize("text", INVALID_TEXTS)
def test_what_an_exercise_shows_and_nothing_can_send_costs_its_own_part(
    participant: Client, brought: Any, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(brought[1], "submit_label", text)
    monkeypatch.setattr(
        "courses.learning.parts.render_to_string",
        _instead_of("vreemd/quiz.html", mark_safe(f"<p>{text}</p>")),
    )
    shown = read(participant)
    assert (shown.count(NOT_NOW), "Begin" in shown, len(shown) < 1_000_000) == (1, True, True)


def _instead_of(template: str, html: str) -> Any:
    def rendered(name: str, *rest: Any) -> Any:
        return html if name == template else render_to_string(name, *rest)

    return rendered


@pytest.mark.parametrize("text", INVALID_TEXTS)
def test_a_block_that_shows_what_nothing_can_send_is_a_placeholder(
    participant: Client, brought: Any, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(MapBlock, "render", lambda *_: mark_safe(text))
    shown = read(participant)
    assert (shown.count(UNAVAILABLE), "Begin" in shown) == (1, True)


@pytest.mark.parametrize("text", INVALID_TEXTS)
def test_a_criterion_that_says_what_nothing_can_show_is_undetermined(
    lesson: LessonPage, brought: Any, text: str
) -> None:
    enrolment = EnrolmentFactory.create(training=lesson.training)
    assert CriterionState.NOT_YET in [one.state for one in progress(enrolment)]
    brought[2].reason = text
    states = {one.key: one.state for one in progress(enrolment)}
    assert states["vreemd_nothing"] == CriterionState.UNDETERMINED


@pytest.mark.parametrize("text", INVALID_TEXTS)
def test_a_plugin_whose_title_cannot_be_shown_is_called_by_its_slug(
    lesson: LessonPage, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(Strange, "title", text)
    assert registry.title_of(registry.plugins()[-1]) == "vreemd"


def _changed(score: Score, name: str, value: Any) -> Score:
    object.__setattr__(score, name, value)
    return score


@pytest.mark.both_databases
@pytest.mark.parametrize(("name", "value"), [("points", 10**12), ("finished", "x" * 9)])
def test_a_score_that_was_changed_after_it_was_made_does_not_lose_the_answer(
    participant: Client,
    brought: Any,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: Any,
) -> None:
    monkeypatch.setattr(brought[1], "grade", lambda *_: _changed(Score(1, 1), name, value))
    assert send(participant).status_code == 200
    assert ExerciseAttempt.objects.get().answer == {"word": "boom"}


def test_what_a_block_does_to_the_page_and_the_request_stays_its_own(
    participant: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(_block: Any, value: Any, context: Any = None) -> str:
        context["page"].title = "Verknoeid"
        context["request"].user = None
        context["request"].path = "/weg/"
        # What it may know is there in the copy too.
        assert context["request"].resolver_match is not None
        return mark_safe("<p>De kaart</p>")

    monkeypatch.setattr(MapBlock, "render", spoil)
    shown = read(participant)
    assert ("De kaart" in shown, "Verknoeid" in shown, "/weg/" in shown) == (True, False, False)
    assert 'name="ingelogd"' in shown
    assert PluginFault.objects.count() == 0


def _cancelled() -> str:
    raise asyncio.CancelledError


def _closing() -> str:
    raise GeneratorExit


@pytest.mark.parametrize("harm", [_cancelled, _closing])
@pytest.mark.parametrize("part", ["label", "icon", "group"])
def test_a_block_whose_words_fail_closes_no_editor(
    client: Client,
    install_plugin: Callable[[Any], Any],
    lesson: LessonPage,
    part: str,
    harm: Callable[[], str],
) -> None:
    """Words that are made when they are shown. Wagtail asks a label when the block is made."""
    times: list[int] = []

    def words() -> str:
        times.append(1)
        return "Kaart" if part == "label" and len(times) < 2 else harm()

    one = Map()
    one.made_of = lambda: blocks.CharBlock(**{part: lazy(words, str)()})
    install_plugin(strange(one, Quiz()))
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    shown = client.get(f"/beheer/pages/{lesson.pk}/edit/")
    assert (shown.status_code, "Raadsel" in shown.content.decode()) == (200, True)
    assert PluginFault.objects.filter(plugin="vreemd").exists()


def test_the_addresses_of_a_request_are_put_back(
    participant: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(_block: Any, value: Any, context: Any = None) -> str:
        set_urlconf("tests.no_such_addresses")
        return mark_safe("<p>De kaart</p>")

    monkeypatch.setattr(MapBlock, "render", change)
    before = get_urlconf()
    assert "De kaart" in read(participant)
    assert get_urlconf() in (None, before)
