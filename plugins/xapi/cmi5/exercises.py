"""A course as an exercise of a lesson: what was reached in it is the answer, which we send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext as _

from courses.plugin_api.api import (
    Exercise,
    ExerciseContext,
    Json,
    PortableExercise,
    Refusal,
    Score,
    Text,
)
from plugins.xapi.cmi5.blocks import CourseBlock
from plugins.xapi.services import sessions

if TYPE_CHECKING:
    from wagtail.blocks import Block

WHOLE = 100
MOST = 10_000


class CourseInLesson(Exercise):
    """An answer is `{"satisfied": true, "done": 2, "number": 2, "percent": 80, …}`.

    Only what we signed is taken: what somebody reached comes from the course, not from the browser.
    """

    name = "course"
    template_name = "xapi/in_lesson.html"
    submit_label: ClassVar[Text | None] = ""
    answers_by_script = True

    def block(self) -> Block:
        return CourseBlock()

    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        raise Refusal(_("Open de cursus met de knop. Wat je daar doet, bewaren we vanzelf."))

    def read_json(self, sent: Json, previous: Json) -> Json:
        return sessions.result_in(sent.get("signed") if isinstance(sent, Mapping) else "")

    def portable_exercise(self, ctx: ExerciseContext) -> PortableExercise:
        """A course tells us what one reaches in it: elsewhere one reads what it is about."""
        return PortableExercise(ctx.config["title"], ctx.config["introduction"])

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        """The mean score out of 100; without scores, how many units are done."""
        told = answer if isinstance(answer, Mapping) else {}
        done, number = _number(told.get("done")), _number(told.get("number")) or 1
        percent = told.get("percent")
        points, out_of = min(done, number), number
        if type(percent) is int and 0 <= percent <= WHOLE:
            points, out_of = percent, WHOLE
        else:
            percent = None
        return Score(
            points,
            out_of,
            finished=told.get("satisfied") is True,
            feedback={"percent": percent, "done": done, "number": number},
        )


def _number(value: Json) -> int:
    return value if type(value) is int and 0 <= value <= MOST else 0
