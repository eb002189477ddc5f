"""Who missed a session: told before a list is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from courses.attendance import consequences, queries
from courses.attendance.consequences import Consequence
from courses.attendance.enums import WAS_THERE

if TYPE_CHECKING:
    from courses.editions.models import Edition


class MissedSessions:
    """Says who missed how many sessions, so that a slip is seen before certificates follow."""

    def before(self, edition: Edition) -> None:
        """Nothing to compare with: what counts is how the list is closed."""

    def after(self, edition: Edition, before: None, *, closing: bool) -> list[Consequence]:
        if not closing:
            return []
        missed = {
            row.enrolment.person.name: [one for one in row.marks.values() if one not in WAS_THERE]
            for row in queries.sheet(edition).rows
        }
        names = tuple(
            f"{name} ({len(marks)})" if len(marks) > 1 else name
            for name, marks in missed.items()
            if marks
        )
        if not names:
            return []
        return [Consequence(gettext("Miste een bijeenkomst of meer"), names)]


consequences.provide(MissedSessions())
