"""Django's cache in Valkey (or Redis), which several machines share; what is in it may be lost."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

import valkey
from django.core.cache.backends.redis import RedisCache, RedisCacheClient, RedisSerializer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

logger = logging.getLogger(__name__)
SECONDS = 1.0
"""How long an answer of the server may take."""
PAUSE = 1.0
"""How many seconds a server that did not answer is not asked again: else each page waits for it."""


class ValkeyClient(RedisCacheClient):
    """Django's client, with the library that is here for keys and signals: it speaks the same."""

    def __init__(self, servers: Sequence[str], **options: Any) -> None:
        self._lib = valkey
        self._servers = servers
        self._pools: dict[int, Any] = {}
        self._client = valkey.Valkey
        self._pool_class = valkey.ConnectionPool
        self._serializer = RedisSerializer()
        self._pool_options = {
            "socket_timeout": SECONDS,
            "socket_connect_timeout": SECONDS,
            **options,
        }


def _or(otherwise: Any, method: Callable[..., Any]) -> Callable[..., Any]:  # noqa: ANN401 as theirs
    """This method of Django's, with another answer while the server is away."""

    def asked(self: ValkeyCache, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 as theirs
        if time.monotonic() < self.away_until:
            return otherwise
        try:
            return method(self, *args, **kwargs)
        except valkey.ValkeyError as error:
            logger.warning("The cache is away: %s", error)
            self.away_until = time.monotonic() + PAUSE
            return otherwise

    return asked


class ValkeyCache(RedisCache):
    """A cache that knows nothing while its server is away: that costs time, and no answer."""

    away_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ValkeyClient

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:  # noqa: ANN401
        return _or(default, RedisCache.get)(self, key, default, version)

    # What was not there could be added.
    add = _or(True, RedisCache.add)
    set = _or(None, RedisCache.set)
    touch = _or(False, RedisCache.touch)
    delete = _or(False, RedisCache.delete)
    has_key = _or(False, RedisCache.has_key)
    get_many = _or({}, RedisCache.get_many)
    set_many = _or([], RedisCache.set_many)
    delete_many = _or(None, RedisCache.delete_many)
    clear = _or(False, RedisCache.clear)
