"""How long somebody waits for a date of a training."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.common import retention
from courses.interest import services

retention.provide(
    retention.Kind(
        name=services.KEPT.name,
        what=_("Van welke training je een nieuwe datum wilt weten"),
        since=_("nadat je dat vroeg, of tot je je inschrijft of stopt"),
        period=services.KEPT,
        due=services.old_interest,
        forget=services.forget_old_interest,
    )
)
