"""The page on which a trainer manages the courses of a training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from courses.common import addresses
from courses.plugin_api.api import CourseContext, Refusal
from plugins.xapi.cmi5 import placing
from plugins.xapi.services import courses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.xapi.models import CoursePackage


class CourseForm(forms.Form):
    """A course to add."""

    # What is empty is not wrong before it is sent.
    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("Cursus"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip,.xml"}),
        help_text=gettext_lazy(
            "Een zip-bestand van hoogstens 200 MB met cmi5.xml erin. Of alleen cmi5.xml, als de "
            "cursus op een andere website staat."
        ),
    )
    title = forms.CharField(
        label=gettext_lazy("Naam"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Zo heet het in de lijst. Laat leeg voor de naam uit de cursus."),
    )


class NewVersionForm(forms.Form):
    """A newer version of a course."""

    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("Nieuwe versie"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip,.xml"}),
        help_text=gettext_lazy(
            "Dezelfde cursus, met dezelfde onderdelen in dezelfde volgorde. Nieuwe onderdelen "
            "mogen erachter. Deelnemers houden wat zij deden. Wie nu bezig is, opent haar opnieuw."
        ),
    )


@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def course_list(request: HttpRequest, course: CourseContext) -> HttpResponse:
    """All courses of the training, and a form to add one."""
    form = CourseForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and _added(course, form) is not None:
        messages.success(request, _("De cursus is toegevoegd. Zet haar nu in een les."))
        return redirect(f"{course.url}beheer/")
    rows = [
        {
            "package": one,
            "structure": one.structure,
            "lessons": placing.uses_of(one),
            "remove_url": f"{course.url}beheer/{one.pk}/weg/",
            "replace_url": f"{course.url}beheer/{one.pk}/nieuw/",
        }
        for one in placing.packages_in(course.training_id).select_related("training")
    ]
    values = {"rows": rows, "form": form}
    return _page(request, "courses.html", course, _("Cursussen (cmi5) beheren"), values)


@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, course: CourseContext, pk: int) -> HttpResponse:
    """Put a newer version of a course in its place."""
    found = _package(course, pk)
    form = NewVersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            courses.replace_course(package=found, upload=form.cleaned_data["file"])
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("De nieuwe versie staat klaar."))
            return redirect(f"{course.url}beheer/")
    values = {"form": form, "list_url": f"{course.url}beheer/"}
    return _page(request, "new_version.html", course, found.title, values)


def _page(
    request: HttpRequest,
    template: str,
    course: CourseContext,
    title: str,
    values: Mapping[str, object],
) -> HttpResponse:
    crumbs = [
        (_("Home"), addresses.HOME),
        (_("Trainingen"), addresses.CATALOGUE),
        (course.training_title, course.training_url),
        (title, None),
    ]
    context = {"course": course, "title": title, "crumbs": crumbs, "noindex": True, **values}
    status = 422 if request.method == "POST" else 200
    return render(request, f"xapi/{template}", context, status=status)


def _package(course: CourseContext, pk: int) -> CoursePackage:
    found = placing.packages_in(course.training_id).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_POST
def remove(request: HttpRequest, course: CourseContext, pk: int) -> HttpResponse:
    """Remove a course.

    Raises:
        Refusal: a lesson shows it.
    """
    courses.remove_course(package=_package(course, pk))
    messages.success(request, _("De cursus is verwijderd."))
    return redirect(f"{course.url}beheer/")


def _added(course: CourseContext, form: CourseForm) -> CoursePackage | None:
    """The course that was added; if not, the form says why."""
    if not form.is_valid():
        return None
    try:
        return courses.add_course(
            training_id=course.training_id,
            upload=form.cleaned_data["file"],
            title=form.cleaned_data["title"],
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None
