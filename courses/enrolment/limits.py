"""How many people a contact person may look up and bring in a day, and a trainer recognise.

Of each row of a list such a person learns whether it can be enrolled, and so something of who has
an account; and each row can become an account. An organisation seldom brings so many at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from courses.common import limits

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from courses.people.models import User

LOOKED_UP = limits.Limit("contact looked up", 600, limits.DAY)
"""Rows, counted each time that a list is looked through."""

NEW_PEOPLE = limits.Limit("contact new people", 100, limits.DAY)


RECOGNISED = limits.Limit("trainer recognised", 60, limits.DAY)
"""How often a trainer may write down a name with an address or number, and have it recognised:
enough for a full room, and useless to who guesses."""


def count_recognised(trainer: User | AnonymousUser) -> None:
    """Count one.

    Raises:
        RateLimited: it is too much for one day.
    """
    limits.take((RECOGNISED, [trainer.pk]))


def count_looked_up(contact: User, rows: int) -> None:
    """Count the rows of a list that a contact person has looked through.

    Raises:
        RateLimited: it is too much for one day.
    """
    limits.take((LOOKED_UP, [contact.pk]), times=rows)


def count_new_people(contact: User, people: int) -> None:
    """Count who gets an account by this contact person.

    Raises:
        RateLimited: it is too much for one day.
    """
    limits.take((NEW_PEOPLE, [contact.pk]), times=people)


def refusal(no: limits.RateLimited) -> str:
    """Why not, and when it can be done again."""
    return gettext(
        "Je kunt vandaag niet nog meer mensen opzoeken of aanmelden. Het kan %(when)s weer. Kan "
        "dat niet wachten? Bel ons dan."
    ) % {"when": no.when}
