"""Participants who say that they are there, with the code in the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.attendance import limits, queries, services
from courses.attendance.codes import tidy
from courses.attendance.enums import WAS_THERE
from courses.attendance.forms import CodeForm
from courses.common.addresses import MINE
from courses.common.errors import Refusal
from courses.common.limits import RateLimited, give_back
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@never_cache
@login_required
def ask_code(request: HttpRequest) -> HttpResponse:
    """A field for the code, for who cannot scan."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("attendance:check_in", code=form.cleaned_data["code"])
    return _page(request, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def check_in(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR leads to: which session it is, and one button. To look changes nothing."""
    person = signed_in_user(request)
    try:
        counted = limits.count_try(person)
    except RateLimited as no:
        answer = _page(request, wait=no.when, status=429)
        answer["Retry-After"] = "60"
        return answer
    session = queries.session_with_code(tidy(code), person=person)
    if session is None:
        form = CodeForm(initial={"code": code[:20]})
        return _page(request, form=form, unknown=True, status=404)
    give_back(counted)
    enrolment = queries.participant_at(session, person)
    known = queries.mark_of(session, person)
    refusal = ""
    if request.method == "POST":
        try:
            known = services.check_in(session=session, person=person)
        except Refusal as no:
            refusal = str(no)
    return _page(
        request,
        session=session,
        is_on_list=enrolment is not None,
        is_there=known in WAS_THERE,
        is_early=queries.is_early(session),
        is_today=queries.is_on_today(session),
        refusal=refusal,
        status=409 if refusal else 200,
    )


def _page(request: HttpRequest, *, status: int = 200, **values: object) -> HttpResponse:
    crumbs = [(_("Home"), "/"), (_("Ik ben er"), None)]
    return render(
        request,
        "attendance/check_in.html",
        {"noindex": True, "crumbs": crumbs, "mine": MINE, **values},
        status=status,
    )
