"""What an option of a knowledge check says once it was chosen."""

from __future__ import annotations

import importlib
import pkgutil
import re
from typing import TYPE_CHECKING, Any

import plugins

if TYPE_CHECKING:
    from collections.abc import Iterator

VERDICT = re.compile(r"(Goed|Juist)( gekozen)?[.!]")
"""What stands above the text of a right answer already, or says the same."""


def content_modules() -> Iterator[dict[str, Any]]:
    for plugin in pkgutil.iter_modules(plugins.__path__, "plugins."):
        for found in pkgutil.walk_packages(
            importlib.import_module(plugin.name).__path__, f"{plugin.name}."
        ):
            if ".content." in found.name:
                yield vars(importlib.import_module(found.name))


def options_in(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if isinstance(value.get("feedback"), str) and value.get("correct"):
            yield value
        for one in value.values():
            yield from options_in(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from options_in(one)


def test_the_text_of_a_right_answer_does_not_say_again_that_it_is_right() -> None:
    texts = [
        option["feedback"]
        for names in content_modules()
        for name, value in names.items()
        if not name.startswith("__")
        for option in options_in(value)
    ]
    assert len(texts) > 20
    assert [text for text in texts if VERDICT.match(text)] == []
