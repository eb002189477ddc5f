"""What notices add to a person's page in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField
from django.urls import reverse, reverse_lazy
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common.statements import Statement
from courses.notices import kinds, queries
from courses.people import person_page, timeline
from courses.people.queries import is_coordinator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from courses.notices.models import Notice
    from courses.people.models import User

MOST = 100
"""How many of the last messages stand among what happened; the rest is in the log of messages."""


@person_page.provide_actions
def all_that_was_told(person: User, viewer: User) -> Iterable[person_page.Action]:
    """The log of messages of somebody: also what is too long ago for the page."""
    if queries.may_tell(viewer):
        yield person_page.Action(_("Berichten"), f"{reverse('notices_log')}?person={person.pk}")


@person_page.provide_warnings
def number_is_wrong(person: User, viewer: User) -> Iterable[str]:
    """What somebody found who called."""
    call = queries.wrong_number_call(person)
    if call is not None:
        yield queries.wrong_number_in_words(call)


@timeline.provide
def what_was_told(person: User, viewer: User, most: int | None) -> Iterable[timeline.Line]:
    """What somebody was told, in which way, and what became of it."""
    return [
        timeline.Line(
            moment=one.created_at,
            sentence=_sentence(one),
            url=reverse_lazy("notices_detail", args=[one.pk]),
            by=one.by.name if one.by and one.by != person else "",
        )
        for one in _seen(person, viewer, most)
    ]


def _seen(person: User, viewer: User, most: int | None) -> list[Notice]:
    if is_coordinator(viewer):
        asked = _SEEN_BY_COORDINATORS if most is None else _NEWEST_FOR_COORDINATORS
        return asked.run(person=person.pk)
    return list(_shown(queries.visible(queries.notices_of(person.pk), viewer), most or MOST))


def _shown(found: QuerySet[Notice], most: int) -> QuerySet[Notice]:
    # Neither the person nor the edition, of whom each line says the same, nor the calls.
    lean = found.select_related(None).prefetch_related(None).select_related("by")
    return lean.only(*_READ, "by__first_name", "by__last_name")[:most]


_READ = ("person", "kind", "facts", "way", "state", "created_at")
_SEEN_BY_COORDINATORS: Statement[Notice] = Statement(
    lambda person: _shown(queries.notices_of(person), MOST), person=BigIntegerField()
)
_NEWEST_FOR_COORDINATORS: Statement[Notice] = Statement(
    lambda person: _shown(queries.notices_of(person), timeline.NEWEST), person=BigIntegerField()
)


def _in_words(notice: Notice) -> str:
    return gettext("Bericht: %(title)s. %(way)s, %(state)s.") % {
        "title": kinds.subject_of(notice),
        "way": notice.get_way_display(),
        "state": notice.get_state_display().lower(),
    }


_sentence = lazy(_in_words, str)
"""Made when it is shown, as the lines of the log are."""
