"""Uploads of staff in a bucket instead of a folder, for an academy on several machines.

It needs the package `django-storages[s3]`.
It is imported only where `ACADEMY_MEDIA` names a bucket.
"""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class MediaStore(S3Storage):
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
