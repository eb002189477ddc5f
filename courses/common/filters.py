"""What every form that narrows a list down shares, ours and Wagtail's.

Two days in the wrong order fit nothing, and an empty list does not tell why. So that is an error
at the field. Wagtail's lists leave out a filter that is not right, and hide its error in a closed
menu: there it stands above the list too, with the button that takes the filter away.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters.fields import RangeField
from wagtail.admin.active_filters import ActiveFilter, BaseFilterAdapter
from wagtail.admin.views.generic.base import BaseListingView

from courses.common.fields import DayField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.forms.utils import ErrorList

TYPED = "getypt"
"""What somebody typed of which filters were made, in the address; it narrows nothing down."""

LONGEST_TYPED = 100

WRONG_ORDER = _("De laatste dag ligt vóór de eerste dag. Draai ze om.")
WRONG_ORDER_OF_NUMBERS = _("Het laatste is kleiner dan het eerste. Draai ze om.")


class QuickChoice(NamedTuple):
    """A choice of a filter that one touch makes: the field, its value, and what it says."""

    field: str
    value: str
    label: object


class Chip(NamedTuple):
    """A quick choice as it stands in the page; `address` makes it, or takes it back."""

    label: object
    address: str
    is_chosen: bool


class FilterForm(forms.Form):
    """Narrows a list down; every field is optional, a wrong value is told and filters nothing.

    All fields but those in `always` may be out of sight until somebody wants them.
    """

    always: ClassVar[frozenset[str]] = frozenset()

    def quick_choices(self) -> Sequence[QuickChoice]:
        """What stands above the list to touch."""
        return ()

    @property
    def chips(self) -> list[Chip]:
        """The quick choices, each with the address that changes it and keeps all else."""
        return [self.chip(one) for one in self.quick_choices()]

    @property
    def districts(self) -> list[Chip]:
        """The districts to choose one's own from, where there are any."""
        field = self.fields.get("wijk")
        if not isinstance(field, forms.ChoiceField):
            return []
        # The widget has them as a list, whatever they were made of.
        choices = [QuickChoice("wijk", one, label) for one, label in field.widget.choices if one]
        return [self.chip(one) for one in choices]

    @property
    def chosen_district(self) -> object:
        """What the district is called that was chosen; nothing for the whole city."""
        return next((one.label for one in self.districts if one.is_chosen), "")

    def chip(self, choice: QuickChoice) -> Chip:
        """One of them."""
        query = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        query.pop("pagina", None)
        is_chosen = query.get(choice.field) == choice.value
        if is_chosen:
            del query[choice.field]
        else:
            query[choice.field] = choice.value
        return Chip(choice.label, f"?{query.urlencode()}#gevonden", is_chosen)

    @property
    def in_words(self) -> dict[str, str]:
        """What was chosen of the fields that may be out of sight, by the name of the field."""
        self.is_valid()
        return {
            one.name: _said(one, self.cleaned_data[one.name])
            for one in self.more
            if self.cleaned_data.get(one.name)
        }

    @property
    def to_take_back(self) -> list[Chip]:
        """The same, each with the address of the list without it."""
        return [
            self.chip(QuickChoice(name, self.data.get(name, ""), words))
            for name, words in self.in_words.items()
        ]

    @property
    def typed(self) -> str:
        """What was typed and became these filters."""
        return str(self.data.get(TYPED, ""))[:LONGEST_TYPED]

    @property
    def other_words(self) -> str:
        """What is left to look for of what was typed, beside the filters that were made of it."""
        return str(self.data.get("q", "")).strip() if self.typed else ""

    def address_of(self, words: str) -> str:
        """The list for other words, with all else that was asked; what was understood of what was
        typed is asked anew."""
        query = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        query.pop("pagina", None)
        looked_for = str(query.get("q", ""))
        is_part = bool(looked_for) and looked_for in self.typed
        query["q"] = self.typed.replace(looked_for, words) if is_part else words
        return f"?{query.urlencode()}#gevonden"

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, DayField) and field.not_before:
                first, last = cleaned.get(field.not_before), cleaned.get(name)
                if first and last and last < first:
                    self.add_error(name, ValidationError(WRONG_ORDER, code="wrong_order"))
        return cleaned

    @property
    def is_filtered(self) -> bool:
        """Whether the list is narrowed down in any way, or was meant to be."""
        return not self.is_valid() or any(self.cleaned_data.values())

    @property
    def number_chosen(self) -> int:
        """How many of the fields that may be out of sight say something."""
        self.is_valid()
        return sum(bool(self.cleaned_data.get(field.name)) for field in self.more)

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields that may be out of sight."""
        return [field for field in self if field.name not in self.always]


NAMED = frozenset({"wijk", "taal"})
"""Fields of which a choice alone does not say what it is about."""


def _said(bound: forms.BoundField, value: object) -> str:
    """A choice as one says it: `’s Avonds`, `Wijk Overvecht`, `Vanaf 3 december`."""
    field, label = bound.field, str(bound.label)
    if isinstance(value, date):
        return f"{label} {date_format(value, 'j F')}"
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value)
    if not isinstance(field, forms.ChoiceField):
        return label
    choice = str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return f"{label} {choice}" if bound.name in NAMED else choice


def install() -> None:
    """Let Wagtail's lists tell what is wrong with a filter. Harmless to repeat."""
    RangeField.validate = _validate
    active = cached_property(_active_filters)
    active.__set_name__(BaseListingView, "active_filters")
    BaseListingView.active_filters = active


def _validate(self: RangeField, value: slice | None) -> None:
    super(RangeField, self).validate(value)
    if value and value.start is not None and value.stop is not None and value.stop < value.start:
        is_day = isinstance(self.fields[0], forms.DateField)
        sentence = WRONG_ORDER if is_day else WRONG_ORDER_OF_NUMBERS
        raise ValidationError(sentence, code="wrong_order")


_wagtails_active_filters: Callable[[BaseListingView], list[ActiveFilter]] = (
    BaseListingView.active_filters.func
)


def _active_filters(self: BaseListingView) -> list[ActiveFilter]:
    found = _wagtails_active_filters(self)
    if not self.filters:
        return found
    form = self.filters.form
    return found + [_told(self, form[name], errors) for name, errors in form.errors.items()]


def _told(view: BaseListingView, bound: forms.BoundField, errors: ErrorList) -> ActiveFilter:
    """The error, in the place where a filter that works is named."""
    widget = bound.field.widget
    suffixes = getattr(widget, "suffixes", ())
    names = [widget.suffixed(bound.name, one) for one in suffixes] or [bound.name]
    query = view.request.GET.copy()
    query.pop(view.page_kwarg, None)
    query["_w_filter_fragment"] = 1
    address = view.index_results_url.split("?")[0]
    adapter = BaseFilterAdapter(view.filters.filters[bound.name], bound, None, address, query)
    without = adapter.get_url_without_filter_param(names)
    return ActiveFilter(bound.auto_id, bound.label, " ".join(map(str, errors)), without)
