"""The addresses of the plugin's pages, below `/trainingen/<training>/p/praktijkopdracht/`."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Audience, CourseUrls
from plugins.praktijkopdracht import reviewing, views


class OwnPages(CourseUrls):
    """Where participants hand in."""

    name = "own"
    audience = Audience.PARTICIPANT
    label = _("Praktijkopdrachten")

    def patterns(self) -> Sequence[URLPattern]:
        return [
            path("", views.index),
            path("opdracht/<slug:assignment_id>/", views.assignment),
            path("opdracht/<slug:assignment_id>/intrekken/", views.withdraw),
            path("opdracht/<slug:assignment_id>/bestand/", views.own_file),
        ]


class ReviewPages(CourseUrls):
    """Where trainers review."""

    name = "reviewing"
    audience = Audience.TRAINER
    label = _("Praktijkopdrachten nakijken")

    def patterns(self) -> Sequence[URLPattern]:
        return [
            path("nakijken/", reviewing.review_list),
            path("nakijken/<int:pk>/", reviewing.review),
            path("nakijken/<int:pk>/bestand/", reviewing.submitted_file),
        ]
