"""Editions of the past as others reported them: kept apart, and nothing follows from them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from courses.catalogue.models import TrainingPage
from courses.certificates.models import Certificate
from courses.common import clock
from courses.common.errors import Refusal
from courses.editions.enums import EditionStatus
from courses.editions.models import ENOUGH_ANSWERS, Edition, ReportedFigures
from courses.editions.services import report_edition
from courses.enrolment.services import enrol
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries import ENOUGH
from courses.people.enums import Role
from courses.reports import queries as reports
from tests.factories import PersonFactory, TrainingFactory, person_in_role

pytestmark = pytest.mark.django_db

KNOWN: dict[str, Any] = {
    "day": date(2019, 11, 5),
    "participants": 12,
    "answers": 11,
    "mean": Decimal("8.3"),
    "source": "Jaarverslag 2019",
}


def reported(training: TrainingPage | None = None, **changes: Any) -> Edition:
    training = training or TrainingFactory.create()
    return report_edition(training=training, actor=None, **{**KNOWN, **changes})


@pytest.mark.both_databases
def test_what_was_reported_is_kept_with_its_source_and_never_added_up() -> None:
    edition = reported()
    coordinator = person_in_role(Role.COORDINATOR)
    (found,) = reports.reported(coordinator)
    assert (found, found.reported.participants, found.reported.mean) == (
        edition,
        12,
        Decimal("8.3"),
    )
    assert list(reports.held_editions(coordinator)) == []
    assert reports.reported(person_in_role(Role.TRAINER)) == []
    period = reports.Period(since=date(2020, 1, 1))
    assert reports.reported(coordinator, period) == []


def test_nothing_follows_from_it(client: Client) -> None:
    edition = reported(day=clock.today() - timedelta(days=1))
    with pytest.raises(Refusal):
        enrol(
            person=PersonFactory.create(),
            edition=edition,
            actor=person_in_role(Role.COORDINATOR),
        )
    call_command("tick")
    assert (mail.outbox, EvaluationForm.objects.count(), Certificate.objects.count()) == ([], 0, 0)
    assert client.get(f"/inschrijven/{edition.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": None}, "day"),
        ({"answers": 13}, "answers"),
        ({"mean": Decimal("10.5")}, "mean"),
        ({"answers": 4}, "mean"),
        ({"answers": None}, "mean"),
    ],
)
def test_what_cannot_be_is_refused_at_the_field(changes: dict[str, Any], field: str) -> None:
    if "day" in changes:
        changes = {"day": clock.today()}
    with pytest.raises(Refusal) as refused:
        reported(**changes)
    assert refused.value.field == field
    assert Edition.objects.count() == 0


def test_reported_means_are_kept_from_as_many_answers_as_counted_ones() -> None:
    assert ENOUGH_ANSWERS == ENOUGH


@pytest.mark.both_databases
def test_the_database_keeps_no_mean_of_too_few() -> None:
    edition = reported()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportedFigures.objects.filter(edition=edition).update(answers=4)


FORM = {
    "day": "05-11-2019",
    "location": "",
    "participants": "12",
    "answers": "11",
    "mean": "8,3",
    "source": "Jaarverslag 2019",
}


def test_a_coordinator_enters_corrects_and_deletes_it(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    training = TrainingFactory.create()
    url = "/beheer/uitvoeringen/opgave/"
    assert url in client.get("/beheer/uitvoeringen/").content.decode()
    page = client.post(url, {**FORM, "training": training.pk, "answers": "13"})
    assert (list(page.context["form"].errors), "Jaarverslag 2019" in page.content.decode()) == (
        ["answers"],
        True,
    )
    assert client.post(url, {**FORM, "training": training.pk}).status_code == 302
    edition = Edition.objects.get()
    assert (edition.status, edition.reported.mean) == (EditionStatus.REPORTED, Decimal("8.3"))
    again = f"/beheer/uitvoeringen/{edition.pk}/opgave/"
    assert 'value="8,3"' in client.get(again).content.decode()
    changed = {**FORM, "training": training.pk, "participants": "14", "day": "06-11-2019"}
    assert client.post(again, changed).status_code == 302
    edition = Edition.objects.get()
    assert (edition.reported.participants, edition.sessions.count()) == (14, 1)
    assert clock.local_day(edition.sessions.get().starts_at) == date(2019, 11, 6)
    client.post(f"/beheer/uitvoeringen/delete/{edition.pk}/")
    assert (Edition.objects.count(), ReportedFigures.objects.count()) == (0, 0)


def test_a_trainer_reports_nothing(client: Client) -> None:
    client.force_login(person_in_role(Role.TRAINER))
    edition = reported()
    for url in ("/beheer/uitvoeringen/opgave/", f"/beheer/uitvoeringen/{edition.pk}/opgave/"):
        assert client.post(url, FORM).status_code == 302
    assert "Eerdere uitvoering" not in client.get("/beheer/uitvoeringen/").content.decode()
    assert ReportedFigures.objects.get().participants == 12


def test_pages_and_exports_mark_it(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    training = TrainingFactory.create(title="Signaleren")
    reported(training)
    page = client.get("/beheer/evaluaties/").content.decode()
    assert ("Volgens opgave" in page, "8,3" in page, "Jaarverslag 2019" in page) == (True,) * 3
    export = client.get("/beheer/evaluaties/?export=csv").content.decode("utf-8-sig")
    row = next(line for line in export.splitlines() if line.startswith("Signaleren"))
    assert "Volgens opgave, niet door de academie geteld." in row
    assert "12 deelnemers. Bron: Jaarverslag 2019" in row
