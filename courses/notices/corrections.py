"""What waits for a call or a letter follows how somebody likes to be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from courses.notices import kinds, services
from courses.people.enums import ContactWay
from courses.people.providers import provide_follower

if TYPE_CHECKING:
    from courses.people.models import User


@provide_follower
def go_as_liked(person: User) -> str:
    """Letters become calls, and calls letters; which, for who reads it."""
    changed = services.go_as_liked(person=person)
    return " ".join(
        words % {"what": ", ".join(f"“{kinds.subject_of(one)}”" for one in those)}
        for way, words in (
            (ContactWay.LETTER, gettext("Dit is nu een brief, die je nog moet printen: %(what)s.")),
            (ContactWay.TELEPHONE, gettext("Hierover moet je nu bellen: %(what)s.")),
        )
        if (those := [one for one in changed if one.way == way])
    )
