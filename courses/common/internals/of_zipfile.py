"""What Python's zipfile knows and does not tell."""

from __future__ import annotations

import zipfile
from typing import IO

SIZE_OF_DIRECTORY = 5
"""Where it stands in what zipfile reads of the end of an archive (`zipfile._ECD_SIZE`)."""


def directory_bytes(file: IO[bytes]) -> int | None:
    """How many bytes the list of files in a zip says that it takes; None of what is no zip.

    `ZipFile` of Python 3.11 reads that list as a whole, and makes an object of some 500 bytes for
    each file in it, before it can be asked for anything.
    """
    try:
        end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    except (OSError, ValueError, zipfile.BadZipFile):
        return None
    return int(end[SIZE_OF_DIRECTORY]) if end else None
