"""Reading what stands elsewhere in pieces, without fetching all of it."""

from __future__ import annotations

import io
import random

import pytest

from academy.operations.ranged_reader import PIECE, RangedReader, opened

CONTENT = random.Random(1).randbytes(3 * PIECE + 17)


class Store:
    """Gives what is in it from somewhere on, and counts what was taken."""

    def __init__(self, content: bytes = CONTENT) -> None:
        self.content, self.taken = content, 0
        self.asked: list[int] = []
        self.open = 0

    def fetch(self, start: int) -> Stream:
        self.asked.append(start)
        self.open += 1
        return Stream(self, start)


class Stream(io.BytesIO):
    def __init__(self, store: Store, start: int) -> None:
        super().__init__(store.content[start:])
        self.store = store

    def read(self, amount: int | None = -1, /) -> bytes:
        found = super().read(amount)
        self.store.taken += len(found)
        return found

    def close(self) -> None:
        if not self.closed:
            self.store.open -= 1
        super().close()


def test_a_piece_fetches_no_more_than_is_near_it() -> None:
    store = Store()
    with opened(len(CONTENT), store.fetch) as file:
        # As Django's answer asks how big it is.
        assert file.seek(0, io.SEEK_END) == len(CONTENT)
        file.seek(0)
        assert store.asked == []
        file.seek(2 * PIECE)
        assert file.read(10) == CONTENT[2 * PIECE : 2 * PIECE + 10]
        assert (store.asked, store.taken) == ([2 * PIECE], PIECE)
        # What is at hand is not asked again.
        file.seek(-5, io.SEEK_CUR)
        assert file.read(20) == CONTENT[2 * PIECE + 5 : 2 * PIECE + 25]
        assert store.taken == PIECE
    assert store.open == 0


def test_all_of_it_is_fetched_in_one_go() -> None:
    store = Store()
    with opened(len(CONTENT), store.fetch) as file:
        assert b"".join(iter(lambda: file.read(4096), b"")) == CONTENT
    assert (store.asked, store.taken, store.open) == ([0], len(CONTENT), 0)


def test_wherever_somebody_goes_it_reads_as_a_file_does() -> None:
    store, plain = Store(), io.BytesIO(CONTENT)
    choose = random.Random(2)
    with opened(len(CONTENT), store.fetch) as file:
        for _turn in range(200):
            place, amount = choose.randrange(len(CONTENT) + 50), choose.randrange(PIECE * 2)
            assert file.seek(place) == plain.seek(place)
            assert file.read(amount) == plain.read(amount)
            assert file.tell() == plain.tell()


def test_what_ends_before_it_should_is_an_error_and_no_shorter_file() -> None:
    store = Store(CONTENT[:100])
    with RangedReader(len(CONTENT), store.fetch) as file:
        assert file.read(500) == CONTENT[:100]
        with pytest.raises(OSError, match="ends before"):
            file.read(1)
