"""Lessons and exercises go on when a plugin is off, fails, or talks nonsense."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import mark_safe

from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.services import activate_plugin
from courses.common.errors import Refusal
from courses.learning.models import ExerciseAttempt
from courses.plugin_api.contributions import Score
from courses.plugin_api.models import PluginFault
from tests.courses.catalogue.strange import (
    MAP,
    QUIZ,
    UNAVAILABLE,
    Map,
    Quiz,
    QuizBlock,
    Strange,
    strange,
    switch,
)
from tests.factories import EnrolmentFactory, TrainingFactory, make_lesson

pytestmark = pytest.mark.django_db

LATER = "Dat lukte nu niet. Probeer het later opnieuw."
NOT_NOW = "Deze opdracht werkt nu niet."
HEADING = {"type": "heading", "value": "Begin", "id": "h1"}
ADDRESS = "/trainingen/t/lessen/les/"


@pytest.fixture
def quiz() -> Quiz:
    return Quiz()


@pytest.fixture
def plugin(install_plugin: Callable[[Any], Any], quiz: Quiz) -> Strange:
    plugin: Strange = install_plugin(strange(Map(), quiz))
    return plugin


@pytest.fixture
def training(plugin: Strange) -> TrainingPage:
    """A training in which the plugin is on."""
    training = TrainingFactory.create(slug="t")
    activate_plugin(training=training, plugin="vreemd")
    return training


@pytest.fixture
def lesson(training: TrainingPage) -> LessonPage:
    return make_lesson(training, body=json.dumps([HEADING, MAP, QUIZ]))


@pytest.fixture
def participant(client: Client, lesson: LessonPage) -> Client:
    client.force_login(EnrolmentFactory.create(training=lesson.training).person)
    return client


def answer(client: Client, word: str = "boom") -> Any:
    return client.post(f"{ADDRESS}opdracht/q1/", {"opdracht-q1-word": word}, follow=True)


def page(client: Client) -> str:
    shown = client.get(ADDRESS)
    assert shown.status_code == 200
    html: str = shown.content.decode()
    return html


def kept() -> list[tuple[Any, int | None]]:
    return list(ExerciseAttempt.objects.values_list("answer", "points"))


def test_an_exercise_is_answered(participant: Client) -> None:
    assert "4 van 20" in answer(participant).content.decode()
    assert kept() == [({"word": "boom"}, 4)]
    assert PluginFault.objects.count() == 0


def test_the_exercise_gets_its_own_value_and_the_plugins_settings(
    monkeypatch: pytest.MonkeyPatch, participant: Client, training: TrainingPage, quiz: Quiz
) -> None:
    class Settings(forms.Form):
        level = forms.IntegerField(initial=3)

    seen: list[Any] = []

    def grade(answer: Any, ctx: Any) -> Score:
        seen.append((ctx.config["question"], dict(ctx.settings), ctx.training_id))
        return Score(1, 1)

    monkeypatch.setattr(Strange, "settings_form", lambda self: Settings)
    monkeypatch.setattr(quiz, "grade", grade)
    answer(participant)
    assert set(map(str, seen)) == {str(("Welk woord?", {"level": 3}, training.pk))}


@pytest.mark.parametrize("where", ["site", "training"])
def test_where_the_plugin_is_off_its_parts_are_placeholders_and_take_no_answer(
    participant: Client, training: TrainingPage, where: str
) -> None:
    answer(participant)
    if where == "site":
        switch(on=False)
    else:
        activate_plugin(training=training, plugin="vreemd", active=False)
    shown = page(participant)
    assert (shown.count(UNAVAILABLE), "Begin" in shown, "Welk woord?" in shown) == (2, True, False)
    assert answer(participant, "ander").status_code == 404
    assert kept() == [({"word": "boom"}, 4)]


def _raises(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError("broken")


@pytest.mark.parametrize(
    "read", [_raises, lambda *_: None, lambda *_: {"a": {1, 2}}, lambda *_: object()]
)
def test_an_answer_that_cannot_be_read_leaves_the_old_one(
    participant: Client, quiz: Quiz, monkeypatch: pytest.MonkeyPatch, read: Any
) -> None:
    answer(participant)
    monkeypatch.setattr(quiz, "read_answer", read)
    assert LATER in answer(participant, "ander").content.decode()
    assert kept() == [({"word": "boom"}, 4)]
    assert PluginFault.objects.count() == 1


@pytest.mark.parametrize("text", ["<b>Nee</b>", mark_safe("<b>Nee</b>")])
def test_a_refusal_is_shown_as_plain_text(
    participant: Client, quiz: Quiz, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    def refuse(data: Any, previous: Any) -> Any:
        raise Refusal(text)

    monkeypatch.setattr(quiz, "read_answer", refuse)
    shown = answer(participant).content.decode()
    assert ("&lt;b&gt;Nee&lt;/b&gt;" in shown, "<b>Nee</b>" in shown) == (True, False)
    assert (kept(), PluginFault.objects.count()) == ([], 0)


@pytest.mark.parametrize("grade", [_raises, lambda *_: 7, lambda *_: Score(9, 1)])
def test_an_answer_that_cannot_be_graded_is_kept(
    participant: Client, quiz: Quiz, monkeypatch: pytest.MonkeyPatch, grade: Any
) -> None:
    monkeypatch.setattr(quiz, "grade", grade)
    assert "Nakijken lukt nu niet." in answer(participant).content.decode()
    assert kept() == [({"word": "boom"}, None)]


@pytest.mark.parametrize(
    "template", ["vreemd/is-er-niet.html", "vreemd/leeg.html", None, 7, object()]
)
def test_an_exercise_that_shows_nothing_is_a_placeholder(
    participant: Client, quiz: Quiz, monkeypatch: pytest.MonkeyPatch, template: Any
) -> None:
    monkeypatch.setattr(quiz, "template_name", template, raising=False)
    shown = page(participant)
    assert (NOT_NOW in shown, "De kaart" in shown, "Begin" in shown) == (True, True, True)
    assert NOT_NOW in answer(participant).content.decode()


def test_a_label_that_fails_leaves_the_cores_own(
    participant: Client, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Quiz, "submit_label", property(_raises))
    shown = page(participant)
    assert ("Welk woord?" in shown, "Kijk na" in shown) == (True, True)


def test_a_part_that_cannot_be_read_is_a_placeholder_and_answers_stay(
    participant: Client, quiz: Quiz, install_plugin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(QuizBlock):
        to_python = bulk_to_python = _raises

    answer(participant)
    monkeypatch.setattr(quiz, "block", Broken)
    install_plugin(strange(Map(), quiz))
    shown = page(participant)
    assert (NOT_NOW in shown, "De kaart" in shown) == (True, True)
    assert LATER in answer(participant, "ander").content.decode()
    assert kept() == [({"word": "boom"}, 4)]


@pytest.mark.parametrize("render", [_raises, lambda *_, **__: None, lambda *_, **__: 7])
def test_a_block_that_cannot_be_shown_is_a_placeholder(
    participant: Client, install_plugin: Any, render: Any
) -> None:
    block = Map.made_of
    one = Map()
    one.made_of = type("BrokenBlock", (block,), {"render": render})  # type: ignore[arg-type]
    install_plugin(strange(one, Quiz()))
    shown = page(participant)
    assert (shown.count(UNAVAILABLE), "Welk woord?" in shown) == (1, True)


def test_more_parts_of_a_plugin_cost_no_more_queries(
    participant: Client, lesson: LessonPage
) -> None:
    def queries(times: int) -> int:
        parts = [
            {**one, "id": f"{one['id']}-{number}"} for number in range(times) for one in (MAP, QUIZ)
        ]
        lesson.body = json.dumps(parts)  # type: ignore[assignment]
        lesson.save()
        page(participant)
        with CaptureQueriesContext(connection) as captured:
            page(participant)
        # Inside the test's transaction each call into a plugin has a savepoint of its own.
        return len([one for one in captured if "SAVEPOINT" not in one["sql"]])

    assert queries(1) == queries(3)
