"""What can be set in a training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.plugin_api.api import Json


class ReachSettings(forms.Form):
    """How many people the training should reach."""

    goal = forms.IntegerField(
        label=_("Hoeveel mensen wil je dit jaar bereiken?"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Laat leeg als je geen doel hebt. Het doel geldt ook volgend jaar."),
    )


def goal_in(settings: Mapping[str, Json]) -> int | None:
    """The goal that was set for a year; None when there is none."""
    goal = settings.get("goal")
    return goal if isinstance(goal, int) and goal > 0 else None
