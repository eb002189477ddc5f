"""What to bring, where participants look: at their edition, and on their own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from courses.plugin_api.api import Audience, Slot, SlotContext, SlotPlace
from plugins.herinneringen.forms import to_bring
from plugins.herinneringen.queries import to_come

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.safestring import SafeString


class _Bring(Slot):
    """The trainer's own lines, as long as there is a meeting to come."""

    audience = Audience.PARTICIPANT

    def render(self, ctx: SlotContext) -> Mapping[int, SafeString]:
        lines = {
            edition: to_bring(ctx.settings[training]) for edition, training in ctx.keys.items()
        }
        with_lines = [edition for edition, text in lines.items() if text]
        return {
            edition: render_to_string("herinneringen/bring.html", {"lines": lines[edition]})
            for edition in to_come(with_lines)
        }


class BringAtEdition(_Bring):
    """On the page of the edition."""

    name = "bring_at_edition"
    place = SlotPlace.EDITION


class BringOnOwnPage(_Bring):
    """On somebody's own page."""

    name = "bring_on_own_page"
    place = SlotPlace.OWN_EDITION
