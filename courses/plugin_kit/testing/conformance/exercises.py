"""What a plugin's exercises show and what answers they bear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.test import RequestFactory
from django.utils.html import strip_tags

from courses.catalogue.models import LessonPage
from courses.common.errors import Refusal
from courses.learning.parts import ExerciseOnPage, exercise_in
from courses.people.models import User
from courses.plugin_api.contributions.base import Json, checked_json
from courses.plugin_api.contributions.exercises import Exercise, Score
from courses.plugin_kit.testing.conformance.base import Checks
from courses.plugin_kit.testing.faults import demand_none, watched
from courses.plugin_kit.testing.inputs import Inputs
from courses.plugin_kit.testing.invalid_values import INVALID_TEXTS, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpRequest

    from courses.plugin_api.contributions.portable import PortableExercise
    from courses.plugin_kit.testing.world import World

GARBAGE: tuple[Json, ...] = (None, [], {}, "x", 7, {"x": [None]}, [[]], True)
"""What an answer may be that was kept when the exercise was another one."""


SCRIPT = re.compile(r"<(script|style|template)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
WORDS = re.compile(r"\w{2,}\W+\w{2,}")


class ExerciseChecks(Checks):
    """Checks on what exercises show, and what answers they bear."""

    def test_its_exercises_are_shown_alike_to_everyone(self, world: World) -> None:
        problems = []
        for name, on_page in _on_page(world):
            seen = []
            with watched(world.plugin.slug) as faults:
                seen += [
                    on_page.body(_request(person)) for person in (world.participant, world.trainer)
                ]
            problems += [f"{name}: {fault}" for fault in faults]
            if not faults and seen[0] != seen[1]:
                problems.append(f"{name}: two readers see different things")
        demand_none(
            problems,
            "Without an answer an exercise is the same for every reader (it is kept for all):",
        )

    def test_its_exercises_can_be_used_by_everyone(self, world: World) -> None:
        problems = []
        for name, on_page in _on_page(world):
            body = on_page.body(_request(world.participant))
            if body is None:
                continue
            inputs = Inputs(body)
            problems += [f"{name}: the id {one} is there twice" for one in inputs.doubles]
            for one in inputs.found:
                what = f"{name}: <{one.tag}> {one.name or one.ident or '(without a name)'}"
                if one.name and not one.name.startswith(f"{on_page.prefix}-"):
                    problems.append(f"{what}: name it {{{{ field_prefix }}}}-…")
                elif not one.name and not one.is_button:
                    problems.append(f"{what}: without a name it is not sent")
                if one.needs_label and not one.label.strip():
                    problems.append(f"{what}: give it a label")
            # What nobody sees nobody answers with, however it is hidden.
            seen = [one for one in inputs.found if one.name and one.is_usable]
            if on_page.registered.contribution.answers_by_script:
                if not WORDS.search(strip_tags(SCRIPT.sub("", body))):
                    problems.append(f"{name}: say what somebody without a script can do")
            elif not seen:
                problems.append(f"{name}: there is nothing to fill in or to choose")
        demand_none(problems, "Inputs need a name with the prefix and a label for everybody:")

    def test_its_exercises_take_what_their_script_sends(self, world: World) -> None:
        problems: list[str] = []
        for name, on_page in _on_page(world):
            exercise = on_page.registered.contribution
            examples = list(self.sent.get(name, ()))
            if exercise.takes_json or exercise.answers_by_script:
                if not examples:
                    problems.append(f"{name}: give `sent`, with examples of what its script sends")
                problems += [f"{name}: {one}" for one in _bad_sent(on_page, examples)]
        demand_none(
            problems,
            "read_json() makes an answer of what the script sends, and for all else gives JSON or "
            "raises Refusal:",
        )

    def test_its_exercises_come_along_in_words(self, world: World) -> None:
        problems: list[str] = []
        for name, on_page in _on_page(world):
            with watched(world.plugin.slug) as faults:
                portable = on_page.portable()
            problems += [f"{name}: {fault}" for fault in faults]
            if portable is not None:
                problems += [f"{name}: {one}" for one in _bad_words(portable)]
        demand_none(
            problems,
            "portable_exercise() gives None, or an exercise that can be done elsewhere, in which "
            "each answer of a conversation leads to a moment of it:",
        )

    def test_its_exercises_bear_any_answer(self, world: World) -> None:
        problems: list[str] = []
        for name, on_page in _on_page(world):
            body = on_page.body(_request(world.participant)) or ""
            problems += [f"{name}: {one}" for one in _bad_answers(on_page, str(body))]
        demand_none(
            problems,
            "read_answer() gives JSON or raises Refusal, and grade() a Score for everything that "
            "was ever kept, also when the exercise was another one then:",
        )


def _request(person: User) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = person
    return request


def _on_page(world: World) -> list[tuple[str, ExerciseOnPage]]:
    lesson = LessonPage.objects.get(pk=world.lesson.pk)
    found = ((one.name, exercise_in(lesson, ident)) for one, ident in world.exercises())
    return [(name, on_page) for name, on_page in found if on_page is not None]


def _bad_words(portable: PortableExercise) -> Iterator[str]:
    """What cannot be done with an exercise elsewhere."""
    keys = [one.key for one in portable.moments]
    answers = [each for one in portable.moments for each in one.answers]
    yield from (f"two moments are called {key!r}" for key in set(keys) if keys.count(key) > 1)
    yield from (
        f"an answer goes to {one.goes_to!r}, which is no moment"
        for one in answers
        if one.goes_to not in keys
    )


def _bad_answers(on_page: ExerciseOnPage, body: str) -> list[str]:
    """What goes wrong when all sorts of answers are read, graded and shown."""
    exercise = on_page.registered.contribution
    problems: list[str] = []
    kept: list[Json] = []
    for data in _posts(on_page, body):
        for previous in (None, "x", *kept[:2]):
            try:
                answer = exercise.read_answer(data, previous)
            except Refusal:
                continue
            except Exception as error:  # noqa: BLE001 - a plugin may raise anything
                problems.append(f"read_answer({short(data)}): {type(error).__name__}: {error}")
                continue
            problem = _no_answer(answer)
            if problem:
                problems.append(f"read_answer({short(data)}): {problem}")
            elif answer not in kept:
                kept.append(answer)
    for answer in (*kept, *GARBAGE):
        problems += _bad_score(exercise, answer, on_page)
    return problems


def _bad_sent(on_page: ExerciseOnPage, examples: Sequence[Json]) -> list[str]:
    """What goes wrong when a script answers: `examples` are good, all else may be refused."""
    exercise = on_page.registered.contribution
    problems: list[str] = []
    kept: list[Json] = []
    for sent in (*examples, *GARBAGE):
        for previous in (None, "x", *kept[:2]):
            try:
                answer = exercise.read_json(sent, previous)
            except Refusal as refusal:
                if sent in examples and previous is None:
                    problems.append(f"read_json({short(sent)}) refuses: {refusal}")
                continue
            except Exception as error:  # noqa: BLE001 - a plugin may raise anything
                problems.append(f"read_json({short(sent)}): {type(error).__name__}: {error}")
                continue
            problem = _no_answer(answer, limit=exercise.most_characters)
            if problem:
                problems.append(f"read_json({short(sent)}): {problem}")
            elif answer not in kept:
                kept.append(answer)
    return problems + [one for answer in kept for one in _bad_score(exercise, answer, on_page)]


def _no_answer(answer: Json, *, limit: int = 100_000) -> str:
    if answer is None:
        return "gives None; raise Refusal instead"
    try:
        checked_json(answer, limit=limit)
    except (TypeError, ValueError) as error:
        return f"gives what cannot be kept: {error}"
    return ""


def _bad_score(exercise: Exercise, answer: Json, on_page: ExerciseOnPage) -> list[str]:
    try:
        score, again = (exercise.grade(answer, on_page.context) for _turn in range(2))
    except Exception as error:  # noqa: BLE001 - a plugin may raise anything
        return [f"grade({short(answer)}): {type(error).__name__}: {error}"]
    if not isinstance(score, Score):
        return [f"grade({short(answer)}): gives {type(score).__name__}, not Score"]
    if score != again:
        return [f"grade({short(answer)}): the second time it gives another score"]
    if answer is None:
        return []
    on_page.given.answer = answer
    with watched(on_page.registered.plugin.slug) as faults:
        on_page.body(_request(User()), score)
    on_page.given.answer = None
    return [f"showing the answer {short(answer)}: {fault}" for fault in faults]


def _posts(on_page: ExerciseOnPage, body: str) -> Iterator[dict[str, list[str]]]:
    """What people and machines may send."""
    start = f"{on_page.prefix}-"
    inputs = Inputs(body)
    names = list(dict.fromkeys(one.name.removeprefix(start) for one in inputs.found if one.name))
    yield {name.removeprefix(start): values for name, values in inputs.sent().items()}
    offered: dict[str, list[str]] = {}
    for one in inputs.found:
        if one.name and (one.value or one.options):
            values = [value for value, _chosen in one.options] or [one.value]
            offered.setdefault(one.name.removeprefix(start), []).extend(values)
    yield {name: values[:1] for name, values in offered.items()}
    yield offered
    yield {name: ["Een gewoon antwoord."] for name in names}
    yield {}
    yield {"bestaat_niet": ["x"]}
    yield {name: [] for name in names}
    for text in INVALID_TEXTS:
        if text != "\0":  # the academy leaves it out of what it gives
            yield {name: [text] for name in names}
    yield {name: ["x"] * 500 for name in names}
