"""A knowledge check knows what somebody chose, whatever a trainer does to the list."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps

from courses.learning.exercises import KnowledgeCheck
from courses.learning.models import ExerciseAttempt
from courses.plugin_api.contributions.exercises import ExerciseContext, Score
from tests.factories import KNOWLEDGE_CHECK, PersonFactory, TrainingFactory, make_lesson

if TYPE_CHECKING:
    from courses.catalogue.models import LessonPage
    from courses.plugin_api.contributions.base import Json

migration = import_module("courses.learning.migrations.0003_answers_by_lasting_keys")

PROOF, NOTICED, GUESS = (
    {"id": key, "type": "item", "value": {"text": text, "correct": key == "b", "feedback": text}}
    for key, text in (("a", "Een bewijs"), ("b", "Iets wat opvalt"), ("c", "Een gok"))
)


def _graded(answer: Json, options: list[Any]) -> Score:
    check = KnowledgeCheck()
    config = check.block().to_python({**KNOWLEDGE_CHECK, "options": options})
    return check.grade(answer, ExerciseContext("x", config, 1, 1))


def _picked(score: Score) -> list[Any]:
    feedback: Any = score.feedback
    return [option["text"] for option in feedback["options"] if option["picked"]]


@pytest.mark.parametrize(
    "changed",
    [[NOTICED, PROOF], [GUESS, PROOF, NOTICED], [NOTICED, GUESS]],
    ids=["reordered", "inserted", "removed"],
)
def test_an_answer_is_judged_as_what_was_chosen_after_the_list_changed(changed: list[Any]) -> None:
    answer = KnowledgeCheck().read_answer({"option": ["b"]}, None)
    assert answer == {"chosen": ["b"]}
    for options in ([PROOF, NOTICED], changed):
        score = _graded(answer, options)
        assert (score.points, _picked(score)) == (1, ["Iets wat opvalt"])


def test_an_answer_that_left_the_list_is_called_gone_and_not_wrong() -> None:
    score = _graded({"chosen": ["a"]}, [NOTICED, GUESS])
    feedback: Any = score.feedback
    assert (score.points, feedback["gone"], feedback["right"]) == (0, True, False)


@pytest.mark.parametrize("chosen", [[1], ["1"]], ids=["kept", "sent by an open form"])
def test_a_place_means_what_stands_there_now(chosen: list[Any]) -> None:
    assert _picked(_graded({"chosen": chosen}, [PROOF, NOTICED])) == ["Iets wat opvalt"]
    assert _picked(_graded({"chosen": chosen}, [NOTICED, PROOF])) == ["Een bewijs"]


@pytest.mark.parametrize("answer", [None, [], {}, {"chosen": None}, {"chosen": [{}, None]}])
def test_whatever_was_kept_can_be_judged(answer: Json) -> None:
    score = _graded(answer, [PROOF, NOTICED])
    assert (score.points, _picked(score)) == (0, [])


def test_a_list_that_no_editor_saved_has_keys_that_stay() -> None:
    plain = [PROOF["value"], NOTICED["value"]]
    assert _picked(_graded({"chosen": ["nr-2"]}, plain)) == ["Iets wat opvalt"]


def _kept(lesson: LessonPage, exercise_id: str, answer: Json) -> ExerciseAttempt:
    return ExerciseAttempt.objects.create(
        person=PersonFactory.create(),
        lesson=lesson,
        exercise_id=exercise_id,
        block_type="knowledge_check",
        answer=answer,
    )


@pytest.mark.both_databases
@pytest.mark.django_db
def test_kept_places_become_keys_and_can_go_back() -> None:
    body = [
        ("heading", "Weet je het?"),
        ("knowledge_check", KnowledgeCheck().block().to_python(_stored([PROOF, NOTICED]))),
    ]
    lesson = make_lesson(TrainingFactory.create(), slug="les", body=body)
    check = lesson.body[1].id
    before: list[Json] = [
        {"chosen": [0, 1]},
        {"chosen": [1, 7]},
        None,
        {"vreemd": 1},
        {"chosen": []},
    ]
    kept = [_kept(lesson, check, answer) for answer in before]
    elsewhere = _kept(lesson, "weg", {"chosen": [1]})

    migration.to_keys(apps, None)
    after = [{"chosen": ["a", "b"]}, {"chosen": ["b", 7]}, *before[2:]]
    assert _answers(kept) == after
    assert _answers([elsewhere]) == [{"chosen": [1]}]
    migration.to_keys(apps, None)
    assert _answers(kept) == after

    migration.to_places(apps, None)
    assert _answers(kept) == before


def _stored(options: list[Any]) -> dict[str, Any]:
    return {**KNOWLEDGE_CHECK, "options": options}


def _answers(attempts: list[ExerciseAttempt]) -> list[Json]:
    by_id = ExerciseAttempt.objects.in_bulk([one.pk for one in attempts])
    return [by_id[one.pk].answer for one in attempts]


# --- What a trainer fills in ------------------------------------------------------------


def _form(*texts: str, right: int) -> dict[str, str]:
    data = {
        "q-title": "",
        "q-question": "",
        "q-explanation": "null",
        "q-options-count": str(len(texts)),
    }
    for place, text in enumerate(texts):
        own = {"deleted": "", "order": str(place), "type": "item", "id": f"k{place}"}
        data |= {f"q-options-{place}-{name}": value for name, value in own.items()}
        data[f"q-options-{place}-value-text"] = text
    return {**data, f"q-options-{right}-value-correct": "on"}


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        (("", "Ja", "Nee"), ["k1", "k2"]),
        (("Ja", "", "Nee", ""), ["k0", "k2"]),
        # Two there have to be, filled in or not.
        (("Ja", "", ""), ["k0", "k2"]),
        (("", "", ""), ["k1", "k2"]),
    ],
)
def test_a_place_that_was_left_open_is_no_option(texts: tuple[str, ...], kept: list[str]) -> None:
    found = KnowledgeCheck().block().value_from_datadict(_form(*texts, right=-1), {}, "q")
    assert [one.id for one in found["options"].bound_blocks] == kept


def test_what_is_half_filled_in_stays() -> None:
    found = KnowledgeCheck().block().value_from_datadict(_form("Ja", "Nee", "", right=2), {}, "q")
    assert [one.id for one in found["options"].bound_blocks] == ["k0", "k1", "k2"]
