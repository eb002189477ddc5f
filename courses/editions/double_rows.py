"""What becomes of what two accounts both have, when they become one: of editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.people import merge_rules

if TYPE_CHECKING:
    from courses.editions.models import ReportedParticipant


def keep_one_name(own: ReportedParticipant, other: ReportedParticipant) -> None:
    """Who is named twice in an edition of the past took part once, with the papers of both."""
    merge_rules.absorb(own, other)
    other.delete()


merge_rules.provide("editions.Edition_trainers.user", merge_rules.drop_other)
merge_rules.provide("editions.ReportedParticipant.person", keep_one_name)
