"""The document about somebody's own data, to read on a page and to print."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from courses.common import clock

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Item:
    """One thing: its name, and its value or what it consists of."""

    name: str = ""
    text: str = ""
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class ReadableSection:
    """What one part keeps. `nothing` says that there is nothing."""

    title: str
    items: list[Item]

    @property
    def nothing(self) -> bool:
        return not self.items


def as_sections(document: Json) -> list[ReadableSection]:
    """The document of `queries.export_personal_data` as headings with what stands under them.

    What is empty is left out: a page with "none" forty times is read by nobody.
    """
    assert isinstance(document, dict)  # noqa: S101 - as it is made
    sections = [ReadableSection(gettext("Wie je bent"), _items(document["wie je bent"]))]
    parts = document["onderdelen"]
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, dict):
            kept = part.get("gegevens", part.get("ontbreekt"))
            sections.append(ReadableSection(str(part["onderdeel"]), _items(kept)))
    if "let op" in document:
        sections.append(ReadableSection(gettext("Let op"), _items(document["let op"])))
    return sections


def _items(value: Json) -> list[Item]:
    if isinstance(value, dict):
        return [_named(str(name), one) for name, one in value.items() if not _is_empty(one)]
    if isinstance(value, list):
        return [_named("", one) for one in value if not _is_empty(one)]
    return [] if _is_empty(value) else [Item(text=_text(value))]


def _named(name: str, value: Json) -> Item:
    if isinstance(value, dict | list):
        return Item(capfirst(name), items=_items(value))
    return Item(capfirst(name), _text(value))


def _is_empty(value: Json) -> bool:
    return value is None or value in ("", [], {})


def _text(value: Json) -> str:
    if isinstance(value, bool):
        return gettext("Ja") if value else gettext("Nee")
    text = str(value)
    if _MOMENT.fullmatch(text):
        moment = clock.local(datetime.fromisoformat(text.replace("Z", "+00:00")))
        return f"{date_format(moment, 'j F Y')}, {moment:%H:%M}"
    if _DAY.fullmatch(text):
        try:
            return date_format(datetime.fromisoformat(text), "j F Y")
        except ValueError:
            return text
    return text
