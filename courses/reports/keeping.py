"""Frozen dataclasses as JSON and back, so that figures can be kept as they were."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import TYPE_CHECKING, TypeVar, Union, cast, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.plugin_api.contributions.base import Json

T = TypeVar("T")


def kept(value: object) -> Json:
    """A dataclass of numbers, texts, days, moments, tuples and other dataclasses, as JSON."""
    if is_dataclass(value):
        return {one.name: kept(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [kept(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)


def read(kind: type[T], stored: object) -> T:
    """What `kept` made of a `kind`. What was not there yet when it was kept has its default.

    Raises:
        TypeError, ValueError, AttributeError: it is something else.
    """
    return cast("T", _read(kind, stored))


def _read(kind: object, stored: object) -> object:
    if get_origin(kind) in (Union, UnionType):
        [other] = [one for one in get_args(kind) if one is not NoneType]
        return None if stored is None else _read(other, stored)
    if get_origin(kind) is tuple:
        [inner, _rest] = get_args(kind)
        return tuple(_read(inner, one) for one in cast("list[object]", stored))
    if isinstance(kind, type) and is_dataclass(kind):
        known, hints = cast("Mapping[str, object]", stored), get_type_hints(kind)
        return kind(
            **{
                one.name: _read(hints[one.name], known[one.name])
                for one in fields(kind)
                if one.name in known
            }
        )
    if kind in (date, datetime):
        return kind.fromisoformat(cast("str", stored))
    return cast("type", kind)(stored)
