"""What becomes of what two accounts both have, when they become one: of invitations to evaluate."""

from __future__ import annotations

from courses.evaluation.models import Participation
from courses.people import merge_rules


def one_invitation(own: Participation, other: Participation) -> None:
    """Who answered once has answered. The other invitation stays without a person, as when somebody
    is erased: nothing is written that says when, and the figures keep their "n of how many"."""
    # Locked, and read anew after that: one of the two may be answering at this moment.
    both = Participation.objects.select_for_update(of=("self",)).filter(pk__in=[own.pk, other.pk])
    own, other = sorted(both.order_by("pk"), key=lambda one: one.pk != own.pk)
    rest = own if other.answered and not own.answered else other
    rest.person = None
    rest.save(update_fields=["person"])


merge_rules.provide("evaluation.Participation.person", one_invitation)
