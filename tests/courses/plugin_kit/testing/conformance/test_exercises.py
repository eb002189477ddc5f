"""What the kit says of exercises."""

from __future__ import annotations

from typing import Any

import pytest

from courses.plugin_api.api import (
    Exercise,
    ExerciseContext,
    Json,
    PortableAnswer,
    PortableExercise,
    PortableMoment,
    Score,
)
from tests.courses.plugin_kit.testing.faulty import (
    Make,
    Say,
    failed_checks,
    gives,
    like,
    raises,
    wrong,
)

pytestmark = pytest.mark.django_db


class Nervous(Exercise):
    """Gives another score each time."""

    name = "say"
    template_name = "proef/say.html"
    block = Say.block
    read_answer = Say.read_answer
    turn = 0

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        type(self).turn += 1
        return Score(type(self).turn % 2, 1)


@wrong(
    {
        # A greeting by name, no label, and an answer that cannot be kept.
        "its_exercises_are_shown_alike_to_everyone": {
            "template": '<input name="{{ field_prefix }}-text">{{ request.user.pk }}'
        },
        "its_exercises_can_be_used_by_everyone": {},
        "its_exercises_bear_any_answer": like(
            Say, read_answer=lambda _self, data, _previous: {"text": data.get("text")}
        ),
    },
    {
        # No prefix, and an answer that is None.
        "its_exercises_can_be_used_by_everyone": {
            "template": '<label>Wat <input name="text"></label>'
        },
        "its_exercises_bear_any_answer": like(Say, read_answer=gives(None)),
    },
    {
        # Nothing to fill in, and grading that trusts the answer.
        "its_exercises_can_be_used_by_everyone": {"template": "<p>Niets.</p>"},
        "its_exercises_bear_any_answer": like(
            Say, grade=lambda _self, answer, _ctx: Score(len(answer["text"]) > 3, 1)
        ),
    },
    {
        # Only what nobody sees, and a script of which there is no example.
        "its_exercises_can_be_used_by_everyone": {
            "template": '<input type="hidden" name="{{ field_prefix }}-text">'
        },
        "its_exercises_take_what_their_script_sends": like(
            Say, read_json=lambda _self, sent, _previous: {"text": "x"}
        ),
    },
    {
        # One that somebody would fill in, if it were to be seen.
        "its_exercises_can_be_used_by_everyone": {
            "template": '<p hidden><label>A <input name="{{ field_prefix }}-text"></label></p>',
            "kinds": [Say],
        },
    },
    {
        # A script that says nothing to who has none, and a reading that trusts what comes.
        "its_exercises_can_be_used_by_everyone": {"template": "<script>een twee drie</script>"},
        "its_exercises_take_what_their_script_sends": like(
            Say,
            answers_by_script=True,
            read_json=lambda _self, sent, _previous: {"text": sent["text"]},
        ),
    },
    {
        # A conversation that leads nowhere.
        "its_exercises_come_along_in_words": like(
            Say,
            portable_exercise=gives(
                PortableExercise(moments=[PortableMoment("a", "Dag", [PortableAnswer("Ja")])])
            ),
        ),
    },
    {
        # Worth more than there is.
        "its_exercises_come_along_in_words": like(
            Say, portable_exercise=lambda _self, _ctx: PortableAnswer("Ja", 2)
        ),
    },
    {"its_exercises_bear_any_answer": like(Say, read_answer=raises)},
    {"its_exercises_bear_any_answer": like(Say, grade=gives(1))},
    {"its_exercises_bear_any_answer": Nervous},
)
def test_what_is_wrong_fails_its_check_and_no_other(make: Make, parts: dict[str, Any]) -> None:
    assert failed_checks(make, parts) == set(parts)
