"""What follows from signing in: a wish that was asked before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils.translation import gettext as _

from courses.common.errors import Refusal
from courses.interest import services
from courses.interest.sessions import forget_wish, kept_wish
from courses.translations.reading import read

if TYPE_CHECKING:
    from django.http import HttpRequest

    from courses.interest.models import Interest
    from courses.people.models import User

TAKEN_UP = "wish-taken-up"
"""On the message that says so, wherever somebody comes after signing in."""


@receiver(user_logged_in)
def take_up_wish(sender: object, request: HttpRequest | None, user: User, **kwargs: object) -> None:
    """Who asked for a new date is on the list, by whatever way he or she signed in."""
    wish = kept_wish(request) if request is not None else None
    if request is None or wish is None:
        return
    forget_wish(request)
    try:
        services.register_interest(
            person=user,
            training=wish.training,
            actor=user,
            part_of_day=wish.part_of_day,
            language=wish.language,
        )
    except Refusal:
        return
    messages.success(request, _said(wish), extra_tags=TAKEN_UP, fail_silently=True)


def _said(wish: Interest) -> str:
    words = _("Gelukt! Je hoort van ons bij elke nieuwe datum voor ‘%(training)s’.")
    if wish.when:
        words = _("Gelukt! Je hoort van ons bij elke nieuwe datum %(when)s voor ‘%(training)s’.")
    return words % {"training": read(wish.training.title), "when": wish.when}
