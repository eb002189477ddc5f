"""What must be so of events on their way to handlers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.invariants import Invariant, Violation, each, provide
from courses.plugin_host.models import Delivery

if TYPE_CHECKING:
    from collections.abc import Iterator

LATE = timedelta(days=1)
"""How long something may be due: a handler is tried again within the day."""


def stuck() -> Iterator[Violation]:
    """Events that nobody has tried to deliver for a day."""
    rows = Delivery.objects.filter(
        done_at__isnull=True, given_up=False, due_at__lt=clock.now() - LATE
    )
    return each(
        rows.order_by("due_at", "pk").values_list("pk", flat=True),
        _("bezorging"),
        _("ligt al een dag stil."),
    )


provide(
    Invariant(
        "deliveries",
        _("Wat onderdelen en uitbreidingen moeten horen, komt binnen een dag aan"),
        _("Kijk of de worker en `manage.py tick` draaien. Doe daarna `manage.py plugins doctor`."),
        stuck,
    )
)
