"""What other texts of mails may tell of this plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import MailPlaceholders, PlaceholderContext
from plugins.herinneringen.forms import to_bring

if TYPE_CHECKING:
    from collections.abc import Mapping


class ToBring(MailPlaceholders):
    """The trainer's own lines: `{{ herinneringen.bring }}`."""

    name = "to_bring"
    placeholders = {"bring": _("Wat deelnemers meenemen of voorbereiden")}

    def values(self, ctx: PlaceholderContext) -> Mapping[str, str]:
        return {"bring": to_bring(ctx.settings)}
