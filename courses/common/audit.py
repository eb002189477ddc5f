"""Who did what, and when: a thin door to Wagtail's audit log.

Never used for evaluations: a log with a person and a time beside an answer would undo their
anonymity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from wagtail.log_actions import log

from courses.common import clock

if TYPE_CHECKING:
    from django.db.models import Model

Actor = AbstractBaseUser | AnonymousUser | None
"""Who did something; None is the academy itself."""


def record(instance: Model, action: str, *, actor: Actor = None, **data: object) -> None:
    """Write `action` (registered by the part itself) on `instance` to the audit log."""
    user = None if actor is None or isinstance(actor, AnonymousUser) else actor
    log(instance, action, user=user, data=data or None, timestamp=clock.now())
