"""How long an account is kept: after asking to be erased, and when nobody uses it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.common import retention
from courses.people import erasing, unused

retention.provide(
    retention.Kind(
        name=erasing.WAIT.name,
        what=_("Je account, als je vraagt om het weg te halen"),
        since=_("na je vraag"),
        period=erasing.WAIT,
        due=erasing.due,
        forget=erasing.erase_due,
    ),
    retention.Kind(
        name=unused.UNUSED.name,
        what=_("Je account, als je niet inlogt en nergens meer aan meedoet"),
        since=_("na de laatste keer. Een maand eerder krijg je een mail"),
        period=unused.UNUSED,
        due=unused.due,
        forget=unused.erase_unused,
    ),
)
