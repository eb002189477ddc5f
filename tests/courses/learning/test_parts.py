"""Lessons and exercises go on when a plugin is off, fails, or talks nonsense."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.functional import lazy
from django.utils.safestring import SafeString, mark_safe

from courses.catalogue.services import activate_plugin
from courses.common import clock
from courses.common.errors import Refusal
from courses.common.process_cache import forget_plugins
from courses.enrolment.models import Enrolment
from courses.learning import parts, services
from courses.learning.models import ExerciseAttempt
from courses.plugin_api.contributions.exercises import Score
from courses.plugin_host.models import Delivery, PluginFault
from tests.courses.catalogue.strange import (
    MAP,
    QUIZ,
    UNAVAILABLE,
    Map,
    MapBlock,
    Quiz,
    QuizBlock,
    Strange,
    strange,
    switch,
)
from tests.factories import EnrolmentFactory, TrainingFactory, make_lesson

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.catalogue.models import LessonPage, TrainingPage

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
    shown = client.get(f"{ADDRESS}?alles=1")
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
    forget_plugins()
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


def test_what_was_refused_can_be_put_back_in_the_form(
    participant: Client, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(data: Any, previous: Any) -> Any:
        raise Refusal("Nee")

    monkeypatch.setattr(quiz, "read_answer", refuse)
    assert 'value="struik &amp; heg"' in answer(participant, "struik & heg").content.decode()


def test_a_refusal_of_which_the_words_fail_is_a_failure(
    participant: Client, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(data: Any, previous: Any) -> Any:
        raise Refusal(lazy(_raises, str)())

    monkeypatch.setattr(quiz, "read_answer", refuse)
    assert LATER in answer(participant).content.decode()
    assert (kept(), PluginFault.objects.count()) == ([], 1)


def test_an_exercise_without_an_answer_can_say_nothing_about_who_reads_it(
    participant: Client, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept, and shown to the next reader too."""
    monkeypatch.setattr(quiz, "template_name", "vreemd/lezer.html")
    assert "<p>Lezer: </p>" in page(participant)


def test_an_exercise_with_an_answer_may_know_who_reads_it(
    participant: Client, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quiz, "template_name", "vreemd/lezer.html")
    email = Enrolment.objects.get().person.email
    assert f"<p>Lezer: {email}{email}</p>" in answer(participant).content.decode()


def test_a_block_of_a_plugin_may_know_who_reads_it(
    participant: Client, install_plugin: Any
) -> None:
    one = Map()
    one.made_of = lambda: MapBlock(template="vreemd/lezer.html")
    install_plugin(strange(one, Quiz()))
    email = Enrolment.objects.get().person.email
    assert f"<p>Lezer: {email}</p>" in page(participant)


def test_lessons_with_a_block_that_may_know_who_reads_it_are_not_for_everybody(
    lesson: LessonPage, training: TrainingPage
) -> None:
    """What is made of them for one is kept for nobody else."""
    exercise_only = make_lesson(training, slug="twee", body=json.dumps([HEADING, QUIZ]))
    assert parts.are_for_everybody([exercise_only]) is True
    assert parts.are_for_everybody([exercise_only, lesson]) is False


class Fickle(SafeString):
    """HTML that is something else when it is asked."""

    def __html__(self) -> Any:
        raise RuntimeError

    __str__ = __html__


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        ("<b>kaart</b>", "&lt;b&gt;kaart&lt;/b&gt;"),
        (mark_safe("<b>kaart</b>"), "<b>kaart</b>"),
        (Fickle("<b>kaart</b>"), "<b>kaart</b>"),
    ],
)
def test_of_a_block_only_html_that_says_to_be_safe_is_html(
    participant: Client, install_plugin: Any, made: str, shown: str
) -> None:
    one = Map()
    one.made_of = type("OwnBlock", (MapBlock,), {"render": lambda *_, **__: made})
    install_plugin(strange(one, Quiz()))
    assert shown in page(participant)


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


def test_looking_at_an_answer_again_is_the_lesser_button_once_it_was_looked_at(
    participant: Client,
) -> None:
    def kind(html: str) -> str:
        found = re.search(r'nl-button--(\w+)" type="submit"[^>]*>(?:(?!</button>).)*Kijk na', html)
        assert found, html
        return found[1]

    assert kind(page(participant)) == "primary"
    assert kind(answer(participant).content.decode()) == "secondary"


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


# --- Grading after all ------------------------------------------------------------------------


@pytest.fixture
def ungraded(participant: Client, quiz: Quiz) -> None:
    """An answer that was kept while grading failed; it works again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quiz, "grade", _raises)
        answer(participant)
    assert kept() == [({"word": "boom"}, None)]


def told() -> list[str]:
    rows = Delivery.objects.filter(event="ProgressChanged")
    return list(rows.order_by("event").values_list("event", flat=True).distinct())


def test_an_answer_that_could_not_be_graded_is_graded_by_the_tick(ungraded: None) -> None:
    assert told() == []
    assert [services.grade_again(), services.grade_again()] == [1, 0]
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.points, attempt.out_of, attempt.finished) == (4, 20, True)
    assert told() == ["ProgressChanged"]


def test_an_answer_that_the_tick_finds_unfinished_is_no_progress(
    ungraded: None, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quiz, "grade", lambda *_: Score(4, 20, finished=False))
    assert services.grade_again() == 1
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.points, attempt.graded, attempt.finished) == (4, True, False)
    assert told() == []


def test_what_still_cannot_be_graded_waits_and_is_tried_once_each_time(
    ungraded: None, quiz: Quiz, monkeypatch: pytest.MonkeyPatch, lesson: LessonPage
) -> None:
    answer(_client_of(EnrolmentFactory.create(training=lesson.training).person))
    ExerciseAttempt.objects.update(points=None, finished=False, graded=False)
    tried: list[Any] = []

    def grade(given: Any, ctx: Any) -> Score:
        tried.append(given)
        raise RuntimeError("no")

    monkeypatch.setattr(quiz, "grade", grade)
    assert (services.grade_again(), len(tried)) == (0, 1)
    assert [points for _answer, points in kept()] == [None, None]


def test_where_the_plugin_is_off_and_after_a_month_nothing_is_graded(
    ungraded: None, training: TrainingPage
) -> None:
    activate_plugin(training=training, plugin="vreemd", active=False)
    assert services.grade_again() == 0
    activate_plugin(training=training, plugin="vreemd")
    with clock.at(clock.now() + timedelta(days=31)):
        assert services.grade_again() == 0
    assert services.grade_again() == 1


def test_a_newer_answer_keeps_its_own_points(
    ungraded: None, participant: Client, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    def grade(given: Any, ctx: Any) -> Score:
        if given == {"word": "boom"}:
            monkeypatch.undo()
            with clock.at(clock.now() + timedelta(seconds=1)):
                answer(participant, "ander")
        return Score(len(given["word"]), 20)

    monkeypatch.setattr(quiz, "grade", grade)
    assert services.grade_again() == 0
    assert kept() == [({"word": "ander"}, 5)]


def _client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("shown", "skips"),
    [
        ([], False),
        (["<p>Dag</p>"], False),
        (["<p>Dag</p>", '<h3 class="x">Weet je het?</h3>'], True),
        (["<h2>Kijk</h2>", "<h3>Weet je het?</h3>"], False),
        (["<section><h3>Let op</h3></section>", "<h2>Kijk</h2>"], True),
    ],
)
def test_a_heading_of_the_third_level_needs_one_of_the_second(
    shown: list[str], skips: bool
) -> None:
    assert parts.skips_a_level(shown) is skips
