"""What is kept in memory: while its token stands, for a while, and no more than fits."""

from __future__ import annotations

import ast
import time
from typing import TYPE_CHECKING

from courses.common import process_cache
from courses.common.process_cache import Memo, Shelf
from tests.installing import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def test_what_no_plugin_has_a_part_in_stays_where_only_plugins_change() -> None:
    calls: list[int] = []

    @process_cache.for_machine
    def double(number: int) -> int:
        calls.append(number)
        return number * 2

    @process_cache.most_recent(2, plugin_free=True)
    def triple(number: int) -> int:
        calls.append(number)
        return number * 3

    memo: Memo[str, int] = Memo(plugin_free=True)
    memo.put("a", 1)
    assert (double(2), triple(3), calls, memo.get("a")) == (4, 9, [2, 3], 1)
    process_cache.forget_plugins()
    assert (double(2), triple(3), calls, memo.get("a")) == (4, 9, [2, 3], 1)
    process_cache.forget()
    assert (double(2), triple(3), calls, memo.get("a")) == (4, 9, [2, 3, 2, 3], None)


def test_of_what_was_asked_last_so_much_is_kept() -> None:
    calls: list[int] = []

    @process_cache.most_recent(2)
    def double(number: int) -> int:
        calls.append(number)
        return number * 2

    assert [double(number) for number in (1, 2, 1, 3, 1, 2)] == [2, 4, 2, 6, 2, 4]
    assert calls == [1, 2, 3, 2]
    process_cache.forget()
    assert (double(2), calls) == (4, [1, 2, 3, 2, 2])


KEPT_OTHERWISE = {
    "academy/operations/web_worker.py:_date": "written of its argument alone",
    "academy/operations/web_worker.py:_key": "written of its argument alone",
    "academy/website/compression.py:_encoding": "read from its argument alone",
    "courses/common/process_cache.py:decorate": "this is the one way itself",
    "courses/common/dates.py:_months": "the names that Django's own translations have",
    "courses/common/dates.py:_weekdays": "the names that Django's own translations have",
    "courses/common/icons/__init__.py:draw": "drawn from its arguments, on shapes that are code",
    "courses/common/prepared_statements.py:_cursor_class": "made of classes that are code",
    "courses/catalogue/traces.py:_blocks": "gone after one walk through the lessons",
    "courses/catalogue/mail_texts.py:_engine": "templates that reach no file and no setting",
    "courses/reports/charts.py:bars": "drawn from its arguments alone",
    "courses/reports/charts.py:columns": "drawn from its arguments alone",
    "courses/reports/charts.py:trend": "drawn from its arguments alone",
    "plugins/openbadges/slots.py:_sentence": "a template and a translation, which are code",
    "plugins/openbadges/statements.py:_contexts": "files of packages that are installed with ours",
    "plugins/openbadges/statements.py:_expanded": "made of its arguments and these files",
}
"""What Python keeps for us, out of reach of `forget`: it may depend on nothing but its arguments
and the code. Whatever depends on more belongs in `process_cache`."""


def test_what_python_keeps_depends_on_nothing_that_changes() -> None:
    found = {
        f"{file.relative_to(ROOT)}:{name}"
        for folder in ("academy", "courses", "plugins")
        for file in (ROOT / folder).rglob("*.py")
        if "functools" in (code := file.read_text())
        for name in kept_by_python(code)
    }
    assert found == KEPT_OTHERWISE.keys()


def test_whatever_python_keeps_is_found() -> None:
    code = """
import functools as tools
from functools import cache as always, lru_cache
@always
def one(): ...
@lru_cache(maxsize=2)
def two(): ...
class Three:
    @tools.cache
    def method(self): ...
four = lru_cache(len)
from courses.common.process_cache import for_process as cache
@cache
def five(): ...
"""
    assert sorted(kept_by_python(code)) == ["<module>", "method", "one", "two"]


def kept_by_python(code: str) -> Iterator[str]:
    """The names of the functions that `functools` keeps answers of, or in which it is asked to."""
    tree = ast.parse(code)
    names, modules = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "functools":
            names |= {one.asname or one.name for one in node.names if one.name in KEEPERS}
        elif isinstance(node, ast.Import):
            modules |= {one.asname or one.name for one in node.names if one.name == "functools"}
    yield from _within(tree, "<module>", names, modules)


KEEPERS = ("cache", "lru_cache")


def _within(node: ast.AST, place: str, names: set[str], modules: set[str]) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        place = node.name
    if isinstance(node, ast.Name) and node.id in names:
        yield place
    if (
        isinstance(node, ast.Attribute)
        and node.attr in KEEPERS
        and isinstance(node.value, ast.Name)
        and node.value.id in modules
    ):
        yield place
    for child in ast.iter_child_nodes(node):
        yield from _within(child, place, names, modules)
