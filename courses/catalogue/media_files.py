"""Gives pieces of video and sound that stand among the documents.

Safari asks for a file in pieces and plays nothing from a server that gives only the whole, and
every browser needs pieces to skip to the middle. Django 5.2 and Wagtail 8.0 give the whole alone.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from django.http import FileResponse, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
PIECE = 64 * 1024
TYPES = ("audio/", "video/")


def in_pieces(
    request: HttpRequest, response: HttpResponseBase, *, types: tuple[str, ...] = TYPES
) -> HttpResponseBase:
    """The answer with a file, cut to the piece that the request asks for.

    Of other `types` (how their names begin) the answer stays as it is.
    A request for several pieces, or one that makes no sense, gets the whole, as RFC 9110 allows.
    """
    is_media = response.headers.get("Content-Type", "").startswith(types)
    if not isinstance(response, FileResponse) or response.status_code != 200 or not is_media:
        return response
    response["Accept-Ranges"] = "bytes"
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    file: IO[bytes] | None = response.file_to_stream
    if asked is None or not any(asked.groups()) or file is None:
        return response
    # A piece of a newer file would not fit what the browser has already.
    if request.headers.get("If-Range", response.get("ETag")) != response.get("ETag"):
        return response
    size = int(response["Content-Length"])
    start, end = _bounds(asked[1], asked[2], size)
    if start >= size or end < start:
        # Not the answer, which would tell all that the request is over.
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    file.seek(start)
    response.status_code = 206
    response["Content-Length"] = str(end - start + 1)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    # Django goes on closing the file when the answer is over.
    response.streaming_content = _read(file, end - start + 1)
    return response


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and the last byte; without the first it is about the end of the file."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last) if last else size - 1, size - 1)


def _read(file: IO[bytes], left: int) -> Iterator[bytes]:
    while left > 0 and (piece := file.read(min(PIECE, left))):
        left -= len(piece)
        yield piece
