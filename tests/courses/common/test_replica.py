"""Figures are read from a copy of the database that follows it, as long as that is right."""

from __future__ import annotations

import logging
import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, connections, router
from django.db.models import BigIntegerField
from django.http import HttpRequest, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from academy.operations.checks import copy_makes_sense
from academy.settings.databases import database
from academy.settings.databases import replica as replica_settings
from courses.common import clock, replica
from courses.common.public_version import memory
from courses.common.replica import COOKIE, reads_figures
from courses.common.statements import Presence, Statement
from courses.editions.models import Edition
from courses.people.enums import Role
from courses.people.models import User
from courses.reports.models import YearReport
from scripts import with_postgres
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.db.backends.utils import CursorWrapper
    from pytest_django import Settings

POSTGRES = "postgres://academy@one.example/academy"
OPEN = Statement(
    lambda key: Edition.objects.filter(pk=key).select_related("training"), key=BigIntegerField()
)


BOTH = ["default", replica.ALIAS]


@pytest.fixture(autouse=True, scope="module")
def _second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """There is an address for it before a test begins; only `named` has it used."""
    usual = connections.settings["default"]
    its_own = {**usual, "TEST": {**usual["TEST"], "MIRROR": "default"}}
    if usual["ENGINE"].endswith("sqlite3"):
        file = tmp_path_factory.mktemp("copy") / "copy.sqlite3"
        its_own |= {"NAME": str(file), "OPTIONS": {"init_command": "PRAGMA query_only=ON"}}
    connections.settings[replica.ALIAS] = its_own
    yield
    # Who is still there would keep the database of the tests from being taken away.
    hang_up()
    del connections.settings[replica.ALIAS]


def hang_up() -> None:
    """Have the next one who asks go where the settings say."""
    connections[replica.ALIAS].close()
    del connections[replica.ALIAS]


@pytest.fixture
def named(settings: Settings) -> Iterator[Callable[..., None]]:
    """Name a second database, with settings of its own."""
    kept = dict(connections.settings[replica.ALIAS])
    replica.forget()

    def name(**its_own: Any) -> None:
        hang_up()
        connections.settings[replica.ALIAS].update(its_own)
        settings.DATABASE_ROUTERS = [replica.ROUTER]

    yield name
    settings.DATABASE_ROUTERS = []
    hang_up()
    connections.settings[replica.ALIAS] = kept
    replica.forget()


@pytest.fixture
def copy(transactional_db: None, named: Callable[..., None], tmp_path: Path) -> Callable[[], None]:
    """A copy on SQLite, which follows when it is told to."""
    if connection.vendor != "sqlite":
        pytest.skip("a file that is copied")

    def follow() -> None:
        first = str(connection.settings_dict["NAME"])
        with sqlite3.connect(first) as one, sqlite3.connect(file) as other:
            one.backup(other)

    file = tmp_path / "copy.sqlite3"
    named(NAME=str(file))
    follow()
    return follow


def asked(method: str = "get", **cookies: str) -> HttpRequest:
    request: HttpRequest = getattr(RequestFactory(), method)("/")
    request.COOKIES.update(cookies)
    return request


@reads_figures
def titles(_request: HttpRequest) -> list[str]:
    return [str(one.training.title) for one in Edition.objects.select_related("training")]


@pytest.mark.django_db
def test_without_a_copy_all_is_as_ever() -> None:
    edition = EditionFactory.create()
    assert (replica.is_there(), titles(asked())) == (False, [edition.training.title])
    assert router.db_for_read(Edition) == "default"


@pytest.mark.django_db(transaction=True, databases=BOTH)
@pytest.mark.usefixtures("copy")
def test_only_figures_are_read_there_and_nothing_is_ever_written_there() -> None:
    seen: dict[str, object] = {}

    @reads_figures
    def view(_request: HttpRequest) -> None:
        seen.update({one.__name__: router.db_for_read(one) for one in (Edition, User, YearReport)})
        seen["write"] = router.db_for_write(Edition)
        with replica.first_database():
            seen["first"] = router.db_for_read(Edition)
        # What is kept for others is true for all who come after.
        seen["kept"] = memory.get("for the test", lambda: router.db_for_read(Edition))
        seen["migrate"] = router.allow_migrate("replica", "editions")
        with pytest.raises(DatabaseError, match="readonly"):
            Edition.objects.using(replica.ALIAS).update(capacity=1)

    view(asked())
    assert seen == {
        "Edition": "replica",
        "User": "default",
        "YearReport": "default",
        "write": "default",
        "first": "default",
        "kept": "default",
        "migrate": False,
    }
    # Outside such a view nothing is.
    assert [router.db_for_read(Edition), router.allow_migrate("default", "editions")] == [
        "default",
        True,
    ]


@pytest.mark.django_db(transaction=True, databases=BOTH)
def test_who_changed_something_never_sees_it_undone(copy: Callable[[], None]) -> None:
    edition = EditionFactory.create(training=TrainingFactory.create(title="Eerst"))
    copy()
    edition.training.title = "Later"
    edition.training.save()
    assert titles(asked()) == ["Eerst"]
    assert titles(asked(**{COOKIE: "1"})) == ["Later"]
    copy()
    assert titles(asked()) == ["Later"]


@pytest.mark.django_db(transaction=True, databases=BOTH)
def test_the_screens_say_it_and_statements_too(copy: Callable[[], None]) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    copy()
    edition = EditionFactory.create(
        training=TrainingFactory.create(title="Nieuw hier"),
        starts_at=clock.now() - timedelta(days=3),
    )
    client = Client()
    client.force_login(coordinator)
    page = reverse("evaluation_reports:edition", args=[edition.pk])
    # The copy does not have it yet, and who made it somewhere else may know it a little later.
    assert client.get(page).status_code == 404
    assert COOKIE not in client.cookies
    client.post(reverse("evaluation_reports:index"))
    assert client.cookies[COOKIE]["max-age"] == replica.seconds_of_own_changes()
    assert client.get(page).status_code == 200
    del client.cookies[COOKIE]
    copy()
    assert client.get(page).status_code == 200

    @reads_figures
    def found(_request: HttpRequest) -> list[tuple[str | None, str]]:
        return [(one._state.db, one.training.title) for one in OPEN.run(key=edition.pk)]

    assert found(asked()) == [("replica", "Nieuw hier")]

    @reads_figures
    def there(_request: HttpRequest, presence: Presence[str]) -> frozenset[str]:
        return presence.run()

    noted = {"noted": lambda: Edition.objects.exclude(note="")}
    people = {"people": User.objects.all}
    Edition.objects.update(note="Samen met de buren.")
    assert there(asked(), Presence(noted)) == frozenset()
    # Who there is, is no figure.
    assert there(asked(), Presence({**noted, **people})) == {"noted", "people"}
    (one,) = OPEN.run(key=edition.pk)
    assert one._state.db == "default"


@pytest.mark.django_db(transaction=True, databases=BOTH)
@pytest.mark.usefixtures("copy")
def test_a_copy_that_fails_halfway_costs_nobody_an_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    EditionFactory.create(training=TrainingFactory.create(title="Rouw"))

    @reads_figures
    def file(request: HttpRequest) -> StreamingHttpResponse:
        def parts() -> Iterator[bytes]:
            yield b"kop "
            if router.db_for_read(Edition) == replica.ALIAS:
                with connections[replica.ALIAS].cursor() as cursor:
                    cursor.execute("SELECT nothing FROM nowhere")
            yield from (title.encode() for title in titles(request))

        return StreamingHttpResponse(parts())

    caplog.set_level(logging.WARNING, logger="courses.common.replica")
    for _turn in range(2):
        assert b"".join(file(asked())) == b"kop Rouw"
    assert [one.getMessage() for one in caplog.records] == [
        "Figures are read from the first database: of the copy, it failed (OperationalError)."
    ]
    # After a while it is tried again; a file that can be read is sent as it was made.
    assert replica.look().is_used
    assert caplog.records[-1].getMessage() == "Figures are read from the copy again."

    @reads_figures
    def good(_request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(iter([b"a" * replica.AT_ONCE, b"b"]))

    assert b"".join(good(asked())) == b"a" * replica.AT_ONCE + b"b"


@pytest.mark.django_db(transaction=True, databases=BOTH)
def test_a_copy_that_is_away_is_told_once_and_figures_are_there(
    named: Callable[..., None], settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    named(NAME="/nowhere/at-all.sqlite3", HOST="127.0.0.1", PORT="1")
    edition = EditionFactory.create()
    caplog.set_level(logging.WARNING, logger="courses.common.replica")
    for _turn in range(2):
        assert titles(asked()) == [edition.training.title]
    settings.ACADEMY_MONITOR_TOKEN = "for the monitor"
    answer = Client().get("/gezond/", headers={"Authorization": "Bearer for the monitor"})
    assert [one.getMessage() for one in caplog.records] == [
        "Figures are read from the first database: of the copy, it is away (OperationalError)."
    ]
    sign = answer.json()["signs"]["replica"]
    assert (answer.status_code, sign["ok"], sign["value"]) == (200, False, -1)


@pytest.mark.postgres
@pytest.mark.django_db(databases=BOTH)
def test_a_database_that_follows_none_is_no_copy() -> None:
    replica.forget()
    assert replica.look() == replica.State(None, "it follows no other database")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, databases=BOTH)
def test_a_real_copy_follows_and_is_left_alone_when_it_is_far_behind(
    named: Callable[..., None], settings: Settings
) -> None:
    first = connection.settings_dict
    with with_postgres.standby(
        with_postgres.address(int(first["PORT"]), f"/{first['NAME']}")
    ) as it:
        its_own, problem = replica_settings(it, first, behind=30)
        assert (problem, its_own is None) == ("", False)
        named(**(its_own or {}))
        follow(settings)
        connections[replica.ALIAS].close()


def pause(cursor: CursorWrapper) -> None:
    """Have the copy follow no more. It stops a moment after it was asked to."""
    cursor.execute("SELECT pg_wal_replay_pause()")
    for _try in range(200):
        cursor.execute("SELECT pg_get_wal_replay_pause_state(), pg_sleep(0.05)")
        if cursor.fetchone()[0] == "paused":
            return
    raise AssertionError("the copy goes on")


def follow(settings: Settings) -> None:
    def until_it_has_all() -> None:
        for _try in range(200):
            if replica.look().behind == 0:
                return
            connections[replica.ALIAS].cursor().execute("SELECT pg_sleep(0.05)")
        raise AssertionError(replica.look())

    with connection.cursor() as cursor:
        # The server of the tests confirms what it has not written yet, which cannot be compared.
        cursor.execute("SET synchronous_commit = on")
    until_it_has_all()
    EditionFactory.create(training=TrainingFactory.create(title="Eerst"))
    until_it_has_all()
    assert titles(asked()) == ["Eerst"]
    with pytest.raises(DatabaseError, match="read-only"):
        Edition.objects.using(replica.ALIAS).update(capacity=1)
    with connections[replica.ALIAS].cursor() as cursor:
        pause(cursor)
        EditionFactory.create(training=TrainingFactory.create(title="Later"))
        # Within what is allowed it may be older, and beyond that nobody asks it.
        behind = replica.look().behind
        assert behind is not None
        assert 0 < behind < 30
        assert titles(asked()) == ["Eerst"]
        settings.ACADEMY_REPLICA_BEHIND = 0
        assert replica.look().problem == "it is too far behind"
        assert sorted(titles(asked())) == ["Eerst", "Later"]
        settings.ACADEMY_REPLICA_BEHIND = 30
        cursor.execute("SELECT pg_wal_replay_resume()")
    until_it_has_all()
    assert sorted(titles(asked())) == ["Eerst", "Later"]
    with connection.cursor() as cursor:
        cursor.execute("RESET synchronous_commit")


@pytest.mark.parametrize(
    ("url", "first", "behind", "said"),
    [
        ("", POSTGRES, 30, ""),
        ("postgres://academy@two.example/academy", POSTGRES, 30, ""),
        ("nonsense", POSTGRES, 30, "no address"),
        ("postgres://two.example:port/academy", POSTGRES, 30, "no address"),
        ("sqlite:///copy.sqlite3", POSTGRES, 30, "needs PostgreSQL"),
        ("postgres://academy@two.example/academy", "sqlite:///a.sqlite3", 30, "needs PostgreSQL"),
        (f"{POSTGRES}?pooled=1", POSTGRES, 30, "names the first database itself"),
        ("postgres://academy@two.example/academy", POSTGRES, 0, "no number of seconds"),
        ("postgres://academy@two.example/academy", POSTGRES, 3601, "no number of seconds"),
    ],
)
def test_nonsense_is_said_by_check_and_leaves_the_first_database(
    settings: Settings, url: str, first: str, behind: int, said: str
) -> None:
    found, problem = replica_settings(url, database(first), behind=behind)
    settings.ACADEMY_REPLICA_PROBLEM = problem
    messages = [one.msg for one in copy_makes_sense()]
    assert (bool(found), bool(messages)) == (bool(url) and not said, bool(said))
    assert all(said in one for one in messages)


def test_nothing_is_written_to_the_copy_and_it_keeps_nobody_waiting() -> None:
    two = "postgres://academy@two.example/academy"
    found, _problem = replica_settings(two, database(POSTGRES), behind=30)
    assert found is not None
    assert found["OPTIONS"] == {
        "connect_timeout": 2,
        "tcp_user_timeout": 5000,
        "options": "-c default_transaction_read_only=on",
    }
    pooled, _problem = replica_settings(f"{two}?pooled=1", database(POSTGRES), behind=30)
    assert pooled is not None
    # What stands between takes no such option; the server itself refuses to write.
    assert "options" not in pooled["OPTIONS"]


@pytest.mark.django_db
def test_a_change_is_remembered_only_of_who_is_signed_in_where_there_is_a_copy() -> None:
    client = Client()
    client.force_login(PersonFactory.create())
    client.post("/nergens/")
    assert COOKIE not in client.cookies
