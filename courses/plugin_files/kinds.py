"""The kinds of files that plugins may accept: how each is recognised by what is in it.

Only as much is read as that takes: a video of 100 MB costs no more memory than a letter.
"""

from __future__ import annotations

import codecs
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image

from courses.common import uploads, webvtt
from courses.common.errors import Refusal
from courses.common.internals.of_zipfile import directory_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

PIECE = 64 * 1024
MOST_DIRECTORY = 2 * 1024 * 1024
"""Bytes of the list of files in a zip, which Python reads as a whole."""
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, OSError, EOFError)

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Kind:
    """A kind of file. `fits` reads it from the start and says whether it is one; it may raise a
    Refusal. `shown` is whether a browser may show it: it runs no script, whatever it holds."""

    media_type: str
    fits: Callable[[IO[bytes]], bool]
    shown: bool = False


def _begins(judge: Callable[[bytes], bool]) -> Callable[[IO[bytes]], bool]:
    return lambda file: judge(file.read(1024))


def _is_text(file: IO[bytes]) -> bool:
    """Whether it reads as a text: UTF-8, UTF-16 with its mark, or what Windows made before that."""
    start = file.read(4)
    marked = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    return any(_reads_as(file, one) for one in (["utf-16"] if marked else ["utf-8-sig", "cp1252"]))


def _reads_as(file: IO[bytes], encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := file.read(PIECE):
            if _has_control(decoder.decode(piece)):
                return False
        return not _has_control(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        return False


def _has_control(text: str) -> bool:
    return not text.isprintable() and any(
        character < " " and character not in "\t\n\r\f" for character in text
    )


def _is_xml(file: IO[bytes]) -> bool:
    start = file.read(1024)
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if start.startswith(mark):
            start = start[2:].decode(encoding, "ignore").encode()
    file.seek(0)
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") and _is_text(file)


def _is_vtt(file: IO[bytes]) -> bool:
    webvtt.cues_in(file.read(webvtt.MOST_BYTES + 1))
    return True


def _is_picture(form: str) -> Callable[[IO[bytes]], bool]:
    def fits(file: IO[bytes]) -> bool:
        try:
            with Image.open(file, formats=[form]) as picture:
                if picture.width * picture.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                    raise _too_many_pixels()
                picture.verify()
        except Image.DecompressionBombError:
            raise _too_many_pixels() from None
        except (SyntaxError, ValueError, OSError, EOFError):
            return False
        return True

    return fits


def _too_many_pixels() -> Refusal:
    return Refusal(
        _("Deze afbeelding is te groot om te openen. Maak haar kleiner en kies haar opnieuw."),
        field="file",
    )


def is_small_enough(file: IO[bytes]) -> bool:
    """Whether the list of files in a zip can be read without taking all memory."""
    size = directory_bytes(file)
    file.seek(0)
    return size is not None and size <= MOST_DIRECTORY


def _is_zip(file: IO[bytes]) -> bool:
    if not is_small_enough(file):
        return False
    try:
        with zipfile.ZipFile(file):
            return True
    except BROKEN_ZIP:
        return False


def _is_office(main: str) -> Callable[[IO[bytes]], bool]:
    def fits(file: IO[bytes]) -> bool:
        if not is_small_enough(file):
            return False
        try:
            with zipfile.ZipFile(file) as archive:
                names = archive.namelist()
        except BROKEN_ZIP:
            return False
        # With programs in it it is another kind, under this name.
        has_macros = any(name.lower().endswith(uploads.MACROS) for name in names)
        return {"[Content_Types].xml", main} <= set(names) and not has_macros

    return fits


def _is_odt(file: IO[bytes]) -> bool:
    if not is_small_enough(file):
        return False
    try:
        with zipfile.ZipFile(file) as archive, archive.open("mimetype") as told:
            return told.read(100).strip() == b"application/vnd.oasis.opendocument.text"
    except (*BROKEN_ZIP, KeyError):
        return False


def _media(ending: str, media_type: str) -> Kind:
    return Kind(media_type, _begins(uploads.MEDIA[ending]), shown=True)


JPEG = Kind("image/jpeg", _is_picture("JPEG"), shown=True)

KINDS: dict[str, Kind] = {
    "pdf": Kind("application/pdf", _begins(lambda start: b"%PDF-" in start)),
    "docx": Kind(f"{OFFICE}.wordprocessingml.document", _is_office("word/document.xml")),
    "xlsx": Kind(f"{OFFICE}.spreadsheetml.sheet", _is_office("xl/workbook.xml")),
    "odt": Kind("application/vnd.oasis.opendocument.text", _is_odt),
    # Never as text: some browsers would show it, and guess what it is.
    "txt": Kind("application/octet-stream", _is_text),
    "csv": Kind("application/octet-stream", _is_text),
    "json": Kind("application/json", _is_text),
    "xml": Kind("application/xml", _is_xml),
    "jpg": JPEG,
    "jpeg": JPEG,
    "png": Kind("image/png", _is_picture("PNG"), shown=True),
    "gif": Kind("image/gif", _is_picture("GIF"), shown=True),
    "webp": Kind("image/webp", _is_picture("WEBP"), shown=True),
    "mp3": _media("mp3", "audio/mpeg"),
    "m4a": _media("m4a", "audio/mp4"),
    "ogg": _media("ogg", "audio/ogg"),
    "wav": _media("wav", "audio/wav"),
    "mp4": _media("mp4", "video/mp4"),
    "webm": _media("webm", "video/webm"),
    "vtt": Kind("text/vtt", _is_vtt, shown=True),
    "zip": Kind("application/zip", _is_zip),
}
"""By the end of the name."""

SHOWN = frozenset(kind.media_type for kind in KINDS.values() if kind.shown)
"""The media types that a browser may show from an address of the site."""

IN_PACKAGES = {
    **{ending: kind.media_type for ending, kind in KINDS.items()},
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv",
    "htm": "text/html",
    "html": "text/html",
    "xhtml": "application/xhtml+xml",
    "xml": "text/xml",
    "xsd": "text/xml",
    "css": "text/css",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "svg": "image/svg+xml",
    "ico": "image/vnd.microsoft.icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "wasm": "application/wasm",
}
"""The media types of files in a package, by the end of the name: as a web server tells them."""

OCTETS = "application/octet-stream"


def ending_of(name: str) -> str:
    """What comes after the last dot, in small letters; empty without one."""
    _stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot else ""
