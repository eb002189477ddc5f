"""The page on which a trainer manages the courses of a training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.common.errors import add_refusal
from courses.plugin_api.api import CourseContext, Refusal
from plugins.xapi.cmi5 import placing
from plugins.xapi.cmi5.forms import CourseForm, NewVersionForm
from plugins.xapi.services import courses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.xapi.models import CoursePackage


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
            add_refusal(form, refusal)
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
    context = {**course.page_values(title), **values}
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
        add_refusal(form, refusal)
        return None
