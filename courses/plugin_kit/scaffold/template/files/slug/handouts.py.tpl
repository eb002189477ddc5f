"""The page with hand-outs: the staff put files there, participants take them along."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from $slug.files import HANDOUTS
from courses.plugin_api.api import Audience, CourseContext, CourseUrls, Refusal


class HandoutForm(forms.Form):
    """A hand-out that is added."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("Nieuwe hand-out"),
        allow_empty_file=True,
        help_text=_("Een pdf, docx, odt, jpg of png van hoogstens 10 MB."),
    )


@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def handouts(request: HttpRequest, course: CourseContext) -> HttpResponse:
    """What there is; for the staff a form to add one."""
    form = HandoutForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if not course.is_staff:
            raise PermissionDenied
        if form.is_valid():
            try:
                HANDOUTS.keep(form.cleaned_data["file"], training_id=course.training_id)
            except Refusal as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect(f"{course.url}hand-outs/")
    title = gettext("Hand-outs")
    values = {
        **course.page_values(title),
        "files": HANDOUTS.every(training_id=course.training_id),
        "form": form,
    }
    return render(request, "$slug/handouts.html", values)


class HandoutPages(CourseUrls):
    """For participants and the staff; the training's page has a link to it."""

    name = "handouts"
    audience = Audience.PARTICIPANT
    label = _("Hand-outs")

    def patterns(self) -> Sequence[URLPattern]:
        return [path("hand-outs/", handouts)]
