"""Text that others made, for places that show or keep text.

One rule for all: a text with a NUL, or with half of a character that takes two (a lone surrogate),
can be kept by no database of ours and sent to no browser. Django's form fields say so of a NUL;
what comes another way is asked here.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from collections.abc import Iterator

UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
"""A character that can be neither kept nor shown."""

END_OF_LINE = re.compile(r"<br\b[^>]*>|</(?:li|tr|dt|dd)\s*>", re.IGNORECASE)
END_OF_BLOCK = re.compile(r"</(?:p|div|ul|ol|h[1-6]|blockquote|table|dl|figure)\s*>", re.IGNORECASE)

MOST_IN_TEXT = 20_000
"""Characters of a text of a plugin; what is longer is no text for people."""

MOST_IN_HTML = 2_000_000
"""Characters of a part of a page; what is longer no phone can show."""


def is_keepable(text: str) -> bool:
    """Whether a text can be kept and shown."""
    return UNKEEPABLE.search(text) is None


def keepable(text: str) -> str:
    """The same text.

    Raises:
        ValueError: it cannot be kept or shown.
    """
    if not is_keepable(text):
        raise ValueError("a NUL, or half of a character")
    return text


def made_keepable(text: str, instead: str = "") -> str:
    """A text with `instead` in the place of each character that cannot be kept or shown."""
    return UNKEEPABLE.sub(instead, text)


def keepable_json(
    value: object, *, limit: int | None = None, encoder: type[json.JSONEncoder] | None = None
) -> object:
    """`value` as it comes back from a database.

    Raises:
        TypeError, ValueError: it is no JSON, holds a text that cannot be kept, or takes more than
            `limit` characters.
    """
    written = json.dumps(value, cls=encoder, allow_nan=False)
    if limit is not None and len(written) > limit:
        raise ValueError(f"JSON of {len(written)} characters; {limit} is the most")
    read = json.loads(written)
    for text in _texts_in(read):
        keepable(text)
    return read


def made_keepable_json(value: object, instead: str = "\ufffd") -> object:
    """JSON with `instead` in the place of each character that cannot be shown.

    For what was kept before there was a rule: SQLite keeps half of a character as it is.
    """
    if isinstance(value, str):
        return made_keepable(value, instead)
    if isinstance(value, dict):
        return {
            made_keepable_json(key, instead): made_keepable_json(one, instead)
            for key, one in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [made_keepable_json(one, instead) for one in value]
    return value


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for one in value.values():
            yield from _texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts_in(one)


def plain_text(value: object, *, limit: int = MOST_IN_TEXT) -> str:
    """A text in the reader's language, as plain `str`: templates escape it.

    Of a plugin's text this is asked inside the guard, since making the words may fail.

    Raises:
        TypeError, ValueError: it is no text, no text that can be kept or shown, or has more than
            `limit` characters.
    """
    if not isinstance(value, (str, Promise)):
        raise TypeError(f"{type(value).__name__} for a text")
    # `str()` leaves safe HTML what it is; this makes a plain copy.
    return keepable(_no_longer(str.__str__(str(value)), limit))


def plain_html(value: object, *, limit: int = MOST_IN_HTML) -> SafeString:
    """HTML that is safe, as a plain copy: what a plugin made may do something else each time that
    it is asked.

    Raises:
        TypeError, ValueError: it is no safe HTML, none that can be shown, or has more than `limit`
            characters.
    """
    if not isinstance(value, SafeString):
        raise TypeError(f"{type(value).__name__} for HTML that is safe")
    return SafeString(keepable(_no_longer(str.__str__(value), limit)))


def text_of_html(html: str, *, limit: int = MOST_IN_TEXT) -> str:
    """The text of HTML, with an empty line between blocks.

    Raises:
        ValueError: it cannot be shown, or has more than `limit` characters.
    """
    lined = END_OF_BLOCK.sub("\n\n", END_OF_LINE.sub("\n", str.__str__(html)))
    text = unescape(strip_tags(lined)).replace("\xa0", " ")
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return plain_text(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), limit=limit)


def _no_longer(text: str, limit: int) -> str:
    if len(text) > limit:
        raise ValueError(f"{len(text)} characters; {limit} is the most")
    return text
