"""Whom somebody brought along stays, and the academy cannot reach that one."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.common import clock
from courses.common.errors import Refusal
from courses.editions.models import Edition
from courses.enrolment import notice_kinds, queries, services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from courses.notices import call_parts, kinds
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.people.enums import ContactWay, Role
from courses.people.models import User
from tests.factories import EditionFactory, PersonFactory, person_in_role

pytestmark = pytest.mark.django_db

BEP = {"companion_first_name": "Bep"}
NO_NUMBER = "Wij hebben geen telefoonnummer van Bep."


def text(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def pair_in(edition: Edition, person: User, telephone: str = "") -> tuple[Enrolment, Enrolment]:
    return services.enrol_together(
        person=person, edition=edition, companion={"first_name": "Bep", "telephone": telephone}
    )


def taken(edition: Edition) -> int:
    return Edition.objects.get(pk=edition.pk).seats_taken


def test_who_leaves_alone_reads_whom_to_tell_and_can_still_cancel_that_seat(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    client.force_login(person)
    _own, bep = pair_in(edition, person)
    url = f"/inschrijven/{edition.pk}/"
    page = text(client.get(f"{url}afmelden/"))
    assert ("De ander hoort het van ons" in page, NO_NUMBER in page) == (False, True)
    page = text(client.post(url, {"action": "withdraw_alone"}, follow=True))
    assert f"Bep blijft ingeschreven. {NO_NUMBER} Vertel dus zelf dat jij niet komt" in page
    assert "Bep is hier nog ingeschreven" in page
    assert "Bep is nog ingeschreven" in text(client.get("/mijn/"))
    ask = text(client.get(f"{url}afmelden/?wie={bep.pk}"))
    assert "Wil je <bdi>Bep</bdi> afmelden?" in ask
    page = text(
        client.post(url, {"action": "withdraw_companion", "companion": bep.pk}, follow=True)
    )
    assert "Bep is afgemeld. Vertel dat zelf" in page
    assert (taken(edition), "nog ingeschreven" in text(client.get("/mijn/"))) == (0, False)


def test_the_mail_says_so_too(
    client: Client, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    own, _bep = pair_in(edition, person)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        services.withdraw(enrolment=own, actor=person, along=())
    (sent,) = [one for one in mail.outbox if one.to == [person.email]]
    assert f"Bep blijft ingeschreven. {NO_NUMBER}" in " ".join(str(sent.body).split())


@pytest.mark.parametrize("way", ["telephone", "last_login", "somebody else", "over"])
def test_nobody_acts_for_who_has_a_way_of_her_own(client: Client, way: str) -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    own, bep = pair_in(edition, person, "0612345678" if way == "telephone" else "")
    services.withdraw(enrolment=own, actor=person, along=())
    if way == "last_login":
        User.objects.filter(pk=bep.person_id).update(last_login=clock.now())
    if way == "over":
        past = clock.now() - timedelta(days=2)
        Edition.objects.filter(pk=edition.pk).update(starts_at=past, ends_at=past)
    client.force_login(PersonFactory.create() if way == "somebody else" else person)
    url = f"/inschrijven/{edition.pk}/"
    answer = client.post(url, {"action": "withdraw_companion", "companion": bep.pk})
    assert (answer.status_code, Enrolment.objects.get(pk=bep.pk).status) == (409, S.CONFIRMED)
    assert "Meld Bep af" not in text(client.get(url))
    assert client.get(f"{url}afmelden/?wie={bep.pk}").headers["Location"] == url
    assert "Bep" not in text(client.get("/mijn/"))


def test_who_can_be_reached_hears_it_from_us_and_the_page_says_so(client: Client) -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    client.force_login(person)
    pair_in(edition, person, telephone="0612345678")
    url = f"/inschrijven/{edition.pk}/"
    assert "De ander hoort het van ons." in text(client.get(f"{url}afmelden/"))
    page = text(client.post(url, {"action": "withdraw_alone"}, follow=True))
    assert "Bep blijft ingeschreven. Dat jij niet komt, hoort Bep van ons." in page


@pytest.mark.both_databases
def test_the_same_one_is_asked_about_and_has_one_seat(client: Client) -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    client.force_login(person)
    own, bep = pair_in(edition, person)
    services.withdraw(enrolment=own, actor=person, along=())
    url, people = f"/inschrijven/{edition.pk}/", User.objects.count()
    again = client.post(url, {"action": "enrol", "companion_first_name": "bep"})
    assert (again.status_code, taken(edition)) == (409, 1)
    assert text(again).count("Is dit dezelfde Bep?") == 2
    assert 'href="#dezelfde"' in text(again)
    page = text(client.post(url, {"action": "enrol_same", **BEP}, follow=True))
    assert "Je komt samen met Bep." in page
    bep.refresh_from_db()
    assert (bep.comes_with, bep.brought_by, taken(edition)) == (own, None, 2)
    assert User.objects.count() == people


@pytest.mark.parametrize("telephone", ["", "0612345678"])
def test_who_comes_back_alone_comes_with_her_again(client: Client, telephone: str) -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    client.force_login(person)
    own, bep = pair_in(edition, person, telephone)
    services.withdraw(enrolment=own, actor=person, along=())
    url = f"/inschrijven/{edition.pk}/"
    page = text(client.get(url))
    assert "Bep is hier nog ingeschreven" in page
    assert "Schrijf dan alleen jezelf in: <bdi>Bep</bdi> staat er al." in page
    assert ("Meld Bep af" in page, "hoort Bep van ons" in page) == (not telephone, bool(telephone))
    page = text(client.post(url, {"action": "enrol"}, follow=True))
    assert list(queries.brought_along(own)) == [bep]
    assert "Je komt samen met <bdi>Bep</bdi>." in page
    assert "Neem je iemand mee?" not in page
    assert (taken(edition), User.objects.count()) == (2, 2)


def test_who_can_be_reached_hears_that_she_comes_together_after_all() -> None:
    edition, person = EditionFactory.create(), PersonFactory.create(first_name="Lies")
    own, bep = pair_in(edition, person, "0612345678")
    Notice.objects.update(state=NoticeState.SENT, settled_at=clock.now())
    services.withdraw(enrolment=own, actor=person, along=())
    services.enrol(person=person, edition=edition)
    (told,) = Notice.objects.filter(person=bep.person, kind=notice_kinds.COMPANION_CAME)
    assert told.facts == {"enrolment": own.pk}
    kind = kinds.find(told.kind)
    assert kind is not None
    content = kind.build(told, ContactWay.TELEPHONE, False)
    assert content is not None
    assert content.values["stand"] == f"{person.name} is nu ook ingeschreven."
    assert content.values["samen"] == f"Je komt samen met {person.name}."


def test_who_waits_is_not_invited_to_bring_another_where_one_has_a_seat(client: Client) -> None:
    edition, person = EditionFactory.create(capacity=2), PersonFactory.create()
    client.force_login(person)
    own, _bep = pair_in(edition, person, "0612345678")
    services.withdraw(enrolment=own, actor=person, along=())
    services.enrol(person=PersonFactory.create(), edition=edition)
    url = f"/inschrijven/{edition.pk}/"
    page = text(client.post(url, {"action": "enrol"}, follow=True))
    assert "Je staat op nummer 1 van de wachtlijst" in page
    assert "Bep is hier nog ingeschreven" in page
    assert "Neem je iemand mee?" not in page
    again = client.post(url, {"action": "bring", "companion_first_name": "Jan"})
    assert "Je nam Bep al mee naar deze datum. Nog iemand? Bel of mail ons." in text(again)


def test_two_who_wait_come_together_again_only_when_asked() -> None:
    edition, person = EditionFactory.create(capacity=1), PersonFactory.create()
    services.enrol(person=PersonFactory.create(), edition=edition)
    own, bep = pair_in(edition, person)
    services.withdraw(enrolment=own, actor=person, along=())
    waits = services.enrol(person=person, edition=edition)
    assert list(queries.brought_along(waits)) == []
    services.withdraw(enrolment=waits, actor=person)
    _waits, together = services.enrol_with_the_same(person=person, edition=edition)
    assert together == [bep]


def test_who_moved_away_with_her_may_come_back_with_one(client: Client) -> None:
    first, person = EditionFactory.create(), PersonFactory.create()
    second = EditionFactory.create(
        training=first.training, starts_at=clock.now() + timedelta(days=30)
    )
    client.force_login(person)
    own, bep = pair_in(first, person)
    moved = services.move(enrolment=own, to_edition=second, actor=person)
    services.withdraw(enrolment=moved, actor=person, along=())
    page = text(client.post(f"/inschrijven/{first.pk}/", {"action": "enrol", **BEP}, follow=True))
    assert "Jullie zijn allebei ingeschreven" in page
    assert "staat ook nog een Bep die jij meenam. Is dat dezelfde?" in page
    assert (taken(first), taken(second)) == (2, 1)
    assert [one.pk for one in queries.seats_kept_for(person.pk)] == [bep.pk]


def test_another_one_is_refused_as_long_as_the_first_comes() -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    own, _bep = pair_in(edition, person)
    services.withdraw(enrolment=own, actor=person, along=())
    with pytest.raises(Refusal, match="Je nam Bep al mee naar deze datum"):
        services.enrol_together(person=person, edition=edition, companion={"first_name": "Jan"})


def test_who_swaps_alone_reads_it_before_and_after(client: Client) -> None:
    first, person = EditionFactory.create(), PersonFactory.create()
    second = EditionFactory.create(
        training=first.training, starts_at=clock.now() + timedelta(days=30)
    )
    client.force_login(person)
    pair_in(first, person)
    url = f"/inschrijven/{second.pk}/"
    page = text(client.get(url))
    assert "hoort dat jij daar niet komt" not in page
    assert "Vertel zelf dat jij daar niet komt: wij hebben geen telefoonnummer." in page
    page = text(client.post(url, {"action": "swap_alone"}, follow=True))
    assert f"Bep blijft ingeschreven. {NO_NUMBER}" in page
    # Her seat is on the page of the other date, also for who has no enrolment there any more.
    assert "Bep is hier nog ingeschreven" in text(client.get(f"/inschrijven/{first.pk}/"))
    # Who goes back comes with her.
    client.post(f"/inschrijven/{first.pk}/", {"action": "swap"})
    assert [
        one.person.first_name for one in queries.brought_along(Enrolment.objects.get(person=person))
    ] == ["Bep"]


def test_staff_read_who_cannot_be_reached_and_call_who_brought_her(client: Client) -> None:
    edition = EditionFactory.create()
    person = PersonFactory.create(telephone="0612345678", first_name="Annie")
    own, _bep = pair_in(edition, person)
    services.withdraw(enrolment=own, actor=person, along=())
    client.force_login(person_in_role(Role.COORDINATOR))
    page = text(client.get(f"/beheer/uitvoeringen/{edition.pk}/inschrijvingen/"))
    assert f"Niet te bereiken: geen telefoonnummer. Meegenomen door {person.name}" in page
    notice = Notice.objects.get(kind=notice_kinds.COMPANION_LEFT)
    assert call_parts.stand_ins_for([notice]) == {notice.pk: person}


def test_own_page_asks_as_much_for_three_left_behind_as_for_one(client: Client) -> None:
    person = PersonFactory.create()
    client.force_login(person)

    def leave_behind() -> None:
        own, _bep = pair_in(EditionFactory.create(), person)
        services.withdraw(enrolment=own, actor=person, along=())
        Enrolment.objects.filter(person=person).delete()

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            page = text(client.get("/mijn/"))
        assert "is nog ingeschreven" in page
        return len(found)

    leave_behind()
    asked()
    one = asked()
    leave_behind()
    leave_behind()
    assert asked() == one


def test_who_waits_with_another_reads_of_places_for_two(client: Client) -> None:
    edition, person = EditionFactory.create(capacity=1), PersonFactory.create()
    services.enrol(person=PersonFactory.create(), edition=edition)
    pair_in(edition, person)
    client.force_login(person)
    assert "Komt er plaats voor jullie samen" in text(client.get(f"/inschrijven/{edition.pk}/"))
    own = text(client.get("/mijn/"))
    assert "Je wacht samen met <bdi>Bep</bdi>" in own
    assert "Je komt samen" not in own
