"""One session at a time: in the room, and from a sheet of paper."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.attendance import queries, services
from courses.attendance.enums import Mark
from courses.attendance.models import Attendance
from courses.common import clock, formats
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from tests.courses.attendance.test_admin import AFTER, BEGIN, an_edition, enrolment_ids, signed_in
from tests.factories import EditionFactory, person_in_role

if TYPE_CHECKING:
    from typing import Any

    from courses.editions.models import Edition
    from courses.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER)


def url_of(edition: Edition, more: str = "") -> str:
    session = edition.sessions.order_by("starts_at")[0]
    return f"/beheer/presentie/{edition.pk}/bijeenkomst/{session.pk}/{more}"


def marks(edition: Edition) -> dict[int, Mark]:
    return queries.marks_at(edition.sessions.order_by("starts_at")[0])


def post(client: Client, url: str, *, script: bool = False, **data: Any) -> Any:
    headers = {"Accept": "application/json"} if script else {}
    with clock.at(AFTER):
        return client.post(url, data, headers=headers)


def test_a_press_without_a_script_is_saved_and_leads_back_to_the_row(trainer: User) -> None:
    edition = an_edition(trainer)
    first, _second = enrolment_ids(edition)
    client = signed_in(trainer)
    answer = post(client, url_of(edition), press=f"{first}::late")
    assert (answer.status_code, answer["Location"]) == (302, f"{url_of(edition)}#rij-{first}")
    assert marks(edition) == {first: Mark.LATE}
    with clock.at(AFTER):
        page = client.get(url_of(edition))
    (undo,) = page.context["undo"]
    # The same button once more changes nothing: only to undo, or another choice, does.
    again = page.context["rows"][0].buttons[1]
    assert (again.mark, again.pressed) == (Mark.LATE, True)
    post(client, url_of(edition), press=again.value)
    assert marks(edition) == {first: Mark.LATE}
    post(client, url_of(edition), press=undo)
    assert marks(edition) == {}


def add_from_the_list(client: Client, edition: Edition, **new: str) -> Any:
    page = client.get(url_of(edition)).content.decode()
    (address,) = re.findall(r'href="(/beheer/uitvoeringen/[^"]*inschrijven/[^"]*)"', page)
    return client.post(unescape(address), {**new, "background": "resident"}, follow=True)


def test_who_is_added_from_the_list_stands_there_as_present_and_that_can_be_undone() -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    edition = an_edition(coordinator)
    client = signed_in(coordinator)
    with clock.at(BEGIN + timedelta(hours=1)):
        page = add_from_the_list(client, edition, first_name="Greet", last_name="Nieuw")
        added = edition.enrolments.get(person__first_name="Greet")
        assert marks(edition) == {added.pk: Mark.PRESENT}
        (undo,) = page.context["undo"]
    post(client, url_of(edition), press=undo)
    assert marks(edition) == {}


def test_who_is_added_before_the_day_or_to_a_list_that_was_closed_is_not_marked() -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    edition = an_edition(coordinator)
    client = signed_in(coordinator)
    with clock.at(BEGIN - timedelta(days=2)):
        add_from_the_list(client, edition, first_name="Greet", last_name="Nieuw")
    assert marks(edition) == {}
    with clock.at(BEGIN + timedelta(hours=1)):
        present = set(enrolment_ids(edition))
        services.mark_attendance(
            session=edition.sessions.get(), present=present, absent=(), actor=None
        )
        services.close_list(edition=edition, actor=None)
        add_from_the_list(client, edition, first_name="Wim", last_name="Nieuw")
    assert set(marks(edition)) == present
    assert edition.enrolments.count() == len(present) + 1


def test_everybody_is_here_but_who_sent_word(trainer: User) -> None:
    edition = an_edition(trainer)
    first, second = enrolment_ids(edition)
    client = signed_in(trainer)
    post(client, url_of(edition), press=f"{second}::excused")
    post(client, url_of(edition), rest="present")
    assert marks(edition) == {first: Mark.PRESENT, second: Mark.EXCUSED}
    assert {one.marked_by for one in Attendance.objects.all()} == {trainer}


def test_a_script_is_told_what_stands_there_and_who_was_first(trainer: User) -> None:
    edition = an_edition(trainer)
    first, second = enrolment_ids(edition)
    client = signed_in(trainer)
    post(client, url_of(edition), press=f"{first}::late")
    answer = post(
        client, url_of(edition), script=True, press=[f"{first}::present", f"{second}::absent"]
    ).json()
    name = edition.enrolments.get(pk=first).person.name
    assert answer == {
        "marks": {str(first): "late", str(second): "absent"},
        "refusal": "",
        "newer": [
            f"{name}: iemand anders was je voor. Er staat nu: te laat. "
            "Kies opnieuw als dat niet klopt."
        ],
        "undo": [f"{second}:absent:"],
    }


@pytest.mark.parametrize(
    "bad", ["x", "1:2", "-1::late", "٣::late", "1::nonsense", "1:nonsense:", ":::"]
)
def test_nonsense_is_refused(trainer: User, bad: str) -> None:
    edition = an_edition(trainer)
    answer = post(signed_in(trainer), url_of(edition), script=True, press=bad)
    assert (answer.status_code, marks(edition)) == (409, {})
    answer = post(signed_in(trainer), url_of(edition), rest="late")
    assert (answer.status_code, marks(edition)) == (302, {})


def test_a_list_that_is_ready_asks_first(trainer: User) -> None:
    edition = an_edition(trainer, participants=1)
    (only,) = enrolment_ids(edition)
    client = signed_in(trainer)
    post(client, url_of(edition), press=f"{only}::absent")
    with clock.at(AFTER):
        services.close_list(edition=edition, actor=trainer)
    press = f"{only}:absent:present"
    told = post(client, url_of(edition), script=True, press=press)
    assert (told.status_code, told.json()["undo"]) == (409, [])
    asked = post(client, url_of(edition), press=press)
    assert marks(edition) == {only: Mark.ABSENT}
    assert asked.context["action"] == url_of(edition)
    assert ("press", press) in asked.context["sent"]
    post(client, url_of(edition), press=press, agreed=asked.context["saved"].fingerprint)
    assert marks(edition) == {only: Mark.PRESENT}


def test_where_a_session_was_caught_up_is_asked(trainer: User) -> None:
    edition = an_edition(trainer, participants=1)
    edition.may_catch_up = True
    edition.save()
    with clock.at(BEGIN - timedelta(days=20)):
        other = EditionFactory.create(training=edition.training, starts_at=BEGIN)
    (only,) = enrolment_ids(edition)
    client = signed_in(trainer)
    url = url_of(edition, f"ingehaald/{only}/")
    assert post(client, url, at="", note="").status_code == 200
    assert post(client, url, at="999999", note="").status_code == 200
    assert marks(edition) == {}
    session = other.sessions.get()
    assert post(client, url, at=session.pk, note="x").status_code == 302
    kept = Attendance.objects.get()
    assert (kept.mark, kept.caught_up_in, kept.caught_up_note) == ("caught_up", session, "")


@pytest.mark.parametrize(
    ("days", "hour", "expected"), [(-1, 12, 0), (0, 12, 0), (3, 12, 0), (7, 9, 1), (60, 9, 2)]
)
def test_the_session_of_today_is_opened(trainer: User, days: int, hour: int, expected: int) -> None:
    edition = an_edition(trainer, sessions=3)
    moment = (BEGIN + timedelta(days=days)).replace(hour=hour)
    session = edition.sessions.order_by("starts_at")[expected]
    with clock.at(moment):
        answer = signed_in(trainer).get(f"/beheer/presentie/{edition.pk}/vandaag/")
    assert answer["Location"] == f"/beheer/presentie/{edition.pk}/bijeenkomst/{session.pk}/"


@pytest.mark.parametrize("more", ["", "ingehaald/0/", "code/", "tekenlijst.pdf"])
def test_who_may_see_a_session(trainer: User, more: str) -> None:
    edition = an_edition(trainer, participants=1)
    url = url_of(edition, more)
    roles = (Role.TRAINER, Role.VOLUNTEER)
    with clock.at(AFTER):
        answers = [signed_in(person_in_role(role)).get(url).status_code for role in roles]
        answers.append(Client().get(url).status_code)
        own = signed_in(trainer).get(url).status_code
    assert (answers, own) == ([404, 302, 302], 302 if "ingehaald" in more else 200)


@pytest.mark.parametrize("more", ["bijeenkomst", "wijzigingen"])
def test_the_number_of_queries_does_not_grow(trainer: User, more: str) -> None:
    client = signed_in(trainer)

    def count(number: int) -> int:
        edition = an_edition(trainer, participants=number)
        url = f"/beheer/presentie/{edition.pk}/wijzigingen/"
        if more == "bijeenkomst":
            url = url_of(edition)
        post(client, url_of(edition), rest="present")
        with clock.at(AFTER):
            client.get(url)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(url).status_code == 200
        return len(caught)

    assert count(1) == count(3)


def test_who_joined_later_is_not_counted_as_open_nor_marked_with_the_rest(trainer: User) -> None:
    edition = an_edition(trainer, sessions=2)
    first, late = enrolment_ids(edition)
    session = edition.sessions.order_by("starts_at")[0]
    later = session.ends_at + queries.WRITTEN_DOWN
    Enrolment.objects.filter(pk=late).update(enrolled_at=later)
    client = signed_in(trainer)
    with clock.at(AFTER):
        page = client.get(url_of(edition))
    assert page.context["counted"][-2] == ("", "nog open", 1)
    assert page.content.decode().count("toen nog niet in de groep") == 1
    post(client, url_of(edition), rest="present")
    assert marks(edition) == {first: Mark.PRESENT}
    # On the whole list too: who was not ticked there is not said to have been away.
    whole = f"/beheer/presentie/{edition.pk}/"
    ticks: dict[str, Any] = {"shown": [first, late], f"session_{session.pk}": [first]}
    post(client, whole, **ticks)
    assert marks(edition) == {first: Mark.PRESENT}
    # It can still be said that somebody was there.
    post(client, whole, **ticks | {f"session_{session.pk}": [first, late]})
    assert marks(edition) == {first: Mark.PRESENT, late: Mark.PRESENT}


def link_to_add(page: str) -> str:
    """Where "Iemand toevoegen die niet op de lijst staat" leads."""
    return unescape(re.findall(r'href="([^"]*/inschrijven/[^"]*hier=[^"]*)"', page)[0])


def searched(client: Client, address: str, text: str) -> tuple[str, str]:
    """Search on a page as a browser does; the address that one is at then, and the page."""
    page = client.get(address).content.decode()
    form = re.findall(r'<form method="get" role="search".*?</form>', page, re.DOTALL)[0]
    kept = re.findall(r'type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', form)
    query = {name: unescape(value) for name, value in kept} | {"q": text}
    at = f"{address.partition('?')[0]}?{urlencode(query)}"
    return at, client.get(at).content.decode()


def test_who_walks_in_and_was_searched_first_is_present_all_the_same(trainer: User) -> None:
    edition = an_edition(trainer, sessions=2)
    client = signed_in(trainer)
    session = edition.sessions.order_by("starts_at")[0]
    with clock.at(session.starts_at):
        address = link_to_add(client.get(url_of(edition)).content.decode())
        at, page = searched(client, address, "Karel Boon")
        # Still the short form, of this session.
        assert "<details" in page
        assert formats.period(session.starts_at, session.ends_at) in page
        done = client.post(at, {"first_name": "Karel", "last_name": "Boon"})
    assert done["Location"] == url_of(edition)
    karel = Enrolment.objects.get(edition=edition, person__last_name="Boon")
    assert marks(edition) == {karel.pk: Mark.PRESENT}


def test_who_is_added_to_a_list_that_was_closed_is_not_forgotten(trainer: User) -> None:
    edition = an_edition(trainer)
    client = signed_in(trainer)
    post(client, url_of(edition), rest="present")
    with clock.at(AFTER):
        services.close_list(edition=edition, actor=trainer)
        address = link_to_add(client.get(url_of(edition)).content.decode())
        new = {"first_name": "Karel", "last_name": "Boon"}
        page = client.post(address, new, follow=True).content.decode()
    assert "Vul bij Karel Boon zelf nog in: was die er?" in page


@pytest.mark.both_databases
def test_who_is_written_down_that_evening_is_asked_about(trainer: User) -> None:
    edition = an_edition(trainer, sessions=2)
    first, late = enrolment_ids(edition)
    session = edition.sessions.order_by("starts_at")[0]
    services.mark_attendance(session=session, present={first}, absent=(), actor=trainer)
    evening = Enrolment.objects.filter(pk=late)
    with clock.at(session.ends_at + timedelta(days=1)):
        evening.update(enrolled_at=session.ends_at + timedelta(hours=2))
        page = signed_in(trainer).get(url_of(edition))
        assert page.context["counted"][-2] == ("", "nog open", 1)
        assert session in queries.sessions_to_mark(now=clock.now())
        evening.update(enrolled_at=session.ends_at + queries.WRITTEN_DOWN)
        assert session not in queries.sessions_to_mark(now=clock.now())


@pytest.mark.parametrize(
    ("sessions", "told"), [(1, "Meldt iemand zich nu al af?"), (2, "Mist iemand")]
)
def test_who_cannot_come_is_signed_off_from_the_list_before_the_day(
    trainer: User, sessions: int, told: str
) -> None:
    edition = an_edition(trainer, sessions=sessions)
    first, _second = enrolment_ids(edition)
    client = signed_in(trainer)
    with clock.at(BEGIN - timedelta(days=2)):
        page = client.get(url_of(edition)).content.decode()
        assert told in page
        links = [unescape(one) for one in re.findall(r'href="([^"]*/afmelden/[^"]*)"', page)]
        link = next(one for one in links if f"/{first}/" in one)
        done = client.post(link)
    assert done["Location"] == url_of(edition)
    assert Enrolment.objects.get(pk=first).status == "withdrawn"
    # On the day it is said with a press who is there.
    with clock.at(BEGIN):
        assert "/afmelden/" not in client.get(url_of(edition)).content.decode()


def test_on_a_closed_list_a_row_says_that_it_was_saved(trainer: User) -> None:
    edition = an_edition(trainer)
    first, second = enrolment_ids(edition)
    client = signed_in(trainer)
    post(client, url_of(edition), rest="present")
    with clock.at(AFTER):
        services.close_list(edition=edition, actor=trainer)
        client.get(url_of(edition))
    post(client, url_of(edition), press=f"{first}:present:late")
    with clock.at(AFTER):
        page = client.get(url_of(edition)).content.decode()
        again = client.get(url_of(edition)).content.decode()
    saved = [one for one in page.split("<li ") if 'role="status">bewaard' in one]
    assert [f'id="rij-{pk}"' in one for one in saved for pk in (first, second)] == [True, False]
    assert 'role="status">bewaard' not in again


def test_only_who_was_not_there_is_offered_to_catch_up_on_both_lists(trainer: User) -> None:
    edition = an_edition(trainer, sessions=2)
    edition.may_catch_up = True
    edition.first_session_required = False
    edition.save()
    there, absent = enrolment_ids(edition)
    session = edition.sessions.order_by("starts_at")[0]
    services.mark_attendance(session=session, present={there}, absent={absent}, actor=trainer)
    client = signed_in(trainer)
    with clock.at(AFTER):
        page = client.get(url_of(edition))
        whole = client.get(f"/beheer/presentie/{edition.pk}/").content.decode()
    assert [one.was_missed for one in page.context["rows"]] == [False, True]
    # The script shows the link when a press says so; until then it takes its room, unseen.
    assert len(re.findall(r"data-catch-up\s+hidden", page.content.decode())) == 1
    assert url_of(edition, f"ingehaald/{absent}/") in whole
    assert url_of(edition, f"ingehaald/{there}/") not in whole


def test_where_catching_up_is_off_the_lists_say_so_and_where_it_is_put_on(trainer: User) -> None:
    edition = an_edition(trainer, sessions=2)
    edition.may_catch_up = False
    edition.save()
    client = signed_in(trainer)
    with clock.at(AFTER):
        pages = [
            client.get(url).content.decode()
            for url in (url_of(edition), f"/beheer/presentie/{edition.pk}/")
        ]
    for page in pages:
        assert "inhalen bij een andere groep staat uit bij deze training." in page
        assert f"/beheer/uitvoeringen/edit/{edition.pk}/#id_may_catch_up" in page


def test_who_is_written_down_when_all_was_over_is_counted_and_told_apart(trainer: User) -> None:
    edition = an_edition(trainer, sessions=2)
    first, late = enrolment_ids(edition)
    early, last = edition.sessions.order_by("starts_at")
    services.mark_attendance(session=early, present={first}, absent=(), actor=trainer)
    Enrolment.objects.filter(pk=late).update(enrolled_at=last.ends_at + timedelta(hours=1))
    with clock.at(last.ends_at + timedelta(hours=2)):
        page = signed_in(trainer).get(url_of(edition))
    assert page.context["counted"][-2:] == [("", "nog open", 0), ("later", "later erbij", 1)]
    assert "later opgeschreven: kies alleen iets als deze persoon er was" in page.content.decode()


def test_what_is_taken_back_says_of_whom(trainer: User) -> None:
    edition = an_edition(trainer)
    first, _second = enrolment_ids(edition)
    person = Enrolment.objects.get(pk=first).person
    client = signed_in(trainer)
    post(client, url_of(edition), press=f"{first}::late")
    with clock.at(AFTER):
        page = client.get(url_of(edition))
    assert page.context["undo_label"] == f"Ongedaan maken: {person.name}"
    other = an_edition(trainer)
    post(client, url_of(other), rest="present")
    with clock.at(AFTER):
        assert client.get(url_of(other)).context["undo_label"] == "Ongedaan maken: 2 mensen"


def test_what_was_taken_back_is_said_once_and_not_offered_again(trainer: User) -> None:
    edition = an_edition(trainer)
    first, _second = enrolment_ids(edition)
    person = Enrolment.objects.get(pk=first).person
    client = signed_in(trainer)
    post(client, url_of(edition), press=f"{first}::late")
    post(client, url_of(edition), press=f"{first}:late:", undo="1")
    with clock.at(AFTER):
        told, again = (client.get(url_of(edition)).context for _time in range(2))
    assert (told["undone_label"], told["undo"]) == (f"Teruggezet: {person.name}.", [])
    assert (again["undone_label"], again["undo"]) == ("", [])
    assert queries.marks_at(edition.sessions.get()) == {}


def test_a_closed_list_offers_no_choice_for_who_is_left(trainer: User) -> None:
    edition = an_edition(trainer)
    client, (first, second) = signed_in(trainer), enrolment_ids(edition)
    session = edition.sessions.get()
    services.mark_attendance(session=session, present={first, second}, absent=(), actor=trainer)
    with clock.at(AFTER):
        before = client.get(url_of(edition)).content.decode()
        services.close_list(edition=edition, actor=trainer)
        after = client.get(url_of(edition)).content.decode()
    assert ['name="rest"' in page for page in (before, after)] == [True, False]
