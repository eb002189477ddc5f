"""The addresses of the plugin's pages in a training, below `/trainingen/<training>/p/xapi/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Audience, CourseUrls
from plugins.xapi.cmi5 import managing, views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.urls import URLPattern

PLACE = "les/<int:lesson_id>/<slug:block>/"


class CoursePages(CourseUrls):
    """Where a participant opens the units of a course."""

    name = "courses"
    audience = Audience.PARTICIPANT

    def patterns(self) -> Sequence[URLPattern]:
        return [
            path(PLACE, views.units),
            path(f"{PLACE}open/<int:number>/", views.open_unit),
            path(f"{PLACE}bezig/<uuid:session_id>/", views.running),
        ]


class ManagingPages(CourseUrls):
    """Where a trainer adds courses."""

    name = "managing"
    audience = Audience.TRAINER
    label = _("Cursussen (cmi5) beheren")

    def patterns(self) -> Sequence[URLPattern]:
        return [
            path("beheer/", managing.course_list),
            path("beheer/<int:pk>/nieuw/", managing.replace),
            path("beheer/<int:pk>/weg/", managing.remove),
        ]
