"""The public contract for plugins, version 1. Import from here and from nowhere deeper."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from courses.common.errors import Refusal
from courses.plugin_api.contributions.base import Audience, Contribution, Json, Text
from courses.plugin_api.contributions.certificates import (
    AttachmentContext,
    CertificateAttachments,
    CertificateContext,
    CertificateData,
    CertificateFile,
    CertificateHtml,
    CertificateTemplate,
    FileRelationship,
    IssuedCertificate,
)
from courses.plugin_api.contributions.choices import (
    Choice,
    ChoiceExercise,
    Chosen,
    Option,
    options_of,
)
from courses.plugin_api.contributions.completion import (
    CompletionContext,
    CompletionCriterion,
    Met,
    NotAsked,
    NotYet,
)
from courses.plugin_api.contributions.content import (
    ContentBlock,
    LessonDraft,
    Training,
    TrainingDraft,
)
from courses.plugin_api.contributions.endpoints import Endpoints
from courses.plugin_api.contributions.enrolment import (
    Allow,
    Condition,
    Deny,
    EnrolmentRequest,
    EnrolmentRule,
    Link,
    Waitlist,
)
from courses.plugin_api.contributions.evaluation import (
    EvaluationQuestions,
    Question,
    QuestionKind,
    QuestionsContext,
)
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.contributions.exercises import (
    BestResult,
    Exercise,
    ExerciseContext,
    Score,
)
from courses.plugin_api.contributions.files import (
    ContentMessage,
    Embedded,
    FileAccess,
    FileReader,
    Files,
    KeptFile,
)
from courses.plugin_api.contributions.jobs import (
    DailyJob,
    JobContext,
    LongTask,
    TaskContext,
    TaskResult,
    start_task,
)
from courses.plugin_api.contributions.messages import (
    MailPlaceholders,
    MailText,
    NotificationContext,
    NotificationKind,
    NotificationTexts,
    PlaceholderContext,
)
from courses.plugin_api.contributions.people import PersonalData
from courses.plugin_api.contributions.portable import (
    PortableAnswer,
    PortableExercise,
    PortableMoment,
    PortableQuestion,
)
from courses.plugin_api.contributions.screens import (
    Cell,
    Column,
    CourseContext,
    CourseUrls,
    DashboardPanel,
    PanelContext,
    PublicDocument,
    PublicDocuments,
    Report,
    ReportFilters,
    Row,
)
from courses.plugin_api.contributions.slots import Slot, SlotContext, SlotPlace
from courses.plugin_api.contributions.staff_screens import Screens
from courses.plugin_api.deprecation import look_up
from courses.plugin_api.editing import training_in_editor
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
from courses.plugin_api.site_settings import site_settings_of
from courses.plugin_api.version import API_VERSION

if TYPE_CHECKING:
    from courses.plugin_api.contributions.form_screens import FormViewSet
    from courses.plugin_api.contributions.options import OptionsBlock

NEEDS_WAGTAIL = {
    "FormViewSet": "courses.plugin_api.contributions.form_screens",
    "OptionsBlock": "courses.plugin_api.contributions.options",
}
"""Where names are that an app config cannot have yet: it is imported before Wagtail can be."""

__all__ = [
    "API_VERSION",
    "Allow",
    "AttachmentContext",
    "Audience",
    "BestResult",
    "Cell",
    "CertificateAttachments",
    "CertificateContext",
    "CertificateData",
    "CertificateFile",
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
    "ContentMessage",
    "Contribution",
    "CourseContext",
    "CoursePlugin",
    "CourseUrls",
    "DailyJob",
    "DashboardPanel",
    "Deny",
    "EditionApproaching",
    "EditionChanged",
    "EditionEnded",
    "Embedded",
    "Endpoints",
    "EnrolmentChanged",
    "EnrolmentRequest",
    "EnrolmentRule",
    "EvaluationQuestions",
    "Event",
    "EventHandler",
    "Exercise",
    "ExerciseContext",
    "FileAccess",
    "FileReader",
    "FileRelationship",
    "Files",
    "FormViewSet",
    "IssuedCertificate",
    "JobContext",
    "Json",
    "KeptFile",
    "LessonDraft",
    "Link",
    "LongTask",
    "MailPlaceholders",
    "MailText",
    "Met",
    "NotAsked",
    "NotYet",
    "NotificationContext",
    "NotificationKind",
    "NotificationTexts",
    "Option",
    "OptionsBlock",
    "PanelContext",
    "PersonalData",
    "PlaceholderContext",
    "PortableAnswer",
    "PortableExercise",
    "PortableMoment",
    "PortableQuestion",
    "ProgressChanged",
    "PublicDocument",
    "PublicDocuments",
    "Question",
    "QuestionKind",
    "QuestionsContext",
    "Refusal",
    "Report",
    "ReportFilters",
    "Row",
    "Score",
    "Screens",
    "Slot",
    "SlotContext",
    "SlotPlace",
    "TaskContext",
    "TaskResult",
    "Text",
    "Training",
    "TrainingDraft",
    "Waitlist",
    "options_of",
    "publish",
    "site_settings_of",
    "start_task",
    "training_in_editor",
]


def __getattr__(name: str) -> object:
    """What needs Wagtail is imported when somebody asks; names that left the contract work on for
    a while, with a warning."""
    if name in NEEDS_WAGTAIL:
        return getattr(import_module(NEEDS_WAGTAIL[name]), name)
    return look_up(name, globals())
