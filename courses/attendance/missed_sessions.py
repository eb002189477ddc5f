"""Who missed a session: told before a list is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from courses.attendance import consequences, queries
from courses.attendance.consequences import Consequence

if TYPE_CHECKING:
    from courses.editions.models import Edition


class MissedSessions:
    """Says who missed which sessions, so that a slip is seen before certificates follow."""

    def before(self, edition: Edition) -> None:
        """Nothing to compare with: what counts is how the list is closed."""

    def after(self, edition: Edition, before: None, *, closing: bool) -> list[Consequence]:
        if not closing:
            return []
        sheet = queries.sheet(edition)
        missed = [(row, queries.missed_by(row, sheet.sessions)) for row in sheet.rows]
        names = tuple(row.enrolment.person.name_in_list for row, sessions in missed if sessions)
        if not names:
            return []
        reasons = tuple((", ".join(sessions),) for _row, sessions in missed if sessions)
        heading = gettext("Miste een bijeenkomst of meer")
        return [Consequence(heading, names, reasons=reasons)]


consequences.provide(MissedSessions())
