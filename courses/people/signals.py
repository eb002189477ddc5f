"""What follows from what Wagtail and allauth tell of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_init, post_save, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from courses.people import browsers, limits
from courses.people.models import User
from courses.people.services import end_keys, forget_session, keep_address

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


@receiver([password_changed, password_reset, password_set])
def end_keys_of_programs(*, request: HttpRequest, user: User, **kwargs: object) -> None:
    """A new password ends all sessions but this one, and whatever else opens the account."""
    if end_keys(person=user):
        said = _("Je persoonlijke sleutels werken niet meer. Maak nieuwe als je ze nodig hebt.")
        messages.info(request, said)


NO_ADDRESS = "0.0.0.0"  # noqa: S104 - nobody listens there: the column wants an address


@receiver(pre_save, sender=UserSession)
def keep_little_of_a_browser(sender: object, instance: UserSession, **kwargs: object) -> None:
    """Enough to know the own devices by; no address on the internet, no version of anything."""
    instance.ip = NO_ADDRESS
    instance.user_agent = browsers.kind(instance.user_agent)


@receiver(user_logged_out)
def forget_where_somebody_was(*, request: HttpRequest, **kwargs: object) -> None:
    """Who signs out is not signed in there any more; the session itself goes a moment later."""
    forget_session(key=request.session.session_key or "")
