"""Form fields that more than one part uses."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from courses.common.date_fields import readable_day
from courses.common.dates import HOW_TO_WRITE_A_DAY

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""A day outside these is a mistake, and near the ends of the calendar nothing can be reckoned."""


class FilterForm(forms.Form):
    """Narrows a list down; every field is optional and a wrong value filters nothing.

    All fields but those in `always` may be out of sight until somebody wants them.
    """

    always: ClassVar[frozenset[str]] = frozenset()

    @property
    def is_filtered(self) -> bool:
        """Whether the visitor narrowed the list down in any way."""
        return self.is_valid() and any(self.cleaned_data.values())

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields that may be out of sight."""
        return [field for field in self if field.name not in self.always]

    @property
    def number_chosen(self) -> int:
        """In how many of those something is chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        return sum(bool(chosen.get(field.name)) for field in self.more)


class DayInput(forms.DateInput):
    """The browser's own calendar; a line of text for what that cannot show and so would hide."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        day = readable_day(value)
        context: dict[str, Any] = super().get_context(name, day, attrs)
        if isinstance(day, str) and day:
            context["widget"]["type"] = "text"
        return context


class DayField(forms.DateField):
    """A day that may stay empty, to narrow a list down by."""

    def __init__(self, *, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            validators=[
                MinValueValidator(EARLIEST, HOW_TO_WRITE_A_DAY),
                MaxValueValidator(LATEST, HOW_TO_WRITE_A_DAY),
            ],
            widget=DayInput(),
        )
