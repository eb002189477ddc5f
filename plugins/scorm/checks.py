"""Knowledge checks in lessons, as far as a package for another player can hold them.

The core's own knowledge check and the tests of the plugin Kennistoets, both by what is stored: a
question with options, of which some are right. Who took the package along can read the answers in
its source, as in every package.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.html import strip_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.utils.safestring import SafeString

    from courses.plugin_api.api import Json

CHECK, TEST = "knowledge_check", "kennistoets_test"


@dataclass(frozen=True)
class CheckOption:
    """One of the answers."""

    text: str
    is_right: bool
    feedback: str


@dataclass(frozen=True)
class Check:
    """A question with its answers; `several` may be chosen."""

    text: str
    several: bool
    options: tuple[CheckOption, ...]
    explanation: str

    @property
    def right(self) -> list[str]:
        """The answers that are right."""
        return [one.text for one in self.options if one.is_right]


def shown(block: Mapping[str, Json], place: str) -> SafeString | None:
    """An exercise as HTML that the package's script marks; None for one that cannot come along.

    `place` is unique in its lesson.
    """
    value = block.get("value")
    if not isinstance(value, dict):
        return None
    checks = [one for one in _checks(str(block.get("type")), value) if one.options and one.right]
    if not checks:
        return None
    values = {"title": str(value.get("title") or ""), "checks": checks, "place": place}
    return render_to_string("scorm/export/checks.html", values)


def _checks(kind: str, value: Mapping[str, Json]) -> Iterator[Check]:
    if kind == CHECK:
        yield _check(value, "question")
    elif kind == TEST:
        for one in _items(value.get("questions")):
            yield _check(one, "text")


def _check(value: Mapping[str, Json], name: str) -> Check:
    options = tuple(
        CheckOption(
            str(one.get("text") or ""), bool(one.get("correct")), str(one.get("feedback") or "")
        )
        for one in _items(value.get("options"))
    )
    explanation = str(value.get("explanation") or "").replace("</p>", "</p>\n\n")
    return Check(
        text=str(value.get(name) or ""),
        several=bool(value.get("multiple")),
        options=options,
        explanation=strip_tags(explanation).strip(),
    )


def _items(items: Json) -> Iterator[dict[str, Json]]:
    for item in items if isinstance(items, list) else ():
        value = item.get("value") if isinstance(item, dict) else None
        if isinstance(value, dict):
            yield value
