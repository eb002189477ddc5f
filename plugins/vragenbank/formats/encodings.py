"""Text in files as they are found: UTF-8 with or without a mark, UTF-16 with one, Windows-1252."""

from __future__ import annotations

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
DECLARED = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
KNOWN = frozenset({"utf-8", "iso8859-1", "iso8859-15", "cp1252", "ascii"})


class UnknownEncodingError(ValueError):
    """Nobody can say which characters these bytes are."""


def decoded(content: bytes) -> str:
    """The text in a file.

    Raises:
        UnknownEncodingError: it is no text.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # What older programs on Windows write. It has a character for nearly each byte.
        return _decoded(content, "cp1252")


def decoded_xml(content: bytes) -> str:
    """The text of an XML file, without its declaration.

    What the file says of itself counts, unless that cannot be.

    Raises:
        UnknownEncodingError: it is no text, or says to be in an encoding that we do not read.
    """
    declared = DECLARED.match(content)
    text = None
    if declared and not content.startswith(tuple(mark for mark, _name in MARKS)):
        try:
            encoding = codecs.lookup(declared[1].decode()).name
        except LookupError as error:
            raise UnknownEncodingError from error
        if encoding not in KNOWN:
            raise UnknownEncodingError(encoding)
        try:
            text = content.decode("cp1252" if encoding == "iso8859-1" else encoding)
        except UnicodeDecodeError:
            text = None
    return DECLARATION.sub("", decoded(content) if text is None else text, count=1)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnknownEncodingError(encoding) from error
