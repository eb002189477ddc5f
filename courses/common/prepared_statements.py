"""Queries that PostgreSQL keeps planned for a connection.

Else it plans each query anew, which takes longer than answering it. Only where our connections are
our own: a pool in transaction mode (`?pooled=1`) would give the next transaction to a server that
has not seen them.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, Error, connection, connections

from courses.common.process_cache import Memo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorWrapper

MOST = 400
"""How many a connection keeps: more than there are in the code, with their sizes of lists."""


PLANNED_ONCE: Mapping[str, str] = {
    "plan_cache_mode": "force_generic_plan",
    "random_page_cost": "1.1",
}


def are_kept(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether the server at hand keeps queries for us."""
    return _keeps(connections[using])


def _keeps(database: BaseDatabaseWrapper) -> bool:
    is_postgres = database.vendor == "postgresql"
    return is_postgres and not database.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")


def cursor(using: str = DEFAULT_DB_ALIAS) -> CursorWrapper:
    """A cursor whose queries the server keeps planned, where it does; else one as any other."""
    database = connections[using]
    if not _keeps(database):
        return database.cursor()
    database.ensure_connection()
    raw: Any = database.connection
    usual = raw.cursor_factory
    raw.prepare_threshold, raw.prepared_max = 0, MOST
    raw.cursor_factory = _cursor_class()
    try:
        # If this makes a new connection, that gives an ordinary cursor once.
        return database.cursor()
    finally:
        raw.cursor_factory = usual


MOST_TEXTS = 4 * MOST
PARTS = ("query", "_want_formats", "_order", "_parts")
"""What psycopg makes of a query's text alone."""
_taken_apart: Memo[str, list[Any]] = Memo(plugin_free=True)


@contextmanager
def planned_once() -> Iterator[None]:
    """Have PostgreSQL use one plan for all values of a statement that it keeps, by looking rows up.

    It thinks that a plan for the very values is better, as for most of what looks for a moment, and
    makes that at each run, which takes twice as long as running it. And it takes looking up a row
    for four times as dear as reading one in a walk through the table, as on a disk that turns: of
    fifty rows it then walks through all years. For statements that were looked at for it
    (`EXPLAIN`), outside a transaction; it holds for all that is asked within.
    """
    if not are_kept() or connection.in_atomic_block:
        yield
        return
    _set_at_once(PLANNED_ONCE)
    try:
        yield
    finally:
        # A connection that broke has nothing to set back.
        with suppress(Error):
            _set_at_once(dict.fromkeys(PLANNED_ONCE))


def _set_at_once(settings: Mapping[str, str | None]) -> None:
    """Of this connection; None: as it was. One question, however many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "; ".join(
                f"RESET {name}" if value is None else f"SET {name} = {value}"
                for name, value in settings.items()
            )
        )


def with_constants(
    sql: str, params: Iterable[object], kind: type
) -> tuple[str, tuple[object, ...]]:
    """The query with all that never changes in its text, and the parameters (of this kind) that
    are left: a plan that is kept for all values knows those, and which index is for them."""
    if not are_kept():
        return sql, tuple(params)
    connection.ensure_connection()
    from psycopg.sql import Literal  # noqa: PLC0415

    left, pieces = [], []
    given = iter(params)
    for piece in re.split(r"(%s|%%)", sql):
        if piece != "%s":
            pieces.append(piece)
        elif isinstance(value := next(given), kind):
            left.append(value)
            pieces.append(piece)
        else:
            pieces.append(Literal(value).as_string(connection.connection).replace("%", "%%"))
    return "".join(pieces), tuple(left)


@cache
def _cursor_class() -> type:
    # Not on SQLite, where nobody needs psycopg.
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415
    from psycopg import ClientCursor  # noqa: PLC0415

    class Asked:
        """What was asked, for who logs queries; Django looks for it as psycopg keeps it."""

        def __init__(self, cursor: Any, query: str, params: Any) -> None:  # noqa: ANN401
            self._asked = (cursor.connection, query, params)

        @property
        def query(self) -> bytes:
            server, query, params = self._asked
            return ClientCursor(server).mogrify(query, params).encode()

    class PreparedCursor(ServerBindingCursor):
        def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:  # noqa: ANN401
            found = super().execute(query, params, prepare=True)  # type: ignore[misc]
            self._query = Asked(self, query, params)
            return found

        def _convert_query(self, query: Any, params: Any = None) -> Any:  # noqa: ANN401
            # Psycopg takes the text apart at each run where it is long or has many values.
            kept = _taken_apart.get(query) if params else None
            if kept is None:
                converted: Any = super()._convert_query(query, params)  # type: ignore[misc]
                if params and type(query) is str and len(_taken_apart) < MOST_TEXTS:
                    _taken_apart.put(query, [getattr(converted, name) for name in PARTS])
                return converted
            converted = self._query_cls(self._tx)  # type: ignore[attr-defined]
            for name, part in zip(PARTS, kept, strict=True):
                setattr(converted, name, part)
            converted.dump(params)
            return converted

    return PreparedCursor
