from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django_tasks import task_backends

from courses.attendance.models import Attendance
from courses.attendance.services import mark_attendance
from courses.common import clock
from courses.common.errors import Refusal
from courses.enrolment import services as enrolment_services
from courses.plugin_host import tasks
from courses.plugin_host.models import Delivery
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory
from tests.parallel import all_at_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_tasks.backends.dummy import DummyBackend
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

    from courses.editions.models import Edition

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEGIN = datetime(2026, 3, 3, 19, tzinfo=AMSTERDAM)
AFTER = BEGIN + timedelta(days=30)


@pytest.fixture
def queue(settings: Settings) -> Iterator[DummyBackend]:
    """A task backend that keeps what it is given, and runs nothing."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    backend = task_backends["default"]
    backend.clear()
    yield backend
    backend.clear()


def events(queue: DummyBackend) -> list[tuple[str, int]]:
    """What was published, in order: the event's name and what it is about."""
    ids = [result.args[0] for result in queue.results if result.task == tasks.deliver]
    rows = Delivery.objects.in_bulk(ids)
    told = [(rows[UUID(one)].event, rows[UUID(one)].data) for one in ids]
    return [(name, data.get("enrolment_id") or data["edition_id"]) for name, data in told]


def an_edition(*, sessions: int = 1, participants: int = 2) -> tuple[Edition, list[int]]:
    with clock.at(BEGIN - timedelta(days=20)):
        edition = EditionFactory.create(starts_at=BEGIN, sessions=sessions)
        people = [EnrolmentFactory.create(edition=edition).pk for _ in range(participants)]
    return edition, people


def stored() -> dict[int, str]:
    return dict(Attendance.objects.values_list("enrolment_id", "mark"))


@pytest.mark.django_db
def test_who_was_there_and_who_was_not_is_kept() -> None:
    edition, (first, second) = an_edition()
    trainer = PersonFactory.create()
    with clock.at(AFTER):
        changed = mark_attendance(
            session=edition.sessions.get(), present={first}, absent={second}, actor=trainer
        )
    assert changed == 2
    assert stored() == {first: "present", second: "absent"}
    assert set(Attendance.objects.values_list("marked_by", "marked_at")) == {(trainer.pk, AFTER)}


@pytest.mark.django_db
def test_a_mark_can_be_corrected() -> None:
    edition, (first, second) = an_edition()
    session = edition.sessions.get()
    with clock.at(AFTER):
        mark_attendance(session=session, present={first}, absent={second}, actor=None)
        changed = mark_attendance(session=session, present={first, second}, absent=(), actor=None)
    assert changed == 1
    assert stored() == {first: "present", second: "present"}


@pytest.mark.django_db
def test_marking_the_same_again_changes_nothing_and_tells_nobody(
    queue: DummyBackend, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    edition, (first, second) = an_edition()
    session = edition.sessions.get()
    with clock.at(AFTER):
        mark_attendance(session=session, present={first}, absent={second}, actor=None)
        with django_capture_on_commit_callbacks(execute=True):
            changed = mark_attendance(session=session, present={first}, absent={second}, actor=None)
    assert changed == 0
    assert events(queue) == []


@pytest.mark.django_db
def test_on_the_day_itself_one_can_mark_before_the_session_begins() -> None:
    edition, (first, _second) = an_edition()
    with clock.at(BEGIN.replace(hour=0, minute=1)):
        mark_attendance(session=edition.sessions.get(), present={first}, absent=(), actor=None)
    assert stored() == {first: "present"}


@pytest.mark.django_db
def test_before_the_day_of_the_session_marking_is_refused() -> None:
    edition, (first, _second) = an_edition()
    with clock.at(BEGIN - timedelta(days=1)), pytest.raises(Refusal, match="nog niet geweest"):
        mark_attendance(session=edition.sessions.get(), present={first}, absent=(), actor=None)
    assert stored() == {}


@pytest.mark.django_db
def test_somebody_of_another_edition_is_refused_and_nothing_is_kept() -> None:
    edition, (first, _second) = an_edition()
    _other, (stranger,) = an_edition(participants=1)
    with clock.at(AFTER), pytest.raises(Refusal, match="Niet iedereen"):
        mark_attendance(
            session=edition.sessions.get(), present={first, stranger}, absent=(), actor=None
        )
    assert stored() == {}


@pytest.mark.django_db
def test_somebody_who_withdrew_is_refused() -> None:
    with clock.at(BEGIN - timedelta(days=20)):
        edition = EditionFactory.create(starts_at=BEGIN)
        enrolment = EnrolmentFactory.create(edition=edition)
        enrolment_services.withdraw(enrolment=enrolment, actor=None)
    with clock.at(AFTER), pytest.raises(Refusal, match="Niet iedereen"):
        mark_attendance(
            session=edition.sessions.get(), present={enrolment.pk}, absent=(), actor=None
        )


@pytest.mark.django_db
def test_nobody_is_present_and_absent_at_once() -> None:
    edition, (first, _second) = an_edition()
    with clock.at(AFTER), pytest.raises(Refusal, match="aanwezig én afwezig"):
        mark_attendance(session=edition.sessions.get(), present={first}, absent={first}, actor=None)


@pytest.mark.django_db
def test_an_edition_that_is_called_off_has_no_attendance() -> None:
    edition, _people = an_edition()
    with clock.at(BEGIN - timedelta(days=2)):
        enrolment_services.cancel_edition(edition=edition, actor=None)
    with clock.at(AFTER), pytest.raises(Refusal, match="gaat niet door"):
        mark_attendance(session=edition.sessions.get(), present=(), absent=(), actor=None)


@pytest.mark.django_db
def test_the_end_of_the_edition_is_told_once_everyone_is_marked_at_the_last_session(
    queue: DummyBackend, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    edition, (first, second) = an_edition(sessions=2)
    one, two = edition.sessions.order_by("starts_at")
    with clock.at(AFTER), django_capture_on_commit_callbacks(execute=True):
        mark_attendance(session=one, present={first, second}, absent=(), actor=None)
        mark_attendance(session=two, present={first}, absent=(), actor=None)
        mark_attendance(session=two, present=(), absent={second}, actor=None)
    assert events(queue) == [
        ("ProgressChanged", first),
        ("ProgressChanged", second),
        ("ProgressChanged", first),
        ("ProgressChanged", second),
        ("EditionEnded", edition.pk),
    ]


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_trainers_who_save_at_once_leave_one_mark_for_each_participant() -> None:
    edition, people = an_edition(participants=3)
    session = edition.sessions.get()

    def save() -> int:
        with clock.at(AFTER):
            return mark_attendance(session=session, present=set(people), absent=(), actor=None)

    changed = all_at_once([save, save])
    assert sorted(changed) == [0, 3]  # type: ignore[type-var]
    assert stored() == dict.fromkeys(people, "present")
