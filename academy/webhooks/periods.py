"""How long is kept what programs were told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from academy.webhooks import services
from courses.common import retention

retention.provide(
    retention.Kind(
        name=services.KEPT.name,
        what=_("Wat de website doorgeeft aan programma's van anderen, zonder namen"),
        is_of_visitors=False,
        since=_("nadat het gebeurde"),
        period=services.KEPT,
        due=services.old_messages,
        forget=services.forget_old,
    ),
)
