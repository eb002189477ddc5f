"""What somebody fills in to let a program in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.api.enums import Lifetime, Scope


class TokenForm(forms.Form):
    """What a token is for, what it may do, and how long it works."""

    name = forms.CharField(
        label=_("Waarvoor is de sleutel?"),
        help_text=_("Bijvoorbeeld de naam van het programma. Zo weet je later welke het is."),
        max_length=60,
    )
    scope = forms.ChoiceField(
        label=_("Wat mag het programma?"),
        choices=Scope.choices,
        initial=Scope.READ,
        widget=forms.RadioSelect,
    )
    lifetime = forms.ChoiceField(
        label=_("Hoe lang werkt de sleutel?"),
        choices=Lifetime.choices,
        initial=Lifetime.QUARTER,
        widget=forms.RadioSelect,
    )
