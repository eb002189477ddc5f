"""Whether an edition goes on, and calling it off, in the administration."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from courses.catalogue.queries import infopunt
from courses.common import clock
from courses.common.edit_conflicts import Conflict, FormSnapshot, token
from courses.common.errors import Refusal
from courses.editions.enums import EditionStatus
from courses.editions.queries import drafts_of, editions_for_staff, possible_alternatives
from courses.enrolment import queries, services
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.forms import CancelForm
from courses.enrolment.group_mergers import may_be_merged
from courses.enrolment.staff_access import say_who_is_told, what_changed
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call an edition off, after asking; everyone in it or waiting for it gets a mail."""
    edition = get_object_or_404(editions_for_staff(request.user), pk=pk)
    if not request.user.has_perm("editions.change_edition"):
        raise PermissionDenied
    edit_url = reverse("uitvoeringen:edit", args=[pk])
    if edition.status == EditionStatus.CANCELLED:
        # There is nothing to ask: it was done, perhaps by somebody else.
        messages.info(request, gettext("De uitvoering gaat al niet door."))
        return redirect(edit_url)
    form = CancelForm(request.POST if request.method == "POST" else None, edition=edition)
    since = clock.now()
    # What they hear is written a moment after this.
    trainers = queries.reach_of_trainers_when_cancelled(edition)
    if form.is_valid():
        try:
            services.cancel_edition(
                edition=edition,
                actor=signed_in_user(request),
                snapshot=FormSnapshot.submitted(request.POST),
                reason=form.cleaned_data["reason"],
                alternatives=form.cleaned_data.get("alternatives", ()),
            )
        except Conflict as conflict:
            # The page shows what is so by now, and keeps what was typed.
            messages.warning(request, what_changed(conflict))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(edit_url)
        else:
            messages.success(request, gettext("De uitvoering gaat niet door."))
            say_who_is_told(request, edition, since=since, trainers=trainers)
            return redirect(edit_url)
    who = queries.who_is_told(edition)
    return render(
        request,
        "enrolment/admin/cancel.html",
        {
            "edition": edition,
            "edit_url": edit_url,
            "sessions": edition.sessions.count(),
            "phone": infopunt(request).phone,
            "form": form,
            "reach": queries.reach_when_cancelled(edition),
            "trainers": trainers,
            "snapshot_token": token(who),
            "drafts": drafts_of(edition),
            "may_merge": may_be_merged(edition),
        },
    )


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a group that is too small goes on; "no" leads to calling it off."""
    edition = get_object_or_404(editions_for_staff(request.user), pk=pk)
    if not request.user.has_perm("editions.change_edition"):
        raise PermissionDenied
    since = clock.now()
    if request.method == "POST":
        try:
            services.confirm_edition(edition=edition, actor=signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, gettext("De uitvoering gaat door."))
            say_who_is_told(request, edition, since=since)
        return redirect("uitvoeringen:edit", pk)
    counted = Counter(one.status for one in queries.enrolments_in(edition))
    return render(
        request,
        "enrolment/admin/decide.html",
        {
            "edition": edition,
            "participants": counted[EnrolmentStatus.CONFIRMED],
            "offered": counted[EnrolmentStatus.OFFERED],
            "reach": queries.reach_when_confirmed(edition),
            "trainers": queries.reach_of_trainers_when_confirmed(edition),
            "alternatives": possible_alternatives(edition).filter(training=edition.training_id),
        },
    )
