"""Tokens that all processes of an academy share: who changes something puts a new one there.

What is kept in memory is kept under the token of the moment before it was made, and is worth
nothing once another token stands there. On one machine a token is a small file; several machines
share a server (`ACADEMY_SIGNALS`), Valkey or Redis.
"""

from __future__ import annotations

import os
import threading
import time
import uuid
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from pathlib import Path

    from valkey import Valkey

LENGTH = 16
PREFIX = "academy:signal:"
SECONDS = 1.0
"""How long an answer of the server may take."""
PAUSE = 1.0
"""How many seconds a server that did not answer is not asked again: else each page waits for it."""
SERVERS = ("valkey://", "valkeys://", "redis://", "rediss://", "unix://")


class SharedToken(ABC):
    """A token that is the same for all processes of the academy."""

    @property
    def is_instant(self) -> bool:
        """Whether reading asks nobody, so that it cannot take long."""
        return False

    @abstractmethod
    def read(self) -> bytes:
        """The token that stands there now; empty where nothing ever changed."""

    @abstractmethod
    def bump(self) -> None:
        """Make everything that is kept under the token worthless, in all processes."""

    def problem(self) -> str:
        """Why processes do not hear of each other's changes; empty when all is well."""
        return ""


class FileToken(SharedToken):
    """A file at `path`, for the processes of one machine. Reading it costs about a microsecond."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = -1

    @property
    def is_instant(self) -> bool:
        return True

    def _open(self) -> int:
        if self._handle < 0:
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        return self._handle

    def read(self) -> bytes:
        return os.pread(self._open(), LENGTH, 0)

    def bump(self) -> None:
        os.pwrite(self._open(), uuid.uuid4().bytes, 0)


class ServerToken(SharedToken):
    """A value in a server that several machines ask. Reading it costs about a tenth of a
    millisecond.

    While the server does not answer, each reading gives another token: nothing that is kept is
    used, and pages are made anew. Who missed changes meanwhile cannot know that, so the first
    process that is answered again puts a new token there, and so does who finds none: a server that
    forgot its tokens must not bring back what was kept before the first.
    """

    def __init__(self, address: str, name: str) -> None:
        self.address, self.name = address, f"{PREFIX}{name}"
        self._lock = threading.Lock()
        self._server: Valkey | None = None
        self._owes_change = False
        self._quiet_until = 0.0

    def read(self) -> bytes:
        if time.monotonic() < self._quiet_until:
            return _new()
        try:
            if self._owes_change:
                return self._put()
            return self._read()
        except _failures():
            self._lost()
            return _new()

    def bump(self) -> None:
        try:
            self._put()
        except _failures():
            self._lost()

    def problem(self) -> str:
        try:
            self._read()
        except _failures() as failure:
            return str(failure)
        return ""

    def _read(self) -> bytes:
        found = cast("bytes | None", self._connected().get(self.name))
        if found is not None:
            return found
        self._connected().set(self.name, _new(), nx=True)
        return cast("bytes | None", self._connected().get(self.name)) or _new()

    def _put(self) -> bytes:
        token = _new()
        self._connected().set(self.name, token)
        self._owes_change = False
        return token

    def _lost(self) -> None:
        self._owes_change = True
        self._quiet_until = time.monotonic() + PAUSE

    def _connected(self) -> Valkey:
        with self._lock:
            if self._server is None:
                # Loaded by who has such a server only.
                from valkey import Valkey  # noqa: PLC0415

                self._server = Valkey.from_url(
                    self.address, socket_timeout=SECONDS, socket_connect_timeout=SECONDS
                )
            return self._server


class PlacedToken(SharedToken):
    """The token of this name, where this academy keeps its tokens: found when it is first asked
    for, since a process may not be of an academy yet when it is loaded
    (`academy.operations.academy_settings`)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._found: SharedToken | None = None

    @property
    def is_instant(self) -> bool:
        return (self._found or self._place()).is_instant

    def read(self) -> bytes:
        return (self._found or self._place()).read()

    def bump(self) -> None:
        (self._found or self._place()).bump()

    def problem(self) -> str:
        return (self._found or self._place()).problem()

    def _place(self) -> SharedToken:
        self._found = shared_token(self.name)
        return self._found


def shared_token(name: str) -> SharedToken:
    """The token of this name, where this academy keeps its tokens now.

    Raises:
        ImproperlyConfigured: `ACADEMY_SIGNALS` is the address of no server that can keep them.
    """
    address: str = settings.ACADEMY_SIGNALS
    if address.startswith(SERVERS):
        return ServerToken(address, name)
    if address:
        raise ImproperlyConfigured("ACADEMY_SIGNALS: an address as valkey://host:6379/0")
    file: Path = settings.PAGE_CACHE_SIGNAL
    return FileToken(file.with_name(f"{file.name}-{name}") if name else file)


def _new() -> bytes:
    return uuid.uuid4().bytes


def _failures() -> tuple[type[Exception], ...]:
    from valkey.exceptions import ValkeyError  # noqa: PLC0415

    return (ValkeyError, OSError)
