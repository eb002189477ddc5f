"""The addresses of the plugin's pages in a training, below `/trainingen/<training>/p/lti/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Audience, CourseUrls
from plugins.lti import views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.urls import URLPattern


class OpenPages(CourseUrls):
    """Where a participant reads what another system hears, and goes there."""

    name = "open"
    audience = Audience.PARTICIPANT

    def patterns(self) -> Sequence[URLPattern]:
        return [path("openen/<int:lesson_id>/<slug:block>/", views.open_part)]


class ChoicePages(CourseUrls):
    """Where trainers choose what of other systems their lessons can show."""

    name = "choice"
    audience = Audience.TRAINER
    label = _("Inhoud van andere systemen")

    def patterns(self) -> Sequence[URLPattern]:
        return [path("kiezen/", views.choose_content)]
