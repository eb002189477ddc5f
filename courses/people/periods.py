"""How long somebody may come back on being erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.common import retention
from courses.people import erasing

retention.provide(
    retention.Kind(
        name=erasing.WAIT.name,
        what=_("Je account, als je vraagt om het weg te halen"),
        since=_("na je vraag"),
        period=erasing.WAIT,
        due=erasing.due,
        forget=erasing.erase_due,
    )
)
