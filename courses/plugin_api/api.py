"""The public contract for plugins, version 1. Import from here and from nowhere deeper."""

from courses.common.errors import Refusal
from courses.plugin_api.contributions import (
    CompletionContext,
    CompletionCriterion,
    ContentBlock,
    Contribution,
    EvaluationQuestions,
    EventHandler,
    Exercise,
    ExerciseContext,
    Json,
    LessonDraft,
    Met,
    NotYet,
    Question,
    QuestionKind,
    Score,
    Text,
    Training,
    TrainingDraft,
)
from courses.plugin_api.events import (
    EditionChanged,
    EditionEnded,
    EnrolmentChanged,
    Event,
    ProgressChanged,
)
from courses.plugin_api.plugin import CoursePlugin

__all__ = [
    "CompletionContext",
    "CompletionCriterion",
    "ContentBlock",
    "Contribution",
    "CoursePlugin",
    "EditionChanged",
    "EditionEnded",
    "EnrolmentChanged",
    "EvaluationQuestions",
    "Event",
    "EventHandler",
    "Exercise",
    "ExerciseContext",
    "Json",
    "LessonDraft",
    "Met",
    "NotYet",
    "ProgressChanged",
    "Question",
    "QuestionKind",
    "Refusal",
    "Score",
    "Text",
    "Training",
    "TrainingDraft",
]
