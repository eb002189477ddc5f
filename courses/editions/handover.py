"""What becomes of editions to come when their only trainer leaves; registered with the people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.editions import queries, services

if TYPE_CHECKING:
    from collections.abc import Collection

    from courses.people.models import User


def duties(people: Collection[int]) -> list[str]:
    """The editions to come that only these people give."""
    return [str(edition) for edition in queries.given_only_by(people)]


def hand_over(people: Collection[int], successor: User, actor: User | None) -> None:
    """Make somebody their trainer."""
    services.hand_over_editions(people=people, successor=successor, actor=actor)
