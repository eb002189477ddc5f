"""Real processes that are killed, after the commit and after the mail: nobody is lost."""

from __future__ import annotations

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
import os, signal
import django
django.setup()
from django.conf import settings
from courses.notices import sending
from courses.people.models import User
from courses.common import mail
from tests.factories import EditionFactory
from courses.enrolment.services import enrol

def die(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)

edition = EditionFactory.create()
people = [User.objects.create_user(f"{n}@example.org", first_name="A") for n in range(3)]
WHERE
for person in people:
    enrol(person=person, edition=edition)
"""


@pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3",
    reason="a database of its own is made of SQLite's file",
)
@pytest.mark.parametrize(
    "where",
    ["sending.send = die", "sending._settle = die"],
)
def test_a_process_that_is_killed_loses_nobody(
    migrated_database: Path, tmp_path: Path, where: str
) -> None:
    shutil.copy(migrated_database, tmp_path / "academy.sqlite3")
    environment = {
        **os.environ,
        "ACADEMY_DATA_DIR": str(tmp_path),
        "ACADEMY_DEBUG": "0",
        "DATABASE_URL": f"sqlite:///{tmp_path}/academy.sqlite3",
        "DJANGO_SETTINGS_MODULE": "academy.settings.base",
    }

    def run(code: str) -> int:
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            cwd=settings.BASE_DIR,
            capture_output=True,
            check=False,
        )
        return done.returncode

    assert run(WORK.replace("WHERE", where)) == -signal.SIGKILL
    later = """
import django
django.setup()
from datetime import timedelta
from courses.common import clock
from courses.notices.models import Notice
from courses.notices.services import send_due
with clock.at(clock.now() + timedelta(minutes=16)):
    send_due()
assert [one.state for one in Notice.objects.all()] == ["sent"], list(Notice.objects.values())
"""
    assert run(later) == 0
    mails = "".join(one.read_text() for one in (tmp_path / "mail").iterdir())
    # It had gone already where the end came between sending and writing that down.
    expected = 2 if "settle" in where else 1
    assert mails.count("To: 0@example.org") == expected
