"""Our statements to a record store of somebody else: Ralph, of France Université Numérique.

Not part of the suite, as it needs a program of others. `make prove-xapi` runs it.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests

from courses.catalogue.queries import readable_lessons
from courses.common import clock
from courses.learning.services import finish_lesson
from courses.plugin_api.api import ProgressChanged
from plugins.xapi.enums import Version
from plugins.xapi.models import OutgoingStatement, RecordStore
from plugins.xapi.services import consents, sending, stores, writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from courses.enrolment.models import Enrolment

PACKAGES = os.environ.get("ACADEMY_XAPI", "")
RALPH = Path(PACKAGES) / "ralph" / "bin" / "ralph"
KEY, SECRET = "sleutel", "geheim"

SERVER = """
import sys, uvicorn
from ralph.backends.data.base import BaseOperationType
from ralph.backends.lrs.fs import FSLRSBackend
# With files it takes one message and answers 500 to the next, since it would make the file anew.
FSLRSBackend.default_operation_type = BaseOperationType.APPEND
uvicorn.run("ralph.api:app", host="127.0.0.1", port=int(sys.argv[1]))
"""

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not PACKAGES, reason="make prove-xapi"),
]


@dataclass
class Ralph:
    """The store as it runs."""

    endpoint: str

    def statements(self) -> list[dict[str, Any]]:
        """What it has."""
        answer = requests.get(
            f"{self.endpoint}statements",
            auth=(KEY, SECRET),
            headers={"X-Experience-API-Version": "1.0.3"},
            timeout=20,
        )
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()["statements"]
        return found


@pytest.fixture
def ralph(settings: Settings, tmp_path: Path) -> Iterator[Ralph]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.ACADEMY_INSIDE_HOSTS = [f"127.0.0.1:{port}"]
    own = {
        **os.environ,
        "HOME": str(tmp_path),
        "RALPH_APP_DIR": str(tmp_path),
        "RALPH_AUTH_FILE": str(tmp_path / "auth.json"),
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(tmp_path),
    }
    who = ["-u", KEY, "-p", SECRET, "-s", "all", "-N", "academie", "-M", "mailto:lrs@example.org"]
    subprocess.run([RALPH, "auth", *who, "-w"], env=own, check=True, capture_output=True)
    python = [str(RALPH.with_name("python")), "-c", SERVER, str(port)]
    process = subprocess.Popen(python, env=own)
    try:
        _wait(port)
        yield Ralph(f"http://127.0.0.1:{port}/xAPI/")
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("Ralph did not start")


def test_a_store_of_somebody_else_keeps_what_we_tell_once(
    ralph: Ralph, enrolment: Enrolment
) -> None:
    store = stores.save_store(
        name="Ralph",
        endpoint=ralph.endpoint,
        key=KEY,
        secret=SECRET,
        version=Version.V1,
        is_on=True,
    )
    assert stores.try_store(store) == ""
    consents.give(person=enrolment.person, store=store)
    # Nothing is sent for a while, so that it can be seen before.
    RecordStore.objects.update(try_again_at=clock.now() + timedelta(hours=1))
    training = enrolment.edition.training
    for lesson in readable_lessons(training):
        finish_lesson(person=enrolment.person, lesson=lesson)
    writing.write(event=ProgressChanged(training_id=training.pk, enrolment_id=enrolment.pk))
    told = {str(one.pk): one.body for one in OutgoingStatement.objects.all()}
    assert len(told) == 4
    RecordStore.objects.update(try_again_at=None)
    sending.send_waiting()
    assert {one["id"] for one in ralph.statements()} == set(told)
    assert not OutgoingStatement.objects.filter(sent_at=None).exists()
    # An answer that got lost: the same ones go once more, and change nothing.
    for one in OutgoingStatement.objects.all():
        one.body, one.sent_at = told[str(one.pk)], None
        one.save()
    sending.send_waiting()
    assert not OutgoingStatement.objects.filter(sent_at=None).exists()
    assert sorted(one["id"] for one in ralph.statements()) == sorted(told)
