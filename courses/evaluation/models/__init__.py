from courses.evaluation.models.forms import (
    WORD_LIMIT,
    AnswerCount,
    EvaluationForm,
    FormQuestion,
    Participation,
    SealedBox,
    TextAnswer,
)

__all__ = [
    "WORD_LIMIT",
    "AnswerCount",
    "EvaluationForm",
    "FormQuestion",
    "Participation",
    "SealedBox",
    "TextAnswer",
]
