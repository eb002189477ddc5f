"""A cache in a server: what is in it is the same for all machines, and may be lost."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from academy.operations.valkey_cache import PAUSE, ValkeyCache
from academy.settings.databases import cache
from tests import valkey_server

if TYPE_CHECKING:
    from pathlib import Path


def at(address: str) -> ValkeyCache:
    """The cache as a process has it."""
    found = cache(address)
    return ValkeyCache(found.pop("LOCATION"), found)


def test_processes_share_what_is_in_it_and_academies_do_not(tmp_path: Path) -> None:
    with valkey_server.running(tmp_path) as address:
        one, other = at(address), at(address)
        one.set("sites", [("/", "nl")])
        assert other.get("sites") == [("/", "nl")]
        assert not other.add("sites", 1)
        other.set_many({"a": 1, "b": None})
        assert one.get_many(["a", "b", "c"]) == {"a": 1, "b": None}
        assert one.incr("a") == 2
        assert at(f"{address}?prefix=zeist").get("sites") is None
        one.delete_many(["a"])
        assert "a" not in other
        assert one.touch("b")
        assert one.delete("b")


def test_while_it_is_away_it_knows_nothing_and_nobody_waits_for_it(tmp_path: Path) -> None:
    with valkey_server.running(tmp_path) as address:
        here = at(address)
        here.set("x", 1)
    assert here.get("x", "other") == "other"
    assert here.add("x", 2)
    here.set("x", 3)
    here.set_many({"x": 4})
    here.delete_many(["x"])
    assert here.get_many(["x"]) == {}
    assert [here.has_key("x"), here.delete("x"), here.touch("x"), here.clear()] == [False] * 4
    with valkey_server.running(tmp_path) as again:
        assert again == address
        assert here.get("x") is None
        time.sleep(PAUSE)
        here.set("x", 5)
        assert here.get("x") == 5
