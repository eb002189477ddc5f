"""The pages on which a trainer manages the packages of a training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.catalogue.models import TrainingPage
from courses.common.errors import add_refusal
from courses.plugin_api.api import CourseContext, Refusal
from plugins.scorm import exporting, queries, services
from plugins.scorm.forms import PackageForm, ReplaceForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.scorm.models import Package


@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def package_list(request: HttpRequest, course: CourseContext) -> HttpResponse:
    """All packages of the training, and a form to add one."""
    form = PackageForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        added = _added(course, form)
        if added is not None:
            messages.success(request, _("Het pakket is toegevoegd."))
            return redirect(f"{course.url}beheer/{added.pk}/")
    rows = [
        (one, one.manifest, f"{course.url}beheer/{one.pk}/")
        for one in queries.packages_in(course.training_id)
    ]
    values = {"rows": rows, "form": form, "export_url": f"{course.url}beheer/meenemen/"}
    return _page(request, "list.html", course, _("E-learning beheren"), values)


@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def package(request: HttpRequest, course: CourseContext, pk: int) -> HttpResponse:
    """What is in a package, where it is used, and a newer version of it."""
    found = _package(course, pk)
    form = ReplaceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.replace_package(package=found, upload=form.cleaned_data["file"])
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("De nieuwe versie staat klaar."))
            return redirect(f"{course.url}beheer/{pk}/")
    values = {
        "package": found,
        "manifest": found.manifest,
        "lessons": queries.uses_of(found),
        "form": form,
        "list_url": f"{course.url}beheer/",
        "remove_url": f"{course.url}beheer/{pk}/weg/",
    }
    return _page(request, "package.html", course, found.title, values)


@require_POST
def remove(request: HttpRequest, course: CourseContext, pk: int) -> HttpResponse:
    """Remove a package.

    Raises:
        Refusal: a lesson shows it.
    """
    services.remove_package(package=_package(course, pk))
    messages.success(request, _("Het pakket is verwijderd."))
    return redirect(f"{course.url}beheer/")


@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, course: CourseContext) -> HttpResponse:
    """What of the training comes along to another system; asked with POST, the package itself.

    Raises:
        Refusal: it has no published lessons.
    """
    training = TrainingPage.objects.get(pk=course.training_id)
    if request.method != "POST":
        values = {"lessons": exporting.plan(training), "list_url": f"{course.url}beheer/"}
        return _page(request, "take_along.html", course, _("Deze training meenemen"), values)
    response = HttpResponse(exporting.as_package(training), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{training.slug}-scorm.zip"'
    return response


def _added(course: CourseContext, form: PackageForm) -> Package | None:
    """The package that was added; if not, the form says why."""
    if not form.is_valid():
        return None
    try:
        return services.add_package(
            training_id=course.training_id,
            upload=form.cleaned_data["file"],
            title=form.cleaned_data["title"],
        )
    except Refusal as refusal:
        add_refusal(form, refusal)
        return None


def _package(course: CourseContext, pk: int) -> Package:
    found = queries.packages_in(course.training_id).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    template: str,
    course: CourseContext,
    title: str,
    values: Mapping[str, object],
) -> HttpResponse:
    context = {**course.page_values(title), **values}
    return render(request, f"scorm/{template}", context)
