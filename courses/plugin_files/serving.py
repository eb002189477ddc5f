"""Gives what is in the storage, in pieces: nothing is read as a whole, nor sent twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import FileResponse, Http404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header

from courses.catalogue.media_files import in_pieces
from courses.plugin_files import queries, storage
from courses.plugin_files.kinds import SHOWN

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from courses.plugin_files.models import PluginFile

CLOSED = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
"""For a file at an address of the site: whatever it holds, it is no page and runs nothing."""


@dataclass(frozen=True)
class Stored:
    """Something in the storage, and what a browser is told of it."""

    key: str
    media_type: str
    size: int
    file_name: str
    etag: str
    is_personal: bool


def stored_at(row: PluginFile, path: str) -> Stored:
    """What is at a path of a package, or the file itself, whatever the path.

    Raises:
        Http404: there is no such file in the package.
    """
    personal = row.person_id is not None
    if not row.is_package:
        etag = f'"{row.sha256}"'
        return Stored(f"{row.folder}/0", row.media_type, row.size, row.name, etag, personal)
    packed = queries.packed_at(row, path)
    if packed is None:
        raise Http404
    name = packed.path.rpartition("/")[2]
    etag = f'"{row.pk.hex}-{packed.number}"'
    key = f"{row.folder}/{packed.number}"
    return Stored(key, packed.media_type, packed.size, name, etag, personal)


def give(request: HttpRequest, stored: Stored) -> HttpResponseBase:
    """A file at an address of the site: shown when it is a picture, sound or video, else offered to
    keep."""
    response = answer(request, stored)
    shown = stored.media_type in SHOWN
    response["Content-Disposition"] = content_disposition_header(not shown, stored.file_name) or ""
    response["Content-Security-Policy"] = CLOSED
    if stored.is_personal:
        # Who uses the computer next finds nothing of it.
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response


def answer(request: HttpRequest, stored: Stored) -> HttpResponseBase:
    """The file, the piece that is asked for, or that nothing changed."""
    response = get_conditional_response(request, etag=stored.etag) or _whole(request, stored)
    response["ETag"] = stored.etag
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response


def _whole(request: HttpRequest, stored: Stored) -> HttpResponseBase:
    try:
        file = storage.storage().open(stored.key)
    except OSError:
        raise Http404 from None
    response = FileResponse(file, content_type=stored.media_type)
    response["Content-Length"] = str(stored.size)
    response["ETag"] = stored.etag
    return in_pieces(request, response, types=("",))


def read(stored: Stored) -> bytes:
    """All that is in it, for what is small.

    Raises:
        Http404: it is gone.
    """
    try:
        with storage.storage().open(stored.key) as file:
            return bytes(file.read())
    except OSError:
        raise Http404 from None
