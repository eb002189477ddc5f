"""Pieces of Python, written as our formatter writes them."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 100


def tuple_of(parts: Sequence[str]) -> str:
    """A tuple after `return`, eight characters from the margin."""
    line = f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"
    if len(f"        return {line}") <= WIDTH:
        return line
    return "\n".join(["(", *(f"            {part}," for part in parts), "        )"])


def docstring(text: str) -> str:
    """The docstring of a class."""
    if len(text) <= WIDTH - 10:
        return f'"""{text}"""'
    return "\n    ".join([*textwrap.wrap(f'"""{text}', WIDTH - 4), '"""'])


def lazy_text(text: str) -> str:
    """A lazily translated text, as the attribute `description` of a class."""
    line = f'_("{text}")'
    if len(f"    description = {line}") <= WIDTH:
        return line
    *parts, last = textwrap.wrap(text, WIDTH - 12)
    return "\n".join(
        ["_(", *(f'        "{part} "' for part in parts), f'        "{last}"', "    )"]
    )


def sort_imports(text: str) -> str:
    """The text, with imports of the plugin's own modules where the alphabet wants its name."""
    blocks = text.split("\n\n")
    for place, block in enumerate(blocks):
        lines = block.strip("\n").split("\n")
        if all(line.startswith("from ") for line in lines):
            in_order = "\n".join(sorted(lines, key=lambda line: line.split()[1]))
            blocks[place] = block.replace("\n".join(lines), in_order)
    return "\n\n".join(blocks)
