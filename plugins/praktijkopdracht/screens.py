"""The list of what was handed in, in the administration: over all trainings together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Audience, Screens
from plugins.praktijkopdracht import queries
from plugins.praktijkopdracht.viewsets import SubmissionViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.admin.viewsets.base import ViewSet

    from plugins.praktijkopdracht.models import Submission


class SubmissionScreens(Screens):
    """What somebody may review, in one list; judging is done on the page of the training."""

    name = "submissions"
    label = _("Praktijkopdrachten")
    icon = "doc-full-inverse"
    right = _("Praktijkopdrachten bekijken in het beheer")
    actions = ()
    given_to = (Audience.TRAINER, Audience.COORDINATOR)

    def viewset(self) -> ViewSet:
        return SubmissionViewSet()

    def rows(self, user: object) -> QuerySet[Submission]:
        return queries.in_open_trainings(queries.for_reviewer(user))  # type: ignore[arg-type]
