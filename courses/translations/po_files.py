"""PO files, which translators and their programs read and write (gettext's format)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polib

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_BYTES = 5_000_000


class Unreadable(Exception):  # noqa: N818 - an answer about a file, no fault of the program
    """The file is no PO file that can be read."""


@dataclass(frozen=True)
class PoEntry:
    """A text and its translation; an empty one is not translated."""

    source: str
    text: str
    place: str = ""
    comment: str = ""
    is_fuzzy: bool = False


def read_po(content: bytes) -> list[PoEntry]:
    """The entries of a PO file. One that its translator is not sure of (`fuzzy`) says so.

    Raises:
        Unreadable: it is no PO file, or not in UTF-8.
    """
    try:
        # With a line before it: polib opens a file when what it is given names one.
        file = polib.pofile("\n" + content.decode("utf-8-sig"))
    except (OSError, ValueError, UnicodeError) as error:
        raise Unreadable(str(error)) from None
    return [PoEntry(one.msgid, one.msgstr, is_fuzzy=one.fuzzy) for one in file if not one.obsolete]


def write_po(entries: Iterable[PoEntry], *, language: str, about: str) -> bytes:
    """A PO file with these entries."""
    file = polib.POFile(wrapwidth=100)
    file.metadata = {
        "Project-Id-Version": about,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language.replace("-", "_"),
    }
    for one in entries:
        file.append(
            polib.POEntry(
                msgid=one.source,
                msgstr=one.text,
                comment=one.comment,
                occurrences=[(one.place, "")] if one.place else [],
                flags=["fuzzy"] if one.is_fuzzy else [],
            )
        )
    return str(file).encode()
