"""What changes of keys and lists."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction

from courses.common import clock
from courses.plugin_api.api import Refusal
from plugins.openbadges.models import PublishedKey, StatusEntry
from plugins.openbadges.status_list import PLACES

MOST_IN_A_LIST = PLACES // 2
"""Half of the places: a free one is found at once, and lists stay long enough to hide in."""


def publish_key(*, multibase: str) -> PublishedKey:
    """Keep the public half of a key that is going to sign. Harmless to repeat.

    Raises:
        Refusal: it was withdrawn, so what it signs would not be believed.
    """
    key, _new = PublishedKey.objects.get_or_create(multibase=multibase)
    if key.withdrawn_at is not None:
        raise Refusal(f"the key {multibase} was withdrawn: put a new one in its place")
    return key


def withdraw_key(*, multibase: str) -> PublishedKey:
    """Stop publishing a key that others have got hold of. No badge that it signed counts any more.

    Raises:
        Refusal: no badge was ever signed with it.
    """
    key = PublishedKey.objects.filter(multibase=multibase).first()
    if key is None:
        raise Refusal(f"no badge was signed with {multibase}")
    if key.withdrawn_at is None:
        key.withdrawn_at = clock.now()
        key.save(update_fields=["withdrawn_at"])
    return key


def take_place(*, code: str) -> StatusEntry:
    """A place in a list for the badge of the certificate with this code, drawn by lot, so that it
    tells nothing of when or to whom the badge was given."""
    newest = StatusEntry.objects.order_by("-number").values_list("number", flat=True).first() or 1
    if StatusEntry.objects.filter(number=newest).count() >= MOST_IN_A_LIST:
        newest += 1
    while True:
        try:
            with transaction.atomic():
                return StatusEntry.objects.create(
                    code=code, number=newest, index=secrets.randbelow(PLACES)
                )
        except IntegrityError:
            if StatusEntry.objects.filter(code=code).exists():
                raise
