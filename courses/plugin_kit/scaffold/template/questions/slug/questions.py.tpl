"""Questions that the plugin adds to evaluation forms."""

from __future__ import annotations

from collections.abc import Sequence

from courses.plugin_api.api import EvaluationQuestions, Question, QuestionKind, QuestionsContext


class LookingAhead(EvaluationQuestions):
    """What participants are going to do with it. The form is kept as it is made, in Dutch."""

    name = "looking_ahead"

    def questions(self, ctx: QuestionsContext) -> Sequence[Question]:
        # Figures of years are added up by the key, so a key stays and a new question has a new one.
        return (
            Question(
                key="ready",
                kind=QuestionKind.SCORE,
                text="Hoe goed ben je nu voorbereid op je werk als vrijwilliger?",
            ),
            Question(
                key="first_step",
                kind=QuestionKind.OPEN,
                text="Wat ga je als eerste anders doen?",
            ),
        )
