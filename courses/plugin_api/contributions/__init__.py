"""What a plugin can add to courses: one typed base class for each extension point.

A plugin subclasses these and lists instances in `CoursePlugin.contributions()`. What goes in and
comes out are frozen dataclasses, so that a plugin can change nothing behind the core's back.
Every call goes through `courses.plugin_host.guard.call_plugin`; each class says when it is called
and what a failure does.
"""

from courses.plugin_api.contributions.base import (
    Audience,
    Contribution,
    Json,
    Text,
    checked_json,
)
from courses.plugin_api.contributions.certificates import (
    CertificateContext,
    CertificateData,
    CertificateHtml,
    CertificateTemplate,
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
    NotYet,
)
from courses.plugin_api.contributions.content import (
    ContentBlock,
    LessonDraft,
    Training,
    TrainingDraft,
)
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
from courses.plugin_api.contributions.exercises import Exercise, ExerciseContext, Score
from courses.plugin_api.contributions.messages import (
    MailText,
    NotificationContext,
    NotificationKind,
    NotificationTexts,
)
from courses.plugin_api.contributions.people import PersonalData
from courses.plugin_api.contributions.screens import (
    MOST_ROWS,
    Cell,
    Column,
    CourseContext,
    CourseUrls,
    DashboardPanel,
    PanelContext,
    Report,
    ReportFilters,
    Row,
)

POINTS: tuple[type[Contribution], ...] = (
    Training,
    ContentBlock,
    Exercise,
    EnrolmentRule,
    CompletionCriterion,
    EvaluationQuestions,
    CertificateTemplate,
    DashboardPanel,
    Report,
    NotificationTexts,
    CourseUrls,
    PersonalData,
    EventHandler,
)
"""Every extension point, in the order in which the documentation tells of them."""

__all__ = [
    "MOST_ROWS",
    "POINTS",
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
    "CourseUrls",
    "DashboardPanel",
    "Deny",
    "EnrolmentRequest",
    "EnrolmentRule",
    "EvaluationQuestions",
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
    "PanelContext",
    "PersonalData",
    "Question",
    "QuestionKind",
    "QuestionsContext",
    "Report",
    "ReportFilters",
    "Row",
    "Score",
    "Text",
    "Training",
    "TrainingDraft",
    "Waitlist",
    "checked_json",
    "options_of",
]
