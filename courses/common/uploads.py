"""Files that people send: which are accepted, and how they are given back.

A file is judged by its content and not only by its name, as far as that goes without opening it:
this is no virus scanner. It is never shown as a page of this site, only offered for download.
"""

from __future__ import annotations

import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from PIL import Image

from courses.common import webvtt
from courses.common.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.files.base import File
    from django.core.files.uploadedfile import UploadedFile
    from django_stubs_ext import StrOrPromise

MOST_BYTES = 10 * 1024 * 1024
"""How big a file may be."""

MOST_MEDIA_BYTES = 100 * 1024 * 1024
"""How big a video or a sound may be: some ten minutes of video that is made for telephones."""

LONGEST_STEM = 80
NOT_IN_A_NAME = frozenset('/\\<>:"|?*')
MACROS = "vbaproject.bin"


@dataclass(frozen=True)
class AcceptedFile:
    """A file that is accepted: a clean name, and what is in it."""

    name: str
    content: bytes


def accepted_file(upload: UploadedFile[bytes]) -> AcceptedFile:
    """The file that was sent (Django's `UploadedFile`).

    Raises:
        Refusal: it is empty, too big, or not of a kind that is accepted.
    """
    name = clean_name(upload.name or "")
    kind = _kind(name)
    if kind is None:
        raise _refusal(_("Dit soort bestand kan niet. Kies een pdf, docx, odt, txt, jpg of png."))
    if not upload.size:
        raise _refusal(_("Dit bestand is leeg. Kies een ander bestand."))
    if upload.size > MOST_BYTES:
        raise _refusal(_("Dit bestand is te groot. Het mag hoogstens 10 MB zijn."))
    upload.seek(0)
    content = upload.read()
    if not kind.fits(content):
        raise _refusal(
            _(
                "Dit bestand is niet wat de naam zegt, of het is beschadigd. Bewaar het opnieuw "
                "als pdf, docx, odt, txt, jpg of png."
            )
        )
    return AcceptedFile(name, content)


def _refusal(message: StrOrPromise) -> Refusal:
    return Refusal(message, field="file")


def check_media(file: File[bytes]) -> None:
    """Look at a video, a sound or captions that staff upload; other files are let through.

    Raises:
        Refusal: it is empty or too big, or its content is of another kind than its name says. Of
            captions it says in which line they go wrong.
    """
    ending = (file.name or "").rpartition(".")[2].lower()
    if ending not in MEDIA and ending != "vtt":
        return
    if not file.size:
        raise _refusal(_("Dit bestand is leeg. Kies een ander bestand."))
    if file.size > MOST_MEDIA_BYTES:
        raise _refusal(
            _(
                "Dit bestand is te groot. Het mag hoogstens 100 MB zijn. Maak de video korter of "
                "kleiner, of zet haar op een andere website en gebruik de link."
            )
        )
    file.seek(0)
    if ending == "vtt":
        webvtt.cues_in(file.read(webvtt.MOST_BYTES + 1))
    elif not MEDIA[ending](file.read(64)):
        raise _refusal(
            _("Dit bestand is niet wat de naam zegt, of het is beschadigd. Bewaar het opnieuw.")
        )
    file.seek(0)


def clean_name(name: str) -> str:
    """The last part of a path, without characters that mislead or that a disk does not take."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    # Control characters, and those that turn the direction of the text ("gpj.exe" read backwards).
    shown = "".join(" " if character.isspace() else character for character in name)
    shown = "".join(
        character for character in shown if not unicodedata.category(character).startswith("C")
    )
    safe = "".join("_" if character in NOT_IN_A_NAME else character for character in shown)
    stem, dot, extension = safe.rpartition(".")
    if not dot:
        stem, extension = safe, ""
    stem = " ".join(stem.split()).strip(" .")[:LONGEST_STEM].strip(" .")
    return f"{stem or 'bestand'}{dot}{extension.strip().lower()}"


def as_download(name: str, content: bytes) -> HttpResponse:
    """An answer that makes a browser keep the file and never show it as a page of this site."""
    kind = _kind(name)
    response = HttpResponse(
        content, content_type=kind.content_type if kind else "application/octet-stream"
    )
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


# --- Kinds ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """A kind of file; `fits` says whether content looks like it."""

    content_type: str
    fits: Callable[[bytes], bool]


def _kind(name: str) -> Kind | None:
    _stem, dot, extension = name.rpartition(".")
    return KINDS.get(extension) if dot else None


def _is_pdf(content: bytes) -> bool:
    # Readers accept some bytes before it.
    return b"%PDF-" in content[:1024]


def _is_docx(content: bytes) -> bool:
    names = _names_in_zip(content)
    return (
        {"[Content_Types].xml", "word/document.xml"} <= names
        # A document with programs in it, under another name.
        and not any(name.lower().endswith(MACROS) for name in names)
    )


def _is_odt(content: bytes) -> bool:
    if "mimetype" not in _names_in_zip(content):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive, archive.open("mimetype") as file:
            return file.read(100).strip() == b"application/vnd.oasis.opendocument.text"
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, OSError, EOFError):
        return False


def _names_in_zip(content: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, RuntimeError, ValueError, OSError, EOFError):
        return set()


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _reads_as(content, "utf-16")
    # UTF-8, or what Windows made before that: any bytes but control characters.
    return _reads_as(content, "utf-8-sig") or _reads_as(content, "cp1252")


def _reads_as(content: bytes, encoding: str) -> bool:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not any(character < " " and character not in "\t\n\r\f" for character in text)


def _is_picture(form: str) -> Callable[[bytes], bool]:
    def fits(content: bytes) -> bool:
        try:
            with Image.open(BytesIO(content), formats=[form]) as picture:
                picture.verify()
        except (Image.DecompressionBombError, SyntaxError, ValueError, OSError, EOFError):
            return False
        return True

    return fits


_is_jpeg = _is_picture("JPEG")

KINDS = {
    "pdf": Kind("application/pdf", _is_pdf),
    "docx": Kind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _is_docx
    ),
    "odt": Kind("application/vnd.oasis.opendocument.text", _is_odt),
    # Never as text/plain: some browsers would show it, and guess what it is.
    "txt": Kind("application/octet-stream", _is_text),
    "jpg": Kind("image/jpeg", _is_jpeg),
    "jpeg": Kind("image/jpeg", _is_jpeg),
    "png": Kind("image/png", _is_picture("PNG")),
}
"""The kinds that are accepted, by the end of the name."""


# --- Video and sound --------------------------------------------------------------------------


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(marks)


def _is_mp4(content: bytes) -> bool:
    return content[4:8] == b"ftyp"


def _is_mp3(content: bytes) -> bool:
    # A tag with the title, or the first frame at once.
    return content.startswith(b"ID3") or (content[:1] == b"\xff" and content[1:2] >= b"\xe0")


def _is_wav(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WAVE"


MEDIA: dict[str, Callable[[bytes], bool]] = {
    "mp4": _is_mp4,
    "m4a": _is_mp4,
    "webm": _begins(b"\x1a\x45\xdf\xa3"),
    "mp3": _is_mp3,
    "ogg": _begins(b"OggS"),
    "wav": _is_wav,
}
"""Video and sound that browsers play, by the end of the name: whether content begins like it."""
