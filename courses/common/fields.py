"""Form fields that more than one part uses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.html import escape
from django.utils.safestring import mark_safe
from wagtail import blocks
from wagtail.admin.widgets import AdminAutoHeightTextInput

from courses.common.date_fields import readable_day
from courses.common.dates import HOW_TO_WRITE_A_DAY

if TYPE_CHECKING:
    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""A day outside these is a mistake, and near the ends of the calendar nothing can be reckoned."""


class GrowingLine(AdminAutoHeightTextInput):
    """For a sentence or two, which are kept as one line: all of it can be read while one types."""

    def value_from_datadict(self, data: object, files: object, name: str) -> str | None:
        typed = super().value_from_datadict(data, files, name)
        return " ".join(typed.splitlines()) if isinstance(typed, str) else typed


LONGEST_NAME = 120
"""What may be longer is no name but a sentence."""


B = TypeVar("B", bound=blocks.Block)


def let_sentences_grow(block: B) -> B:
    """Give what is a sentence in a block, and in the blocks in it, a field that grows; the block
    itself."""
    if isinstance(block, blocks.CharBlock) and _is_sentence(block.field.max_length):
        block.field.widget = GrowingLine(block.field.widget.attrs)
    within = [*getattr(block, "child_blocks", {}).values()]
    within += [getattr(block, name, None) for name in ("child_block", "block")]
    for one in within:
        if isinstance(one, blocks.Block):
            let_sentences_grow(one)
    return block


def _is_sentence(max_length: int | None) -> bool:
    return max_length is None or max_length > LONGEST_NAME


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

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, object] | None = None,
        renderer: object = None,
    ) -> SafeString:
        """As Django's three templates write it, in a quarter of their time."""
        widget: Any = self.get_context(name, value, attrs)["widget"]
        given = [("type", widget["type"]), ("name", widget["name"])]
        given += [("value", widget["value"])] if widget["value"] is not None else []
        given += [one for one in widget["attrs"].items() if one[1] is not False]
        # All that is not ours is escaped.
        return mark_safe(f"<input {' '.join(_attribute(*one) for one in given)}>")


def _attribute(name: str, value: object) -> str:
    return escape(name) if value is True else f'{escape(name)}="{escape(str(value))}"'


class DayField(forms.DateField):
    """A day; one that may stay empty narrows a list down, unless it is `required`.

    `not_before` is the name of the field with the first day, where this is the last one: see
    `filters.FilterForm`.
    """

    def __init__(
        self,
        *,
        label: StrOrPromise,
        not_before: str = "",
        required: bool = False,
        help_text: StrOrPromise = "",
    ) -> None:
        self.not_before = not_before
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            error_messages={"required": HOW_TO_WRITE_A_DAY},
            validators=[
                MinValueValidator(EARLIEST, HOW_TO_WRITE_A_DAY),
                MaxValueValidator(LATEST, HOW_TO_WRITE_A_DAY),
            ],
            widget=DayInput(),
        )
