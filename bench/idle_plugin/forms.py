"""The settings of the plugin in a training."""

from __future__ import annotations

from django import forms


class SettingsForm(forms.Form):
    """How many, and for whom."""

    number = forms.IntegerField(label="Number", min_value=1, initial=3)
    everybody = forms.BooleanField(label="For everybody", required=False, initial=True)
