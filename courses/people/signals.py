"""What Wagtail keeps of people and the academy does not follow."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_init
from django.dispatch import receiver
from wagtail.users.models import UserProfile


@receiver(post_init, sender=UserProfile)
def leave_out_the_time_zone(sender: Any, instance: UserProfile, **kwargs: Any) -> None:
    """A zone that somebody once chose: with it the administration would show and read its hours.

    The setting with the zones to choose from hides the choice; Wagtail still follows what is kept.
    """
    instance.current_time_zone = ""
