"""Enrolling a group of people from a list, in the administration; and naming who took part in an
edition of the past."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from courses.editions.queries import access_in_words, with_access
from courses.editions.reported_views import reported_edition, reporter
from courses.enrolment import queries, services
from courses.enrolment.forms import begun_in_words
from courses.enrolment.group_forms import (
    PART_CHOICES,
    PARTS_OF_A_NAME,
    STATE,
    ListForm,
    first_state,
    offering,
    submitted_state,
    unseen_in,
    without_notes,
)
from courses.enrolment.group_plans import deviations, plan_group, told
from courses.enrolment.queries import conditions_of, rules_of, what_staff_deviate_from
from courses.enrolment.reported_plans import plan_names
from courses.enrolment.staff_access import edition_to_change, may_change
from courses.notices.queries import who_gets_what
from courses.people.models import Partner
from courses.people.queries import is_coordinator, signed_in_user

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from courses.editions.models import Edition
    from courses.enrolment.group_forms import ListState
    from courses.enrolment.services.groups import GroupResult


class PartnerForm(forms.Form):
    """From which organisation those come who are new."""

    partner = forms.ModelChoiceField(
        label=_("Organisatie van wie nieuw is"), queryset=Partner.objects.all(), required=False
    )


def which(request: HttpRequest) -> HttpResponse:
    """For which edition somebody has a list of people."""
    if not (is_coordinator(request.user) and may_change(request.user)):
        raise PermissionDenied
    editions = list(with_access(queries.editions_to_choose(signed_in_user(request), search="")))
    for one in editions:
        one.access, one.begun = access_in_words(one), begun_in_words(one)
    return render(request, "enrolment/admin/group_which.html", {"editions": editions})


@dataclass(frozen=True)
class SentList:
    """What came with a request: a list that is looked through, or the form that asks for one."""

    state: ListState | None
    form: ListForm
    partner_form: PartnerForm

    @property
    def partner(self) -> Partner | None:
        """From which organisation those come who are new."""
        form = self.partner_form
        partner: Partner | None = form.cleaned_data["partner"] if form.is_valid() else None
        return partner


def _sent_list(request: HttpRequest, *, is_taken: bool = True) -> SentList:
    """The list as it is in this step; a new one is read only where it `is_taken`."""
    state = submitted_state(request.POST) if STATE in request.POST else None
    form = ListForm(request.POST or None, request.FILES or None)
    if state is None and is_taken and request.method == "POST" and form.is_valid():
        state = first_state(form.table)
    if state is not None and "again" in request.POST:
        return SentList(
            None,
            ListForm(initial={"text": state.as_text()}),
            PartnerForm(initial={"partner": request.POST.get("partner")}),
        )
    return SentList(state, form, PartnerForm(request.POST or None))


@never_cache
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """A list is given, looked through, and carried out: each step a POST, and only the last
    stores something.

    For coordinators: a list tells whom we know, and trainers learn of nobody who is not in an
    edition of theirs.
    """
    edition = edition_to_change(request, pk)
    if not is_coordinator(request.user):
        raise PermissionDenied
    # In what is called off nobody is enrolled: that is said before somebody looks a list through.
    sent = _sent_list(request, is_taken=not edition.is_cancelled)
    if sent.state is not None:
        return _look_through(request, edition, sent.state, sent)
    values = {"edition": edition, "form": sent.form, "partner_form": sent.partner_form}
    return render(request, "enrolment/admin/group.html", values)


@never_cache
def names(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for an edition of the past: who took part is named, and nobody is told."""
    actor = reporter(request)
    edition = reported_edition(request, pk)
    sent = _sent_list(request)
    values = {"edition": edition, "form": sent.form, "partner_form": sent.partner_form}
    if sent.state is None:
        return render(request, "enrolment/admin/names.html", values)
    looked_through = without_notes(sent.state)
    plan = plan_names(
        looked_through.table,
        edition=edition,
        decisions=looked_through.decisions,
        corrections=looked_through.corrections,
        since=looked_through.made_at,
    )
    state = offering(looked_through, plan)
    if "enrol" in request.POST and not unseen_in(looked_through, state):
        results = services.name_group(
            edition=edition,
            rows=[row for row in plan.rows if row.number in state.chosen],
            actor=actor,
            partner=sent.partner,
        )
        left = [row for row in plan.rows if row.number not in state.chosen]
        values |= {"results": results, "left": left}
        return render(request, "enrolment/admin/names_done.html", values)
    values |= {"plan": plan, "state": state, "part_choices": PARTS_OF_A_NAME}
    return render(request, "enrolment/admin/names_plan.html", values)


def _with_conditions(results: list[GroupResult], edition: Edition) -> list[GroupResult]:
    """With of each who was enrolled whether what holds for this training holds for this person too:
    staff enrol also who could not enrol alone."""
    rules = rules_of(edition.training_id)
    if not conditions_of(edition.training_id, rules):
        return results
    return [
        replace(
            one, unmet=what_staff_deviate_from(one.enrolment.person, edition, rules), was_asked=True
        )
        if one.enrolment is not None
        else one
        for one in results
    ]


def _look_through(
    request: HttpRequest, edition: Edition, sent: ListState, given: SentList
) -> HttpResponse:
    plan = plan_group(
        sent.table,
        edition=edition,
        decisions=sent.decisions,
        corrections=sent.corrections,
        since=sent.made_at,
    )
    state = offering(sent, plan)
    if "enrol" in request.POST and not unseen_in(sent, state):
        results = services.enrol_group(
            edition=edition,
            rows=[row for row in plan.rows if row.number in state.chosen],
            actor=signed_in_user(request),
            partner=given.partner,
        )
        left = [row for row in plan.rows if row.number not in state.chosen]
        services.keep_numbers(rows=left, actor=signed_in_user(request))
        results = _with_conditions(results, edition)
        reach = who_gets_what(one.enrolment.person for one in results if one.enrolment)
        context = {
            "edition": edition,
            "results": results,
            "left": left,
            "reach": reach,
            "deviations": deviations(
                (one.unmet, one.enrolment.person.name) for one in results if one.enrolment
            ),
        }
        return render(request, "enrolment/admin/group_done.html", context)
    return render(
        request,
        "enrolment/admin/group_plan.html",
        {
            "edition": edition,
            "reach": told(row for row in plan.rows if row.number in state.chosen),
            "plan": plan,
            "state": state,
            "part_choices": PART_CHOICES,
            "partner_form": given.partner_form,
            "conditions": conditions_of(edition.training_id),
            "deviations": plan.deviations,
        },
    )
