"""Form fields that more than one part uses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from courses.common.date_fields import readable_day
from courses.common.dates import HOW_TO_WRITE_A_DAY

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""A day outside these is a mistake, and near the ends of the calendar nothing can be reckoned."""


class DayInput(forms.DateInput):
    """The browser's own calendar; a line of text for what that cannot show and so would hide."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")

    def get_context(
        self, name: str, value: object, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        day = readable_day(value)
        context = super().get_context(name, day, attrs)
        if isinstance(day, str) and day:
            context["widget"]["type"] = "text"
        return context


class DayField(forms.DateField):
    """A day; one that may stay empty narrows a list down, unless it is `required`.

    `not_before` is the name of the field with the first day, where this is the last one: see
    `filters.FilterForm`.
    """

    def __init__(
        self, *, label: StrOrPromise, not_before: str = "", required: bool = False
    ) -> None:
        self.not_before = not_before
        super().__init__(
            label=label,
            required=required,
            error_messages={"required": HOW_TO_WRITE_A_DAY},
            validators=[
                MinValueValidator(EARLIEST, HOW_TO_WRITE_A_DAY),
                MaxValueValidator(LATEST, HOW_TO_WRITE_A_DAY),
            ],
            widget=DayInput(),
        )
