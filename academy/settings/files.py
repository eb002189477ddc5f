"""Where files are kept: a folder, or a bucket of a store that speaks S3."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

IN_A_BUCKET = "s3://"


def storage(place: str) -> dict[str, Any]:
    """The storage for what plugins keep, which has no address.

    Args:
        place: a folder, or a bucket as `bucket_options` takes it.

    Raises:
        ImproperlyConfigured: it names no bucket.
    """
    if place.startswith(IN_A_BUCKET):
        return {
            "BACKEND": "academy.operations.media_store.BucketStore",
            "OPTIONS": bucket_options(place, setting="ACADEMY_PLUGIN_FILES"),
        }
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


def media(place: str) -> dict[str, Any]:
    """The storage for pictures and documents that staff upload, and for scans.

    Args:
        place: a bucket as `bucket_options` takes it; empty for the folder `MEDIA_ROOT`.

    Raises:
        ImproperlyConfigured: it names no bucket.
    """
    if not place:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    return {
        "BACKEND": "academy.operations.media_store.MediaStore",
        "OPTIONS": bucket_options(place, setting="ACADEMY_MEDIA"),
    }


def bucket_options(place: str, *, setting: str) -> dict[str, Any]:
    """What the storage of `django-storages[s3]`, which must be there, wants to know.

    Args:
        place: `s3://KEY:SECRET@HOST/BUCKET?region=…`, with `&tls=0` for a store that does not speak
            https. HOST is left out for that of Amazon.
        setting: the name of the setting that it comes from.

    Raises:
        ImproperlyConfigured: it names no bucket.
    """
    parts, asked = urlsplit(place), parse_qs(urlsplit(place).query)
    bucket, _slash, folder = parts.path.strip("/").partition("/")
    if parts.scheme != "s3" or not bucket:
        raise ImproperlyConfigured(f"{setting} names no bucket: s3://KEY:SECRET@HOST/BUCKET")
    host = parts.netloc.rpartition("@")[2]
    scheme = "http" if asked.get("tls") == ["0"] else "https"
    return {
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
