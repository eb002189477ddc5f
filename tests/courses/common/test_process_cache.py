"""What is kept in memory: while its token stands, for a while, and no more than fits."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from courses.common import process_cache
from courses.common.process_cache import Memo, Shelf

if TYPE_CHECKING:
    import pytest

OLD, NEW = b"old", b"new"


def test_what_was_put_is_there_while_its_token_stands() -> None:
    shelf: Shelf[str] = Shelf(2)
    shelf.put("a", OLD, "thing", seconds=60)
    assert (shelf.get("a", OLD), shelf.get("a", NEW), shelf.get("b", OLD)) == ("thing", None, None)
    assert shelf.last("a") == "thing"


def test_what_is_too_old_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf: Shelf[str] = Shelf(2)
    now = time.monotonic()
    shelf.put("a", OLD, "thing", seconds=60)
    monkeypatch.setattr(time, "monotonic", lambda: now + 61)
    assert shelf.get("a", OLD) is None


def test_the_oldest_makes_room() -> None:
    shelf: Shelf[int] = Shelf(2)
    for number in range(4):
        shelf.put(number, OLD, number, seconds=60)
    assert [shelf.get(number, OLD) for number in range(4)] == [None, None, 2, 3]


def test_what_is_put_twice_is_weighed_once() -> None:
    shelf: Shelf[str] = Shelf(9, most_bytes=10, size_of=len)
    for _turn in range(5):
        shelf.put("a", OLD, "12345", seconds=60)
    shelf.put("b", OLD, "12345", seconds=60)
    assert (shelf.get("a", OLD), shelf.get("b", OLD)) == ("12345", "12345")
    shelf.put("c", OLD, "1", seconds=60)
    assert (shelf.get("a", OLD), shelf.get("c", OLD)) == (None, "1")


def test_one_reset_empties_all() -> None:
    calls: list[int] = []

    @process_cache.for_process
    def double(number: int) -> int:
        calls.append(number)
        return number * 2

    memo: Memo[str, int] = Memo()
    shelf: Shelf[str] = Shelf(2)
    assert (double(2), double(2), calls) == (4, 4, [2])
    memo.put("a", 1)
    shelf.put("a", OLD, "thing", seconds=60)
    process_cache.forget()
    assert (double(2), calls, memo.get("a"), shelf.get("a", OLD)) == (4, [2, 2], None, None)
