"""The page for notes, at `/trainingen/<training>/p/$slug/notities/`."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from $slug.models import LONGEST, Note
from $slug.services import keep_note
from courses.plugin_api.api import Audience, CourseContext, CourseUrls


class NoteForm(forms.Form):
    """What somebody wants to remember."""

    text = forms.CharField(
        label=_("Wat wil je onthouden?"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea,
        help_text=_("Alleen jij leest dit. Maak het leeg om het weg te halen."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: HttpRequest, course: CourseContext) -> HttpResponse:
    """Somebody's own notes on the training."""
    person_id = course.person_id or 0
    if request.method == "POST":
        form = NoteForm(request.POST)
        if form.is_valid():
            text = form.cleaned_data["text"]
            keep_note(person_id=person_id, training_id=course.training_id, text=text)
            messages.success(request, gettext("Je notities zijn bewaard."))
            return redirect(f"{course.url}notities/")
    else:
        note = Note.objects.filter(person=person_id, training=course.training_id).first()
        form = NoteForm(initial={"text": note.text if note else ""})
    title = gettext("Mijn notities")
    values = {
        **course.page_values(title),
        "form": form,
    }
    return render(request, "$slug/notes.html", values)


class NotePages(CourseUrls):
    """The notes, for participants and the staff; the training's page has a link to it."""

    name = "notes"
    audience = Audience.PARTICIPANT
    label = _("Mijn notities")

    def patterns(self) -> Sequence[URLPattern]:
        return [path("notities/", notes)]
