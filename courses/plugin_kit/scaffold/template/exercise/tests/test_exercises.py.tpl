import pytest

from $slug.exercises import TrueOrFalse
from courses.plugin_api.api import ExerciseContext, Refusal


@pytest.mark.parametrize(("choice", "points"), [("yes", 1), ("no", 0)])
def test_the_right_choice_gives_a_point(choice: str, points: int) -> None:
    config = {"statement": "Een stilte mag.", "is_true": True, "explanation": "Zo is het."}
    ctx = ExerciseContext(exercise_id="x", config=config, training_id=1, lesson_id=1)
    answer = TrueOrFalse().read_answer({"choice": [choice]}, None)
    assert TrueOrFalse().grade(answer, ctx).points == points


def test_without_a_choice_there_is_no_answer() -> None:
    with pytest.raises(Refusal):
        TrueOrFalse().read_answer({}, None)
