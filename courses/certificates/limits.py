"""How often one address may look at certificates."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from courses.common import clock

PER_MINUTE = 30
"""Enough for a desk that checks a stack of certificates; no use to who tries codes."""


def is_too_often(request: HttpRequest) -> bool:
    """Count this look; whether it is one too many in this minute."""
    minute = int(clock.now().timestamp()) // 60
    key = f"certificate-check:{_address(request)}:{minute}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) > PER_MINUTE
    except ValueError:
        # The counter was thrown out between the two calls because the cache is full.
        return False


def _address(request: HttpRequest) -> str:
    """The visitor's address; behind a proxy as allauth is told to find it."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"
