"""What the migrations made is brought back row by row after a test that empties the tables.

Django keeps it as JSON and saves each object again, with all its signals: a tenth of a second for
every test that commits. The rows themselves are back in a few thousandths.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.transaction import atomic

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
"""For each table that has rows, its columns and these rows."""


def kept(creation: Any) -> Rows:
    """All rows in the tables that a flush empties."""
    rows: Rows = {}
    connection = creation.connection
    with connection.cursor() as cursor:
        for table in sorted(
            connection.introspection.django_table_names(only_existing=True, include_views=False)
        ):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - ours
            columns, found = [column[0] for column in cursor.description], cursor.fetchall()
            if found:
                rows[table] = (columns, list(found))
    return rows


def bring_back(creation: Any, rows: Rows) -> None:
    """Add the rows that are not there, and leave those that are."""
    connection = creation.connection
    quoted = connection.ops.quote_name
    # Keys of rows that come later are looked at when all are there.
    with atomic(using=connection.alias), connection.cursor() as cursor:
        for table, (columns, found) in rows.items():
            names = ", ".join(map(quoted, columns))
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {quoted(table)} ({names}) VALUES ({places}) ON CONFLICT DO NOTHING",  # noqa: S608 - ours
                found,
            )


def instead_of_json() -> None:
    """Let Django keep and bring back what the migrations made in this way."""
    creation: Any = BaseDatabaseCreation
    creation.serialize_db_to_string = kept
    creation.deserialize_db_from_string = bring_back
