"""What the page of a training says of the badge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from courses.plugin_api.api import Slot, SlotContext, SlotPlace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.safestring import SafeString


class BadgeOfTraining(Slot):
    """That the certificate has a badge in it, for who looks for a training."""

    name = "badge_of_training"
    place = SlotPlace.TRAINING

    def render(self, ctx: SlotContext) -> Mapping[int, SafeString]:
        return dict.fromkeys(ctx.keys, render_to_string("openbadges/of_training.html"))
