"""What changes in what the server remembers of itself."""

from __future__ import annotations

from django.utils import timezone

from academy.operations.models import Heartbeat


def beat(*, name: str) -> None:
    """Remember that a program did its round now. Safe to do at once from several machines.

    Goes by the machine's clock: a demo that plays another day is as alive.
    """
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["seen_at"],
    )
