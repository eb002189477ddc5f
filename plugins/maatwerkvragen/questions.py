"""What the plugin asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.plugin_api.api import EvaluationQuestions, Question, QuestionsContext
from plugins.maatwerkvragen.slots import filled_in

if TYPE_CHECKING:
    from collections.abc import Sequence


class OwnQuestions(EvaluationQuestions):
    """The questions that a trainer wrote in the training's settings; nobody has to answer them."""

    name = "own"

    def questions(self, ctx: QuestionsContext) -> Sequence[Question]:
        return [slot.question() for slot in filled_in(ctx.settings)]
