"""Real processes that are killed, after the commit and after the mail: nobody is lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path

WORK = """
import json, os, signal, sys
from datetime import timedelta
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.db import connection
from courses.common import clock
from courses.enrolment.services import enrol
from courses.notices import sending
from courses.notices.models import Notice
from courses.notices.services import send_due
from courses.people.models import User
from tests.factories import EditionFactory

def die(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)

def in_a_process_of_its_own(work, folder):
    pid = os.fork()
    if not pid:
        connection.close()
        connection.settings_dict["NAME"] = str(folder / "academy.sqlite3")
        settings.EMAIL_FILE_PATH = str(folder / "mail")
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

def tell_and_die_in(name):
    def work():
        setattr(sending, name, die)
        edition = EditionFactory.create()
        people = [User.objects.create_user(f"{n}@example.org", first_name="A") for n in range(3)]
        for person in people:
            enrol(person=person, edition=edition)
    return work

def later():
    with clock.at(clock.now() + timedelta(minutes=16)):
        send_due()
    assert [one.state for one in Notice.objects.all()] == ["sent"], list(Notice.objects.values())

print(json.dumps({
    name: [in_a_process_of_its_own(work, Path(name)) for work in (tell_and_die_in(name), later)]
    for name in sys.argv[1:]
}))
"""
"""Each process has nothing of another in its memory: they are made of one in which nothing was
done yet, since loading the academy takes longest."""


@pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3",
    reason="a database of its own is made of SQLite's file",
)
def test_a_process_that_is_killed_loses_nobody(migrated_database: Path, tmp_path: Path) -> None:
    # It had gone already where the end came between sending and writing that down.
    mails = {"send": 1, "_settle": 2}
    for name in mails:
        (tmp_path / name).mkdir()
        shutil.copy(migrated_database, tmp_path / name / "academy.sqlite3")
    done = subprocess.run(
        [sys.executable, "-c", WORK, *mails],
        env={
            **os.environ,
            "ACADEMY_DATA_DIR": str(tmp_path),
            "ACADEMY_DEBUG": "0",
            "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3",
            "DJANGO_SETTINGS_MODULE": "academy.settings.base",
            "PYTHONPATH": str(settings.BASE_DIR),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ended = json.loads(done.stdout)
    assert ended == {name: [-signal.SIGKILL, 0] for name in mails}, done.stderr
    assert {
        name: "".join(one.read_text() for one in (tmp_path / name / "mail").iterdir()).count(
            "To: 0@example.org"
        )
        for name in mails
    } == mails
