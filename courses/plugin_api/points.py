"""Every extension point, in the order in which the documentation tells of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.certificates import (
    CertificateAttachments,
    CertificateTemplate,
)
from courses.plugin_api.contributions.completion import CompletionCriterion
from courses.plugin_api.contributions.content import ContentBlock, Training
from courses.plugin_api.contributions.endpoints import Endpoints
from courses.plugin_api.contributions.enrolment import EnrolmentRule
from courses.plugin_api.contributions.evaluation import EvaluationQuestions
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.contributions.exercises import Exercise
from courses.plugin_api.contributions.files import Files
from courses.plugin_api.contributions.jobs import DailyJob, LongTask
from courses.plugin_api.contributions.messages import MailPlaceholders, NotificationTexts
from courses.plugin_api.contributions.people import PersonalData
from courses.plugin_api.contributions.screens import (
    CourseUrls,
    DashboardPanel,
    PublicDocuments,
    Report,
)
from courses.plugin_api.contributions.slots import Slot
from courses.plugin_api.contributions.staff_screens import Screens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.plugin_api.contributions.base import Contribution, Text

POINTS: Mapping[type[Contribution], Text] = {
    Training: _("Training"),
    ContentBlock: _("Blok in een les"),
    Exercise: _("Opdracht in een les"),
    EnrolmentRule: _("Regel voor inschrijven"),
    CompletionCriterion: _("Eis voor het certificaat"),
    EvaluationQuestions: _("Vragen in de evaluatie"),
    CertificateTemplate: _("Vorm van het certificaat"),
    CertificateAttachments: _("Bestanden in het certificaat"),
    DashboardPanel: _("Paneel op een startpagina"),
    Report: _("Overzicht"),
    NotificationTexts: _("Teksten van mails"),
    MailPlaceholders: _("Invulwoorden in mails"),
    CourseUrls: _("Eigen pagina's"),
    Slot: _("Aanvulling op een pagina"),
    Screens: _("Schermen in het beheer"),
    PublicDocuments: _("Openbare bestanden"),
    Endpoints: _("Adressen voor andere systemen"),
    Files: _("Bewaarde bestanden"),
    PersonalData: _("Gegevens van mensen"),
    EventHandler: _("Reactie op gebeurtenissen"),
    DailyJob: _("Werk van elke dag"),
    LongTask: _("Werk dat lang duurt"),
}
"""The base class of each, and what it is called on the screen."""
