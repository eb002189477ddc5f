"""Asking people to go to another date, and their answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.common import clock
from courses.common.errors import Refusal, add_refusal
from courses.editions.queries import possible_alternatives
from courses.enrolment import group_mergers, queries
from courses.enrolment.forms import MergeForm
from courses.enrolment.models import MoveRequest
from courses.enrolment.staff_access import edition_to_change, say_who_is_told
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from courses.editions.models import Edition
    from courses.notices.queries import Reach


@never_cache
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask everybody in an edition to go to another date; show what they answered."""
    edition = edition_to_change(request, pk)
    if "stays" in request.POST:
        return _stays(request, edition)
    others = possible_alternatives(edition).filter(training=edition.training_id)
    form = MergeForm(
        request.POST if request.method == "POST" else None,
        editions=others.prefetch_related("sessions"),
    )
    since = clock.now()
    if form.is_valid():
        try:
            group_mergers.ask_to_move(
                edition=edition,
                to_edition=form.cleaned_data["to_edition"],
                actor=signed_in_user(request),
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request, gettext("Iedereen is gevraagd. Hieronder zie je de antwoorden.")
            )
            say_who_is_told(request, edition, since=since)
            return redirect("edition_merge", pk)
    requests = list(queries.move_requests_from(edition))
    return render(
        request,
        "enrolment/admin/merge.html",
        {
            "edition": edition,
            "form": form,
            "possible": others.exists(),
            "is_open": edition.is_open_for_enrolment,
            "reach": queries.reach_when_asked_to_move(edition),
            "requests": requests,
            "asked_before": _asked_before(edition, requests, possible=others),
        },
    )


def _stays(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Somebody said, on the telephone or in the room, that the other date is not right."""
    key = request.POST["stays"]
    asked = get_object_or_404(
        queries.move_requests_from(edition), pk=key if key.isdecimal() else None
    )
    try:
        group_mergers.answer_request(request=asked, moves=False, actor=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        words = gettext("Genoteerd: %(name)s blijft bij deze datum.")
        messages.success(request, words % {"name": asked.enrolment.person.name})
    return redirect("edition_merge", edition.pk)


def _asked_before(
    edition: Edition, requests: Sequence[MoveRequest], *, possible: QuerySet[Edition]
) -> list[tuple[Edition, Reach]]:
    """Of each date that people were asked about, and can be again: who would be asked anew."""
    asked: dict[int, set[int]] = {}
    for one in requests:
        asked.setdefault(one.to_edition_id, set()).add(one.enrolment_id)
    return [
        (other, queries.reach_when_asked_to_move(edition, asked=asked[other.pk]))
        for other in possible.filter(pk__in=asked)
    ]


@login_required
@never_cache
@require_POST
def answer(request: HttpRequest, edition_id: int, pk: int) -> HttpResponse:
    """Somebody says whether the other date is right."""
    person = signed_in_user(request)
    asked = get_object_or_404(
        MoveRequest.objects.select_related("enrolment", "to_edition"),
        pk=pk,
        enrolment__person=person,
    )
    moves = request.POST.get("answer") == "yes"
    try:
        group_mergers.answer_request(request=asked, moves=moves, actor=person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("enrolment:enrol", edition_id)
    if moves:
        messages.success(request, gettext("Gelukt! Je bent nu ingeschreven op de andere datum."))
        return redirect("enrolment:enrol", asked.to_edition_id)
    messages.success(request, gettext("Dank je wel. Je blijft ingeschreven op deze datum."))
    return redirect("enrolment:enrol", edition_id)
