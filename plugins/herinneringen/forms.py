"""The settings of the plugin in a training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.plugin_api.api import Json

DAYS_AT_FIRST = 2
MOST_DAYS = 7
MOST_CHARACTERS = 500


class LinesField(forms.CharField):
    """A few lines of text, whose line ends count for one character."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: object) -> str:
        text: str = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class ReminderForm(forms.Form):
    """When a reminder goes out, and what it adds."""

    days = forms.IntegerField(
        label=_("Hoeveel dagen voor de eerste bijeenkomst?"),
        min_value=0,
        max_value=MOST_DAYS,
        initial=DAYS_AT_FIRST,
        help_text=_("Van 1 tot en met 7. Vul 0 in als je geen herinnering wilt."),
    )
    bring = LinesField(
        label=_("Wat nemen deelnemers mee, of bereiden ze voor?"),
        required=False,
        max_length=MOST_CHARACTERS,
        initial="",
        help_text=_(
            "Dit staat in de herinnering en in de bevestiging van de inschrijving. Hoogstens 500 "
            "tekens."
        ),
    )


def days_before(settings: Mapping[str, Json]) -> int:
    """How many days before the first meeting people are reminded; 0 is never."""
    days = settings.get("days", DAYS_AT_FIRST)
    return days if isinstance(days, int) and 0 <= days <= MOST_DAYS else DAYS_AT_FIRST


def to_bring(settings: Mapping[str, Json]) -> str:
    """The trainer's own lines on what to bring or prepare; may be empty."""
    return str(settings.get("bring") or "").strip()
