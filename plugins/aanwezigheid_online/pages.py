"""The addresses of the plugin's pages, below `/trainingen/<training>/p/aanwezigheid_online/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Audience, CourseUrls
from plugins.aanwezigheid_online import views

if TYPE_CHECKING:
    from collections.abc import Sequence


class ReportPages(CourseUrls):
    """Where trainers read in a report; of the sessions of their own editions only."""

    name = "reports"
    audience = Audience.TRAINER
    label = _("Presentie uit Zoom of Teams")

    def patterns(self) -> Sequence[URLPattern]:
        return [
            path("", views.session_list),
            path("bijeenkomst/<int:session_pk>/", views.session_report),
        ]
