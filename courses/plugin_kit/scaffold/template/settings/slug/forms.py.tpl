"""The settings of the plugin in a training."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SettingsForm(forms.Form):
    """What can be chosen in each training; `initial` counts until somebody chooses."""

$fields
