"""What follows from what Wagtail and allauth tell of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.signals import password_reset
from django.db.models.signals import post_init, post_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from courses.people import limits
from courses.people.models import User
from courses.people.services import keep_address

if TYPE_CHECKING:
    from django.http import HttpRequest


@receiver(post_init, sender=UserProfile)
def leave_out_the_time_zone(sender: object, instance: UserProfile, **kwargs: object) -> None:
    """A zone that somebody once chose: with it the administration would show and read its hours.

    The setting with the zones to choose from hides the choice; Wagtail still follows what is kept.
    """
    instance.current_time_zone = ""


@receiver(post_save, sender=User)
def keep_the_address_of_superusers(
    sender: object, instance: User, created: bool, raw: bool, **kwargs: object
) -> None:
    """Who is made on the command line may sign in by code at once."""
    if created and instance.is_superuser and not raw:
        keep_address(person=instance)


@receiver(password_reset)
def let_try_anew(*, request: HttpRequest, user: User, **kwargs: object) -> None:
    """Whoever chose a new password through the mail may use it, whatever was tried before."""
    limits.begin_anew(request, limits.PASSWORD, user)
