"""Where keys are: in a folder or with a server, for one machine or several."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection

from academy.operations.services import beat
from courses.common import clock
from courses.evaluation import checks, keys
from courses.evaluation.invariants import other_keys
from courses.evaluation.keys import Folder, KeysAway, KeyStore
from courses.evaluation.keys.folder import TAG
from courses.evaluation.keys.server import Server
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from tests import valkey_server
from tests.courses.evaluation.factories import open_evaluation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django import Settings


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server that keeps what it is told."""
    with valkey_server.running(tmp_path_factory.mktemp("valkey")) as address:
        yield address


@pytest.fixture(params=["folder", "server"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> KeyStore:
    if request.param == "folder":
        return Folder(tmp_path / "keys")
    return Server(request.getfixturevalue("server"))


def test_a_key_is_there_until_it_is_destroyed(store: KeyStore) -> None:
    one, other = store.make(), store.make()
    key = store.read(one)
    assert key is not None
    assert (len(key), key == store.read(other)) == (32, False)
    assert {one, other} <= set(store.ages())
    assert 0 <= store.ages()[one] < 60
    assert store.problems() == []
    store.destroy(one)
    store.destroy(one)
    assert (store.read(one), store.read(uuid4())) == (None, None)
    assert one not in store.ages()


def test_the_folder_is_ours_alone_and_says_that_no_backup_wants_it(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    store = Folder(folder)
    assert store.problems() == []
    key_id = store.make()
    file = folder / f"{key_id}.key"
    assert [oct(one.stat().st_mode & 0o777) for one in (folder, file)] == ["0o700", "0o600"]
    assert {one.name for one in folder.iterdir()} == {f"{key_id}.key", TAG}
    assert (folder / TAG).read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
    held = os.open(file, os.O_RDONLY)
    key = os.pread(held, 32, 0)
    store.destroy(key_id)
    assert os.pread(held, 64, 0) not in (key, b"")
    os.close(held)
    folder.chmod(0o755)
    assert [one for one in store.problems() if "chmod 700" in one]


def test_a_place_that_is_not_there_never_says_that_a_key_is_lost(tmp_path: Path) -> None:
    """An empty folder may be where the disk with the keys is to be mounted."""
    (tmp_path / "empty").mkdir()
    for store in (
        Folder(tmp_path / "empty"),
        Folder(tmp_path / "gone"),
        Server(f"unix://{tmp_path}/gone"),
    ):
        tries: list[Callable[[], Any]] = [
            lambda store=store: store.read(uuid4()),  # type: ignore[misc]
            lambda store=store: store.destroy(uuid4()),  # type: ignore[misc]
            lambda store=store: store.ages(),  # type: ignore[misc]
        ]
        for attempt in tries:
            with pytest.raises(KeysAway):
                attempt()
    assert Server("valkey://:geheim@keys.example.org/2").place == "valkey://keys.example.org/2"


def test_a_server_that_could_lose_keys_is_reported(server: str) -> None:
    store = Server(server)
    store._server.config_set("maxmemory", "50mb")
    store._server.config_set("maxmemory-policy", "allkeys-lru")
    store._server.config_set("appendonly", "no")
    store._server.config_set("save", "")
    assert [one.split(":")[0] for one in store.problems()] == [
        "it drops keys when its memory is full",
        "it forgets all keys when it stops",
    ]


@pytest.mark.django_db
def test_the_checks_say_where_keys_must_not_be(settings: Settings, tmp_path: Path) -> None:
    database = Path(settings.DATABASES["default"]["NAME"])

    def found(place: object) -> list[str | None]:
        settings.EVALUATION_KEYS = str(place)
        every = (checks.keys_stand_apart, checks.keys_are_in_no_backup, checks.keys_can_be_used)
        return [one.id for check in every for one in check()]

    settings.MEDIA_ROOT = tmp_path / "media"
    assert found(tmp_path / "keys") == []
    assert found(tmp_path / "media" / "keys") == ["evaluation.E001"]
    assert found(settings.DATA_DIR / "evaluation-keys") == ["evaluation.W001"]
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        assert "evaluation.E002" in found(database.parent)
    assert found("valkey://127.0.0.1:1/0") == ["evaluation.W002"]


@pytest.mark.django_db
def test_a_machine_that_looks_elsewhere_is_told(
    settings: Settings, tmp_path: Path, client: Any
) -> None:
    form = open_evaluation(people=1)
    assert checks.keys_are_there(databases=["default"]) == []
    beat(name="tick")
    Notice.objects.update(state=NoticeState.SENT, settled_at=clock.now())
    assert client.get("/gezond/").json() == {"status": "ok"}
    settings.EVALUATION_KEYS = str(tmp_path / "elsewhere")
    assert [one.id for one in checks.keys_are_there(databases=["default"])] == ["evaluation.W003"]
    # A backup that was put back on another machine.
    assert [one.subject for one in other_keys()] == ["de plek met sleutels"]
    keys.store().make()
    assert [one.subject for one in other_keys()] == [f"evaluatie {form.pk}"]
    (problem,) = checks.keys_are_there(databases=["default"])
    assert problem.msg == "Keys of evaluations that are not there: 1"
    assert client.get("/gezond/").json() == {"status": "evaluation keys away"}
    assert checks.keys_are_there() == []

    def no_table(*args: Any) -> None:
        raise OperationalError("no such table")

    # As `migrate` finds it the first time.
    with connection.execute_wrapper(no_table):
        assert checks.keys_are_there(databases=["default"]) == []
    assert form.sealed_with is not None
