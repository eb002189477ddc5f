"""The addresses of the plugin's pages, below `/trainingen/<training>/p/scorm/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Audience, CourseUrls
from plugins.scorm import managing, player

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACE = "les/<int:lesson_id>/<slug:exercise_id>/"


class PlayerPages(CourseUrls):
    """Where a participant does a package."""

    name = "player"
    audience = Audience.PARTICIPANT

    def patterns(self) -> Sequence[URLPattern]:
        return [
            path(PLACE, player.first_part),
            path(f"{PLACE}deel/<slug:part_id>/", player.part),
            path(f"{PLACE}deel/<slug:part_id>/gezien/", player.seen),
            path(
                f"{PLACE}deel/<slug:part_id>/bewaar/<slug:sender>/<int:since>/<int:attempt>/",
                player.keep,
            ),
            path(f"{PLACE}opnieuw/", player.begin_again),
        ]


class ManagingPages(CourseUrls):
    """Where a trainer adds packages, and takes the training along as one."""

    name = "managing"
    audience = Audience.TRAINER
    label = _("E-learning beheren")

    def patterns(self) -> Sequence[URLPattern]:
        return [
            path("beheer/", managing.package_list),
            path("beheer/meenemen/", managing.export),
            path("beheer/<int:pk>/", managing.package),
            path("beheer/<int:pk>/weg/", managing.remove),
        ]
