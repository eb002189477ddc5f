"""Where the files of plugins are kept: a folder, or a bucket of a store that speaks S3."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def storage(place: str) -> dict[str, Any]:
    """The storage for `STORAGES`.

    Args:
        place: a folder, or `s3://KEY:SECRET@HOST/BUCKET?region=…`, with `&tls=0` for a store that
            does not speak https. HOST is left out for that of Amazon. For this the package
            `django-storages[s3]` must be there.

    Raises:
        ImproperlyConfigured: it names no bucket.
    """
    if not place.startswith("s3://"):
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            # Nobody else on the machine reads them, and they have no address.
            "OPTIONS": {
                "location": place,
                "base_url": None,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    parts, asked = urlsplit(place), parse_qs(urlsplit(place).query)
    bucket, _slash, folder = parts.path.strip("/").partition("/")
    if not bucket:
        raise ImproperlyConfigured("ACADEMY_PLUGIN_FILES names no bucket")
    host = parts.netloc.rpartition("@")[2]
    scheme = "http" if asked.get("tls") == ["0"] else "https"
    options = {
        "bucket_name": bucket,
        "location": folder,
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "endpoint_url": f"{scheme}://{host}" if host else None,
        "region_name": asked.get("region", [None])[0],
        "default_acl": "private",
        "querystring_auth": True,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
