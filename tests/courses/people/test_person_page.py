"""A person's page in the administration: all that the academy knows, for who may see it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from courses.attendance.enums import Mark
from courses.attendance.models import Attendance
from courses.common import audit, clock
from courses.enrolment.models import Enrolment
from courses.people import admin, queries, timeline
from courses.people.enums import Role
from courses.people.models import User
from courses.people.services import change_profile, note_erase_wanted, register_person
from tests.courses.certificates.people import make_certificate
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

KNOWN = {
    "telephone": "0612345678",
    "street": "Oudegracht 1",
    "postcode": "3511 AB",
    "city": "Utrecht",
    "birth_year": 1956,
}
CONTACT = ("06 12345678", "persoon@example.org")
PRIVATE = ("Oudegracht 1", "1956", "Wie het is")


def somebody(**fields: object) -> User:
    return PersonFactory.create(**{**KNOWN, "email": "persoon@example.org", **fields})


def address(person: User) -> str:
    return f"/beheer/personen/{person.pk}/"


def trainer_of(person: User) -> User:
    trainer = person_in_role(Role.TRAINER)
    edition = EditionFactory.create(trainers=[trainer])
    EnrolmentFactory.create(person=person, edition=edition)
    return trainer


def test_the_log_of_somebody_is_found_by_key_and_not_among_all_of_its_kind() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about what SQLite chooses without statistics")
    plan = audit.entries(Enrolment, range(40)).explain()
    assert ("object_id" in plan, "content_type_id" in plan) == (True, False)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("coordinator", {*CONTACT, *PRIVATE}),
        ("administrator", {*CONTACT, *PRIVATE}),
        ("own trainer", {*CONTACT}),
        ("other trainer", None),
        ("volunteer", None),
        ("nobody", None),
    ],
)
def test_who_sees_what_of_somebody(client: Client, who: str, sees: set[str] | None) -> None:
    person = somebody()
    own = trainer_of(person)
    looking = {
        "coordinator": lambda: person_in_role(Role.COORDINATOR),
        "administrator": lambda: person_in_role(Role.ADMINISTRATOR),
        "own trainer": lambda: own,
        "other trainer": lambda: trainer_of(PersonFactory.create()),
        "volunteer": lambda: person_in_role(Role.VOLUNTEER),
    }
    if who in looking:
        client.force_login(looking[who]())
    page = client.get(address(person))
    if sees is None:
        assert page.status_code in {302, 404}
        assert person.name not in page.content.decode()
    else:
        content = page.content.decode()
        assert {text for text in (*CONTACT, *PRIVATE) if text in content} == sees


def test_a_trainer_sees_what_happened_in_the_own_editions_only(client: Client) -> None:
    person = somebody()
    trainer = trainer_of(person)
    elsewhere = EnrolmentFactory.create(person=person)
    own = person.enrolments.exclude(pk=elsewhere.pk).get()
    change_profile(person=person, changed=["city"])
    client.force_login(trainer)
    page = client.get(address(person))
    titles = [row.text for section in page.context["sections"] for row in section.rows]
    assert titles == [own.edition.training.title]
    assert [line.sentence.partition(":")[0] for line in page.context["lines"]] == [
        own.edition.training.title,
        "Bericht",
    ]


def test_that_an_account_was_made_is_said_once() -> None:
    coordinator = person_in_role(Role.COORDINATOR, first_name="Coby", last_name="")
    person = register_person(first_name="An", last_name="", actor=coordinator)
    lines = timeline.lines_about(person, viewer=coordinator)
    assert [(str(line.sentence), line.by) for line in lines] == [
        ("Account gemaakt door de academie", "Coby")
    ]


def test_the_timeline_says_what_happened_and_who_did_it(client: Client) -> None:
    coordinator = person_in_role(Role.COORDINATOR, first_name="Coby", last_name="")
    begin = datetime(2026, 3, 3, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
    with clock.at(begin):
        person = somebody()
    with clock.at(begin + timedelta(days=1)):
        change_profile(person=person, changed=["city"])
    lines = timeline.lines_about(person, viewer=coordinator)
    assert [(str(line.sentence), line.by) for line in lines] == [
        ("Eigen gegevens gewijzigd", "de persoon zelf"),
        ("Account gemaakt", ""),
    ]
    client.force_login(coordinator)
    edit = client.get(f"{address(person)}gegevens/")
    sent = {"first_name": "Riet", "background": "resident", "language": "nl"}
    sent["email"] = "persoon@example.org"
    sent["snapshot"] = edit.context["snapshot_token"]
    assert client.post(f"{address(person)}gegevens/", sent).status_code == 302
    newest = timeline.lines_about(person, viewer=coordinator)[0]
    assert (str(newest.sentence), newest.by) == ("Gegevens gewijzigd door de academie", "Coby")


@pytest.mark.both_databases
def test_the_page_asks_the_database_as_often_after_twenty_years(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    asked = []
    person = somebody()
    for number in (1, 3):
        for _one in range(number):
            certificate = make_certificate(person=person)
            enrolment = certificate.enrolment
            for session in enrolment.edition.sessions.all():
                Attendance.objects.get_or_create(
                    enrolment=enrolment, session=session, defaults={"mark": Mark.PRESENT}
                )
        client.get(address(person))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(person)).status_code == 200
        asked.append(len(captured))
    assert asked[0] == asked[1]

    # Long lists are folded: the newest rows, how many there are, and a way to all.
    monkeypatch.setattr(admin, "FEW_ROWS", 3)
    monkeypatch.setattr(admin, "FEW_LINES", 2)
    first, everything = client.get(address(person)), client.get(f"{address(person)}?alles")
    newest = person.enrolments.order_by("-edition__starts_at", "-pk")[:3]
    section = next(one for one in first.context["sections"] if one.title == "Trainingen")
    assert [row.text for row in section.rows] == [one.edition.training.title for one in newest]
    assert (section.number, len(first.context["lines"])) == (4, 2)
    assert "Toon alle 4" in first.content.decode()
    shown = everything.context["sections"]
    assert [one.number for one in shown] == [len(one.rows) for one in shown]
    lines = everything.context["lines"]
    assert [one.moment for one in first.context["lines"]] == [one.moment for one in lines[:2]]
    assert (len(lines) > 2, everything.context["has_older_lines"]) == (True, False)


@pytest.mark.both_databases
def test_a_second_look_at_somebody_builds_no_sql(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[str] = []
    execute: Any = SQLCompiler.execute_sql

    def noted(compiler: SQLCompiler, *more: object, **named: object) -> object:
        built.append(str(compiler.query))
        return execute(compiler, *more, **named)

    coordinator, person = person_in_role(Role.COORDINATOR), somebody()
    make_certificate(person=person)
    note_erase_wanted(person=person, actor=coordinator, wanted=True)
    admin._known_of(person, coordinator, shows_all=False)
    again = User.objects.select_related("partner").get(pk=person.pk)
    monkeypatch.setattr(SQLCompiler, "execute_sql", noted)
    known = admin._known_of(again, coordinator, shows_all=False)
    assert (known["erase_wanted"] is not None, built) == (True, [])


def test_an_account_with_rights_is_not_a_coordinators_to_change(client: Client) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    ordinary, trainer = person_in_role(Role.VOLUNTEER), person_in_role(Role.TRAINER)
    assert client.get(f"{address(ordinary)}gegevens/").status_code == 200
    # Wagtail answers a refusal with its start page and a message.
    assert client.get(f"{address(trainer)}gegevens/").status_code == 302
    assert not queries.may_manage(coordinator, trainer)
    assert queries.may_manage(person_in_role(Role.ADMINISTRATOR), trainer)


def test_who_gives_no_roles_reads_who_does(client: Client) -> None:
    somebody, said = PersonFactory.create(), "Een rol geeft een beheerder."
    for role, reads in ((Role.COORDINATOR, True), (Role.ADMINISTRATOR, False)):
        client.force_login(person_in_role(role))
        page = client.get(f"/beheer/personen/{somebody.pk}/").content.decode()
        assert (said in page) == reads


@pytest.mark.parametrize(("role", "asks"), [(Role.COORDINATOR, False), (Role.ADMINISTRATOR, True)])
def test_the_page_asks_who_else_edits_only_where_wagtail_answers(
    client: Client, role: Role, asks: bool
) -> None:
    client.force_login(person_in_role(role))
    page = client.get(f"{address(somebody())}gegevens/")
    assert ("editing_sessions" in page.context) == asks
    if asks:
        assert client.post(page.context["editing_sessions"].ping_url).status_code == 200


@pytest.mark.both_databases
def test_staff_give_an_address_only_to_who_never_signed_in(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    sent = {"first_name": "Riet", "background": "resident", "language": "nl"}
    for used, kept in ((False, "nieuw@example.org"), (True, None)):
        person = somebody(email=None, last_login=clock.now() if used else None)
        answer = client.post(f"{address(person)}gegevens/", {**sent, "email": "nieuw@example.org"})
        assert answer.status_code == 302
        person.refresh_from_db()
        assert (person.first_name, person.email) == ("Riet", kept)
        if not used:
            person.delete()


def test_what_somebody_else_changed_meanwhile_is_shown_and_nothing_is_lost(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    person = somebody()
    url = f"{address(person)}gegevens/"
    token = client.get(url).context["snapshot_token"]
    person.telephone = "030 286 1000"
    change_profile(person=person, changed=["telephone"])
    sent = {"first_name": person.first_name, "background": "resident", "language": "nl"}
    sent |= {"email": "persoon@example.org", "telephone": "0687654321", "snapshot": token}
    page = client.post(url, sent)
    assert [one.theirs for one in page.context["conflict"].differences] == ["030 286 1000"]
    assert 'value="0687654321"' in page.content.decode()
    person.refresh_from_db()
    assert person.telephone == "030 286 1000"
