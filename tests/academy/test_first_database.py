"""The kept database of a new academy is what the migrations make."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import connections

from academy.demo import first_database
from academy.settings.databases import database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django import DjangoDbBlocker

MOST_BEHIND = 15
"""So many newer migrations cost the demo a few seconds. Then: `make first-database`."""


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    file = tmp_path / "kept.sqlite3"
    first_database.unpack(file)
    return file


@pytest.fixture
def empty_academy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """The database of `first_database` is one without tables. Where it is."""
    file = tmp_path / "academy.sqlite3"
    connections.databases["empty"] = {
        **connections.databases["default"],
        **database(f"sqlite:///{file}"),
    }
    monkeypatch.setattr(first_database, "connection", connections["empty"])
    with django_db_blocker.unblock():
        yield file
        connections["empty"].close()
    del connections["empty"]
    del connections.databases["empty"]


def tables(database: Path) -> dict[str, list[tuple[str, str]]]:
    """How each table was made, with its indexes."""
    found: dict[str, list[tuple[str, str]]] = {}
    with closing(sqlite3.connect(database)) as opened:
        for table, name, text in opened.execute(
            "SELECT tbl_name, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        ):
            found.setdefault(table, []).append((name, text))
    return found


def rows(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as opened:
        count = "SELECT count(*) FROM {}"
        return {
            name: opened.execute(count.format(f'"{name}"')).fetchone()[0]
            for name in tables(database)
        }


def test_what_is_kept_is_what_the_migrations_make(kept: Path, migrated_database: Path) -> None:
    """Of parts with a newer migration than what is kept, nothing is said."""
    missing = first_database.applied(migrated_database) - first_database.applied(kept)
    assert first_database.applied(kept) <= first_database.applied(migrated_database)
    assert len(missing) <= MOST_BEHIND, "make first-database"

    newer = {app for app, _name in missing}
    models = apps.get_models(include_auto_created=True)
    theirs = {one._meta.db_table for one in models if one._meta.app_label in newer}
    made, was_kept = (
        {name: text for name, text in tables(one).items() if name not in theirs}
        for one in (migrated_database, kept)
    )
    assert was_kept == made, "make first-database"
    if not missing:
        assert rows(kept) == rows(migrated_database), "make first-database"


def test_only_an_academy_without_tables_gets_it(empty_academy: Path, kept: Path) -> None:
    assert (first_database.put(), first_database.put()) == (True, False)
    assert first_database.applied(empty_academy) == first_database.applied(kept)


def test_where_a_migration_is_not_installed_nothing_is_put(
    empty_academy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fewer = first_database.installed() - {("website", "0001_initial")}
    monkeypatch.setattr(first_database, "installed", lambda: fewer)
    assert not first_database.put()
    assert tables(empty_academy) == {}
