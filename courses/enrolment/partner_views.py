"""What the contact person of a partner sees and does: own people only, and only what one needs to
know to sign them up. No scores, no answers, no reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.catalogue.models import closed
from courses.common import addresses
from courses.common.errors import Refusal
from courses.common.limits import RateLimited
from courses.editions.queries import open_for_enrolment
from courses.enrolment import limits, queries, services
from courses.enrolment.group_forms import (
    PART_CHOICES,
    STATE,
    ColleagueForm,
    ListForm,
    OwnPeopleForm,
    first_state,
    offering,
    submitted_state,
    unseen_in,
)
from courses.enrolment.group_plans import GroupPlan, plan_group
from courses.enrolment.partner_page import links_of
from courses.people.queries import partners_of_contact, signed_in_user

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from courses.editions.models import Edition
    from courses.enrolment.group_forms import ListState
    from courses.enrolment.models import Enrolment
    from courses.people.models import Partner


@login_required
@never_cache
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations of which one is the contact person; the page itself when it is one."""
    found = list(partners_of_contact(request.user))
    if len(found) == 1:
        return redirect("enrolment:volunteers", found[0].pk)
    return render(request, "enrolment/organisations.html", {"partners": found, "crumbs": _crumbs()})


@login_required
@never_cache
@require_safe
def volunteers(request: HttpRequest, partner_id: int) -> HttpResponse:
    """The people of the organisation with the trainings that they are in, and what is to come."""
    partner = _own_partner(request, partner_id)
    return render(
        request,
        "enrolment/volunteers.html",
        {
            "partner": partner,
            "people": queries.people_with_enrolments(partner),
            "links": links_of(partner),
            "editions": _open_to(request),
            "crumbs": _crumbs((partner.name, None)),
        },
    )


def _open_to(request: HttpRequest) -> list[Edition]:
    """The editions to come in which this contact person can enrol people: also of trainings that
    staff closed, as far as those open for him or her."""
    editions = list(
        open_for_enrolment()
        .annotate(asks=closed("training__path"))
        .select_related("training")
        .prefetch_related("sessions")
        .order_by("starts_at", "pk")
    )
    asked = {one.training_id: one.training for one in editions if one.asks}
    shut = {key for key, training in asked.items() if training.is_closed_to(request)}
    return [one for one in editions if one.training_id not in shut]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, partner_id: int, edition_id: int) -> HttpResponse:
    """Sign up people whom one has, somebody new, or a list; nothing is stored before a look."""
    partner = _own_partner(request, partner_id)
    edition = get_object_or_404(open_for_enrolment().select_related("training"), pk=edition_id)
    if edition.training.is_closed_to(request):
        raise Http404
    state = submitted_state(request.POST) if STATE in request.POST else None
    sent = {name: request.POST if name in request.POST else None for name in ("own", "new", "all")}
    own = OwnPeopleForm(sent["own"], people=queries.people_not_in(edition, partner))
    colleague = ColleagueForm(sent["new"])
    # A list that came back but cannot be read is asked for anew, with what is wrong.
    again = request.POST if STATE in request.POST else sent["all"]
    listed = ListForm(again, request.FILES if sent["all"] else None)
    if state is None and colleague.is_valid():
        state = first_state(colleague.as_list())
    if state is None and listed.is_valid():
        state = first_state(listed.table)
    if state is not None:
        return _look_through(request, partner, edition, state)
    if own.is_valid():
        return _enrol_own(request, partner, edition, own)
    return render(
        request,
        "enrolment/sign_up.html",
        {
            "partner": partner,
            "edition": edition,
            "own": own,
            "colleague": colleague,
            "listed": listed,
            "conditions": queries.conditions_of(edition.training_id),
            "crumbs": _crumbs((partner.name, _address(partner)), (_("Aanmelden"), None)),
        },
    )


def _enrol_own(
    request: HttpRequest, partner: Partner, edition: Edition, form: OwnPeopleForm
) -> HttpResponse:
    for person in form.cleaned_data["people"]:
        try:
            enrolment = services.enrol(
                person=person, edition=edition, actor=signed_in_user(request), by_contact=True
            )
        except Refusal as refusal:
            messages.error(request, f"{person.name}: {refusal}")
        else:
            messages.success(request, f"{person.name}: {enrolment.get_status_display()}")
    return redirect("enrolment:volunteers", partner.pk)


def _look_through(
    request: HttpRequest, partner: Partner, edition: Edition, sent: ListState
) -> HttpResponse:
    contact = signed_in_user(request)
    values = {
        "partner": partner,
        "edition": edition,
        "crumbs": _crumbs((partner.name, _address(partner)), (_("Aanmelden"), None)),
        "part_choices": PART_CHOICES,
        "conditions": queries.conditions_of(edition.training_id),
    }
    try:
        limits.count_looked_up(contact, len(sent.table.rows))
    except RateLimited as no:
        # The list stays in the form, with what was corrected in it: it can be sent later.
        messages.error(request, limits.refusal(no))
        values |= {"plan": GroupPlan([]), "state": replace(sent, offered=frozenset())}
        return render(request, "enrolment/sign_up_plan.html", values)
    plan = plan_group(
        sent.table,
        edition=edition,
        decisions=sent.decisions,
        corrections=sent.corrections,
        partner=partner,
        since=sent.made_at,
    )
    state = offering(sent, plan)
    values |= {"plan": plan, "state": state}
    if "enrol" in request.POST and not unseen_in(sent, state):
        chosen = [row for row in plan.rows if row.number in state.chosen]
        try:
            limits.count_new_people(contact, sum(row.person is None for row in chosen))
        except RateLimited as no:
            messages.error(request, limits.refusal(no))
            return render(request, "enrolment/sign_up_plan.html", values)
        values["results"] = services.enrol_group(
            edition=edition,
            rows=chosen,
            actor=contact,
            partner=partner,
            by_contact=True,
        )
        values["left"] = [row for row in plan.rows if row.number not in state.chosen]
        return render(request, "enrolment/sign_up_done.html", values)
    return render(request, "enrolment/sign_up_plan.html", values)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, partner_id: int, enrolment_id: int) -> HttpResponse:
    """Take somebody out, after asking."""
    partner = _own_partner(request, partner_id)
    if queries.withdrawn_of_partner(partner).filter(pk=enrolment_id).exists():
        # By the button Back, or by the person in the meantime.
        messages.info(request, _("Deze persoon is al afgemeld."))
        return redirect("enrolment:volunteers", partner.pk)
    enrolment: Enrolment = get_object_or_404(
        queries.enrolments_of_partner(partner), pk=enrolment_id
    )
    if request.method == "POST":
        try:
            services.withdraw(enrolment=enrolment, actor=signed_in_user(request), by_contact=True)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(name)s is afgemeld.") % {"name": enrolment.person.name})
        return redirect("enrolment:volunteers", partner.pk)
    return render(
        request,
        "enrolment/withdraw_volunteer.html",
        {
            "partner": partner,
            "enrolment": enrolment,
            "comes_with_others": queries.companions_of(enrolment).exists(),
            "crumbs": _crumbs((partner.name, _address(partner)), (_("Afmelden"), None)),
        },
    )


def _own_partner(request: HttpRequest, partner_id: int) -> Partner:
    """The organisation, for its contact person; for everybody else it is not there."""
    partner: Partner = get_object_or_404(partners_of_contact(request.user), pk=partner_id)
    return partner


def _address(partner: Partner) -> str:
    return f"{addresses.ORGANISATION}{partner.pk}/"


def _crumbs(*way: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    last = () if way else ((_("Mijn organisatie"), None),)
    return [(_("Home"), "/"), (_("Mijn academie"), addresses.MINE), *last, *way]
