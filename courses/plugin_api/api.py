"""The public contract for plugins, version 1. Import from here and from nowhere deeper."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from courses.common.errors import Refusal
from courses.plugin_api.contributions import (
    Allow,
    Audience,
    Cell,
    CertificateContext,
    CertificateData,
    CertificateHtml,
    CertificateTemplate,
    Choice,
    ChoiceExercise,
    Chosen,
    Column,
    CompletionContext,
    CompletionCriterion,
    Condition,
    ContentBlock,
    Contribution,
    CourseContext,
    CourseUrls,
    DashboardPanel,
    Deny,
    EnrolmentRequest,
    EnrolmentRule,
    EvaluationQuestions,
    EventHandler,
    Exercise,
    ExerciseContext,
    Json,
    LessonDraft,
    Link,
    MailText,
    Met,
    NotificationContext,
    NotificationKind,
    NotificationTexts,
    NotYet,
    Option,
    PanelContext,
    PersonalData,
    Question,
    QuestionKind,
    QuestionsContext,
    Report,
    ReportFilters,
    Row,
    Score,
    Text,
    Training,
    TrainingDraft,
    Waitlist,
    options_of,
)
from courses.plugin_api.deprecation import look_up
from courses.plugin_api.events import (
    EditionApproaching,
    EditionChanged,
    EditionEnded,
    EnrolmentChanged,
    Event,
    ProgressChanged,
    publish,
)
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_api.version import API_VERSION

if TYPE_CHECKING:
    from courses.plugin_api.contributions.options import OptionsBlock

NEEDS_WAGTAIL = {"OptionsBlock": "courses.plugin_api.contributions.options"}
"""Where names are that an app config cannot have yet: it is imported before Wagtail can be."""

__all__ = [
    "API_VERSION",
    "Allow",
    "Audience",
    "Cell",
    "CertificateContext",
    "CertificateData",
    "CertificateHtml",
    "CertificateTemplate",
    "Choice",
    "ChoiceExercise",
    "Chosen",
    "Column",
    "CompletionContext",
    "CompletionCriterion",
    "Condition",
    "ContentBlock",
    "Contribution",
    "CourseContext",
    "CoursePlugin",
    "CourseUrls",
    "DashboardPanel",
    "Deny",
    "EditionApproaching",
    "EditionChanged",
    "EditionEnded",
    "EnrolmentChanged",
    "EnrolmentRequest",
    "EnrolmentRule",
    "EvaluationQuestions",
    "Event",
    "EventHandler",
    "Exercise",
    "ExerciseContext",
    "Json",
    "LessonDraft",
    "Link",
    "MailText",
    "Met",
    "NotYet",
    "NotificationContext",
    "NotificationKind",
    "NotificationTexts",
    "Option",
    "OptionsBlock",
    "PanelContext",
    "PersonalData",
    "ProgressChanged",
    "Question",
    "QuestionKind",
    "QuestionsContext",
    "Refusal",
    "Report",
    "ReportFilters",
    "Row",
    "Score",
    "Text",
    "Training",
    "TrainingDraft",
    "Waitlist",
    "options_of",
    "publish",
]


def __getattr__(name: str) -> Any:
    """What needs Wagtail is imported when somebody asks; names that left the contract work on for
    a while, with a warning."""
    if name in NEEDS_WAGTAIL:
        return getattr(import_module(NEEDS_WAGTAIL[name]), name)
    return look_up(name, globals())
