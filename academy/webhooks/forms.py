"""What staff fill in to let a program know."""

from __future__ import annotations

from typing import TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.webhooks.enums import WebhookEvent


class Values(TypedDict):
    """What is known of a webhook when the form is filled in."""

    name: str
    url: str
    events: list[WebhookEvent]


class WebhookForm(forms.Form):
    """A name, an address, and what it hears of."""

    name = forms.CharField(
        label=_("Naam"), help_text=_("Van het programma, of van wie het is."), max_length=60
    )
    url = forms.URLField(
        label=_("Adres"),
        help_text=_("Begint met https://. Je krijgt het van wie het programma maakt."),
        max_length=500,
        assume_scheme="https",
    )
    events = forms.MultipleChoiceField(
        label=_("Wat hoort het programma?"),
        choices=WebhookEvent.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies ten minste één gebeurtenis.")},
    )

    @property
    def values(self) -> Values:
        """What was filled in, as the services take it."""
        return {
            "name": self.cleaned_data["name"],
            "url": self.cleaned_data["url"],
            "events": [WebhookEvent(one) for one in self.cleaned_data["events"]],
        }
