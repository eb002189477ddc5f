"""Somebody says beforehand that one of the meetings cannot be: the place stays."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from courses.attendance import queries, services
from courses.attendance.enums import Mark
from courses.attendance.models import Attendance
from courses.attendance.services import MarkEdit
from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.common.errors import Refusal
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.notices.services import note_call
from courses.people.enums import Role
from tests.courses.attendance.test_admin import BEGIN, an_edition, enrolment_ids, signed_in
from tests.factories import person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.editions.models import Edition, Session

pytestmark = pytest.mark.django_db

BEFORE = BEGIN - timedelta(days=10)


def meetings(edition: Edition) -> list[Session]:
    return list(edition.sessions.order_by("starts_at"))


def sign_off(edition: Edition, session: Session, enrolment_id: int) -> None:
    edits = [MarkEdit(enrolment_id, None, Mark.EXCUSED)]
    with clock.at(BEFORE):
        services.edit_marks(session=session, edits=edits, actor=None)


def press_of(client: Client, page: str, label: str, number: int = 0) -> dict[str, str]:
    """What the nth button with this label sends on the page of one person."""
    content = client.get(page).content.decode()
    forms = [one for one in content.split("<form ")[1:] if label in one]
    found = forms[number]
    session = re.findall(r'name="session" value="(\d+)"', found)
    press = re.findall(r'name="press"\s+value="([^"]*)"', found)
    return {"session": session[0], "press": press[0]}


def the_first(edition: Edition) -> Enrolment:
    return Enrolment.objects.get(pk=enrolment_ids(edition)[0])


def test_a_coordinator_says_from_the_card_at_which_meeting_somebody_is_not() -> None:
    edition = an_edition(person_in_role(Role.TRAINER), sessions=2)
    enrolment, client = the_first(edition), signed_in(person_in_role(Role.COORDINATOR))
    own = f"/beheer/personen/{enrolment.person_id}/"
    _first, second = meetings(edition)
    with clock.at(BEFORE):
        card = client.get(own).content.decode()
        (page,) = re.findall(r'href="([^"]*kan-niet[^"]*)"', card)
        page = unescape(page)
        data = press_of(client, page, "Kan dan niet", 1)
        answer = client.post(page, data, follow=True).content.decode()
        assert f"{enrolment.person.name} is afgemeld voor" in answer
        assert queries.marks_at(second) == {enrolment.pk: Mark.EXCUSED}
        enrolment.refresh_from_db()
        assert enrolment.status == EnrolmentStatus.CONFIRMED
        card = client.get(own).content.decode()
        assert "Afgemeld voor één keer" in card
        # Nobody was anywhere yet.
        assert "van 1 bijeenkomsten" not in card
        client.post(page, press_of(client, page, "Komt toch"))
        assert queries.marks_at(second) == {}


def test_the_trainer_sees_it_and_what_was_noted_and_takes_it_back_before_the_day() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainer, sessions=2)
    enrolment, client = the_first(edition), signed_in(trainer)
    _first, second = meetings(edition)
    sign_off(edition, second, enrolment.pk)
    notice = enrolment.person.notices.filter(edition=edition).first()
    assert notice is not None
    note_call(notice=notice, note="Komt met de rolstoel", actor=trainer)
    with clock.at(BEFORE):
        page = f"/beheer/presentie/{edition.pk}/bijeenkomst/{second.pk}/"
        content = client.get(page).content.decode()
        assert "Afgemeld voor deze keer" in content
        assert "Komt met de rolstoel" in content
        assert (
            "Komt met de rolstoel"
            in client.get(f"/beheer/presentie/{edition.pk}/").content.decode()
        )
        client.post(page, {"press": f"{enrolment.pk}:excused:"})
    assert queries.marks_at(second) == {}


def test_before_the_day_nothing_else_can_be_said() -> None:
    edition = an_edition(person_in_role(Role.TRAINER), sessions=2)
    enrolment = the_first(edition)
    first, _second = meetings(edition)
    edits = [MarkEdit(enrolment.pk, None, Mark.PRESENT)]
    with clock.at(BEFORE), pytest.raises(Refusal):
        services.edit_marks(session=first, edits=edits, actor=None)
    with clock.at(BEFORE), pytest.raises(Refusal):
        services.mark_the_rest(session=first, mark=Mark.PRESENT, actor=None)
    assert not Attendance.objects.exists()


def test_who_meets_once_gives_up_the_place_instead(client: Client) -> None:
    edition = an_edition(person_in_role(Role.TRAINER))
    client.force_login(person_in_role(Role.COORDINATOR))
    with clock.at(BEFORE):
        card = client.get(f"/beheer/personen/{the_first(edition).person_id}/").content.decode()
    assert "Meld af" in card
    assert "Kan één keer niet" not in card


@pytest.mark.parametrize(
    ("percentage", "sessions", "said"),
    [
        (0, 2, ["telt niet hoe vaak iemand er is."] * 2),
        (50, 2, ["bij 1 van de 2 bijeenkomsten zijn. Nog 1 keer missen kan.", "al 1. Nog een"]),
        (100, 2, ["Nog een keer missen? Dan is er geen", "al 1. Nog een keer missen?"]),
    ],
)
def test_who_signs_somebody_off_reads_what_that_does_to_the_certificate(
    percentage: int, sessions: int, said: list[str]
) -> None:
    edition = an_edition(person_in_role(Role.TRAINER), sessions=sessions)
    TrainingPage.objects.filter(pk=edition.training_id).update(attendance_required=percentage)
    enrolment, client = the_first(edition), signed_in(person_in_role(Role.COORDINATOR))
    page = f"/beheer/presentie/{edition.pk}/kan-niet/{enrolment.pk}/"
    with clock.at(BEFORE):
        assert said[0] in client.get(page).content.decode()
        sign_off(edition, meetings(edition)[0], enrolment.pk)
        assert said[1] in client.get(page).content.decode()


def test_the_list_has_the_number_of_who_has_no_address() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainer, sessions=1)
    person = the_first(edition).person
    sheet = f"/beheer/presentie/{edition.pk}/"
    person.telephone = "06 12345678"
    person.save()
    assert "06 12345678" not in signed_in(trainer).get(sheet).content.decode()
    person.email = None
    person.save()
    assert "06 12345678" in signed_in(trainer).get(sheet).content.decode()


def test_who_signed_off_and_comes_after_all_can_say_so_with_the_code() -> None:
    edition = an_edition(person_in_role(Role.TRAINER), sessions=2)
    enrolment, (first, _second) = the_first(edition), meetings(edition)
    sign_off(edition, first, enrolment.pk)
    with clock.at(BEGIN):
        assert services.check_in(session=first, person=enrolment.person) == Mark.PRESENT
    assert queries.marks_at(first) == {enrolment.pk: Mark.PRESENT}


def test_that_one_signed_off_is_no_list_that_is_filled_in() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainer, sessions=2)
    one, other = enrolment_ids(edition)
    first, second = meetings(edition)
    for session in (first, second):
        sign_off(edition, session, one)
    with clock.at(first.ends_at + timedelta(days=1)):
        assert list(queries.sessions_without_presence()) == [first]
        # The whole list, with a tick for the other meeting only, makes nobody absent here.
    with clock.at(second.ends_at + timedelta(hours=1)):
        signed_in(trainer).post(
            f"/beheer/presentie/{edition.pk}/",
            {"shown": [one, other], f"session_{second.pk}": [other]},
        )
    assert queries.marks_at(first) == {one: Mark.EXCUSED}
    assert queries.marks_at(second) == {one: Mark.EXCUSED, other: Mark.PRESENT}


def test_what_is_to_come_counts_for_nothing_yet() -> None:
    edition = an_edition(person_in_role(Role.TRAINER), sessions=2)
    enrolment, (first, _second) = the_first(edition), meetings(edition)
    sign_off(edition, first, enrolment.pk)
    with clock.at(BEFORE):
        before = queries.presence(enrolment_id=enrolment.pk)
    assert (before.marked, before.present) == (0, 0)
    with clock.at(first.ends_at):
        assert queries.presence(enrolment_id=enrolment.pk).marked == 1


def test_somebody_else_is_not_signed_off_by_that_page_nor_by_who_may_not(client: Client) -> None:
    edition = an_edition(person_in_role(Role.TRAINER), sessions=2)
    one, other = enrolment_ids(edition)
    first, _second = meetings(edition)
    page = f"/beheer/presentie/{edition.pk}/kan-niet/{one}/"
    sent = {"session": str(first.pk), "press": f"{other}::excused"}
    with clock.at(BEFORE):
        client.force_login(person_in_role(Role.TRAINER))
        assert client.post(page, sent).status_code == 404
        client.force_login(person_in_role(Role.COORDINATOR))
        client.post(page, sent)
        client.post(page, {**sent, "press": f"{one}::present"})
        client.post(page, {**sent, "session": "0"})
    assert queries.marks_at(first) == {one: Mark.EXCUSED}
