"""Many academies have their ticks from one process, and have nothing of each other."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from academy.demo import first_database
from academy.operations import academy_settings, many_academies
from academy.operations.many_academies import Rounds
from academy.operations.models import Heartbeat

if TYPE_CHECKING:
    from pathlib import Path


# The process of the tests makes the copies: it may ask databases.
pytestmark = pytest.mark.django_db


def academy(folder: Path, name: str, **variables: str) -> Path:
    """An academy with a database of its own, and its file of settings; where the database is."""
    data = folder / f"data-{name}"
    data.mkdir()
    first_database.unpack(data / "academy.sqlite3")
    told = {
        "DJANGO_SETTINGS_MODULE": "academy.settings.production",
        "ACADEMY_SECRET_KEY": f"of {name}",
        "ACADEMY_ALLOWED_HOSTS": f"{name}.example.org",
        "ACADEMY_DATA_DIR": str(data),
        "EMAIL_URL": "consolemail://",
        **variables,
    }
    lines = [f"{key}={value}" for key, value in told.items()]
    (folder / f"{name}.env").write_text("\n".join(["# An academy.", *lines]))
    return data / "academy.sqlite3"


def heartbeats(database: Path) -> int:
    with closing(sqlite3.connect(database)) as opened:
        found: int = opened.execute("SELECT count(*) FROM operations_heartbeat").fetchone()[0]
        return found


def rounds(folder: Path, longest: float = 60) -> tuple[bool, list[str]]:
    """Whether a round goes well, and what it says."""
    said: list[str] = []
    return Rounds(folder, said.append, longest).once(), said


def test_one_that_fails_and_one_that_hangs_keep_no_other_from_its_turn(tmp_path: Path) -> None:
    amersfoort, zeist = academy(tmp_path, "amersfoort"), academy(tmp_path, "zeist")
    wrong = academy(tmp_path, "broken", ACADEMY_SIGNALS="nowhere")
    hangs = academy(tmp_path, "hangs")
    with closing(sqlite3.connect(hangs)) as opened:
        # Who wants to write waits for twenty seconds.
        opened.execute("BEGIN EXCLUSIVE")
        went_well, said = rounds(tmp_path, longest=4)
    assert not went_well
    assert [heartbeats(one) for one in (amersfoort, zeist, wrong, hangs)] == [1, 1, 0, 0]
    assert "amersfoort │ daily work of plugins begun: 3" in said
    assert "zeist │ daily work of plugins begun: 3" in said
    assert "broken │ failed" in said
    assert "hangs │ stopped after 4 s" in said
    assert said[-1].endswith(": 2 done, 1 failed, 1 stopped after 4 s")


def test_one_with_other_plugins_takes_its_turn_in_a_process_of_its_own() -> None:
    """As the copy asks of it that finds that (`nobodys_values`)."""
    call_command("academy", "turn")
    assert Heartbeat.objects.count() == 1


def test_the_command_belongs_to_none_of_them(tmp_path: Path) -> None:
    """Not even to the one in whose surroundings it is given."""
    place = academy(tmp_path, "zeist")
    done = subprocess.run(
        [sys.executable, "manage.py", "academy", "tick-all", str(tmp_path)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/given.sqlite3"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[0] == "zeist │ daily work of plugins begun: 3"
    assert heartbeats(place) == 1
    assert not (tmp_path / "given.sqlite3").exists()


def test_a_file_is_read_as_systemd_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "zeist.env"
    file.write_text(
        "# where\nACADEMY_FROM_EMAIL=Academie <a@example.org>\n\nACADEMY_LOG='json'\nX=\"a b\"\n"
    )
    assert academy_settings.read(file) == {
        "ACADEMY_FROM_EMAIL": "Academie <a@example.org>",
        "ACADEMY_LOG": "json",
        "X": "a b",
    }


def test_a_process_that_becomes_one_academys_keeps_nothing_of_what_it_was(tmp_path: Path) -> None:
    """A module that keeps a setting would sign, or write, for the wrong academy: ask for it when
    it is needed. Nor does it become one that has other plugins."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.academy.operations.nobodys_values", str(tmp_path)],
        cwd=settings.BASE_DIR,
        env=academy_settings.without_academy(os.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["list: of-nobody, planted", "another program"]


def test_without_a_folder_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no folder"):
        call_command("academy", "tick-all", tmp_path / "none")


def test_academies_have_their_turn_by_name(tmp_path: Path) -> None:
    for name in ("zeist.env", "amersfoort.env", "notes.txt"):
        (tmp_path / name).touch()
    found = many_academies.academy_files(tmp_path)
    assert [file.name for file in found] == ["amersfoort.env", "zeist.env"]
