"""What becomes of what two accounts both have, when they become one: of invitations to evaluate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.people import merge_rules

if TYPE_CHECKING:
    from courses.evaluation.models import Participation


def one_invitation(own: Participation, other: Participation) -> None:
    """Who answered once has answered. The other invitation stays without a person, as when somebody
    is erased: nothing is written that says when, and the figures keep their "n of how many"."""
    rest = own if other.answered and not own.answered else other
    rest.person = None
    rest.save(update_fields=["person"])


merge_rules.provide("evaluation.Participation.person", one_invitation)
