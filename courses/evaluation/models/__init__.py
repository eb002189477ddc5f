from courses.evaluation.models.forms import (
    WORD_LIMIT,
    AnswerCount,
    EvaluationForm,
    FormQuestion,
    Participation,
    SealedBox,
    TextAnswer,
)
from courses.evaluation.models.paper import PaperBatch
from courses.evaluation.models.summaries import BackgroundCount, CellSummary
from courses.evaluation.models.templates import FollowUp, FormTemplate, TemplateQuestion

__all__ = [
    "WORD_LIMIT",
    "AnswerCount",
    "BackgroundCount",
    "CellSummary",
    "EvaluationForm",
    "FollowUp",
    "FormQuestion",
    "FormTemplate",
    "PaperBatch",
    "Participation",
    "SealedBox",
    "TemplateQuestion",
    "TextAnswer",
]
