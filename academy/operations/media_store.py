"""Files in a bucket instead of a folder, for an academy on several machines: what staff upload, and
what plugins keep.

It needs the package `django-storages[s3]`.
It is imported only where `ACADEMY_MEDIA` or `ACADEMY_PLUGIN_FILES` names a bucket.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from academy.operations import ranged_reader

if TYPE_CHECKING:
    from academy.operations.ranged_reader import Stream

FETCHED_AT_ONCE = 1024 * 1024
"""Bytes up to which a file is fetched whole."""


class BucketStore(S3Storage):
    """Gives pieces of big files without fetching all that is in them: `django-storages` fetches
    the whole into memory, for each piece of a video anew."""

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        file: File[bytes] = super()._open(name, mode)
        size = file.obj.content_length if mode == "rb" else 0  # type: ignore[attr-defined]
        if size <= FETCHED_AT_ONCE:
            return file

        def fetch(start: int) -> Stream:
            body: Stream = file.obj.get(Range=f"bytes={start}-")["Body"]  # type: ignore[attr-defined]
            return body

        big = File(ranged_reader.opened(size, fetch), name)
        big.size = size
        return big


class MediaStore(BucketStore):
    """Gives pictures the site's own address, below `MEDIA_URL`.

    So a page says the same whatever keeps its pictures, browsers keep them, and nothing is loaded
    from elsewhere: the proxy in front of the site asks the store. Documents have no such address,
    the academy gives them.
    """

    def url(
        self,
        name: str,
        parameters: object = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        """The address on the site; nothing is signed, so the rest plays no part."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name) or "")
