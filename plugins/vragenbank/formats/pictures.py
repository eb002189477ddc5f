"""Pictures in questions."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES = 2 * 1024 * 1024
"""How big a picture may be."""

MOST_PIXELS = 25_000_000
"""What more takes too much memory of whoever looks at it."""

FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif"}
MEDIA_TYPES: Mapping[str, str] = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif"}


def name_of(content: bytes) -> str | None:
    """The name under which a picture is kept, by what is in it; None when it is not accepted.

    The same picture has the same name wherever it comes from. SVG is not accepted: it can hold
    scripts.
    """
    if not content or len(content) > MOST_BYTES:
        return None
    try:
        with Image.open(BytesIO(content), formats=list(FORMATS)) as picture:
            kind = FORMATS[picture.format or ""]
            width, height = picture.size
            if width * height > MOST_PIXELS:
                return None
            picture.verify()
    except (Image.DecompressionBombError, SyntaxError, ValueError, OSError, EOFError, KeyError):
        return None
    return f"{hashlib.sha256(content).hexdigest()[:40]}.{kind}"


def media_type_of(name: str) -> str:
    """The media type of a picture with a name that `name_of` gave."""
    return MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
