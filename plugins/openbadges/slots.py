"""What the page of a training says of the badge."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import get_language

from courses.plugin_api.api import Slot, SlotContext, SlotPlace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.safestring import SafeString


MOST_LANGUAGES = 20


class BadgeOfTraining(Slot):
    """That the certificate has a badge in it, for who looks for a training."""

    name = "badge_of_training"
    place = SlotPlace.TRAINING

    def render(self, ctx: SlotContext) -> Mapping[int, SafeString]:
        return dict.fromkeys(ctx.keys, _sentence(get_language()))


@functools.lru_cache(MOST_LANGUAGES)
def _sentence(_language: str | None) -> SafeString:
    """The same for every training and everybody who reads this language."""
    return render_to_string("openbadges/of_training.html")
