"""How long is kept how long somebody was online."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.common import clock, retention
from plugins.aanwezigheid_online.models import OnlinePresence

if TYPE_CHECKING:
    from django.db.models import QuerySet

KEPT = retention.Period("online_presence", default=365, least=28, most=2 * 365)


def presences_to_forget() -> QuerySet[OnlinePresence]:
    """What is kept of sessions of long ago."""
    return OnlinePresence.objects.filter(session__ends_at__lt=clock.now() - KEPT.length)


def forget_presences() -> int:
    """Remove it; how many rows. The presence itself stays on the list."""
    return retention.delete(presences_to_forget())


retention.provide(
    retention.Kind(
        name=KEPT.name,
        what=_("Hoeveel minuten je online bij een bijeenkomst was"),
        since=_("na de bijeenkomst"),
        period=KEPT,
        due=presences_to_forget,
        forget=forget_presences,
    )
)
