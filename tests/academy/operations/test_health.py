"""What a monitor is told: enough to act on, nothing about anybody."""

from __future__ import annotations

import json
import logging
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from academy.operations.logs import Json, Line, as_object, without_people
from academy.operations.models import Heartbeat
from academy.operations.services import beat
from courses.common import clock
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.people.enums import ContactWay
from tests.factories import EditionFactory, PersonFactory

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = [pytest.mark.django_db]
TOKEN = "for the monitor"
WITH_TOKEN = {"Authorization": f"Bearer {TOKEN}"}


def told(**headers: str) -> tuple[int, dict[str, object]]:
    response = Client().get("/gezond/?streng", headers=headers)
    return response.status_code, response.json()


@pytest.fixture(autouse=True)
def token(settings: Settings) -> None:
    settings.ACADEMY_MONITOR_TOKEN = TOKEN


@pytest.mark.both_databases
def test_what_stands_still_is_named_and_visitors_are_still_served() -> None:
    assert told() == (503, {"status": "tick stands still"})
    beat(name="tick")
    beat(name="tick")
    assert Heartbeat.objects.count() == 1
    assert told() == (200, {"status": "ok"})

    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=21))
    assert told() == (503, {"status": "tick stands still"})
    assert Client().get("/gezond/").status_code == 200
    beat(name="tick")

    now = timezone.now()
    task = DBTaskResult.objects.create(
        args_kwargs={},
        priority=0,
        task_path="x",
        queue_name="default",
        backend_name="default",
        run_after=now,
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=now - timedelta(minutes=11))
    assert told() == (503, {"status": "worker stands still"})
    DBTaskResult.objects.all().delete()

    Notice.objects.create(
        person=PersonFactory.create(),
        kind="x",
        way=ContactWay.MAIL,
        state=NoticeState.DUE,
        due_at=clock.now() - timedelta(minutes=61),
    )
    assert told() == (503, {"status": "mail waits"})


def test_numbers_are_for_who_has_the_token() -> None:
    beat(name="tick")
    assert "signs" not in told()[1]
    assert "signs" not in told(Authorization="Bearer another")[1]
    signs = told(**WITH_TOKEN)[1]["signs"]
    assert isinstance(signs, dict)
    assert sorted(signs) == ["disk", "evaluation keys", "mail", "queue", "signals", "tick"]
    assert Client().get("/gezond/cijfers/").status_code == 404


def test_without_a_token_in_the_settings_nobody_has_it(settings: Settings) -> None:
    settings.ACADEMY_MONITOR_TOKEN = ""
    assert Client().get("/gezond/cijfers/", headers={"Authorization": "Bearer "}).status_code == 404


def test_figures_are_open_metrics() -> None:
    EditionFactory.create()
    response = Client().get("/gezond/cijfers/", headers=WITH_TOKEN)
    assert response["Content-Type"].startswith("application/openmetrics-text")
    lines = response.content.decode().splitlines()
    assert "academy_editions 1.0" in lines
    assert 'academy_mails{state="failed"} 0.0' in lines
    assert 'academy_well{name="tick"} 0.0' in lines
    assert lines[-1] == "# EOF"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Mail to An.de-Vries+x@voorbeeld.example failed", "Mail to … failed"),
        ("Not Found: /certificaat/K7PX-93MD-2QHA/", "Not Found: /certificaat/…/"),
        ("GET /aanbod/?code=Zm9vYmFyYmF6cXV4&x=1", "GET /aanbod/?code=…&x=1"),
        ("called 06-12 34 56 78 and +31 6 12345678", "called … and …"),
        ("Invalid request from ip=192.0.2.7: no /", "Invalid request from ip=…: no /"),
        ("Invalid request from ip=2001:db8::7: no", "Invalid request from ip=…: no"),
        ("Internal Server Error: /trainingen/rouw-en-verlies/", None),
        ("took 1234567890 ns in 2026-11-29 on 127.0.0.1:8000", None),
        ("Not Found: /beheer/evaluaties/uitvoering/123/", None),
    ],
)
def test_a_log_does_not_tell_who(text: str, left: str | None) -> None:
    assert without_people(text) == (text if left is None else left)


def test_a_line_of_the_log_is_one_object_with_its_trace() -> None:
    try:
        raise ValueError("Key (email)=(iemand@voorbeeld.example) exists")
    except ValueError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, "x.py", 1, "Error: %s", ("/mijn/",), sys.exc_info()
        )
    record.status_code = 500
    found = json.loads(Json().format(record))
    assert sorted(found) == ["at", "level", "logger", "message", "status", "trace"]
    assert (found["message"], found["status"]) == ("Error: /mijn/", 500)
    assert found["trace"].endswith("ValueError: Key (email)=(…) exists")
    assert Line().format(record).startswith("ERROR django.request: Error: /mijn/\nTraceback")
    assert "voorbeeld" not in Line().format(record)


def test_what_any_program_says_becomes_an_object_that_names_the_program() -> None:
    own = json.loads(as_object("web", '{"level": "ERROR", "message": "x"}'))
    assert own == {"level": "ERROR", "message": "x", "program": "web"}
    printed = json.loads(as_object("tick", "sent to iemand@voorbeeld.example"))
    assert sorted(printed) == ["at", "message", "program"]
    assert (printed["message"], printed["program"]) == ("sent to …", "tick")
    assert json.loads(as_object("worker", "7"))["message"] == "7"
