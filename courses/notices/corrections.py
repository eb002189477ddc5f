"""What waits for a call or a letter follows how somebody likes to be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.notices import services
from courses.people.providers import provide_follower

if TYPE_CHECKING:
    from courses.people.models import User


@provide_follower
def go_as_liked(person: User) -> None:
    """Letters become calls, and calls letters."""
    services.go_as_liked(person=person)
