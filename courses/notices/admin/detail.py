"""One notice: what it says, what became of it, and telling it again or in another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.common.errors import Refusal
from courses.notices import kinds, queries, services, writing
from courses.notices.admin.lists import about
from courses.notices.enums import FOR_STAFF, NoticeState
from courses.people.enums import ContactWay
from courses.people.queries import may_manage, signed_in_user

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from courses.common.mail import Letter
    from courses.notices.models import Notice

# --- One notice -----------------------------------------------------------------------------------


def notice_for(
    request: HttpRequest, pk: object, *, among: QuerySet[Notice] | None = None
) -> Notice:
    """The notice, for who may see it.

    Raises:
        Http404: it is not there, or not for this person.
        PermissionDenied: this person tells nobody anything.
    """
    if not queries.may_tell(request.user):
        raise PermissionDenied
    return get_object_or_404(
        queries.visible(queries.notices() if among is None else among, request.user), pk=pk
    )


@never_cache
def detail(request: HttpRequest, pk: object) -> HttpResponse:
    """One notice: what it says, and what became of it."""
    notice = notice_for(request, pk)
    return render(
        request,
        "notices/admin/detail.html",
        {
            "notice": notice,
            "title": kinds.subject_of(notice),
            "about": about(notice),
            "address": _address(notice),
            "why": queries.why_not_as_preferred(notice),
            "letter": _letter(notice),
            "may_go_again": _may_go_again(notice),
            "may_be_letter": may_be_letter(notice),
            "may_go_on_paper": _may_go_on_paper(notice),
            "may_fill_in": may_manage(request.user, notice.person),
            "calls": notice.calls.all(),
            "repeats": notice.repeats.order_by("created_at"),
        },
    )


def may_be_letter(notice: Notice) -> bool:
    """Whether what somebody is to be called about can be printed instead."""
    is_call = (notice.way, notice.state) == (ContactWay.TELEPHONE, NoticeState.TO_DO)
    return is_call and notice.person.has_postal_address


def _may_go_again(notice: Notice) -> bool:
    """Not what waits for the printer or for a call, and so did not go once; unless a mail would
    reach the person by now."""
    if notice.state not in FOR_STAFF:
        return True
    if notice.way == ContactWay.LETTER:
        return False
    now = queries.way_of(notice.person, kind=kinds.find(notice.kind))
    return notice.state == NoticeState.FAILED or now == ContactWay.MAIL


def _may_go_on_paper(notice: Notice) -> bool:
    """Whether it went in another way, and somebody may say that it never came."""
    return notice.state == NoticeState.SENT and notice.way != ContactWay.LETTER


def _address(notice: Notice) -> str:
    """Where it goes, or would go now: no address of the past is kept."""
    person = notice.person
    return {
        ContactWay.MAIL: person.email or "",
        ContactWay.LETTER: ", ".join(
            filter(None, [person.street, f"{person.postcode} {person.city}".strip()])
        ),
        ContactWay.TELEPHONE: person.telephone,
    }[ContactWay(notice.way)]


def _letter(notice: Notice) -> Letter | None:
    """What it says, as it would be said now; None when that is not known any more."""
    try:
        written = writing.write(notice, way=ContactWay(notice.way))
    except (writing.UnknownKindError, KeyError):
        return None
    return written.on_screen if written else None


@require_POST
def again(request: HttpRequest, pk: object) -> HttpResponse:
    """Tell it once more, in the way that fits now."""
    notice = notice_for(request, pk)
    try:
        new = services.send_again(
            notice=notice, actor=signed_in_user(request), on_paper="paper" in request.POST
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("notices_detail", pk=notice.pk)
    messages.success(request, queries.reach_of([new]).with_names)
    return redirect("notices_detail", pk=new.pk)


@require_POST
def as_letter(request: HttpRequest, pk: object) -> HttpResponse:
    """A letter in the place of a call."""
    notice = notice_for(request, pk)
    try:
        services.make_letter(notice=notice, actor=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, gettext("De brief staat klaar. Print hem hieronder."))
    return redirect("notices_detail", pk=notice.pk)


@require_POST
def done(request: HttpRequest, pk: object) -> HttpResponse:
    """The person heard of it otherwise."""
    notice = notice_for(request, pk)
    if services.mark_done(notices=[notice], actor=signed_in_user(request)):
        messages.success(request, gettext("Genoteerd: dit bericht is klaar."))
    else:
        messages.warning(request, gettext("Dit bericht was al klaar."))
    return redirect("notices_detail", pk=notice.pk)
