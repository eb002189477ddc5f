"""Keys in Valkey (or Redis), for an academy on several machines."""

from __future__ import annotations

import struct
import time
from contextlib import contextmanager, suppress
from functools import cached_property
from secrets import token_bytes
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit
from uuid import UUID

from valkey import Valkey
from valkey.exceptions import ResponseError, ValkeyError

from courses.evaluation.keys.base import KEY_SIZE, KeysAway, KeyStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PREFIX = "academy:evaluation-key:"
SECONDS = 3
"""How long an answer of the server may take."""
_WHEN = struct.Struct(">d")


class Server(KeyStore):
    """Values of a key and the moment at which it was made."""

    def __init__(self, address: str) -> None:
        self.address = address
        parts = urlsplit(address)
        self.place = f"{parts.scheme}://{parts.hostname or 'localhost'}{parts.path}"

    def write(self, key_id: UUID, key: bytes) -> None:
        with self._answering() as server:
            server.set(_name(key_id), key + _WHEN.pack(time.time()), nx=True)

    def read(self, key_id: UUID) -> bytes | None:
        with self._answering() as server:
            value = _value(server, _name(key_id))
        return value[:KEY_SIZE] if value else None

    def destroy(self, key_id: UUID) -> None:
        with self._answering() as server:
            if server.set(_name(key_id), token_bytes(KEY_SIZE + _WHEN.size), xx=True):
                server.delete(_name(key_id))
                self._forget_log(server)

    def ages(self) -> Mapping[UUID, float]:
        now, found = time.time(), {}
        with self._answering() as server:
            for name in server.scan_iter(match=f"{PREFIX}*"):
                value = _value(server, name.decode())
                if value:
                    (made,) = _WHEN.unpack(value[KEY_SIZE:])
                    found[UUID(name.decode().removeprefix(PREFIX))] = now - made
        return found

    def problems(self) -> list[str]:
        try:
            with self._answering() as server:
                server.ping()
                return list(_risks(server))
        except KeysAway as away:
            return [str(away)]

    @cached_property
    def _server(self) -> Valkey:
        # Its own names for an address; the same server.
        return Valkey.from_url(self.address, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)

    @contextmanager
    def _answering(self) -> Iterator[Valkey]:
        try:
            yield self._server
        except (ValkeyError, OSError) as error:
            raise KeysAway(f"{self.place}: {error}") from error

    def _forget_log(self, server: Valkey) -> None:
        """Have the server write its log anew, without what was taken away."""
        # It may not be allowed, or be busy with just that.
        with suppress(ResponseError):
            server.bgrewriteaof()  # type: ignore[no-untyped-call]


def _name(key_id: UUID) -> str:
    return f"{PREFIX}{key_id}"


def _value(server: Valkey, name: str) -> bytes | None:
    return cast("bytes | None", server.get(name))


def _config(server: Valkey, pattern: str) -> Mapping[str, str]:
    return cast("Mapping[str, str]", server.config_get(pattern))


def _risks(server: Valkey) -> Iterator[str]:
    """How the server could lose keys, as far as it tells."""
    with suppress(ResponseError):
        memory = _config(server, "maxmemory*")
        if memory.get("maxmemory", "0") != "0" and memory.get("maxmemory-policy") != "noeviction":
            yield "it drops keys when its memory is full: set maxmemory-policy to noeviction"
        appends = _config(server, "appendonly").get("appendonly") == "yes"
        if not appends and not _config(server, "save").get("save"):
            yield "it forgets all keys when it stops: set appendonly to yes"
