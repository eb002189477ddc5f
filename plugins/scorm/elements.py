"""Elements of a manifest, whatever their namespace."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element


NUMBER = re.compile(r"-?\d+(\.\d+)?")
"""A number as SCORM writes it, with a point."""


def name_of(element: Element) -> str:
    """What an element is called."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def is_of_adl(element: Element) -> bool:
    """Whether an element is ADL's addition to one of the same name of IMS."""
    return isinstance(element.tag, str) and "adlseq" in element.tag.partition("}")[0]


def children(parent: Element | None, name: str) -> list[Element]:
    """What stands in an element under a name."""
    return [] if parent is None else [one for one in parent if name_of(one) == name]


def child(parent: Element | None, name: str) -> Element | None:
    """The first of them."""
    return next(iter(children(parent, name)), None)


def first(parents: Iterable[Element], name: str, *, of_adl: bool = False) -> Element | None:
    """The first in the first of some elements that has it."""
    found = (one for parent in parents for one in children(parent, name))
    return next((one for one in found if is_of_adl(one) == of_adl), None)


def text_of(element: Element | None) -> str:
    """The words in an element."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def says(element: Element, name: str, *, default: bool) -> bool:
    """What an attribute says that is true or false."""
    told = element.get(name, "").strip().lower()
    return default if told not in {"true", "1", "false", "0"} else told in {"true", "1"}


def attribute(element: Element, name: str) -> str:
    """An attribute of SCORM's own, which 1.2 and 2004 spell with other capitals."""
    return next(
        (
            value.strip().lower()
            for key, value in element.items()
            if key.rpartition("}")[2].lower() == name
        ),
        "",
    )
