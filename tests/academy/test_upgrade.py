"""The database of the previous release is brought to today's version, and nothing is lost.

Also what a server of that release would stumble over when it still serves after the migration.
One journey for all: the migration itself takes as long as a hundred other tests.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings

from tests.academy import previous_release

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
    reason="what is kept of a release is a SQLite database",
)

# In a process of its own: migrations work on the database that Django was started with.
SCRIPT = """
import django
django.setup()
from datetime import datetime, UTC
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from courses.common import clock

settings.EVALUATION_KEYS = str(settings.DATA_DIR / "evaluation-keys")
call_command("migrate", interactive=False, skip_checks=True, verbosity=0)
connection.cursor().execute("VACUUM INTO 'migrated.sqlite3'")
with clock.at(datetime(*{day}, 12, tzinfo=UTC)):
    call_command("tick")
    call_command("audit")
"""
DAY_OF_RELEASE = (2026, 11, 30)
"""The day on which the demo of the release was loaded: its open forms are still open then."""

MADE_ANEW = ("wagtailsearch_", "sqlite_")
"""Tables of indexes: they are filled again after a migration."""
CHANGED = {"plugin_api_pluginstate": {"seen_at"}}
"""Columns in which a migration may change what stood there."""

STANDSTILL: dict[str, str] = {}
"""What a server of the previous release stumbles over: the columns by their table, where the
upgrade from it is done at a standstill. Nothing is added here without a word in docs/operators.md;
at the next release it is empty."""


@dataclass(frozen=True)
class Column:
    """What a table demands of who writes a row."""

    demanded: bool
    """It must have a value, and the database gives none by itself."""
    key: bool


@dataclass(frozen=True)
class Upgrade:
    """The same academy before and after."""

    before: sqlite3.Connection
    after: sqlite3.Connection
    said: str


@pytest.fixture(scope="module")
def upgrade(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("upgrade")
    previous_release.unpack(folder)
    database = folder / previous_release.DATABASE
    shutil.copy(database, folder / "before.sqlite3")
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(day=DAY_OF_RELEASE)],
        env={
            **os.environ,
            "ACADEMY_DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{database}",
            "DJANGO_SETTINGS_MODULE": "academy.settings.test",
            "PYTHONPATH": str(settings.BASE_DIR),
        },
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    with (
        closing(sqlite3.connect(folder / "before.sqlite3")) as before,
        closing(sqlite3.connect(folder / "migrated.sqlite3")) as after,
    ):
        yield Upgrade(before, after, run.stdout[-2000:] + run.stderr[-2000:])


def test_all_is_as_it_must_be_after_the_upgrade(upgrade: Upgrade) -> None:
    assert upgrade.said.splitlines()[-1] == "Alles klopt."


def test_no_row_is_lost_and_each_says_what_it_said(upgrade: Upgrade) -> None:
    lost = {}
    changed: dict[str, set[str]] = {}
    for table, before in schema(upgrade.before).items():
        after = schema(upgrade.after).get(table, {})
        both = [name for name in before if name in after]
        if not both:
            continue
        key = [name for name in before if before[name].key]
        old, new = (rows(one, table, key, both) for one in (upgrade.before, upgrade.after))
        if gone := old.keys() - new.keys():
            lost[table] = len(gone)
        for row in old.keys() & new.keys():
            other = {name for name in both if old[row][name] != new[row][name]}
            if other:
                changed.setdefault(table, set()).update(other)
    assert lost == {}
    assert changed == CHANGED


def test_a_server_of_the_previous_release_can_go_on_serving(upgrade: Upgrade) -> None:
    """It reads each column that it knows, and writes rows without those that it does not know.

    Whoever comes here with a new name in the list: give the new column a `db_default`; take the old
    column or table away one release later, when nobody reads it any more. Only where neither can be
    does it get a line in STANDSTILL and a word for operators.
    """
    now = schema(upgrade.after)
    trouble: dict[str, list[str]] = {}
    for table, before in schema(upgrade.before).items():
        after = now.get(table)
        if after is None:
            trouble[table] = []
            continue
        gone = before.keys() - after.keys()
        demanded = {
            name
            for name, column in after.items()
            if column.demanded and not (name in before and before[name].demanded)
        }
        if gone | demanded:
            trouble[table] = sorted(gone | demanded)
    new = {table: not_named(table, names) for table, names in trouble.items()}
    assert new == {table: [] for table in STANDSTILL}


def not_named(table: str, names: list[str]) -> list[str]:
    """Those of the columns that the list of exceptions does not have."""
    named = re.findall(r"\w+", STANDSTILL.get(table, ""))
    return [name for name in names if name not in named]


def schema(database: sqlite3.Connection) -> dict[str, dict[str, Column]]:
    """Each table with its columns; not those that an index consists of."""
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: {
            column: Column(bool(demanded) and default is None and not key, bool(key))
            for _n, column, _type, demanded, default, key in database.execute(
                "SELECT * FROM pragma_table_info(?)", [name]
            )
        }
        for (name,) in tables
        if not name.startswith(MADE_ANEW)
    }


def rows(
    database: sqlite3.Connection, table: str, key: list[str], columns: list[str]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Each row of a table by its key."""
    named = ", ".join(f'"{name}"' for name in columns)
    found = database.execute(f'SELECT {named} FROM "{table}"')  # noqa: S608 - names from the schema
    by_name = (dict(zip(columns, row, strict=True)) for row in found)
    return {tuple(row[name] for name in key): row for row in by_name}
