"""The exercise: all questions of a test in one form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import (
    Exercise,
    ExerciseContext,
    Json,
    PortableAnswer,
    PortableExercise,
    PortableQuestion,
    Refusal,
    Score,
)
from plugins.kennistoets.blocks import MOST_OPTIONS, MOST_QUESTIONS, KnowledgeTestBlock
from plugins.kennistoets.marks import needed, pass_mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wagtail import blocks

KEY = re.compile(r"[A-Za-z0-9-]{1,64}")


class KnowledgeTest(Exercise):
    """A test that must be passed; a point for each question.

    An answer is `{"picked": {question: [option, …]}}`, by the ids of questions and options. It is
    finished when every question has something picked; until then nothing is judged, and what was
    picked stays. The best answer is the one that counts.
    """

    name = "test"
    template_name = "kennistoets/test.html"
    submit_label = _("Kijk de toets na")

    def block(self) -> blocks.Block:
        return KnowledgeTestBlock()

    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        picked = {
            question: sorted(set(options)) for question, options in data.items() if any(options)
        }
        if not picked:
            raise Refusal(_("Je hebt nog niets gekozen. Beantwoord eerst de vragen."))
        keys = [*picked, *(option for options in picked.values() for option in options)]
        if (
            len(picked) > MOST_QUESTIONS
            or any(len(options) > MOST_OPTIONS for options in picked.values())
            or not all(KEY.fullmatch(key) for key in keys)
        ):
            raise Refusal(_("Er ging iets mis met je antwoorden. Kies opnieuw."))
        return {"picked": picked}

    def portable_exercise(self, ctx: ExerciseContext) -> PortableExercise:
        """All questions; whether somebody passes is for the system there."""
        questions = [
            PortableQuestion(
                one["text"],
                answers=[
                    PortableAnswer(each["text"], int(each["correct"])) for each in one["options"]
                ],
                several=one["multiple"],
                explanation=one["explanation"],
            )
            for one in ctx.config.asked()
        ]
        return PortableExercise(
            ctx.config["title"], ctx.config["introduction"], questions=questions
        )

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        """A point for each question of which exactly the right options are picked.

        `feedback` has `questions` (see `KnowledgeTestValue.asked`) and `missing`: key and number
        of each question that is not answered. When none is missing it also has `passed`, and
        `needed`: how many points that takes.
        """
        questions = ctx.config.asked(_picked(answer))
        out_of = len(questions)
        missing = [
            {"key": question["key"], "number": question["number"]}
            for question in questions
            if not question["answered"]
        ]
        if missing:
            feedback = {"questions": questions, "missing": missing}
            return Score(0, out_of, finished=False, feedback=feedback)
        points = sum(1 for question in questions if question["right"])
        enough = needed(out_of, pass_mark(ctx.settings))
        return Score(
            points,
            out_of,
            feedback={
                "questions": questions,
                "missing": [],
                "passed": points >= enough,
                "needed": enough,
            },
        )


def _picked(answer: Json) -> dict[str, list[str]]:
    """What was picked in a kept answer, of whatever shape it is."""
    picked = answer.get("picked") if isinstance(answer, dict) else None
    if not isinstance(picked, dict):
        return {}
    return {
        question: [key for key in options if isinstance(key, str)]
        for question, options in picked.items()
        if isinstance(options, list)
    }
