"""How every form reads dates and times.

Django's setting for what a form can read is a list of formats for `strptime`, which knows no names
of months. And each form that people meet (the editor's panels, filters and schedule, blocks, the
settings of plugins) makes Django's own fields. So the reading is put into those, once and for all.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.forms import fields
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from courses.common import clock, dates

if TYPE_CHECKING:
    from collections.abc import Callable

_READERS: dict[type[forms.Field], Callable[[str], date | time]] = {
    forms.DateField: dates.read_day,
    forms.TimeField: dates.read_time,
    forms.DateTimeField: dates.read_moment,
}
_HOW_TO_WRITE = {
    forms.DateField: dates.HOW_TO_WRITE_A_DAY,
    forms.TimeField: dates.HOW_TO_WRITE_A_TIME,
    forms.DateTimeField: dates.HOW_TO_WRITE_A_MOMENT,
}
_WITH_OFFSET = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
"""As programs write a moment; no doubt is possible."""

_djangos_text = fields.BaseTemporalField.to_python
_djangos_moment = forms.DateTimeField.to_python


def install() -> None:
    """Let all fields for days and times read what people write. Harmless to repeat."""
    for kind, sentence in _HOW_TO_WRITE.items():
        kind.default_error_messages["invalid"] = sentence
    fields.BaseTemporalField.to_python = _read_text  # type: ignore[method-assign]
    forms.DateTimeField.to_python = _read_moment  # type: ignore[method-assign]
    fields.from_current_timezone = _aware  # type: ignore[attr-defined]
    fields.to_current_timezone = _on_the_clock  # type: ignore[attr-defined]


def readable_day(typed: object) -> object:
    """The day in what was typed, if there is one; else what was typed."""
    try:
        return dates.read_day(typed) if isinstance(typed, str) else typed
    except dates.Unreadable:
        return typed


def _read_text(self: fields.BaseTemporalField, value: str | None) -> date | time | None:
    kind = next(kind for kind in _READERS if isinstance(self, kind))
    if self.input_formats is not kind.input_formats:  # type: ignore[attr-defined]
        return _djangos_text(self, value)
    try:
        return _READERS[kind](str(value))
    except dates.Unreadable as no:
        raise _error(self, no) from no


def _read_moment(self: forms.DateTimeField, value: str | date | None) -> datetime | None:
    own_formats = self.input_formats is not forms.DateTimeField.input_formats
    if own_formats or not isinstance(value, str) or value in self.empty_values:
        return _djangos_moment(self, value)
    if _WITH_OFFSET.fullmatch(value.strip()):
        try:
            return parse_datetime(value.strip())
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
    read = _read_text(self, value)
    return _aware(read) if isinstance(read, datetime) else None


def _aware(value: datetime | None) -> datetime | None:
    if value is None or timezone.is_aware(value):
        return value
    try:
        return dates.aware(value)
    except dates.Unreadable as no:
        raise ValidationError(str(no), code=no.code) from no


def _on_the_clock(value: datetime | None) -> datetime | None:
    """As the field shows it; without a zone, since the widget shows none."""
    if value is None or timezone.is_naive(value):
        return value
    return clock.local(value).replace(tzinfo=None)


def _error(field: forms.Field, no: dates.Unreadable) -> ValidationError:
    """The field's own sentence where it has one and there is nothing better to say."""
    own = field.error_messages["invalid"]
    return ValidationError(own if no.sentence in _HOW_TO_WRITE.values() else str(no), no.code)
