"""The pages of docs/plugins, in parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.installing import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "docs" / "plugins"
FENCED = re.compile(r"^```(\w*) ?(\w*)\n(.*?)^```$", re.M | re.S)
NAMED = re.compile(r"\A(?:# |\{# )(\S+\.\w+)(?: #\})?\n")


@dataclass(frozen=True)
class Block:
    """A block of code on a page; `file` is the name that its first line gives."""

    page: str
    language: str
    flag: str
    body: str

    @property
    def file(self) -> str:
        named = NAMED.match(self.body)
        return named[1] if named else ""

    @property
    def code(self) -> str:
        """The body, without the name of its file."""
        return NAMED.sub("", self.body)


def pages() -> dict[str, str]:
    """The text of each page, by name."""
    return {page.name: page.read_text() for page in sorted(FOLDER.glob("*.md"))}


def blocks(page: str = "") -> list[Block]:
    """The blocks of one page, or of all, in order."""
    return [
        Block(name, *found)
        for name, text in pages().items()
        if page in ("", name)
        for found in FENCED.findall(text)
    ]


def prose() -> dict[str, str]:
    """The pages without their blocks."""
    return {name: FENCED.sub("", text) for name, text in pages().items()}


def sections(page: str) -> dict[str, str]:
    """The text below each heading of the second level."""
    parts = re.split(r"^## (.+)$", FENCED.sub("", pages()[page]), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def file(path: Path, block: Block) -> None:
    """Write a block out below `path`."""
    target = path / block.file
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(block.code)
