"""The learning record: what somebody followed here, and elsewhere as that person says."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from courses.attendance.services import mark_attendance
from courses.catalogue.enums import EventKind
from courses.certificates.services import revoke
from courses.common import clock
from courses.common.errors import Refusal
from courses.desk.todos import todos_for
from courses.people.enums import Role
from courses.people.merging import merge_people
from courses.people.queries import export_personal_data
from courses.people.services import erase_person
from courses.records import queries, rendering, services
from courses.records.models import TrainingElsewhere, TrainingElsewhereFile
from tests.courses.certificates.people import (
    NEXT_DAY,
    make_certificate,
    make_participant,
    signed_in,
)
from tests.factories import PersonFactory, TrainingFactory, person_in_role
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from courses.desk.todos.todo import Todo
    from courses.people.models import User

pytestmark = pytest.mark.django_db

DAY = date(2025, 11, 4)
PROOF = b"%PDF-1.7 een bewijs"
NEVER_CHECKED = "niet door ons gecontroleerd"


def upload(name: str = "bewijs.pdf", content: bytes = PROOF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def elsewhere(person: User, **given: Any) -> TrainingElsewhere:
    with clock.at(NEXT_DAY):
        return services.save_elsewhere(
            **{
                "person": person,
                "title": "EHBO",
                "organisation": "Rode Kruis",
                "day": DAY,
                "hours": Decimal("2.5"),
                **given,
            }
        )


def attended(person: User, **edition_fields: Any) -> None:
    enrolment = make_participant(person=person, **edition_fields)
    with clock.at(NEXT_DAY):
        for session in enrolment.edition.sessions.all():
            mark_attendance(session=session, present={enrolment.pk}, absent=(), actor=None)


def record_text(person: User) -> str:
    with clock.at(NEXT_DAY):
        pages = read_pdf(rendering.learning_record(person)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


# --- What stands in it ------------------------------------------------------------------------


@pytest.mark.both_databases
def test_all_that_somebody_followed_is_in_one_accessible_file() -> None:
    certificate = make_certificate()
    person = certificate.enrolment.person
    attended(person, training=TrainingFactory.create(title="Zonder certificaat"))
    attended(
        person,
        training=TrainingFactory.create(title="Wonen in Utrecht", kind=EventKind.LECTURE),
    )
    # Who was not there, followed nothing.
    make_participant(person=person, training=TrainingFactory.create(title="Niet geweest"))
    elsewhere(person)
    elsewhere(person, title="Gastvrij", hours=None)
    text = record_text(person)
    before, _heading, after = text.partition("Elders gevolgd – " + NEVER_CHECKED)
    for word in (
        "Fatima van der Berg",
        "In totaal 9 uur bij de academie",
        "testserver/c/",
        certificate.code,
        "geen certificaat",
        "Lezingen en bijeenkomsten",
        "Wonen in Utrecht",
        "3 maart 2026",
    ):
        assert word in before
    assert "Niet geweest" not in text
    for word in ("EHBO", "Rode Kruis", "4 november 2025", "2,5 uur", "uren niet bekend"):
        assert word in after
        assert word not in before
    with clock.at(NEXT_DAY):
        page = signed_in(person).get("/mijn/overzicht/").content.decode()
    assert (certificate.code in page, "EHBO" in page) == (True, True)
    # One that was taken back is no proof any more.
    with clock.at(NEXT_DAY):
        revoke(certificate=certificate, reason="Vergissing", actor=None)
    assert certificate.code not in record_text(person)


def test_it_can_hold_any_name_and_is_empty_for_who_followed_nothing() -> None:
    strange = PersonFactory.create(
        first_name="<b>" + "Wolfeschlegel" * 5 + "</b>", last_name="עברית \u202eomgekeerd العربية"
    )
    elsewhere(
        strange,
        title="<script>alert(1)</script>" + "m" * 130,
        organisation="الإدارة العامة Rode Kruis \u200f",
    )
    text = record_text(strange)
    assert "<script>alert(1)</script>" in text.replace(" ", "")
    one = TrainingElsewhere.objects.get()
    assert one.organisation == "الإدارة العامة Rode Kruis"
    page = signed_in(strange).get("/mijn/overzicht/").content.decode()
    assert "<script>alert" not in page
    nobody = PersonFactory.create()
    assert "Er staat nog niets in dit overzicht." in record_text(nobody)
    assert "Er staat nog niets in je overzicht." in (
        signed_in(nobody).get("/mijn/overzicht/").content.decode()
    )


def test_a_record_asks_as_much_for_three_trainings_as_for_one() -> None:
    numbers = []
    for many in (1, 3):
        person = PersonFactory.create()
        for _one in range(many):
            make_certificate(person=person, training=TrainingFactory.create())
            elsewhere(person)
        with CaptureQueriesContext(connection) as asked, clock.at(NEXT_DAY):
            assert len(queries.record_of(person).trainings) == many
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


# --- What is from elsewhere -------------------------------------------------------------------


def test_somebody_writes_it_down_corrects_it_and_takes_it_away() -> None:
    client = signed_in(PersonFactory.create())
    sent = {
        "title": "EHBO",
        "organisation": "Rode Kruis",
        "day": "2025-11-04",
        "hours": "2,5",
        "file": upload(),
    }
    with clock.at(NEXT_DAY):
        wrong = client.post("/mijn/overzicht/elders/", {**sent, "title": ""})
        assert (wrong.status_code, "Kies je bestand opnieuw." in wrong.content.decode()) == (
            422,
            True,
        )
        client.post("/mijn/overzicht/elders/", {**sent, "file": upload()})
        one = TrainingElsewhere.objects.get()
        address = f"/mijn/overzicht/elders/{one.pk}/"
        file = client.get(f"{address}bestand/")
        assert file.content == PROOF
        assert file["Content-Disposition"] == 'attachment; filename="bewijs.pdf"'
        services.mark_seen(elsewhere=one, seen=True, actor=person_in_role(Role.COORDINATOR))
        assert "Door de academie gezien" in client.get("/mijn/overzicht/").content.decode()
        shown = client.get(address).content.decode()
        assert ("bewijs.pdf" in shown, 'value="2,5"' in shown) == (True, True)
        del sent["file"]
        client.post(address, {**sent, "title": "EHBO en AED", "hours": ""})
        one.refresh_from_db()
        assert (one.title, one.hours, one.file_name, one.seen_at) == (
            "EHBO en AED",
            None,
            "bewijs.pdf",
            None,
        )
        client.post(address, {**sent, "forget_file": "on"})
        one.refresh_from_db()
        assert (one.file_name, TrainingElsewhereFile.objects.count()) == ("", 0)
        assert client.get(f"{address}bestand/").status_code == 404
        assert "Je kunt dit niet terugdraaien." in client.get(f"{address}weg/").content.decode()
        client.post(f"{address}weg/")
    assert TrainingElsewhere.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " \u200b "}, "title"),
        ({"title": "EHBO \u202egpj.exe"}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"organisation": ""}, "organisation"),
        ({"title": "Cursus \U00013460"}, "title"),
        ({"day": NEXT_DAY.date() + timedelta(days=1)}, "day"),
        ({"hours": Decimal(0)}, "hours"),
        ({"hours": Decimal(1001)}, "hours"),
        ({"upload": upload("virus.exe")}, "file"),
        ({"upload": upload("bewijs.pdf", b"geen pdf")}, "file"),
        ({"upload": upload("bewijs.pdf", b"")}, "file"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as no:
        elsewhere(PersonFactory.create(), **given)
    assert no.value.field == field
    assert TrainingElsewhere.objects.count() == 0


def test_there_are_not_too_many_and_what_is_gone_stays_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = PersonFactory.create()
    one = elsewhere(person)
    monkeypatch.setattr(services, "MOST", 1)
    with pytest.raises(Refusal, match="Je hebt al 1 trainingen van elders"):
        elsewhere(person)
    assert "Haal er eerst een weg." in signed_in(person).get("/mijn/overzicht/").content.decode()
    services.remove_elsewhere(elsewhere=one)
    for gone in (
        lambda: elsewhere(person, elsewhere=one),
        lambda: services.mark_seen(elsewhere=one, seen=True, actor=PersonFactory.create()),
    ):
        with pytest.raises(Refusal, match="intussen weggehaald"):
            gone()


# --- Whose it is ------------------------------------------------------------------------------


def test_nobody_sees_anothers_and_only_coordinators_see_all() -> None:
    owner = PersonFactory.create()
    one = elsewhere(owner, upload=upload())
    own = f"/mijn/overzicht/elders/{one.pk}/"
    staff = f"/beheer/elders-gevolgd/{one.pk}/"
    other, coordinator = PersonFactory.create(), person_in_role(Role.COORDINATOR)
    for client in (signed_in(other), signed_in(coordinator)):
        for address in (own, f"{own}weg/", f"{own}bestand/"):
            assert client.get(address).status_code == 404
        assert client.post(f"{own}weg/").status_code == 404
    for who in (other, owner, person_in_role(Role.TRAINER)):
        for address in (
            "/beheer/elders-gevolgd/",
            staff,
            f"{staff}bestand/",
            f"/beheer/personen/{owner.pk}/leeroverzicht/",
        ):
            assert signed_in(who).get(address).status_code == 302
        assert signed_in(who).post(staff, {"seen": "yes"}).status_code == 302
    for address in (own, staff, "/mijn/overzicht/pdf/"):
        assert Client().get(address).status_code == 302
    assert TrainingElsewhere.objects.get().seen_at is None
    client = signed_in(coordinator)
    assert client.get(f"{staff}bestand/").content == PROOF
    assert client.get("/beheer/elders-gevolgd/999999/").status_code == 404


def waiting_for(user: User) -> list[Todo]:
    """What waits on a day on which nothing waits because of the time of year."""
    with clock.at(NEXT_DAY):
        return todos_for(user)


def test_a_coordinator_looks_at_it_and_takes_the_record_along() -> None:
    owner, coordinator = PersonFactory.create(), person_in_role(Role.COORDINATOR)
    one, mine = elsewhere(owner), elsewhere(coordinator, title="Eigen")
    client = signed_in(coordinator)
    address = f"/beheer/elders-gevolgd/{one.pk}/"
    listed = "/beheer/elders-gevolgd/"
    # Of the own a colleague says that it was seen.
    (todo,) = waiting_for(coordinator)
    assert (todo.sentence, todo.url, [(line.text, line.url) for line in todo.lines]) == (
        "Bekijk 1 training van elders",
        f"{listed}?seen=no",
        [(f"{owner.name_in_list}: EHBO", address)],
    )
    assert waiting_for(person_in_role(Role.TRAINER)) == []
    assert "EHBO" in client.get(listed, {"seen": "no", "q": "kruis"}).content.decode()
    for _twice in range(2):
        client.post(address, {"seen": "yes"})
    one.refresh_from_db()
    assert (one.seen_by, waiting_for(coordinator)) == (coordinator, [])
    assert "EHBO" not in client.get(listed, {"seen": "no"}).content.decode()
    assert "EHBO" in client.get(listed, {"seen": "yes"}).content.decode()
    client.post(address, {"seen": "no"})
    one.refresh_from_db()
    assert one.seen_by is None
    answer = client.post(f"/beheer/elders-gevolgd/{mine.pk}/", {"seen": "yes"}, follow=True)
    assert "Dit is van jezelf." in answer.content.decode()
    person_page = client.get(f"/beheer/personen/{owner.pk}/").content.decode()
    assert ("EHBO" in person_page, "Leeroverzicht (pdf)" in person_page) == (True, True)
    taken = client.get(f"/beheer/personen/{owner.pk}/leeroverzicht/")
    assert read_pdf(taken.content).pages
    actions = ModelLogEntry.objects.filter(action__startswith="records.").order_by("pk")
    assert [one.action for one in actions] == ["records.seen", "records.not_seen", "records.fetch"]


@pytest.mark.both_databases
def test_it_is_told_goes_along_with_a_merger_and_is_erased() -> None:
    own, other = PersonFactory.create(), PersonFactory.create()
    elsewhere(own)
    one = elsewhere(other, title="Gastvrij", upload=upload())
    services.mark_seen(elsewhere=one, seen=True, actor=person_in_role(Role.COORDINATOR))
    merge_people(stays=own, goes=other, actor=person_in_role(Role.COORDINATOR))
    assert {one.title for one in queries.elsewhere_of(own)} == {"EHBO", "Gastvrij"}
    told = json.dumps(export_personal_data(own))
    assert ("Rode Kruis" in told, "bewijs.pdf" in told) == (True, True)
    erase_person(person=own, actor=None)
    assert (TrainingElsewhere.objects.count(), TrainingElsewhereFile.objects.count()) == (0, 0)
    assert ModelLogEntry.objects.get(action="records.seen").label == "Gewiste persoon"
