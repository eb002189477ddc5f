"""Editions of the past as others reported them: kept apart, and nothing follows from them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from wagtail.models import ModelLogEntry

from courses.catalogue.models import TrainingPage
from courses.certificates.models import Certificate
from courses.common import clock
from courses.common.errors import Refusal
from courses.editions import services
from courses.editions.enums import EditionStatus, PaperKind
from courses.editions.models import (
    ENOUGH_ANSWERS,
    Edition,
    ReportedFigures,
    ReportedPaper,
    ReportedPaperContent,
    ReportedParticipant,
)
from courses.editions.services import report_edition
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries import ENOUGH
from courses.evaluation.queries.disclosure.rule import mean_may_be_shown
from courses.notices.models import Notice
from courses.people import merge_rules
from courses.people.enums import Role
from courses.people.models import User
from courses.people.person_page import sections_about
from courses.people.queries import export_personal_data
from courses.people.services import erase_person
from courses.reports import queries as reports
from courses.reports.selections import Period, Selection, seen_by_staff
from courses.reports.year_figures import figures_now
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"

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
    assert list(seen_by_staff(coordinator)) == []
    assert list(reports.reported(person_in_role(Role.TRAINER))) == []
    later = Selection(Period(since=date(2020, 1, 1)))
    assert list(reports.reported(coordinator, later)) == []


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


def _named(edition: Edition, first_name: str = "Saida") -> ReportedParticipant:
    person = PersonFactory.create(first_name=first_name)
    return services.name_participant(edition=edition, person=person, actor=None)


def _scan(name: str = "lijst.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


@pytest.mark.both_databases
def test_who_is_named_sees_it_as_reported_and_is_counted_nowhere(client: Client) -> None:
    edition = reported(participants=2, answers=None, mean=None)
    coordinator = person_in_role(Role.COORDINATOR)
    named = _named(edition)
    assert services.name_participant(edition=edition, person=named.person, actor=None) == named
    _named(edition, "Wim")
    with pytest.raises(Refusal, match="2 deelnemers opgegeven"):
        _named(edition, "Nel")
    with pytest.raises(Refusal) as refused:
        report_edition(training=edition.training, actor=None, edition=edition, **FEWER)
    assert refused.value.field == "participants"
    assert Enrolment.objects.count() == Notice.objects.count() == Certificate.objects.count() == 0
    assert list(seen_by_staff(coordinator)) == []
    client.force_login(named.person)
    own = client.get("/mijn/").content.decode()
    assert ("Volgens opgave" in own, edition.training.title in own, "5 november 2019" in own) == (
        True,
        True,
        True,
    )
    (section,) = (
        one
        for one in sections_about(named.person, viewer=coordinator)
        if one.title == "Eerder, volgens opgave"
    )
    assert [(row.text, row.when, row.state) for row in section.rows] == [
        (edition.training.title, "5 november 2019", "volgens opgave")
    ]
    with pytest.raises(Refusal):
        _named(EditionFactory.create())


@pytest.mark.both_databases
def test_papers_are_for_staff_of_the_edition_and_go_with_it_and_with_whose_they_are(
    client: Client,
) -> None:
    edition = reported()
    named = _named(edition)
    coordinator = person_in_role(Role.COORDINATOR)
    of_all = services.add_paper(
        edition=edition, upload=_scan(), kind=PaperKind.LIST, actor=coordinator
    )
    services.add_paper(
        edition=edition,
        upload=_scan("certificaat.pdf"),
        kind=PaperKind.CERTIFICATE,
        participant=named,
        actor=coordinator,
    )
    for wrong, field in (
        ({"upload": SimpleUploadedFile("lijst.exe", PDF)}, "file"),
        ({"upload": SimpleUploadedFile("lijst.pdf", b"geen pdf")}, "file"),
        ({"upload": _scan(), "participant": named}, "participant"),
    ):
        with pytest.raises(Refusal) as refused:
            services.add_paper(
                edition=edition, kind=PaperKind.EVALUATION, actor=coordinator, **wrong
            )
        assert refused.value.field == field
    url = f"/beheer/uitvoeringen/{edition.pk}/opgave/papieren/{of_all.pk}/"
    for person, status in (
        (coordinator, 200),
        (named.person, 302),
        (person_in_role(Role.TRAINER), 404),
    ):
        client.force_login(person)
        assert client.get(url).status_code == status
    client.force_login(coordinator)
    answer = client.get(url)
    assert (answer.content, answer["X-Content-Type-Options"], answer["Content-Disposition"]) == (
        PDF,
        "nosniff",
        'attachment; filename="lijst.pdf"',
    )
    parts = {one["onderdeel"]: one for one in export_personal_data(named.person)["onderdelen"]}
    assert parts["Trainingen van vroeger, volgens opgave"]["gegevens"] == [
        {
            "training": edition.training.title,
            "dag": "2019-11-05T00:00+01:00",
            "bron": "Jaarverslag 2019",
            "certificaten van toen": ["certificaat.pdf"],
        }
    ]
    erase_person(person=named.person, actor=coordinator)
    assert [(one.name, one.names_who_was_erased) for one in ReportedPaper.objects.all()] == [
        ("lijst.pdf", True)
    ]
    logged = ModelLogEntry.objects.filter(object_id=str(edition.pk)).order_by("timestamp", "pk")
    assert [one.action for one in logged if "paper" in one.action or "person" in one.action] == [
        "edition.report_person",
        "edition.paper_add",
        "edition.paper_add",
    ]
    client.post(f"/beheer/uitvoeringen/delete/{edition.pk}/")
    assert (ReportedPaper.objects.count(), ReportedPaperContent.objects.count()) == (0, 0)


def test_a_coordinator_names_people_and_keeps_papers_on_one_page(client: Client) -> None:
    edition = reported(participants=2, answers=None, mean=None)
    known = PersonFactory.create(first_name="Saida", last_name="Amrani")
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/{edition.pk}/opgave/namen/"
    assert f"{url}{known.pk}/" in client.get(f"{url}?q=Saida").content.decode()
    assert client.post(f"{url}{known.pk}/").status_code == 302
    assert "Staat er al bij" in client.get(f"{url}?q=Saida").content.decode()
    assert client.post(url, {"first_name": "Wim", "background": "volunteer"}).status_code == 302
    page = client.post(url, {"first_name": "Nel", "background": "volunteer"}).content.decode()
    assert ("2 deelnemers opgegeven" in page, User.objects.filter(first_name="Nel").exists()) == (
        True,
        False,
    )
    papers = f"/beheer/uitvoeringen/{edition.pk}/opgave/papieren/"
    wrong = client.post(papers, {"kind": "list", "file": SimpleUploadedFile("a.exe", PDF)})
    assert (wrong.status_code, list(wrong.context["paper_form"].errors)) == (400, ["file"])
    assert client.post(papers, {"kind": "list", "file": _scan()}).status_code == 302
    (paper,) = ReportedPaper.objects.all()
    assert client.post(f"{papers}{paper.pk}/weg/").status_code == 302
    first = ReportedParticipant.objects.get(person=known)
    assert client.post(f"{url}{first.pk}/weg/").status_code == 302
    assert (ReportedPaper.objects.count(), ReportedParticipant.objects.count()) == (0, 1)


@pytest.mark.both_databases
def test_who_was_named_twice_in_two_accounts_is_one_with_the_papers_of_both() -> None:
    edition = reported()
    stays, goes = _named(edition), _named(edition, "Saïda")
    for one in (stays, goes):
        services.add_paper(
            edition=edition,
            upload=_scan(),
            kind=PaperKind.CERTIFICATE,
            participant=one,
            actor=None,
        )
    merge_rules.absorb(stays.person, goes.person)
    assert [(one.person, one.papers.count()) for one in ReportedParticipant.objects.all()] == [
        (stays.person, 2)
    ]


@pytest.mark.both_databases
def test_the_database_keeps_no_mean_of_too_few() -> None:
    edition = reported()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportedFigures.objects.filter(edition=edition).update(answers=4)


FEWER: dict[str, Any] = {**KNOWN, "participants": 1, "answers": None, "mean": None}

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
    shown = client.get(again).context["snapshot_token"]
    changed = {**FORM, "training": training.pk, "participants": "14", "day": "06-11-2019"}
    assert client.post(again, changed | {"snapshot": shown}).status_code == 302
    late = {**FORM, "training": training.pk, "participants": "13", "snapshot": shown}
    page = client.post(again, late)
    assert [(one.label, one.theirs, one.yours) for one in page.context["conflict"].differences] == [
        ("Op welke dag", "06-11-2019", "05-11-2019"),
        ("Deelnemers", "14", "13"),
    ]
    both = late | {"snapshot": page.context["snapshot_token"], "take_theirs": "day,participants"}
    assert client.post(again, both).status_code == 302
    edition = Edition.objects.get()
    assert (edition.reported.participants, edition.sessions.count()) == (14, 1)
    assert clock.local_day(edition.sessions.get().starts_at) == date(2019, 11, 6)
    client.post(f"/beheer/uitvoeringen/delete/{edition.pk}/")
    assert (Edition.objects.count(), ReportedFigures.objects.count()) == (0, 0)


def test_a_trainer_reports_nothing(client: Client) -> None:
    client.force_login(person_in_role(Role.TRAINER))
    edition = reported()
    own = f"/beheer/uitvoeringen/{edition.pk}/opgave/"
    for url in ("/beheer/uitvoeringen/opgave/", own, f"{own}namen/", f"{own}papieren/"):
        assert client.post(url, FORM).status_code == 302
    assert "Eerdere uitvoering" not in client.get("/beheer/uitvoeringen/").content.decode()
    assert ReportedFigures.objects.get().participants == 12


def test_pages_and_exports_mark_it(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    training = TrainingFactory.create(title="Signaleren")
    reported(training)
    page = client.get("/beheer/evaluaties/?since=").content.decode()
    assert ("Volgens opgave" in page, "8,3" in page, "Jaarverslag 2019" in page) == (True,) * 3
    export = client.get("/beheer/evaluaties/?since=&export=csv").getvalue().decode("utf-8-sig")
    row = next(line for line in export.splitlines() if line.startswith("Signaleren"))
    assert "Volgens opgave, niet door de academie geteld." in row
    assert "12 deelnemers. Bron: Jaarverslag 2019" in row


@pytest.mark.parametrize("mean", [Decimal("10"), Decimal("1.0")])
def test_a_mean_that_tells_what_each_one_said_is_not_kept(mean: Decimal) -> None:
    """A ten of all is a ten of each, and who they are may stand beside it by name."""
    with pytest.raises(Refusal, match="wat iedereen zei") as refusal:
        reported(participants=6, answers=6, mean=mean)
    assert refusal.value.field == "mean"
    assert reported(participants=7, answers=6, mean=mean).reported.shown_mean == mean


def test_one_that_was_kept_before_is_shown_nowhere(client: Client) -> None:
    edition = reported(participants=6, answers=6, mean=Decimal("9.9"))
    ReportedFigures.objects.filter(edition=edition).update(mean=Decimal("10.0"))
    assert [one.mean for one in figures_now(2019).reported] == [None]
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get("/beheer/evaluaties/?since=&until=").content.decode()
    assert edition.reported.source in page
    assert "10,0" not in page
    answer: Any = client.get("/beheer/evaluaties/?since=&until=&export=csv")
    file = b"".join(answer.streaming_content if answer.streaming else [answer.content])
    assert b"Jaarverslag 2019" in file
    assert b"10,0" not in file


def test_what_may_be_shown_of_a_mean_is_the_rule_of_evaluations() -> None:
    for answers in range(1, 9):
        for mean in map(Decimal, ("1", "1.1", "5", "9.9", "10")):
            for participants in (answers, answers + 1):
                one = ReportedFigures(participants=participants, answers=answers, mean=mean)
                shown = mean_may_be_shown(mean, answered=answers, invited=participants)
                assert (one.shown_mean is not None) == shown, (answers, mean, participants)
