"""Reads what stands elsewhere from any place in it, and no more than is asked."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer

PIECE = 256 * 1024


class Stream(Protocol):
    """What comes in from somewhere on, until it is closed."""

    def read(self, amount: int, /) -> bytes: ...
    def close(self) -> None: ...


class RangedReader(io.RawIOBase):
    """A file of `size` bytes; `fetch` gives what comes from a byte on. It is asked at the first
    read, and again after each step elsewhere."""

    def __init__(self, size: int, fetch: Callable[[int], Stream]) -> None:
        self._size, self._fetch = size, fetch
        self._at = 0
        self._stream: Stream | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if begin + offset != self._at:
            self._let_go()
            self._at = max(0, begin + offset)
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        place = memoryview(buffer).cast("B")
        wanted = min(len(place), self._size - self._at)
        if wanted <= 0:
            return 0
        if self._stream is None:
            self._stream = self._fetch(self._at)
        found = self._stream.read(wanted)
        if not found:
            raise OSError("it ends before it should")
        place[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        self._let_go()
        super().close()

    def _let_go(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None


def opened(size: int, fetch: Callable[[int], Stream]) -> io.BufferedReader:
    """The same with what was just read at hand."""
    return io.BufferedReader(RangedReader(size, fetch), PIECE)
