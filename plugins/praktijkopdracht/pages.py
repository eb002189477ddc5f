"""The addresses of the plugin's pages, below `/trainingen/<training>/p/praktijkopdracht/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Audience, CourseUrls
from plugins.praktijkopdracht import reviewing, views

if TYPE_CHECKING:
    from collections.abc import Sequence


class OwnPages(CourseUrls):
    """What a participant has to do."""

    name = "own"
    audience = Audience.PARTICIPANT
    label = _("Praktijkopdrachten")

    def patterns(self) -> Sequence[URLPattern]:
        return [path("", views.index)]


class AssignmentPages(CourseUrls):
    """Where participants hand in, and where who has left still finds what is his or hers.

    So these are for everyone who has signed in, and each view decides: it shows nothing but what
    the reader handed in, and the assignment itself only to who takes part or gives the training.
    """

    name = "assignment"
    audience = Audience.EVERYONE

    def patterns(self) -> Sequence[URLPattern]:
        return [
            path("opdracht/<slug:assignment_id>/", login_required(views.assignment)),
            path("opdracht/<slug:assignment_id>/intrekken/", login_required(views.withdraw)),
            path("opdracht/<slug:assignment_id>/bestand/", login_required(views.own_file)),
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
