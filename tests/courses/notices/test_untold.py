"""Over all editions: who has not been told yet, of what, in which edition, and in which way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.common import clock
from courses.enrolment import services as enrolment
from courses.notices import services
from courses.notices.admin import lists
from courses.notices.enums import CallOutcome, NoticeState
from courses.notices.models import Notice
from courses.people.enums import ContactWay, Role
from tests.factories import EditionFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.editions.models import Edition
    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PAGE = "/beheer/berichten/nog-niet-verteld/"
ADDRESS = {"street": "Dorpsstraat 1", "postcode": "3512 AB", "city": "Utrecht"}
NOBODY_LEFT = "Iedereen weet alles"


def enrolled(edition: Edition, name: str, **person: object) -> Notice:
    """Somebody enrolled by staff, and what is to be told about it."""
    known = PersonFactory.create(first_name=name, last_name="Bos", **person)
    enrolment.enrol(person=known, edition=edition, actor=person_in_role(Role.COORDINATOR))
    return Notice.objects.get(person=known)


def to_call(edition: Edition, name: str = "Bep") -> Notice:
    return enrolled(edition, name, email=None, telephone="030 236 17 45")


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER)


@pytest.fixture
def later() -> Edition:
    return EditionFactory.create(starts_at=clock.now() + timedelta(days=40))


@pytest.fixture
def sooner(trainer: User) -> Edition:
    return EditionFactory.create(starts_at=clock.now() + timedelta(days=20), trainers=[trainer])


def rows(client: Client, query: str = "") -> dict[int | None, list[str]]:
    """By edition, in order, what is to be told about it and to whom."""
    found = client.get(f"{PAGE}{query}").context["object_list"]
    return {
        one.edition_id: [f"{what.subject}: {what.reach.with_names}" for what in one.untold]
        for one in found
    }


def test_each_edition_says_who_has_yet_to_hear_what_and_in_which_way(
    client: Client, later: Edition, sooner: Edition
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    to_call(later)
    to_call(sooner, "Ans")
    enrolled(sooner, "Wim", email=None, **ADDRESS)
    enrolled(sooner, "Iris", email="iris@example.org")
    found = rows(client)
    assert list(found.items()) == [
        (
            sooner.pk,
            [
                "Ingeschreven: 1 krijgt een mail (Iris Bos), 1 moet je bellen (Ans Bos), "
                "1 krijgt een brief (Wim Bos)."
            ],
        ),
        (later.pk, ["Ingeschreven: 1 moet je bellen (Bep Bos)."]),
    ]
    said = client.get(PAGE).content.decode()
    assert "In totaal moeten 4 mensen nog iets horen" in said
    assert all(what in said for [what] in found.values())


def test_who_heard_it_leaves_the_page_and_in_the_end_it_says_that_everybody_knows(
    client: Client, sooner: Edition
) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    call, letter = to_call(sooner), enrolled(sooner, "Wim", email=None, **ADDRESS)
    mail = enrolled(sooner, "Iris", email="iris@example.org")
    with clock.at(clock.now() + timedelta(minutes=1)):
        services.send_due()
    mail.refresh_from_db()
    assert mail.state == NoticeState.SENT
    assert NOBODY_LEFT not in client.get(PAGE).content.decode()
    services.record_attempt(notice=call, outcome=CallOutcome.NO_ANSWER, actor=coordinator)
    assert rows(client) == {
        sooner.pk: ["Ingeschreven: 1 moet je bellen (Bep Bos), 1 krijgt een brief (Wim Bos)."]
    }
    services.record_attempt(notice=call, outcome=CallOutcome.REACHED, actor=coordinator)
    services.mark_done(notices=[letter], actor=coordinator)
    assert rows(client) == {}
    assert NOBODY_LEFT in client.get(PAGE).content.decode()
    assert NOBODY_LEFT not in client.get(f"{PAGE}?way=telephone").content.decode()


def test_a_mail_that_failed_is_told_by_a_call_until_somebody_does(
    client: Client, sooner: Edition
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    notice = enrolled(sooner, "Iris", email="iris@example.org", telephone="030 236 17 45")
    Notice.objects.update(call_too=True)
    assert rows(client) == {sooner.pk: ["Ingeschreven: 1 moet je bellen (Iris Bos)."]}
    Notice.objects.update(state=NoticeState.FAILED, way=ContactWay.TELEPHONE, call_too=False)
    assert rows(client) == {sooner.pk: ["Ingeschreven: 1 moet je bellen (Iris Bos)."]}
    # What is on the desk leads to these mails, and not to all that was ever told.
    failed = "/beheer/berichten/?state=failed"
    assert failed in client.get("/beheer/").content.decode()
    assert [one.pk for one in client.get(failed).context["object_list"]] == [notice.pk]


def test_whose_number_is_another_persons_is_not_said_to_be_called(
    client: Client, sooner: Edition
) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    call = to_call(sooner)
    services.record_attempt(notice=call, outcome=CallOutcome.WRONG_NUMBER, actor=coordinator)
    [said] = rows(client)[sooner.pk]
    assert said == (
        "Ingeschreven: 1 kun je niet bereiken: zoek een telefoonnummer of adres (Bep Bos)."
    )


def test_a_row_leads_to_the_messages_that_have_yet_to_be_told_of_it_alone(
    client: Client, sooner: Edition, later: Edition
) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    open_still, told = to_call(sooner), to_call(sooner, "Ans")
    services.record_attempt(notice=told, outcome=CallOutcome.REACHED, actor=coordinator)
    to_call(later)
    about_none = Notice.objects.create(
        person=PersonFactory.create(email=None, telephone="030 236 17 45"),
        kind="account_claim_code",
        way=ContactWay.TELEPHONE,
        state=NoticeState.TO_DO,
    )
    page = client.get(PAGE).content.decode()
    assert list(rows(client)) == [sooner.pk, later.pk, None]
    for edition, notice in ((sooner.pk, open_still), (None, about_none)):
        link = lists._untold_url(edition)
        assert link.replace("&", "&amp;") in page
        found = client.get(link).context["object_list"]
        assert [one.pk for one in found] == [notice.pk]


def test_one_looks_for_a_way_a_kind_and_a_name(
    client: Client, sooner: Edition, later: Edition
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    to_call(later)
    enrolled(sooner, "Wim", email=None, **ADDRESS)
    to_call(sooner, "Ans")
    assert rows(client, "?way=letter") == {
        sooner.pk: ["Ingeschreven: 1 krijgt een brief (Wim Bos)."]
    }
    assert rows(client, "?kind=reminder_day") == {}
    assert rows(client, "?q=Ans") == {sooner.pk: ["Ingeschreven: 1 moet je bellen (Ans Bos)."]}
    assert list(rows(client, "resultaten/?q=Bep")) == [later.pk]


def test_a_trainer_sees_own_editions_alone_and_others_nothing(
    client: Client, trainer: User, sooner: Edition, later: Edition
) -> None:
    to_call(later)
    to_call(sooner, "Ans")
    client.force_login(trainer)
    assert list(rows(client)) == [sooner.pk]
    said = client.get(PAGE).content.decode()
    assert ("Bep" in said, "Dit gaat over jouw groepen" in said) == (False, True)
    client.force_login(person_in_role(Role.VOLUNTEER))
    assert [client.get(one).status_code for one in (PAGE, f"{PAGE}resultaten/")] == [302, 302]


def test_what_nobody_told_before_it_began_does_not_go_silently(
    client: Client, trainer: User, sooner: Edition
) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    late, told = to_call(sooner), to_call(sooner, "Ans")
    services.record_attempt(notice=told, outcome=CallOutcome.REACHED, actor=coordinator)
    assert "niet op tijd" not in client.get(PAGE).content.decode()
    assert sooner.starts_at is not None
    with clock.at(sooner.starts_at + timedelta(days=1)):
        services.drop_stale()
        late.refresh_from_db()
        assert late.state == NoticeState.DROPPED
        assert list(rows(client)) == []
        # What somebody hears afterwards does not make up for it.
        Notice.objects.create(
            person=late.person,
            kind="evaluation_invitation",
            edition=sooner,
            way=ContactWay.MAIL,
            state=NoticeState.SENT,
            settled_at=clock.now(),
        )
        said = client.get(PAGE).content.decode()
        assert "1 persoon hoorde iets niet op tijd" in said
        found = client.get("/beheer/berichten/?told=te-laat").context["object_list"]
        assert [one.pk for one in found] == [late.pk]
        client.force_login(person_in_role(Role.TRAINER))
        assert "niet op tijd: de" not in client.get(PAGE).content.decode()
    client.force_login(coordinator)
    with clock.at(sooner.starts_at + timedelta(days=29)):
        assert "niet op tijd: de" not in client.get(PAGE).content.decode()


def test_who_was_called_off_in_time_missed_nothing(client: Client, sooner: Edition) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    first = to_call(sooner)
    enrolment.withdraw(enrolment=sooner.enrolments.get(), actor=coordinator)
    gone = Notice.objects.exclude(pk=first.pk).get()
    services.record_attempt(notice=gone, outcome=CallOutcome.REACHED, actor=coordinator)
    assert sooner.starts_at is not None
    with clock.at(sooner.starts_at + timedelta(days=1)):
        assert "niet op tijd: de" not in client.get(PAGE).content.decode()


def test_the_editions_come_in_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists.UntoldView, "paginate_by", 2)
    client.force_login(person_in_role(Role.COORDINATOR))
    editions = [
        EditionFactory.create(starts_at=clock.now() + timedelta(days=20 + n)) for n in range(3)
    ]
    for edition in reversed(editions):
        to_call(edition)
    pages = [list(rows(client, f"?p={number}")) for number in (1, 2)]
    assert pages == [[one.pk for one in editions[:2]], [editions[2].pk]]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.TRAINER])
def test_the_page_costs_the_same_for_one_and_three(
    client: Client, trainer: User, role: Role
) -> None:
    person = trainer if role == Role.TRAINER else person_in_role(role)
    client.force_login(person)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("notices_untold")).status_code == 200
        return len(queries)

    def add() -> None:
        edition = EditionFactory.create(trainers=[trainer])
        to_call(edition)
        enrolled(edition, "Wim", email=None, **ADDRESS)

    add()
    cost()
    one = cost()
    add()
    add()
    assert len(rows(client)) == 3
    assert cost() == one
