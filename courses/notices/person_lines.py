"""What notices add to a person's page in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from courses.notices import kinds, queries
from courses.people import timeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.people.models import User

MOST = 100
"""How many of the last messages stand among what happened; the rest is in the log of messages."""


@timeline.provide
def what_was_told(person: User, viewer: User) -> Iterable[timeline.Line]:
    """What somebody was told, in which way, and what became of it."""
    return [
        timeline.Line(
            moment=one.created_at,
            sentence=gettext("Bericht: %(title)s. %(way)s, %(state)s.")
            % {
                "title": kinds.title_of(one.kind),
                "way": one.get_way_display(),
                "state": one.get_state_display().lower(),
            },
            url=reverse("notices_detail", args=[one.pk]),
            by=one.by.name if one.by and one.by != person else "",
        )
        for one in queries.visible(queries.notices_of(person), viewer)[:MOST]
    ]
