"""A page of its own, at `/trainingen/<training>/p/$slug/`."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from courses.catalogue.models import LessonPage, TrainingPage
from courses.plugin_api.api import Audience, CourseContext, CourseUrls


@require_safe
def overview(request: HttpRequest, course: CourseContext) -> HttpResponse:
    """All published lessons with what they are about, to read or print."""
    training = TrainingPage.objects.only("path", "depth").get(pk=course.training_id)
    lessons = LessonPage.objects.live().child_of(training).defer("body").order_by("path")
    title = gettext("Alle lessen op een rij")
    values = {
        **course.page_values(title),
        "lessons": lessons,
    }
    return render(request, "$slug/overview.html", values)


class LessonOverview(CourseUrls):
    """The overview, for participants and the staff; the training's page has a link to it."""

    name = "overview"
    audience = Audience.PARTICIPANT
    label = _("Alle lessen op een rij")

    def patterns(self) -> Sequence[URLPattern]:
        return [path("", overview)]
