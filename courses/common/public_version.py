"""The public version: a token that changes whenever something that visitors can see changes.

All processes of a server share one small file with a random token. Whoever changes something
public writes a new token after commit. What was made from public data is kept in memory under
the token that stood there *before* it was made, so nothing older is ever shown afterwards.
"""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language

TOKEN_LENGTH = 16
MOST_KEPT = 4000

T = TypeVar("T")


class PublicVersion:
    """The token, in a file at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = -1

    def _open(self) -> int:
        if self._handle < 0:
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        return self._handle

    def read(self) -> bytes:
        """The current token; reading it costs about a microsecond."""
        return os.pread(self._open(), TOKEN_LENGTH, 0)

    def bump(self) -> None:
        """Make everything kept worthless, in all processes of this server."""
        os.pwrite(self._open(), uuid.uuid4().bytes, 0)


version = PublicVersion(settings.PAGE_CACHE_SIGNAL)


class Memory:
    """Things made from public data alone, kept in this process until that data changes.

    After `PAGE_CACHE_SECONDS` they are made again all the same, for servers that do not share the
    file; 0 keeps nothing.
    """

    def __init__(self, version: PublicVersion) -> None:
        self.version = version
        self._kept: OrderedDict[Hashable, tuple[bytes, float, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under `key` in the reader's language, else what `make` makes.

        `key` holds all that the thing depends on beside public data and language. None is not
        kept. Inside a transaction nothing is kept or used: what is seen there may never become
        public.
        """
        seconds = settings.PAGE_CACHE_SECONDS
        if not seconds or connection.in_atomic_block:
            return make()
        key = (get_language(), key)
        token = self.version.read()
        found = self._kept.get(key)
        if found is not None and found[0] == token and found[1] > time.monotonic():
            kept: T = found[2]
            return kept
        made = make()
        if made is None:
            return made
        with self._lock:
            self._kept[key] = (token, time.monotonic() + seconds, made)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made


memory = Memory(version)
