"""What must be so of what people are told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.invariants import Invariant, Violation, each, provide
from courses.notices import kinds
from courses.notices.enums import OPEN, NoticeState
from courses.notices.models import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTICE = _("bericht")
LATE = timedelta(days=1)
"""How long a mail may be due: after a failure it is tried again within the day."""


def stuck() -> Iterator[Violation]:
    """Mail that nobody has tried to send for a day."""
    rows = Notice.objects.filter(state=NoticeState.DUE, due_at__lt=clock.now() - LATE)
    return each(
        rows.order_by("due_at", "pk").values_list("pk", flat=True),
        NOTICE,
        _("ligt al een dag stil."),
    )


def of_unknown_kind() -> Iterator[Violation]:
    """Notices still to go of which no part has the words."""
    open_ones = Notice.objects.filter(state__in=OPEN)
    for kind in sorted(set(open_ones.order_by().values_list("kind", flat=True).distinct())):
        if kinds.find(kind) is None:
            rows = open_ones.filter(kind=kind).order_by("created_at", "pk")
            yield from each(
                rows.values_list("pk", flat=True), NOTICE, _("is van een soort die er niet is.")
            )


def unknown_states() -> Iterator[Violation]:
    """Notices in a state that there is not."""
    rows = Notice.objects.exclude(state__in=NoticeState.values).order_by("created_at", "pk")
    return each(rows.values_list("pk", flat=True), NOTICE, _("heeft een status die niet bestaat."))


provide(
    Invariant(
        "notices_sent",
        _("Elk bericht gaat binnen een dag de deur uit"),
        _("Kijk of de worker en `manage.py tick` draaien, en of de mailserver het doet."),
        stuck,
    ),
    Invariant(
        "notices_kinds",
        _("Van elk bericht dat nog weg moet, zijn er woorden"),
        _("Zet de uitbreiding terug die deze berichten schrijft, of bel deze mensen."),
        of_unknown_kind,
    ),
    Invariant(
        "notices_states",
        _("Elk bericht heeft een status die bestaat"),
        _("Hier is iets buiten de academie om veranderd. Bel deze mensen."),
        unknown_states,
    ),
)
