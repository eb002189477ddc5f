"""What an archive says of itself, so that whoever puts it back knows that nothing is missing."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from academy.operations.archives.errors import ArchiveError

NAME = "manifest.json"
FORMAT = 1


@dataclass
class Manifest:
    """The last file of an archive.

    Attributes:
        made_at: the moment of the database in it, with its zone (ISO 8601).
        vendor: `sqlite` or `postgresql`.
        migrations: of each app the names of those that had run.
        rows: of each table how many rows it has.
        files: of each file in the archive its SHA-256, in hexadecimal.
    """

    made_at: str
    vendor: str
    migrations: dict[str, list[str]]
    rows: dict[str, int]
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def dumps(self) -> bytes:
        """As the bytes that stand in the archive."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def loads(text: bytes) -> Manifest:
    """The manifest of these bytes.

    Raises:
        ArchiveError: they are no manifest, or one of a later academy.
    """
    try:
        values = json.loads(text)
        made_with = values["format"]
    except (ValueError, TypeError, KeyError):
        raise ArchiveError(
            "This is no backup of the academy: it does not say what it holds."
        ) from None
    if made_with != FORMAT:
        raise ArchiveError("This backup was made by a newer academy: upgrade first.")
    try:
        return Manifest(**values)
    except TypeError:
        raise ArchiveError("This backup does not say what it should about itself.") from None
