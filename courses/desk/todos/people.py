"""What concerns somebody's own data: who may stand in it twice, and what must not stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import (
    BigIntegerField,
)
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from courses.common import formats
from courses.common.statements import Statement
from courses.desk.first_few import FirstFew, FirstFewOfEditions, counted, first_few
from courses.desk.todos.todo import EDITION, PERSON, Line, Todo, looks_for
from courses.editions import queries as editions
from courses.people import erasing
from courses.people import queries as people
from courses.people.queries import is_coordinator, sees_everybody
from courses.records import queries as records

if TYPE_CHECKING:
    from courses.people.models import User

_ELSEWHERE = Statement(
    lambda user: first_few(
        records.unseen_elsewhere(user)
        .select_related(None)
        .select_related("person")
        .only("title", *PERSON)
    ),
    user=BigIntegerField(),
)


@looks_for(lambda user: records.unseen_elsewhere(user))
def trainings_elsewhere(user: User) -> Todo | None:
    """What people say to have followed elsewhere, and nobody looked at."""
    if not is_coordinator(user):
        return None
    count, first = counted(_ELSEWHERE.run(user=user.pk))
    if not count:
        return None
    sentence = ngettext(
        "Bekijk %(n)d training van elders", "Bekijk %(n)d trainingen van elders", count
    )
    return Todo(
        sentence % {"n": count},
        count,
        f"{reverse('elsewhere_list')}?seen=no",
        [
            Line(
                f"{one.person.name_in_list}: {one.title}", reverse("elsewhere_admin", args=[one.pk])
            )
            for one in first
        ],
    )


_NOT_ERASED = FirstFew(
    lambda now: (
        erasing.due(now=now).only("first_name", "last_name", "erase_at").order_by("erase_at", "pk")
    ),
    "now",
)


def not_erased_yet(user: User) -> Todo | None:
    """People who asked to be erased, of whom that should have been done by now."""
    if not sees_everybody(user):
        return None
    count, first = _NOT_ERASED.found()
    if not count:
        return None
    sentence = ngettext(
        "%(n)d persoon vroeg om gewist te worden, en dat is nog niet gelukt",
        "%(n)d mensen vroegen om gewist te worden, en dat is nog niet gelukt",
        count,
    )
    return Todo(
        sentence % {"n": count},
        count,
        lines=[
            Line(
                gettext("%(name)s, sinds %(day)s")
                % {"name": one.name_in_list, "day": formats.day(one.erase_at)},
                reverse("person_page", args=[one.pk]),
            )
            for one in first
        ],
        urgent=True,
    )


_WANTED = FirstFew(people.wanted_erased, "now")


@looks_for(_WANTED.build)
def wanted_erased(user: User) -> Todo | None:
    """People who asked a coordinator to be erased: only for who may do that."""
    if not user.has_perm("people.delete_user"):
        return None
    count, first = _WANTED.found()
    if not count:
        return None
    sentence = ngettext(
        "%(n)d persoon wil gewist worden", "%(n)d mensen willen gewist worden", count
    )
    return Todo(
        sentence % {"n": count},
        count,
        lines=[
            Line(
                gettext("%(name)s, sinds %(day)s")
                % {"name": one.label, "day": formats.day(one.timestamp)},
                f"{reverse('person_page', args=[one.object_id])}#erasing",
            )
            for one in first
        ],
    )


_PAPERS = FirstFewOfEditions(
    lambda: editions.papers_to_look_at().only("name", *EDITION), edition="edition"
)


@looks_for(_PAPERS.build)
def papers_of_erased(user: User) -> Todo | None:
    """Scans of editions of the past on which somebody may stand who was erased."""
    count, first = _PAPERS.found_for(user)
    if not count:
        return None
    sentence = ngettext(
        "%(n)d papier van vroeger kan de naam hebben van iemand die gewist is",
        "%(n)d papieren van vroeger kunnen de naam hebben van iemand die gewist is",
        count,
    )
    return Todo(
        sentence % {"n": count},
        count,
        lines=[
            Line(
                f"{one.edition}: {one.name}",
                reverse("edition_reported_people", args=[one.edition_id]),
            )
            for one in first
        ],
    )


_DOUBLES = FirstFew(people.maybe_doubles, "now")


@looks_for(_DOUBLES.build)
def maybe_doubles(user: User) -> Todo | None:
    """People whom a trainer wrote down, and of whom somebody has to look whether we knew them."""
    count, first = _DOUBLES.found_for(user)
    if not count:
        return None
    sentence = ngettext(
        "%(n)d persoon staat er misschien dubbel in",
        "%(n)d mensen staan er misschien dubbel in",
        count,
    )
    return Todo(
        sentence % {"n": count},
        count,
        lines=[
            Line(one.label, reverse("person_merge", args=[one.data["known"], one.object_id]))
            for one in first
            if "known" in one.data
        ],
    )
