"""Where an academy keeps its data: addresses in the environment become settings of Django."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from academy.settings import files
from academy.settings.databases import cache, database

BUCKET = "s3://sleutel:ge%2Fheim@store.example.org:9000/uploads/academie?region=eu-west-1&tls=0"


def test_a_bucket_is_named_by_one_address() -> None:
    assert files.bucket_options(BUCKET, setting="ACADEMY_MEDIA") == {
        "bucket_name": "uploads",
        "location": "academie",
        "access_key": "sleutel",
        "secret_key": "ge/heim",
        "endpoint_url": "http://store.example.org:9000",
        "region_name": "eu-west-1",
        "default_acl": "private",
        "querystring_auth": True,
        "file_overwrite": False,
    }
    amazon = files.bucket_options("s3:///uploads?region=eu-west-1", setting="x")
    assert (amazon["endpoint_url"], amazon["access_key"]) == (None, None)


@pytest.mark.parametrize("place", ["s3://sleutel:geheim@host", "s3://host/", "/var/uploads"])
def test_an_address_without_a_bucket_is_told_with_the_name_of_the_setting(place: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="ACADEMY_MEDIA names no bucket"):
        files.media(place)


def test_uploads_are_in_a_folder_unless_a_bucket_is_named() -> None:
    assert files.media("") == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    assert files.media(BUCKET)["BACKEND"] == "academy.operations.media_store.MediaStore"
    assert files.storage("/var/x")["OPTIONS"]["base_url"] is None
    assert files.storage(BUCKET)["BACKEND"] == "academy.operations.media_store.BucketStore"
    assert files.storage(BUCKET)["OPTIONS"]["bucket_name"] == "uploads"


def test_a_pool_of_connections_is_asked_nothing_that_outlives_a_transaction() -> None:
    address = "postgres://academy:x@pool.example.org:6432/academy"
    pooled = database(f"{address}?sslmode=require&pooled=1")
    alone = database(f"{address}?sslmode=require")
    assert pooled.pop("DISABLE_SERVER_SIDE_CURSORS") is True
    assert pooled == alone
    assert alone["OPTIONS"] == {"sslmode": "require"}
    assert "DISABLE_SERVER_SIDE_CURSORS" not in database(f"{address}?pooled=0")


def test_a_cache_is_a_server_or_what_django_has() -> None:
    server = {"BACKEND": "academy.operations.valkey_cache.ValkeyCache"}
    assert cache("valkey://:geheim@host:6379/2?prefix=zeist") == {
        **server,
        "LOCATION": "valkey://:geheim@host:6379/2",
        "KEY_PREFIX": "zeist",
    }
    assert cache("redis://host")["BACKEND"] == server["BACKEND"]
    assert cache("locmemcache://")["BACKEND"].endswith("LocMemCache")
