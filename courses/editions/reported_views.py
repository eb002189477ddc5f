"""Editions of the past, as others reported them: their figures, who took part, and their papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.common.edit_conflicts import (
    FIELD,
    TAKE,
    Conflict,
    FormSnapshot,
    token,
    with_theirs,
)
from courses.common.errors import Refusal, add_refusal
from courses.common.uploads import as_download
from courses.editions import queries, services
from courses.editions.admin import name_button_providers
from courses.editions.forms import PaperForm, ReportForm
from courses.editions.queries import ReportedDetails, editions_for_staff
from courses.people import queries as people
from courses.people.forms import NewPersonForm, typed_in_search
from courses.people.queries import active_people, is_coordinator, signed_in_user
from courses.people.services import register_person

if TYPE_CHECKING:
    from django.http import HttpRequest

    from courses.editions.models import Edition, ReportedFigures
    from courses.people.models import User

MOST_FOUND = 10
"""How many people are shown who may be meant."""


def reporter(request: HttpRequest) -> User:
    """Who may enter what others reported.

    Raises:
        PermissionDenied: this one may not.
    """
    if not is_coordinator(request.user) or not request.user.has_perm("editions.add_edition"):
        raise PermissionDenied
    return signed_in_user(request)


def reported_edition(request: HttpRequest, pk: int) -> Edition:
    """An edition of others that who asks works with.

    Raises:
        Http404: there is none, or not for this person.
    """
    found = editions_for_staff(request.user).select_related("reported", "location")
    edition = get_object_or_404(found, pk=pk)
    if not edition.is_reported:
        raise Http404
    return edition


# --- The figures ----------------------------------------------------------------------------------


def report(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter an edition of the past as it was reported, or correct what was entered."""
    actor = reporter(request)
    known = None if pk is None else queries.reported_figures(reported_edition(request, pk).pk)
    form = _report_form(request, known)
    conflict: Conflict | None = None
    if form.is_valid():
        try:
            saved = services.report_edition(
                actor=actor,
                edition=known.edition if known is not None else None,
                snapshot=FormSnapshot.submitted(request.POST),
                **form.cleaned_data,
            )
        except Conflict as stale:
            conflict = stale
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Bewaard, als opgave van anderen."))
            return redirect("edition_reported_people", saved.pk)
    values = {
        "form": form,
        "known": known,
        "conflict": conflict,
        "snapshot_token": _token(request, known, conflict),
    }
    return render(request, "editions/admin/report.html", values)


def _report_form(request: HttpRequest, known: ReportedFigures | None) -> ReportForm:
    fresh = ReportForm(initial=_initial(known) if known is not None else {})
    if request.method != "POST":
        return fresh
    sent = request.POST
    return ReportForm(with_theirs(sent, fresh) if TAKE in sent else sent, initial=fresh.initial)


def _initial(known: ReportedFigures) -> dict[str, object]:
    details = ReportedDetails.stored(known)
    names = ("training", "day", "location", "participants", "answers", "mean", "source")
    return {name: getattr(details, name) for name in names}


def _token(request: HttpRequest, known: ReportedFigures | None, conflict: Conflict | None) -> str:
    """The marks of what the page shows: after an error, still those of when it was opened."""
    if conflict is not None:
        return conflict.token
    sent: str | None = request.POST.get(FIELD)
    if sent is not None or known is None:
        return sent or ""
    return token(ReportedDetails.stored(known).facts)


# --- Who took part, and the papers ----------------------------------------------------------------


@never_cache
def names_and_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who took part by name, and what there is on paper; add somebody that we do not know yet."""
    actor = reporter(request)
    edition = reported_edition(request, pk)
    search = request.GET.get("q", "")
    sent = request.POST if request.method == "POST" else None
    form = NewPersonForm(sent, user=actor, initial=typed_in_search(search))
    if form.is_valid():
        try:
            person = _register_and_name(edition, form, actor)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return _named(request, edition, person)
    return _people_page(request, edition, form=form, search=search)


def _people_page(
    request: HttpRequest,
    edition: Edition,
    *,
    form: NewPersonForm | None = None,
    paper_form: PaperForm | None = None,
    search: str = "",
) -> HttpResponse:
    named = list(queries.participants_as_reported(edition))
    found = people.find(search, limit=MOST_FOUND, people=active_people()) if search else []
    values = {
        "edition": edition,
        "named": named,
        "there": {one.person_id for one in named},
        "to_name": edition.reported.participants - len(named),
        "ways_to_name": [one for provider in name_button_providers for one in provider(edition)],
        "papers": queries.papers_of(edition),
        "searched_for": search,
        "found": found,
        "form": form or NewPersonForm(user=signed_in_user(request)),
        "paper_form": paper_form or PaperForm(edition=edition),
    }
    status = 400 if paper_form is not None else 200
    return render(request, "editions/admin/reported_people.html", values, status=status)


@require_POST
def name_participant(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """Say that somebody took part."""
    actor = reporter(request)
    edition = reported_edition(request, pk)
    person = get_object_or_404(active_people(), pk=person_pk)
    try:
        services.name_participant(edition=edition, person=person, actor=actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("edition_reported_people", edition.pk)
    return _named(request, edition, person)


def _named(request: HttpRequest, edition: Edition, person: User) -> HttpResponse:
    said = gettext("%(name)s staat erbij, volgens opgave.") % {"name": person.name}
    messages.success(request, said)
    return redirect("edition_reported_people", edition.pk)


@transaction.atomic
def _register_and_name(edition: Edition, form: NewPersonForm, actor: User) -> User:
    person = register_person(actor=actor, **form.new_person())
    services.name_participant(edition=edition, person=person, actor=actor)
    return person


@require_POST
def remove_participant(request: HttpRequest, pk: int, participant_pk: int) -> HttpResponse:
    """Take a name away, with the papers of that person."""
    actor = reporter(request)
    edition = reported_edition(request, pk)
    named = get_object_or_404(queries.participants_as_reported(edition), pk=participant_pk)
    services.remove_reported_participant(participant=named, actor=actor)
    said = gettext("%(name)s staat er niet meer bij.") % {"name": named.person.name}
    messages.success(request, said)
    return redirect("edition_reported_people", edition.pk)


@require_POST
def add_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a scan."""
    actor = reporter(request)
    edition = reported_edition(request, pk)
    form = PaperForm(request.POST, request.FILES, edition=edition)
    if form.is_valid():
        try:
            services.add_paper(
                edition=edition,
                upload=form.cleaned_data["file"],
                kind=form.cleaned_data["kind"],
                participant=form.cleaned_data["participant"],
                actor=actor,
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Het papier is bewaard."))
            return redirect("edition_reported_people", edition.pk)
    return _people_page(request, edition, paper_form=form)


@require_POST
def remove_paper(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """Throw a scan away."""
    actor = reporter(request)
    edition = reported_edition(request, pk)
    paper = get_object_or_404(queries.papers_of(edition), pk=paper_pk)
    services.remove_paper(paper=paper, actor=actor)
    messages.success(request, gettext("Het papier is weg."))
    return redirect("edition_reported_people", edition.pk)


@require_safe
def download_paper(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """A scan, to keep; for who works with the edition."""
    edition = reported_edition(request, pk)
    paper = get_object_or_404(queries.papers_of(edition).select_related("stored"), pk=paper_pk)
    return as_download(paper.name, bytes(paper.stored.content))


urlpatterns: list[URLPattern] = [
    path("uitvoeringen/opgave/", report, name="edition_report"),
    path("uitvoeringen/<int:pk>/opgave/", report, name="edition_reported"),
    path("uitvoeringen/<int:pk>/opgave/namen/", names_and_papers, name="edition_reported_people"),
    path(
        "uitvoeringen/<int:pk>/opgave/namen/<int:person_pk>/",
        name_participant,
        name="edition_reported_name",
    ),
    path(
        "uitvoeringen/<int:pk>/opgave/namen/<int:participant_pk>/weg/",
        remove_participant,
        name="edition_reported_remove",
    ),
    path("uitvoeringen/<int:pk>/opgave/papieren/", add_paper, name="edition_paper_add"),
    path(
        "uitvoeringen/<int:pk>/opgave/papieren/<int:paper_pk>/",
        download_paper,
        name="edition_paper",
    ),
    path(
        "uitvoeringen/<int:pk>/opgave/papieren/<int:paper_pk>/weg/",
        remove_paper,
        name="edition_paper_remove",
    ),
]
