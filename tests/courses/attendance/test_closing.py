"""When the list of who was there counts, and what a correction asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from wagtail.models import ModelLogEntry

from courses.attendance import queries
from courses.attendance.enums import Mark
from courses.attendance.models import Attendance, ClosedList
from courses.attendance.services import (
    close_due_lists,
    close_list,
    mark_attendance,
    mark_the_rest,
    reopen_list,
)
from courses.common import clock
from courses.common.errors import Refusal
from courses.editions.models import Edition
from courses.enrolment import services as enrolment_services
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)
from tests.parallel import all_at_once

if TYPE_CHECKING:
    from django.test import Client

BEGIN = datetime(2026, 3, 3, 19, tzinfo=ZoneInfo("Europe/Amsterdam"))
END = BEGIN + timedelta(hours=3)
DAY = timedelta(days=1)
MORNING_AFTER = datetime(2026, 3, 4, 8, tzinfo=ZoneInfo("Europe/Amsterdam"))

pytestmark = pytest.mark.django_db


def an_edition(*, sessions: int = 1, participants: int = 2, **fields: Any) -> Edition:
    with clock.at(BEGIN - timedelta(days=20)):
        edition = EditionFactory.create(starts_at=BEGIN, sessions=sessions, **fields)
        for _ in range(participants):
            EnrolmentFactory.create(edition=edition)
    return edition


def everybody(edition: Edition) -> list[int]:
    return list(edition.enrolments.order_by("pk").values_list("pk", flat=True))


def mark_all(edition: Edition, *, at: datetime = END) -> None:
    with clock.at(at):
        for session in edition.sessions.all():
            mark_attendance(session=session, present=everybody(edition), absent=(), actor=None)


def test_a_list_that_is_filled_in_can_be_closed_and_says_by_whom() -> None:
    edition, trainer = an_edition(), PersonFactory.create()
    mark_all(edition)
    with clock.at(END):
        close_list(edition=edition, actor=trainer)
    closed = ClosedList.objects.get()
    assert (closed.edition, closed.closed_by, closed.closed_at) == (edition, trainer, END)
    log = ModelLogEntry.objects.for_instance(edition).filter(action="attendance.close")
    assert [entry.user for entry in log] == [trainer]


def test_a_list_with_somebody_unmarked_is_not_closed_and_says_of_which_session() -> None:
    edition = an_edition(sessions=2)
    first, _second = edition.sessions.order_by("starts_at")
    with clock.at(BEGIN + timedelta(days=8)):
        mark_attendance(session=first, present=everybody(edition), absent=(), actor=None)
        with pytest.raises(Refusal, match="dinsdag 10 maart 2026"):
            close_list(edition=edition, actor=None)
    assert ClosedList.objects.count() == 0


@pytest.mark.both_databases
def test_a_session_that_was_over_asks_nothing_about_who_was_enrolled_later() -> None:
    edition = an_edition(sessions=2)
    first, second = edition.sessions.order_by("starts_at")
    with clock.at(second.starts_at + timedelta(hours=1)):
        mark_attendance(session=first, present=everybody(edition), absent=(), actor=None)
        late = enrolment_services.enrol(
            person=PersonFactory.create(), edition=edition, actor=person_in_role(Role.COORDINATOR)
        )
        sheet = queries.sheet(edition)
        assert [(gap.session, len(gap.names)) for gap in queries.gaps(sheet)] == [(second, 3)]
        assert (queries.is_marked(first), queries.is_marked(second)) == (True, False)
        mark_attendance(session=second, present=everybody(edition), absent=(), actor=None)
        assert queries.is_marked(second)
    with clock.at(second.ends_at):
        assert list(queries.sessions_to_mark(now=clock.now())) == []
        close_list(edition=edition, actor=None)
        # What the certificate asks stays as it is.
        found = queries.presence(enrolment_id=late.pk)
    assert (found.present, found.sessions) == (1, 2)


@pytest.mark.both_databases
def test_who_is_moved_into_a_group_that_goes_on_opens_no_list_that_was_complete() -> None:
    training = TrainingFactory.create(attendance_required=100)
    edition, other = (an_edition(sessions=2, training=training) for _ in range(2))
    first, second = edition.sessions.order_by("starts_at")
    moved = other.enrolments.first()
    with clock.at(BEGIN + timedelta(days=1)):
        mark_attendance(session=first, present=everybody(edition), absent=(), actor=None)
        enrolment_services.move(
            enrolment=moved, to_edition=edition, actor=person_in_role(Role.COORDINATOR)
        )
        assert queries.gaps(queries.sheet(edition)) == []
        assert list(queries.sessions_to_mark(now=clock.now()).filter(edition=edition)) == []
        assert queries.is_marked(first)
    with clock.at(second.ends_at):
        # "Iedereen is er" of the first session is not about who was not in the group.
        assert mark_the_rest(session=first, mark=Mark.PRESENT, actor=None) == []
        mark_attendance(session=second, present=everybody(edition), absent=(), actor=None)
        close_list(edition=edition, actor=None)
    # And the person is not told that a trainer has yet to say something.
    found = queries.presence(enrolment_id=moved.pk)
    assert (found.marked, found.present, found.sessions) == (2, 1, 2)


@pytest.mark.parametrize("way", ["moved", "taken out"])
@pytest.mark.parametrize("meanwhile", [False, True])
def test_who_is_put_back_before_anything_was_held_was_never_away(way: str, meanwhile: bool) -> None:
    training = TrainingFactory.create()
    edition, other = (an_edition(sessions=3, training=training) for _ in range(2))
    staff = person_in_role(Role.COORDINATOR)
    first, second, _third = edition.sessions.order_by("starts_at")
    somebody = edition.enrolments.order_by("pk")[0]
    with clock.at(BEGIN + timedelta(days=1)):
        if way == "moved":
            enrolment_services.move(enrolment=somebody, to_edition=other, actor=staff)
        else:
            enrolment_services.withdraw(enrolment=somebody, actor=staff)
    with clock.at(second.ends_at + timedelta(minutes=1) if meanwhile else MORNING_AFTER + DAY):
        somebody = Enrolment.objects.get(pk=somebody.pk)
        if way == "moved":
            enrolment_services.move(enrolment=somebody, to_edition=edition, actor=staff)
        else:
            enrolment_services.enrol(person=somebody.person, edition=edition, actor=staff)
        left = mark_the_rest(session=first, mark=Mark.PRESENT, actor=None)
    assert (somebody.pk in {one.enrolment_id for one in left}) is not meanwhile


def test_before_the_last_session_begins_a_list_is_not_closed(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(sessions=2, trainers=[trainer])
    client.force_login(trainer)
    last_begins = BEGIN + timedelta(days=7)
    page, button = f"/beheer/presentie/{edition.pk}/", 'value="close"'
    mark_all(edition, at=last_begins - timedelta(minutes=13))
    with clock.at(last_begins - timedelta(minutes=13)):
        with pytest.raises(Refusal, match="nog niet begonnen"):
            close_list(edition=edition, actor=None)
        assert button not in client.get(page).content.decode()
    with clock.at(last_begins):
        assert button in client.get(page).content.decode()
        assert close_list(edition=edition, actor=None).edition == edition


def test_an_edition_that_is_called_off_has_no_list_to_close() -> None:
    edition = an_edition()
    with clock.at(BEGIN - timedelta(days=2)):
        enrolment_services.cancel_edition(edition=edition, actor=None)
    with clock.at(END), pytest.raises(Refusal, match="gaat niet door"):
        close_list(edition=edition, actor=None)


@pytest.mark.both_databases
def test_a_list_counts_when_closed_or_else_from_the_morning_after() -> None:
    closed, left = an_edition(), an_edition()
    mark_all(closed)
    with clock.at(END):
        close_list(edition=closed, actor=None)

    def counting() -> list[int]:
        found = Edition.objects.filter(queries.whose_list_counts()).order_by("pk")
        assert [one.pk for one in found] == [
            one.pk for one in (closed, left) if queries.counts(one)
        ]
        return [one.pk for one in found]

    with clock.at(MORNING_AFTER - timedelta(minutes=1)):
        assert (counting(), close_due_lists()) == ([closed.pk], 0)
    with clock.at(MORNING_AFTER):
        assert (counting(), close_due_lists()) == ([closed.pk, left.pk], 1)
        assert close_due_lists() == 0
    assert ClosedList.objects.get(edition=left).closed_by is None


@pytest.mark.both_databases
def test_a_list_that_is_opened_again_counts_no_more_until_it_is_closed() -> None:
    edition, trainer = an_edition(), PersonFactory.create()
    mark_all(edition)

    def state() -> tuple[bool, bool, bool]:
        counting = Edition.objects.filter(queries.whose_list_counts())
        return queries.counts(edition), counting.exists(), queries.may_be_reopened(edition)

    with clock.at(END):
        with pytest.raises(Refusal, match="niet weer open"):
            reopen_list(edition=edition, actor=trainer)
        close_list(edition=edition, actor=trainer)
        assert state() == (True, True, True)
        reopen_list(edition=edition, actor=trainer)
        assert (state(), queries.was_closed(edition)) == ((False, False, False), True)
        log = ModelLogEntry.objects.for_instance(edition).filter(action="attendance.reopen")
        assert [entry.user for entry in log] == [trainer]
        close_list(edition=edition, actor=trainer)
        assert state() == (True, True, True)
        reopen_list(edition=edition, actor=trainer)
    with clock.at(MORNING_AFTER):
        assert (close_due_lists(), close_due_lists()) == (1, 0)
        assert state() == (True, True, False)
        with pytest.raises(Refusal, match="niet weer open"):
            reopen_list(edition=edition, actor=trainer)


def test_who_opens_a_list_again_reads_first_what_it_does(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainers=[trainer])
    mark_all(edition)
    url = f"/beheer/presentie/{edition.pk}/weer-open/"
    with clock.at(END):
        close_list(edition=edition, actor=trainer)
        client.force_login(person_in_role(Role.TRAINER))
        assert client.post(url).status_code == 404
        client.force_login(trainer)
        assert "houdt het" in client.get(url).content.decode()
        assert queries.counts(edition)
        assert client.post(url).status_code == 302
        assert not queries.counts(edition)
        assert client.get(url).status_code == 302


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_the_same_moment_close_once() -> None:
    edition = an_edition()
    mark_all(edition)

    def close() -> Any:
        with clock.at(END):
            return close_list(edition=edition, actor=None)

    closed = ClosedList(edition=edition)
    assert all_at_once([close, close, close]) == [closed, closed, closed]
    log = ModelLogEntry.objects.for_instance(edition).filter(action="attendance.close")
    assert log.count() == 1


def sent(edition: Edition, present: list[int], **more: Any) -> dict[str, Any]:
    session = edition.sessions.get()
    return {"shown": everybody(edition), f"session_{session.pk}": present, **more}


def agreed(response: Any) -> str:
    return str(response.context["saved"].fingerprint)


def stored() -> list[bool]:
    return [one.was_there for one in Attendance.objects.order_by("enrolment")]


def test_closing_says_who_gets_a_certificate_and_asks_first(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainers=[trainer])
    first, second = (one.person.name_in_list for one in edition.enrolments.order_by("pk"))
    client.force_login(trainer)
    address, ticks = f"/beheer/presentie/{edition.pk}/", everybody(edition)[:1]
    with clock.at(END):
        asked = client.post(address, sent(edition, ticks, action="close"))
        assert [(one.heading, one.names) for one in asked.context["saved"].consequences] == [
            ("Krijgt een certificaat", (first,)),
            ("Krijgt nog geen certificaat", (second,)),
            ("Miste een bijeenkomst of meer", (second,)),
        ]
        missed = "bijeenkomst 1 (3 maart)"
        assert [one.reasons for one in asked.context["saved"].consequences] == [
            (),
            ((f"Niet geweest bij: {missed}.",),),
            ((missed,),),
        ]
        said = asked.content.decode()
        assert f"Niet geweest bij: {missed}." in said
        assert "Wat je hier veranderde, is nog niet bewaard." in said
        assert (stored(), ClosedList.objects.count()) == ([], 0)
        back = client.post(address, sent(edition, ticks, action="close", back="1"))
        assert (back.status_code, back.content.decode().count("checked")) == (200, 1)
        client.post(address, sent(edition, ticks, action="close", agreed=agreed(asked)))
    assert (stored(), ClosedList.objects.get().closed_by) == ([True, False], trainer)


def test_who_filled_in_a_session_goes_from_there_to_the_check_and_loses_nothing(
    client: Client,
) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainers=[trainer])
    address = f"/beheer/presentie/{edition.pk}/"
    of_session = f"{address}bijeenkomst/{edition.sessions.get().pk}/"
    close = {"action": "close"}
    client.force_login(trainer)
    with clock.at(END):
        assert client.get(of_session).context["is_open"]
        # Not all is filled in: the list says so, with nobody ticked nor unticked.
        refused = client.post(address, close)
        assert (refused.status_code, ClosedList.objects.count()) == (422, 0)
        mark_all(edition)
        before = stored()
        page = client.get(of_session)
        assert (page.context["may_finish"], page.context["is_open"]) == (True, False)
        asked = client.post(address, close)
        assert "Wie er was, is al bewaard. De lijst is nog niet afgerond." in asked.content.decode()
        back = client.post(address, {**close, "back": "1"})
        assert back.content.decode().count("checked") == len(before)
        client.post(address, {**close, "agreed": agreed(asked)})
        assert not client.get(of_session).context["may_finish"]
        closed = client.get(address).content.decode()
    assert (stored(), ClosedList.objects.get().closed_by) == (before, trainer)
    assert f"door <bdi>{trainer.name}</bdi>." in closed


def test_closing_what_was_saved_says_so_and_names_once_what_all_miss(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainers=[trainer])
    client.force_login(trainer)
    with clock.at(END):
        mark_attendance(
            session=edition.sessions.get(), present=(), absent=everybody(edition), actor=trainer
        )
        nobody = {f"nobody_{edition.sessions.get().pk}": "on"}
        asked = client.post(
            f"/beheer/presentie/{edition.pk}/", sent(edition, [], action="close", **nobody)
        )
    said = asked.content.decode()
    assert "Wie er was, is al bewaard. De lijst is nog niet afgerond." in said
    assert said.count("Niet geweest bij: bijeenkomst 1 (3 maart).") == 1
    assert "Iedereen mist nog:" in said


def test_a_correction_of_a_closed_list_without_consequences_asks_nothing(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainers=[trainer])
    mark_all(edition)
    with clock.at(END):
        close_list(edition=edition, actor=trainer)
    client.force_login(trainer)
    with clock.at(END):
        response = client.post(
            f"/beheer/presentie/{edition.pk}/", sent(edition, everybody(edition))
        )
    assert response.status_code == 302


def test_what_was_agreed_does_not_hold_for_other_consequences(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainers=[trainer])
    client.force_login(trainer)
    address, (first, second) = f"/beheer/presentie/{edition.pk}/", everybody(edition)
    with clock.at(END):
        asked = client.post(address, sent(edition, [first], action="close"))
        other = sent(edition, [first, second], action="close", agreed=agreed(asked))
        again = client.post(address, other)
    assert [one.heading for one in again.context["saved"].consequences] == [
        "Krijgt een certificaat"
    ]
    assert stored() == []


def test_who_closes_from_the_list_of_a_session_goes_back_there_and_hears_what_followed(
    client: Client,
) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainers=[trainer])
    session = edition.sessions.get()
    address = f"/beheer/presentie/{edition.pk}/"
    of_session = f"{address}bijeenkomst/{session.pk}/"
    close = {"action": "close", "from_session": str(session.pk)}
    client.force_login(trainer)
    with clock.at(END):
        refused = client.post(address, close, follow=True)
        assert refused.redirect_chain == [(of_session, 302)]
        assert "Vul eerst in wie er was bij:" in refused.content.decode()
        mark_all(edition)
        assert (
            f'name="from_session" value="{session.pk}"' in client.get(of_session).content.decode()
        )
        asked = client.post(address, close)
        assert ("from_session", str(session.pk)) in asked.context["sent"]
        back = client.post(address, {**close, "back": "1"})
        assert (back.status_code, back["Location"]) == (302, of_session)
        done = client.post(address, {**close, "agreed": agreed(asked)}, follow=True)
        assert done.redirect_chain == [(of_session, 302)]
    said = done.content.decode()
    assert "De lijst is klaar. Krijgt een certificaat: 2. Zij krijgen er bericht van: " in said
    assert f"{address}weer-open/" in said


def test_a_list_that_counts_by_the_clock_says_why_it_is_not_opened_again(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainers=[trainer])
    mark_all(edition)
    client.force_login(trainer)
    address = f"/beheer/presentie/{edition.pk}/"
    with clock.at(MORNING_AFTER + DAY):
        close_due_lists()
        for url in (address, f"{address}bijeenkomst/{edition.sessions.get().pk}/"):
            page = client.get(url).content.decode()
            assert "Weer openen kan niet meer" in page
            assert "weer-open/" not in page
