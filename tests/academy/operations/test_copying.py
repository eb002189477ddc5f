"""Every row to another database, of another kind if need be, and proof that it is the same."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from academy.operations import copying
from academy.settings.databases import database
from courses.common import invariants
from courses.evaluation.models import AnswerCount
from courses.people.models import User
from tests.courses.evaluation.factories import closed_evaluation
from tests.factories import PersonFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

OTHER = "other"
pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", OTHER]),
    pytest.mark.both_databases,
]


@pytest.fixture(scope="module", autouse=True)
def other(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[str]:
    """An empty SQLite database with all tables. Its alias."""
    place = f"sqlite:///{tmp_path_factory.mktemp('other') / 'other.sqlite3'}"
    connections.databases[OTHER] = {**connections.databases["default"], **database(place)}
    with django_db_blocker.unblock():
        with connections[OTHER].schema_editor() as editor:
            for table in copying.tables():
                if not table.model._meta.auto_created:
                    editor.create_model(table.model)
        yield OTHER
        connections[OTHER].close()
    del connections[OTHER]
    del connections.databases[OTHER]


def test_everything_goes_there_and_comes_back(other: str) -> None:
    """From the database of these tests, PostgreSQL as well, to SQLite and back."""
    closed_evaluation(marks=[8, 8, 9, 7, 10])
    person = PersonFactory.create(first_name="Ünal 'ʻOkina' 李")
    last = User.objects.order_by("-pk")[0].pk
    said: list[str] = []
    rows = copying.copy("default", other, say=said.append)
    assert rows == sum(int(line.split(": ")[1]) for line in said)
    assert User.objects.using(other).get(pk=person.pk).first_name == person.first_name

    marks = list(AnswerCount.objects.order_by("pk").values_list())
    User.objects.filter(pk=person.pk).delete()
    AnswerCount.objects.all().delete()
    assert copying.copy(other, "default", say=said.append) == rows
    assert User.objects.get(pk=person.pk).first_name == person.first_name
    assert list(AnswerCount.objects.order_by("pk").values_list()) == marks
    assert sorted(one.name for one in invariants.provided() if list(one.find())) == []
    # Numbers go on after those that came along.
    assert PersonFactory.create().pk == last + 1


def test_a_row_that_is_not_the_same_is_found(other: str) -> None:
    person = PersonFactory.create()
    copying.copy("default", other, say=lambda line: None)
    table = next(one for one in copying.tables() if one.model is User)
    copying.compare(table, "default", other)
    User.objects.using(other).filter(pk=person.pk).update(first_name="Iemand anders")
    with pytest.raises(copying.CopyError, match="not the same"):
        copying.compare(table, "default", other)
    User.objects.using(other).filter(pk=person.pk).delete()
    with pytest.raises(copying.CopyError, match="not the same"):
        copying.compare(table, "default", other)


def test_what_does_not_fit_changes_nothing(other: str) -> None:
    PersonFactory.create()
    kept = PersonFactory.create()
    copying.copy("default", other, say=lambda line: None)
    with connections[other].cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER nobody BEFORE INSERT ON people_user "
            "BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    with pytest.raises(copying.CopyError, match="people_user: a row does not fit there"):
        copying.copy("default", other, say=lambda line: None)
    assert User.objects.using(other).filter(pk=kept.pk).exists()
    with connections[other].cursor() as cursor:
        cursor.execute("DROP TRIGGER nobody")


def test_rows_of_a_plugin_that_is_gone_are_not_left_behind_in_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE gone_plugin_thing (id integer PRIMARY KEY)")
    try:
        assert copying.without_model("default") == []
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO gone_plugin_thing (id) VALUES (1)")
        monkeypatch.setitem(os.environ, "TARGET_DATABASE_URL", "sqlite:////nowhere/x.sqlite3")
        with pytest.raises(CommandError, match="gone_plugin_thing"):
            call_command("copy_database", stdout=io.StringIO())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE gone_plugin_thing")


def test_the_command_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(os.environ, "TARGET_DATABASE_URL", raising=False)
    with pytest.raises(CommandError, match="TARGET_DATABASE_URL"):
        call_command("copy_database", stdout=io.StringIO())
    here = connections.databases["default"]
    place = "/".join(str(here[key]) for key in ("HOST", "NAME"))
    if connection.vendor == "postgresql":
        place = f"{here['HOST']}:{here['PORT']}/{here['NAME']}"
    monkeypatch.setitem(os.environ, "TARGET_DATABASE_URL", f"{connection.vendor}://{place}")
    with pytest.raises(CommandError, match="is the database that is to be copied"):
        call_command("copy_database", stdout=io.StringIO())
