"""What is left of sessions that were held: presence, lists to close, and certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import (
    Count,
    Value,
)
from django.urls import reverse
from django.utils.translation import ngettext

from courses.attendance import queries as attendance
from courses.certificates import admin as certificate_admin
from courses.certificates import queries as certificates
from courses.certificates.enums import Doubt
from courses.common import formats
from courses.common.statements import Statement
from courses.desk.first_few import FirstFewOfEditions
from courses.desk.todos.todo import EDITION, Line, Todo, edition_line, looks_for
from courses.editions import queries as editions

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.people.models import User

_TO_MARK = FirstFewOfEditions(
    lambda now: attendance.sessions_to_mark(now=now).only("starts_at", "ends_at", *EDITION),
    "now",
    edition="edition",
)


def sessions_to_mark(user: User) -> Todo | None:
    """Sessions that were held and of which nobody wrote down who was there."""
    count, first = _TO_MARK.found_for(user)
    if not count:
        return None
    sentence = ngettext(
        "Vul in wie er was bij %(n)d bijeenkomst",
        "Vul in wie er was bij %(n)d bijeenkomsten",
        count,
    )
    lines = [
        Line(
            f"{one.edition.training.title}, {formats.period(one.starts_at, one.ends_at)}",
            reverse("attendance_session", args=[one.edition_id, one.pk]),
        )
        for one in first
    ]
    return Todo(
        sentence % {"n": count},
        count,
        lines[0].url if count == 1 else reverse("attendance_left"),
        lines,
        urgent=True,
    )


_TO_ROUND_OFF = FirstFewOfEditions(
    lambda now: attendance.lists_to_round_off(now=now).only(*editions.NAMED), "now", edition="pk"
)


@looks_for(_TO_ROUND_OFF.build)
def lists_to_round_off(user: User) -> Todo | None:
    """Lists that are filled in and not closed: certificates follow the same evening, or else the
    next morning."""
    count, first = _TO_ROUND_OFF.found_for(user)
    if not count:
        return None
    sentence = ngettext("Rond %(n)d presentielijst af", "Rond %(n)d presentielijsten af", count)
    return Todo(
        sentence % {"n": count},
        count,
        lines=[edition_line(one, reverse("attendance_sheet", args=[one.pk])) for one in first],
    )


_IN_DOUBT: Statement[tuple[str, int]] = Statement(
    lambda: (
        certificates.in_doubt()
        .order_by()
        .values("doubt")
        .annotate(number=Count("pk"))
        .values_list("doubt", "number")
    )
)


_NOT_MADE: Statement[int] = Statement(
    lambda: (
        certificates.waiting()
        .order_by()
        .values(constant=Value(1))
        .annotate(number=Count("pk"))
        .values_list("number", flat=True)
    )
)


@looks_for(lambda: certificates.in_doubt().exclude(doubt=Doubt.EARNED_AGAIN))
def certificates_in_doubt(user: User) -> Todo | None:
    """Certificates that are not right any more since a list was corrected."""
    return _certificates(
        user,
        lambda: sum(n for doubt, n in _IN_DOUBT.run() if doubt != Doubt.EARNED_AGAIN),
        lambda count: ngettext(
            "%(n)d certificaat klopt niet meer sinds een lijst is verbeterd",
            "%(n)d certificaten kloppen niet meer sinds een lijst is verbeterd",
            count,
        ),
    )


@looks_for(lambda: certificates.in_doubt().filter(doubt=Doubt.EARNED_AGAIN))
def certificates_earned_again(user: User) -> Todo | None:
    """Revoked certificates that were earned after all."""
    return _certificates(
        user,
        lambda: sum(n for doubt, n in _IN_DOUBT.run() if doubt == Doubt.EARNED_AGAIN),
        lambda count: ngettext(
            "%(n)d ingetrokken certificaat is toch verdiend sinds een lijst is verbeterd",
            "%(n)d ingetrokken certificaten zijn toch verdiend sinds een lijst is verbeterd",
            count,
        ),
    )


@looks_for(certificates.waiting)
def certificates_waiting(user: User) -> Todo | None:
    """Certificates that were earned and cannot be made."""
    return _certificates(
        user,
        lambda: _NOT_MADE.run()[0],
        lambda count: ngettext(
            "%(n)d certificaat kan niet gemaakt worden",
            "%(n)d certificaten kunnen niet gemaakt worden",
            count,
        ),
    )


def _certificates(
    user: User, counted: Callable[[], int], sentence: Callable[[int], str]
) -> Todo | None:
    """For who may do something about certificates."""
    count = counted() if user.has_perm(certificate_admin.CHANGE) else 0
    if not count:
        return None
    return Todo(sentence(count) % {"n": count}, count, reverse("certificates_admin"))
