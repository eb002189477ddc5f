"""Making editions of one that there is: a copy, a series, the other half of a hybrid."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext

from courses.common import clock
from courses.common.errors import Refusal, add_refusal
from courses.editions import queries, services
from courses.editions.admin import clash_in_words
from courses.editions.enums import EditionStatus, Interval
from courses.editions.forms import CopyForm, HalfForm, SeriesForm
from courses.editions.queries import editions_for_staff
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from courses.editions.models import Edition


def _edition_to_copy(request: HttpRequest, pk: int) -> Edition:
    edition = get_object_or_404(editions_for_staff(request.user), pk=pk)
    if not request.user.has_perm("editions.add_edition"):
        raise PermissionDenied
    return edition


def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Make drafts like this edition, after showing on which days, and what collides then.

    The days are asked in the address, so that one can go back to them; only the choice of days is
    sent.
    """
    edition = _edition_to_copy(request, pk)
    edit_url = reverse("uitvoeringen:edit", args=[pk])
    try:
        by_itself = services.next_day(edition)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(edit_url)
    asked = CopyForm(request.GET if "first_day" in request.GET else one_copy(by_itself))
    days: list[date] = asked.days() if asked.is_valid() else []
    # Not before they were asked: else what is typed above them would be passed over by the button
    # below them.
    is_shown = "first_day" in request.GET or request.method == "POST"
    chosen = SeriesForm(request.POST if request.method == "POST" else None, days=days)
    if days and chosen.is_valid():
        try:
            made = services.copy_to_days(
                edition=edition, days=chosen.cleaned_data["day"], actor=signed_in_user(request)
            )
        except Refusal as refusal:
            chosen.add_error("day", str(refusal))
        else:
            return _made(request, made)
    return render(
        request,
        "editions/admin/copy.html",
        {
            "edition": edition,
            "edit_url": edit_url,
            "asked": asked,
            "chosen": chosen,
            "rows": _rows(edition, days, chosen) if is_shown else [],
            "passed_over": _passed_over(asked, days),
            "is_hybrid": queries.other_half(edition) is not None,
        },
    )


def _passed_over(asked: CopyForm, days: Sequence[date]) -> dict[str, object] | None:
    """The months in which a monthly series has no day, and where each month has one; None when
    there are no such months."""
    is_monthly = bool(days) and asked.cleaned_data["interval"] == Interval.MONTH
    months = services.months_passed_over(days) if is_monthly else []
    if not months:
        return None
    other = {name: asked[name].value() for name in asked.fields}
    other["interval"] = Interval.LAST_OF_MONTH.value
    return {"months": months, "weekday": days[0], "url": f"?{urlencode(other)}"}


def one_copy(day: date) -> dict[str, str]:
    """What the form asks when nothing was chosen: a single copy."""
    return {"first_day": f"{day:%d-%m-%Y}", "interval": Interval.WEEK, "times": "1"}


def _made(request: HttpRequest, made: Sequence[Edition]) -> HttpResponse:
    words = ngettext(
        "Dit is een kopie, als concept. Kijk de data na voor je publiceert.",
        "Er zijn %(n)d kopieën, als concept. Kijk de data na voor je publiceert.",
        len(made),
    )
    messages.success(request, words % {"n": len(made)})
    if len(made) == 1:
        return redirect("uitvoeringen:edit", made[0].pk)
    # The drafts of this training: among all that is planned they are not in sight.
    chosen = urlencode({"status": EditionStatus.DRAFT.value, "q": made[0].training.title})
    return redirect(f"{reverse('uitvoeringen:index')}?{chosen}")


def _rows(edition: Edition, days: Sequence[date], chosen: SeriesForm) -> list[dict[str, object]]:
    """Each day with what would collide, and whether it is ticked."""
    assert edition.starts_at is not None  # noqa: S101 - looked at before
    first = clock.local_day(edition.starts_at)
    ticked = set(chosen["day"].value() or [])
    rows: list[dict[str, object]] = []
    sessions = []
    for day in days:
        row: dict[str, object] = {
            "day": day,
            "ticked": not chosen.is_bound or day.isoformat() in ticked,
            "problem": "",
            "clashes": [],
        }
        try:
            meetings = services.meetings_later(edition, (day - first).days)
        except Refusal as refusal:
            row.update(problem=str(refusal), ticked=False)
            meetings = []
        else:
            row["last"] = meetings[-1].starts_at
        planned = [one.as_session() for one in meetings]
        for one in planned:
            one.edition = edition
            one.venue, one.address = (
                (one.location.name, one.location.address) if one.location else ("", "")
            )
        sessions.append(planned)
        rows.append(row)
    flat = [one for planned in sessions for one in planned]
    found = iter(queries.clashes_of(edition, flat))
    for row, planned in zip(rows, sessions, strict=True):
        row["clashes"] = [clash_in_words(clash) for _one in planned for clash in next(found)]
    return rows


def add_half(request: HttpRequest, pk: int) -> HttpResponse:
    """Let people be in an edition online too, or at a venue too."""
    edition = _edition_to_copy(request, pk)
    other = queries.other_half(edition)
    if other is not None:
        return redirect("uitvoeringen:edit", other.pk)
    form = HalfForm(request.POST if request.method == "POST" else None, edition=edition)
    if form.is_valid():
        try:
            half = services.add_half(
                edition=edition, actor=signed_in_user(request), **form.cleaned_data
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request,
                gettext(
                    "Deze uitvoering is nu op locatie en online, elk met eigen plaatsen. Wat je "
                    "aan de tijden of de trainers verandert, geldt voor allebei."
                ),
            )
            return redirect("uitvoeringen:edit", half.pk)
    return render(
        request,
        "editions/admin/half.html",
        {
            "edition": edition,
            "edit_url": reverse("uitvoeringen:edit", args=[pk]),
            "form": form,
            "published": edition.status == EditionStatus.OPEN,
        },
    )


urlpatterns: list[URLPattern] = [
    path("uitvoeringen/<int:pk>/kopieer/", copy, name="edition_copy"),
    path("uitvoeringen/<int:pk>/ook/", add_half, name="edition_half"),
]
