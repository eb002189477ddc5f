"""Form fields that more than one part uses."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""A day outside these is a mistake, and near the ends of the calendar nothing can be reckoned."""


class DayField(forms.DateField):
    """A day that may stay empty, to narrow a list down by."""

    def __init__(self, *, label: Any) -> None:
        message = _("Vul een datum in, bijvoorbeeld 24-12-2026.")
        super().__init__(
            label=label,
            required=False,
            validators=[MinValueValidator(EARLIEST, message), MaxValueValidator(LATEST, message)],
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": message},
        )
