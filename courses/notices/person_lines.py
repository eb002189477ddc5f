"""What notices add to a person's page in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext

from courses.notices import kinds, queries
from courses.people import timeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from courses.notices.models import Notice
    from courses.people.models import User

MOST = 100
"""How many of the last messages stand among what happened; the rest is in the log of messages."""


@timeline.provide
def what_was_told(person: User, viewer: User) -> Iterable[timeline.Line]:
    """What somebody was told, in which way, and what became of it."""
    return [
        timeline.Line(
            moment=one.created_at,
            sentence=_sentence(one),
            url=reverse("notices_detail", args=[one.pk]),
            by=one.by.name if one.by and one.by != person else "",
        )
        for one in _seen(person, viewer)[:MOST]
    ]


def _seen(person: User, viewer: User) -> QuerySet[Notice]:
    # Neither the person nor the edition, of whom each line says the same, nor the calls.
    seen = queries.visible(queries.notices_of(person), viewer)
    return seen.select_related(None).prefetch_related(None).select_related("by")


def _in_words(notice: Notice) -> str:
    return gettext("Bericht: %(title)s. %(way)s, %(state)s.") % {
        "title": kinds.title_of(notice.kind),
        "way": notice.get_way_display(),
        "state": notice.get_state_display().lower(),
    }


_sentence = lazy(_in_words, str)
"""Made when it is shown, as the lines of the log are."""
