from courses.evaluation.models.forms import (
    WORD_LIMIT,
    AnswerCount,
    EvaluationForm,
    FormQuestion,
    Participation,
    SealedBox,
)
from courses.evaluation.models.imports import ImportedEvaluation, ReportedMean
from courses.evaluation.models.paper import PaperBatch
from courses.evaluation.models.reactions import MOST_CHARACTERS, Reaction
from courses.evaluation.models.summaries import BackgroundCount, CellSummary
from courses.evaluation.models.templates import FollowUp, FormTemplate, TemplateQuestion
from courses.evaluation.models.texts import ScreeningException, TextAnswer, Topic

__all__ = [
    "MOST_CHARACTERS",
    "WORD_LIMIT",
    "AnswerCount",
    "BackgroundCount",
    "CellSummary",
    "EvaluationForm",
    "FollowUp",
    "FormQuestion",
    "FormTemplate",
    "ImportedEvaluation",
    "PaperBatch",
    "Participation",
    "Reaction",
    "ReportedMean",
    "ScreeningException",
    "SealedBox",
    "TemplateQuestion",
    "TextAnswer",
    "Topic",
]
