"""Moves every row to another database, of another kind if need be, and proves that it did.

Backups are made by each engine's own means, which cannot read each other's. This goes by the
models: each row is read and written as plain values, without running what saving does.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models, transaction
from django.db.models.functions import Cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

BATCH = 500
"""Rows at a time."""
MADE_ANEW = ("wagtailsearch_", "modelsearch_", "wagtailcore_referenceindex")
"""Tables of what each kind of database makes for itself: they are filled again afterwards."""
NOT_ROWS = ("django_migrations", "sqlite_sequence")


class CopyError(Exception):
    """The rows cannot be moved; the text says why, to the operator. The target is as it was."""


@dataclass(frozen=True)
class Table:
    """A table that has a model, with the fields that stand in it."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        """Of the table."""
        return self.model._meta.db_table

    @property
    def fields(self) -> list[models.Field[Any, Any]]:
        """What is written: not what the database works out by itself."""
        return [field for field in self.model._meta.local_concrete_fields if not field.generated]

    def rows(self, alias: str) -> Iterator[tuple[Any, ...]]:
        """Each row as plain values, in the order of the key; JSON as its text."""
        named = {
            f"value_{number}": (
                Cast(field.attname, models.TextField())
                if _is_json(field)
                else models.F(field.attname)
            )
            for number, field in enumerate(self.fields)
        }
        query = self.model._base_manager.using(alias).order_by("pk").annotate(**named)
        # What a model joins to the rows of its parent is no part of its own table.
        yield from query.values_list(*named).iterator(BATCH)


def _is_json(field: models.Field[Any, Any]) -> bool:
    return field.get_internal_type() == "JSONField"


def tables() -> list[Table]:
    """All tables that have a model, those that point to none first as far as that goes."""
    return [
        Table(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and not model._meta.db_table.startswith(MADE_ANEW)
    ]


def without_model(alias: str) -> list[str]:
    """Tables with rows that no installed part knows: of a plugin that is gone, as a rule."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    connection = connections[alias]
    found = []
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            if name in known or name in NOT_ROWS or name.startswith(MADE_ANEW):
                continue
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})")  # noqa: S608 - names from the schema
            if cursor.fetchone()[0]:
                found.append(name)
    return found


def copy(source: str, target: str, *, say: Callable[[str], None]) -> int:
    """Put every row of one database in the place of what is in the other; how many.

    All or nothing: the target changes in one transaction. Both must have the same migrations.

    Args:
        source: alias of the database to read.
        target: alias of the database to fill.
        say: is told of each table how many rows it has.

    Raises:
        CopyError: a row does not fit, or is not the same afterwards.
    """
    total = 0
    all_tables = tables()
    with transaction.atomic(using=source), transaction.atomic(using=target):
        _hold_still(connections[source])
        _empty(connections[target], all_tables)
        for table in all_tables:
            rows = _copy_table(table, source, target)
            total += rows
            if rows:
                say(f"{table.name}: {rows}")
        _go_on_counting(connections[target], all_tables)
        for table in all_tables:
            compare(table, source, target)
    return total


def _hold_still(connection: BaseDatabaseWrapper) -> None:
    """See one moment to the end. On SQLite the transaction does so, and nobody can write."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _empty(connection: BaseDatabaseWrapper, all_tables: list[Table]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(connection.ops.quote_name(table.name) for table in all_tables)
            cursor.execute(f"TRUNCATE {names} CASCADE")
            return
        for table in all_tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # noqa: S608 - names from the schema


def _copy_table(table: Table, source: str, target: str) -> int:
    connection = connections[target]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in table.fields)
    marks = ", ".join(_mark(field, connection) for field in table.fields)
    statement = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608 - names from the schema
    copied = 0
    rows = table.rows(source)
    with connection.cursor() as cursor:
        while batch := list(itertools.islice(rows, BATCH)):
            values = [_values(table, row, connection) for row in batch]
            try:
                cursor.executemany(statement, values)
            except Exception as error:
                raise CopyError(f"{table.name}: a row does not fit there: {error}") from error
            copied += len(batch)
    return copied


def _mark(field: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> str:
    return "%s::jsonb" if _is_json(field) and connection.vendor == "postgresql" else "%s"


def _values(table: Table, row: tuple[Any, ...], connection: BaseDatabaseWrapper) -> list[Any]:
    return [
        value if _is_json(field) else _plain(field).get_db_prep_save(value, connection)
        for field, value in zip(table.fields, row, strict=True)
    ]


def _plain(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """The field that writes: of a reference the one that it refers to."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def _go_on_counting(connection: BaseDatabaseWrapper, all_tables: list[Table]) -> None:
    """Have the next new row get a number after those that came along."""
    statements = connection.ops.sequence_reset_sql(
        no_style(), [table.model for table in all_tables]
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def compare(table: Table, source: str, target: str) -> None:
    """Hold every row beside the one it came from.

    Raises:
        CopyError: one is not the same, is missing or came from nowhere.
    """
    for before, after in itertools.zip_longest(table.rows(source), table.rows(target)):
        if before is None or after is None or _read(table, before) != _read(table, after):
            key = (before or after or ("?",))[0]
            raise CopyError(f"{table.name}: row {key} is not the same on the other side.")


def _read(table: Table, row: tuple[Any, ...]) -> list[Any]:
    """The row as values that are equal when they mean the same."""
    return [
        json.loads(value) if _is_json(field) and value is not None else value
        for field, value in zip(table.fields, row, strict=True)
    ]
