"""Where staff see how far participants are in courses of cmi5, waive units and end sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.viewsets.base import ViewSet

from courses.catalogue.queries import trainings_with
from courses.editions.models import Edition
from courses.editions.queries import editions_for_staff
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import participants as participants_in
from courses.plugin_api.api import Refusal
from plugins.xapi.cmi5 import overview, placing
from plugins.xapi.enums import Reason
from plugins.xapi.models import CoursePackage
from plugins.xapi.services import sessions

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from courses.people.models import User
    from plugins.xapi.cmi5.overview import Progress

INDEX = "xapi_participants:index"
PERSON = "xapi_participants:person"
MOST_EDITIONS = 300
"""Editions to choose from, the newest first."""


class EditionForm(forms.Form):
    """Which edition it is about."""

    uitvoering = forms.ModelChoiceField(
        label=gettext_lazy("Uitvoering"), queryset=Edition.objects.none()
    )

    def __init__(self, user: User, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        field = cast("forms.ModelChoiceField[Edition]", self.fields["uitvoering"])
        field.queryset = _editions(user)


class WaiveForm(forms.Form):
    """Why somebody need not do a unit."""

    reason = forms.ChoiceField(label=gettext_lazy("Waarom?"), choices=Reason.choices)


class ParticipantViewSet(ViewSet):
    """A list by edition, and a page for each participant with each course."""

    icon = "group"

    def get_urlpatterns(self) -> list[URLPattern]:
        place = "<int:enrolment_id>/<int:lesson_id>/<slug:block>/"
        return [path("", participants, name="index"), path(place, person, name="person")]


def _editions(user: User) -> QuerySet[Edition]:
    """Those that somebody works with, of trainings with a course."""
    with_course = CoursePackage.objects.values("training")
    found = editions_for_staff(user).filter(training__in=with_course)
    newest = found.filter(training__in=trainings_with("xapi")).order_by("-starts_at", "pk")
    return newest.filter(pk__in=list(newest.values_list("pk", flat=True)[:MOST_EDITIONS]))


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


@require_safe
def participants(request: HttpRequest) -> HttpResponse:
    """Who takes part in an edition, and how far each is in each course."""
    form = EditionForm(_user(request), request.GET or None)
    rows: list[tuple[Progress, str]] | None = None
    if form.is_valid():
        edition = form.cleaned_data["uitvoering"]
        enrolments = participants_in(edition).select_related("edition__training")
        every = placing.placed_in(edition.training_id)
        rows = [(one, _url(one)) for one in overview.progress_of(enrolments, every)]
    title = _("Deelnemers aan cmi5-cursussen")
    values = {
        "form": form,
        "rows": rows,
        "header_title": title,
        "page_title": title,
        "header_icon": "group",
    }
    return render(request, "xapi/participants.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, enrolment_id: int, lesson_id: int, block: str) -> HttpResponse:
    """How far somebody is in one course, with what staff may say about it."""
    one = _progress(_user(request), enrolment_id, lesson_id, block)
    form = WaiveForm(request.POST if "waive" in request.POST else None)
    if request.method == "POST":
        if "close" in request.POST:
            return _closed(request, one)
        if form.is_valid():
            return _waived(request, one, Reason(form.cleaned_data["reason"]))
    values = {
        "one": one,
        "form": form,
        "back": f"{reverse(INDEX)}?uitvoering={one.enrolment.edition_id}",
        "header_title": one.enrolment.person.name,
        "page_title": one.enrolment.person.name,
        "header_icon": "group",
    }
    status = 422 if form.is_bound else 200
    return render(request, "xapi/participant.html", values, status=status)


def _progress(user: User, enrolment_id: int, lesson_id: int, block: str) -> Progress:
    """Of somebody in an edition that this member of staff works with.

    Raises:
        Http404: there is none, or it is somebody else's.
    """
    enrolment = (
        Enrolment.objects.filter(
            pk=enrolment_id, edition__in=_editions(user), status__in=TAKES_PART
        )
        .select_related("person", "edition__training")
        .first()
    )
    if enrolment is None:
        raise Http404
    placed = placing.placed(enrolment.edition.training_id, lesson_id, block)
    found = overview.progress_of([enrolment], [placed]) if placed is not None else []
    if not found:
        raise Http404
    return found[0]


def _waived(request: HttpRequest, one: Progress, reason: Reason) -> HttpResponse:
    number = request.POST["waive"]
    key = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else -1
    unit = one.package.structure.unit(key)
    if unit is None:
        raise Refusal(_("Dit onderdeel is er niet meer."))
    registration = sessions.register(
        person=one.enrolment.person, placed=one.placed, package=one.package
    )
    sessions.waive(registration=registration, unit=unit, reason=reason)
    told = {"name": one.enrolment.person.name, "unit": unit.title}
    messages.success(request, _("%(name)s hoeft ‘%(unit)s’ niet meer te doen.") % told)
    return redirect(_url(one))


def _closed(request: HttpRequest, one: Progress) -> HttpResponse:
    key = request.POST["close"]
    session = next((each for each in one.open_sessions if str(each.pk) == key), None)
    if session is not None and sessions.close(session=session):
        messages.success(request, _("De sessie is gesloten. De cursus kan opnieuw open."))
    else:
        messages.info(request, _("Deze sessie was al gesloten."))
    return redirect(_url(one))


def _url(one: Progress) -> str:
    lesson_id, block = one.placed.place
    return reverse(PERSON, args=[one.enrolment.pk, lesson_id, block])
