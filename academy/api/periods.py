"""How long tokens are kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from academy.api import services
from courses.common import retention

retention.provide(
    retention.Kind(
        name=services.KEPT.name,
        what=_("Sleutels voor programma's die niet meer werken"),
        is_of_visitors=False,
        since=_("na hun laatste dag"),
        period=services.KEPT,
        due=services.ended_tokens,
        forget=services.forget_ended,
    ),
)
