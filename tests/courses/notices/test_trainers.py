"""Trainers hear what becomes of the editions that they give."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from courses.attendance.services import ask_for_presence, mark_attendance
from courses.common import clock
from courses.editions.models import Edition
from courses.editions.services import cancel_edition, publish_edition, save_edition
from courses.enrolment.services import enrol
from courses.evaluation.services import open_due_forms
from courses.notices.models import Notice
from courses.notices.services import send_due
from courses.people.enums import Role
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

BEGIN = datetime(2026, 3, 3, 19, tzinfo=ZoneInfo("Europe/Amsterdam"))
EARLY = BEGIN - timedelta(days=20)


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER, email="trainer@example.org")


@pytest.fixture
def heard(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[..., list[str]]:
    """`heard(change)`: the subjects of what the trainer is told when this is done."""

    def heard(change: Callable[[], Any], *, at: datetime = EARLY) -> list[str]:
        mail.outbox.clear()
        with clock.at(at), django_capture_on_commit_callbacks(execute=True):
            change()
        return [str(one.subject) for one in mail.outbox if one.to == ["trainer@example.org"]]

    return heard


def planned(**fields: Any) -> Edition:
    with clock.at(EARLY):
        training = TrainingFactory.create(title="Luisteren")
        return EditionFactory.create(training=training, starts_at=BEGIN, **fields)


def save(edition: Edition, **changes: Any) -> Callable[[], Any]:
    def change() -> None:
        found = Edition.objects.get(pk=edition.pk)
        for name, value in changes.items():
            setattr(found, name, value)
        save_edition(edition=found, actor=None)

    return change


def test_a_trainer_hears_of_being_one_of_changes_and_of_not_being_one_any_more(
    trainer: User, heard: Callable[..., list[str]]
) -> None:
    edition = planned(publish=False, trainers=[trainer])
    assert [
        heard(lambda: publish_edition(edition=edition, actor=None)),
        heard(save(edition, note="Cijfers")),
        heard(save(edition, venue="Ander huis", location=None)),
        heard(save(edition, trainers=[])),
        heard(save(edition, trainers=[trainer])),
        heard(
            lambda: cancel_edition(
                edition=edition, actor=None, reason="De zaal is verbouwd.", alternatives=()
            )
        ),
    ] == [
        ["Je geeft deze training: Luisteren"],
        [],
        ["Er is iets veranderd: Luisteren, 3 maart 2026"],
        ["Je geeft deze training niet meer: Luisteren"],
        ["Je geeft deze training: Luisteren"],
        ["Gaat niet door: Luisteren"],
    ]
    assert "De zaal is verbouwd." in mail.outbox[-1].body


def test_of_a_draft_that_goes_away_nobody_knew(
    trainer: User, heard: Callable[..., list[str]]
) -> None:
    edition = planned(publish=False, trainers=[trainer])
    assert heard(lambda: cancel_edition(edition=edition, actor=None)) == []


def test_a_trainer_without_mail_is_to_be_called(heard: Callable[..., list[str]]) -> None:
    trainer = person_in_role(Role.TRAINER, email=None)
    edition = planned(publish=False, trainers=[trainer])
    heard(lambda: publish_edition(edition=edition, actor=None))
    assert list(Notice.objects.values_list("kind", "way")) == [("trainer_assigned", "telephone")]


# --- Presence -------------------------------------------------------------------------------------


def test_presence_that_is_missing_is_asked_for_on_the_day_after_once(
    trainer: User, heard: Callable[..., list[str]]
) -> None:
    edition = planned(sessions=2, trainers=[trainer])
    with clock.at(EARLY):
        enrolment = enrol(person=PersonFactory.create(), edition=edition)
    _first, second = edition.sessions.order_by("starts_at")
    subject = ["Nog invullen wie er was: Luisteren"]
    days = [
        heard(ask_for_presence, at=BEGIN + timedelta(hours=hours)) for hours in (4, 12, 13.5, 20)
    ]
    assert days == [[], [], subject, []]
    with clock.at(second.starts_at):
        mark_attendance(session=second, present=[enrolment.pk], absent=[], actor=None)
    assert heard(ask_for_presence, at=second.ends_at + timedelta(days=1)) == []


def test_presence_of_a_session_with_nobody_is_not_asked_for(
    trainer: User, heard: Callable[..., list[str]]
) -> None:
    planned(trainers=[trainer])
    assert heard(ask_for_presence, at=BEGIN + timedelta(days=1)) == []


# --- Evaluation -----------------------------------------------------------------------------------


def test_participants_are_asked_to_evaluate_at_a_decent_hour() -> None:
    edition = planned()
    with clock.at(EARLY):
        for email in ("mo@example.org", None):
            enrol(person=PersonFactory.create(email=email), edition=edition)
    mail.outbox.clear()
    with clock.at(BEGIN + timedelta(hours=4)):
        open_due_forms()
        open_due_forms()
        send_due()
    asked = Notice.objects.filter(kind="evaluation_invitation").order_by("way")
    assert list(asked.values_list("way", "state")) == [("mail", "due"), ("telephone", "to_do")]
    with clock.at(BEGIN + timedelta(hours=14)):
        send_due()
    (message,) = [one for one in mail.outbox if one.subject == "Wat vond je van: Luisteren"]
    assert message.to == ["mo@example.org"]
    assert "http://testserver/evaluatie/link/" in message.body


def test_the_list_of_calls_says_to_a_trainer_who_calls(client: Client) -> None:
    said = "De coördinatoren bellen: jij hoeft dat niet te doen."
    for role, is_said in ((Role.TRAINER, True), (Role.COORDINATOR, False)):
        client.force_login(person_in_role(role))
        assert (said in client.get("/beheer/bellen/").content.decode()) is is_said
