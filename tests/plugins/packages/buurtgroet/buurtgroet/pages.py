"""The page of the plugin, and the table for the coordinator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from buurtgroet.models import Greeting
from courses.plugin_api.api import (
    Audience,
    Column,
    CourseContext,
    CourseUrls,
    Report,
    ReportFilters,
    Row,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpRequest, HttpResponse


class GreetingForm(forms.ModelForm):
    """The text of a greeting."""

    class Meta:
        model = Greeting
        fields = ["text"]
        labels = {"text": _("Jouw groet aan de buurt")}


def greetings(request: HttpRequest, course: CourseContext) -> HttpResponse:
    """The greetings in this training, and room for one's own."""
    own = Greeting(person_id=course.person_id, training_id=course.training_id)
    kept = Greeting.objects.filter(person=course.person_id, training=course.training_id).first()
    form = GreetingForm(request.POST or None, instance=kept or own)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(course.url)
    texts = Greeting.objects.filter(training=course.training_id).order_by("pk")
    return render(
        request, "buurtgroet/greetings.html", {"course": course, "form": form, "greetings": texts}
    )


class Greetings(CourseUrls):
    """The page with everybody's greetings."""

    name = "greetings"
    audience = Audience.PARTICIPANT
    label = _("Groet de buurt")

    def patterns(self) -> Sequence[URLPattern]:
        return [path("", greetings, name="buurtgroet_greetings")]


class GreetingsReport(Report):
    """How many greetings each training has."""

    name = "greetings"
    title = _("Buurtgroet: groeten")
    description = _("Hoeveel deelnemers van elke training tot nu toe een groet achterlieten.")
    columns = (Column(_("Training")), Column(_("Groeten"), is_number=True))

    def rows(self, filters: ReportFilters) -> Iterator[Row]:
        found = Greeting.objects.filter(training__in=filters.training_ids)
        titles = found.order_by("training__title").values_list("training__title", flat=True)
        counted = list(titles)
        for title in dict.fromkeys(counted):
            yield (title, counted.count(title))
