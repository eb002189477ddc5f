"""Participants who say themselves that they are there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from courses.attendance import queries, rendering, services
from courses.attendance.codes import code_of, readable
from courses.attendance.enums import Mark
from courses.attendance.models import Attendance
from courses.attendance.services import MarkEdit
from courses.common import clock
from courses.enrolment import services as enrolment_services
from courses.people.enums import Role
from tests.courses.attendance.test_admin import BEGIN, an_edition, signed_in
from tests.factories import PersonFactory, person_in_role
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from courses.editions.models import Session
    from courses.enrolment.models import Enrolment
    from courses.people.models import User

pytestmark = pytest.mark.django_db

END_OF_DAY = BEGIN.replace(hour=23, minute=59)


def a_session() -> tuple[Session, Enrolment]:
    edition = an_edition(person_in_role(Role.TRAINER), participants=1)
    return edition.sessions.get(), edition.enrolments.get()


def scan(
    session: Session, person: User, at: datetime = BEGIN, *, press: bool = True, code: str = ""
) -> Any:
    client, url = signed_in(person), f"/aanwezig/{code or code_of(session)}/"
    with clock.at(at):
        return client.post(url) if press else client.get(url)


@pytest.mark.parametrize(
    ("at", "early"),
    [
        (BEGIN - timedelta(minutes=5), True),
        (BEGIN.replace(hour=0, minute=1), True),
        (BEGIN, False),
        (END_OF_DAY, False),
    ],
)
def test_who_scans_on_the_day_is_there_also_before_it_begins(at: datetime, early: bool) -> None:
    session, enrolment = a_session()
    shown = scan(session, enrolment.person, at, press=False)
    assert (Attendance.objects.count(), "Ja, ik ben er" in shown.content.decode()) == (0, True)
    page = scan(session, enrolment.person, at).content.decode()
    assert ("Je staat op de lijst" in page, "op tijd bij" in page) == (True, early)
    kept = Attendance.objects.get()
    assert (kept.mark, kept.marked_by, kept.marked_at) == ("present", enrolment.person, at)
    # Once more is no second mark.
    assert scan(session, enrolment.person, at).status_code == 200
    assert Attendance.objects.get().marked_at == at


def test_who_scans_a_day_early_hears_when_and_is_not_locked_out() -> None:
    session, enrolment = a_session()
    early = BEGIN - timedelta(days=1)
    for _ in range(12):
        assert "andere dag" in scan(session, enrolment.person, early, press=False).content.decode()
    assert scan(session, enrolment.person, early).status_code == 409
    assert Attendance.objects.count() == 0
    assert scan(session, enrolment.person).status_code == 200
    assert queries.marks_at(session) == {enrolment.pk: Mark.PRESENT}


def test_a_code_of_yesterday_is_unknown() -> None:
    session, enrolment = a_session()
    assert scan(session, enrolment.person, BEGIN + timedelta(days=1)).status_code == 404


def test_who_is_not_on_the_list_sees_what_to_do() -> None:
    session, _enrolment = a_session()
    stranger = PersonFactory.create()
    assert "staat niet op de lijst" in scan(session, stranger, press=False).content.decode()
    assert scan(session, stranger).status_code == 409
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize("mark", [Mark.ABSENT, Mark.EXCUSED])
def test_what_the_trainer_noted_is_not_changed(mark: Mark) -> None:
    session, enrolment = a_session()
    with clock.at(BEGIN):
        services.edit_marks(session=session, edits=[MarkEdit(enrolment.pk, None, mark)], actor=None)
    assert scan(session, enrolment.person).status_code == 409
    assert queries.marks_at(session) == {enrolment.pk: mark}


def test_what_is_called_off_has_no_code() -> None:
    session, enrolment = a_session()
    with clock.at(BEGIN - timedelta(days=3)):
        enrolment_services.cancel_edition(edition=session.edition, actor=None)
    assert scan(session, enrolment.person).status_code == 404


def test_who_guesses_has_to_wait_and_who_is_right_does_not() -> None:
    session, enrolment = a_session()
    wrong = "000000" if code_of(session) != "000000" else "000001"
    for _ in range(15):
        assert scan(session, enrolment.person, press=False).status_code == 200
    answers = [scan(session, enrolment.person, code=wrong).status_code for _ in range(11)]
    assert answers == [404] * 10 + [429]


def test_the_code_may_be_typed_as_it_is_read_aloud() -> None:
    session, enrolment = a_session()
    client, code = signed_in(enrolment.person), code_of(session)
    with clock.at(BEGIN):
        answer = client.get("/aanwezig/", {"code": readable(code)})
        assert answer["Location"] == f"/aanwezig/{code}/"
        assert client.get(f"/aanwezig/{readable(code)}/").status_code == 200
        assert client.get("/aanwezig/", {"code": "12"}).status_code == 200


def test_who_is_not_signed_in_comes_back_to_it() -> None:
    session, _enrolment = a_session()
    url = f"/aanwezig/{code_of(session)}/"
    assert Client().get(url)["Location"].endswith(f"?next={url}")


def test_the_sheet_has_every_name_by_number_and_lines_for_others() -> None:
    edition = an_edition(person_in_role(Role.TRAINER), participants=2)
    session = edition.sessions.get()
    document = read_pdf(rendering.sign_in_sheet(session))
    text = document.pages[0].extract_text()
    names = [row.enrolment.person.name_in_list for row in queries.sheet(edition).rows]
    assert [f"{number} {name}" in text for number, name in enumerate(names, 1)] == [True, True]
    assert ("Handtekening" in text, readable(code_of(session)) in text) == (True, True)
    assert str(document.root_object["/MarkInfo"]) == "{'/Marked': True}"
