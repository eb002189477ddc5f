"""Two who come together, somebody at the door, and a whole learning path."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.test import Client

from courses.catalogue.models import LearningPathIndexPage, LearningPathPage, LearningPathStep
from courses.common import clock
from courses.common.errors import Refusal
from courses.editions.models import Edition
from courses.enrolment import notice_kinds, services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment, EnrolmentQuestion
from courses.enrolment.path_enrolment import enrol_as_planned, plan_path
from courses.notices import kinds
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.notices.scripts import script_of
from courses.people.enums import ContactWay, Role
from courses.people.merging import merge_people
from courses.people.models import User
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

pytestmark = pytest.mark.django_db

ALONG = {"companion_first_name": "Greet", "companion_last_name": "Samen"}


def statuses(edition: Edition) -> list[str]:
    return [one.status for one in Enrolment.objects.filter(edition=edition).order_by("pk")]


def taken(edition: Edition) -> int:
    return Edition.objects.get(pk=edition.pk).seats_taken


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("capacity", "status", "seats"), [(3, S.CONFIRMED, 3), (2, S.WAITING, 1), (1, S.WAITING, 1)]
)
def test_two_have_seats_together_or_neither(capacity: int, status: S, seats: int) -> None:
    edition = EnrolmentFactory.create(capacity=capacity).edition
    pair = services.enrol_together(
        person=PersonFactory.create(), edition=edition, companion={"first_name": "Greet"}
    )
    assert [one.status for one in pair] == [status, status]
    assert (pair[1].comes_with, taken(edition)) == (pair[0], seats)


@pytest.mark.both_databases
def test_two_in_line_wait_for_two_seats_and_let_one_go_first() -> None:
    edition = EditionFactory.create(capacity=2)
    holders = [services.enrol(person=PersonFactory.create(), edition=edition) for _ in range(2)]
    pair = services.enrol_together(
        person=PersonFactory.create(), edition=edition, companion={"first_name": "Greet"}
    )
    single = services.enrol(person=PersonFactory.create(), edition=edition)
    services.withdraw(enrolment=holders[0], actor=None)
    assert statuses(edition)[2:] == [S.WAITING, S.WAITING, S.OFFERED]
    services.decline_offer(enrolment=single, actor=single.person)
    services.withdraw(enrolment=holders[1], actor=None)
    assert statuses(edition)[2:] == [S.OFFERED, S.OFFERED, S.DECLINED]
    services.accept_offer(enrolment=pair[0], actor=pair[0].person)
    assert (statuses(edition)[2:4], taken(edition)) == ([S.CONFIRMED, S.CONFIRMED], 2)


def test_who_declines_declines_for_both() -> None:
    edition = EditionFactory.create(capacity=2)
    holders = [services.enrol(person=PersonFactory.create(), edition=edition) for _ in range(2)]
    pair = services.enrol_together(
        person=PersonFactory.create(), edition=edition, companion={"first_name": "Greet"}
    )
    for one in holders:
        services.withdraw(enrolment=one, actor=None)
    services.decline_offer(enrolment=pair[0], actor=pair[0].person)
    assert (statuses(edition)[2:], taken(edition)) == ([S.DECLINED, S.DECLINED], 0)


def test_when_one_of_two_is_refused_nobody_is_enrolled() -> None:
    edition, known = EditionFactory.create(), PersonFactory.create()
    people = User.objects.count()
    with pytest.raises(Refusal, match="Greet"):
        services.enrol_together(
            person=known,
            edition=edition,
            companion={"first_name": "Greet", "email": str(known.email)},
        )
    assert (statuses(edition), User.objects.count()) == ([], people)


def test_a_participant_brings_somebody_along(client: Client) -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    client.force_login(person)
    url = f"/inschrijven/{edition.pk}/"
    page = client.post(url, {"action": "enrol", "companion_last_name": "Samen"})
    assert (page.status_code, statuses(edition)) == (400, [])
    assert "Vul de voornaam in van wie meekomt." in page.content.decode()
    page = client.post(url, {"action": "enrol", **ALONG}, follow=True)
    assert "Je komt samen met <bdi>Greet Samen</bdi>." in page.content.decode()
    assert statuses(edition) == [S.CONFIRMED, S.CONFIRMED]


def waiting_pair(edition: Edition) -> tuple[tuple[Enrolment, Enrolment], list[Enrolment]]:
    """Two who wait together, and who has the two seats that they wait for."""
    holders = [services.enrol(person=PersonFactory.create(), edition=edition) for _ in range(2)]
    pair = services.enrol_together(
        person=PersonFactory.create(), edition=edition, companion={"first_name": "Greet"}
    )
    return pair, holders


def free_all(holders: list[Enrolment]) -> None:
    for one in holders:
        services.withdraw(enrolment=one, actor=None)


@pytest.mark.both_databases
def test_who_changes_edition_leaves_a_companion_where_he_or_she_is() -> None:
    edition = EditionFactory.create(capacity=2)
    other = EditionFactory.create(
        training=edition.training, capacity=1, starts_at=clock.now() + timedelta(days=21)
    )
    pair, holders = waiting_pair(edition)
    moved = services.move(
        enrolment=pair[0], to_edition=other, actor=person_in_role(Role.COORDINATOR)
    )
    second = Enrolment.objects.get(pk=pair[1].pk)
    assert (moved.edition, second.edition, second.comes_with) == (other, edition, None)
    free_all(holders)
    assert Enrolment.objects.get(pk=second.pk).status == S.OFFERED
    services.withdraw(enrolment=moved, actor=None)
    assert (Enrolment.objects.get(pk=second.pk).edition, taken(other)) == (edition, 0)


@pytest.mark.parametrize("seen", ["accept", "decline"])
def test_an_answer_to_an_offer_concerns_nobody_in_another_edition(seen: str) -> None:
    edition, other = EditionFactory.create(capacity=2), EditionFactory.create(capacity=1)
    pair, holders = waiting_pair(edition)
    free_all(holders)
    # As rows from before links were taken away with a move.
    Enrolment.objects.filter(pk=pair[0].pk).update(edition=other)
    lead = Enrolment.objects.get(pk=pair[0].pk)
    act = services.accept_offer if seen == "accept" else services.decline_offer
    act(enrolment=lead, actor=lead.person)
    second = Enrolment.objects.get(pk=pair[1].pk)
    assert (second.edition, second.status) == (edition, S.OFFERED)


@pytest.mark.both_databases
def test_one_seat_that_a_two_cannot_take_is_for_who_comes_alone() -> None:
    edition = EditionFactory.create(capacity=2)
    pair, holders = waiting_pair(edition)
    services.withdraw(enrolment=holders[0], actor=None)
    assert services.settle_waiting_lists() == 0
    other_two = services.enrol_together(
        person=PersonFactory.create(), edition=edition, companion={"first_name": "Bo"}
    )
    assert [one.status for one in other_two] == [S.WAITING, S.WAITING]
    alone = services.enrol(person=PersonFactory.create(), edition=edition)
    late = services.enrol(
        person=PersonFactory.create(), edition=edition, actor=person_in_role(Role.COORDINATOR)
    )
    assert (alone.status, late.status) == (S.CONFIRMED, S.WAITING)
    # Who waits alone by now is first, whoever else comes alone.
    services.withdraw(enrolment=alone, actor=None)
    assert Enrolment.objects.get(pk=late.pk).status == S.OFFERED
    assert services.enrol(person=PersonFactory.create(), edition=edition).status == S.WAITING
    assert [Enrolment.objects.get(pk=one.pk).status for one in pair] == [S.WAITING, S.WAITING]


def test_site_and_office_tell_the_truth_of_a_seat_that_a_two_cannot_take(client: Client) -> None:
    edition = EditionFactory.create(capacity=2)
    pair, holders = waiting_pair(edition)
    services.withdraw(enrolment=holders[0], actor=None)
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/{edition.pk}/inschrijvingen/"
    page = " ".join(client.get(url).content.decode().split())
    assert "Er is 1 plaats vrij. Nummer 1 en 2 wachten samen op 2 plaatsen." in page
    for one, other in (pair, reversed(pair)):
        assert f"Wacht samen met {one.person.name}" in page
        row = client.get(f"/beheer/personen/{other.person_id}/").content.decode()
        assert f"Op de wachtlijst, samen met {one.person.name}" in row
    client.force_login(PersonFactory.create())
    page = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    assert "Schrijf me in" in page
    assert "Zet me op de wachtlijst" not in page
    client.post(f"/inschrijven/{edition.pk}/", {"action": "enrol"})
    client.force_login(person_in_role(Role.COORDINATOR))
    assert "Er is 1 plaats vrij." not in client.get(url).content.decode()


def test_who_comes_along_of_whom_one_speaks_gets_words_to_say_at_once(client: Client) -> None:
    edition = EditionFactory.create(capacity=3)
    first = services.enrol(person=PersonFactory.create(), edition=edition)
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/{edition.pk}/inschrijven/?samen={first.pk}"
    assert "alleen op de wachtlijst" in client.get(url).content.decode()
    answer = client.post(url, {"first_name": "Ria", "telephone": "06 12345678"}, follow=True)
    page = answer.content.decode()
    assert "Stap 3 van 3: wat je nu zegt" in page
    assert f"Komt samen met {first.person.name}" in page
    assert "Dit gesprek is de bevestiging." in page


@pytest.mark.both_databases
@pytest.mark.parametrize("inactive", [0, 1])
def test_who_waits_with_somebody_inactive_gets_a_seat_alone(inactive: int) -> None:
    edition = EditionFactory.create(capacity=2)
    pair, holders = waiting_pair(edition)
    User.objects.filter(pk=pair[inactive].person_id).update(is_active=False)
    free_all(holders)
    status = {one.pk: one.status for one in Enrolment.objects.filter(edition=edition)}
    assert status[pair[1 - inactive].pk] == S.OFFERED
    assert status[pair[inactive].pk] == S.WAITING


@pytest.mark.both_databases
def test_two_get_seats_together_also_when_the_second_stands_first_in_line() -> None:
    edition = EditionFactory.create(capacity=2)
    pair, holders = waiting_pair(edition)
    Enrolment.objects.filter(pk=pair[0].pk).update(queued_at=clock.now() + timedelta(hours=1))
    services.withdraw(enrolment=holders[0], actor=None)
    assert statuses(edition)[2:] == [S.WAITING, S.WAITING]
    services.withdraw(enrolment=holders[1], actor=None)
    assert statuses(edition)[2:] == [S.OFFERED, S.OFFERED]


@pytest.mark.both_databases
@pytest.mark.parametrize("who", [0, 1])
def test_who_leaves_and_enrols_again_comes_alone(who: int) -> None:
    edition = EditionFactory.create(capacity=2)
    pair, holders = waiting_pair(edition)
    services.withdraw(enrolment=pair[who], actor=None)
    again = services.enrol(person=pair[who].person, edition=edition)
    assert Enrolment.objects.filter(comes_with__isnull=False).count() == 0
    services.withdraw(enrolment=holders[0], actor=None)
    assert Enrolment.objects.get(pk=pair[1 - who].pk).status == S.OFFERED
    services.withdraw(enrolment=holders[1], actor=None)
    assert Enrolment.objects.get(pk=again.pk).status == S.OFFERED


@pytest.mark.both_databases
@pytest.mark.parametrize("has_begun", [False, True])
def test_an_offer_takes_no_seat_that_can_not_be_given_up_any_more(has_begun: bool) -> None:
    soon = EditionFactory.create(capacity=1, starts_at=clock.now() + timedelta(hours=10))
    Edition.objects.filter(pk=soon.pk).update(withdraw_until_hours=48)
    later = EditionFactory.create(
        training=soon.training, capacity=1, starts_at=clock.now() + timedelta(days=21)
    )
    person = PersonFactory.create()
    seat = services.enrol(person=person, edition=soon)
    holder = services.enrol(person=PersonFactory.create(), edition=later)
    offer = services.enrol(person=person, edition=later)
    services.withdraw(enrolment=holder, actor=None)
    actor = person
    if has_begun:
        start = clock.now() - timedelta(hours=1)
        Edition.objects.filter(pk=soon.pk).update(
            starts_at=start, ends_at=start + timedelta(hours=3)
        )
        actor = person_in_role(Role.COORDINATOR)
    offer = Enrolment.objects.get(pk=offer.pk)
    with pytest.raises(Refusal):
        services.accept_offer(enrolment=offer, actor=actor)
    assert Enrolment.objects.get(pk=seat.pk).edition == soon
    assert Enrolment.objects.get(pk=offer.pk).status == S.OFFERED


@pytest.mark.both_databases
def test_who_withdraws_takes_along_whom_he_or_she_brought(client: Client) -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    client.force_login(person)
    url = f"/inschrijven/{edition.pk}/"
    for _turn in range(3):
        client.post(url, {"action": "enrol", **ALONG})
        assert taken(edition) == 2
        page = client.get(f"{url}afmelden/").content.decode()
        assert "Meld ons allebei af" in page
        client.post(url, {"action": "withdraw"})
        assert (set(statuses(edition)), taken(edition)) == ({S.WITHDRAWN}, 0)
    # Each is a new account: so many in a day and no more.
    people = User.objects.count()
    again = client.post(url, {"action": "enrol", **ALONG})
    assert "Je schreef vandaag al een paar keer iemand in die meekomt." in again.content.decode()
    assert (again.status_code, User.objects.count(), taken(edition)) == (409, people, 0)


def test_who_was_brought_along_and_signed_in_stays_and_no_second_is_brought(
    client: Client,
) -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    first, second = services.enrol_together(
        person=person, edition=edition, companion={"first_name": "Greet"}
    )
    User.objects.filter(pk=second.person_id).update(last_login=clock.now())
    client.force_login(person)
    page = client.get(f"/inschrijven/{edition.pk}/afmelden/").content.decode()
    assert ("Meld ons allebei af" in page, "Die blijft ingeschreven" in page) == (
        False,
        True,
    )
    services.withdraw(enrolment=first, actor=person)
    assert statuses(edition) == [S.WITHDRAWN, S.CONFIRMED]
    assert [one.person for one in Notice.objects.filter(kind=notice_kinds.COMPANION_LEFT)] == [
        second.person
    ]
    with pytest.raises(Refusal, match="al iemand meegenomen naar deze datum"):
        services.enrol_together(person=person, edition=edition, companion={"first_name": "Jan"})
    assert statuses(edition) == [S.WITHDRAWN, S.CONFIRMED]


@pytest.mark.both_databases
def test_staff_choose_who_leaves_along_and_who_stays_is_told(client: Client) -> None:
    edition = EditionFactory.create(capacity=4)
    other = EditionFactory.create(
        training=edition.training, starts_at=clock.now() + timedelta(days=21)
    )
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    people = [PersonFactory.create(first_name=name) for name in ("Noor", "Bas", "Ada")]
    pairs = [
        services.enrol_together(
            person=one, edition=edition, companion={"first_name": "Greet"}, actor=coordinator
        )
        for one in people[:2]
    ]

    def told() -> list[tuple[str, str, str]]:
        found = Notice.objects.filter(kind=notice_kinds.COMPANION_LEFT).order_by("created_at")
        scripts = [script_of(one) for one in found]
        return [
            (one.person.first_name, one.way, script.say[2])
            for one, script in zip(found, scripts, strict=True)
            if script is not None
        ]

    # Who never signed in is ticked; both stand there with how they are told.
    first, second = pairs[0]
    url = f"/beheer/uitvoeringen/{edition.pk}/afmelden/{first.pk}/"
    page = client.get(url).content.decode()
    assert f'value="{second.pk}"' in page
    assert "1 krijgt een mail, 1 kun je niet bereiken: zoek een telefoonnummer of adres." in page
    client.post(url, {"along": [second.pk, pairs[1][1].pk]})
    assert (statuses(edition), told()) == (
        [S.WITHDRAWN, S.WITHDRAWN, S.CONFIRMED, S.CONFIRMED],
        [],
    )
    # Without a tick the other stays, and hears it.
    first, second = pairs[1]
    client.post(f"/beheer/uitvoeringen/{edition.pk}/afmelden/{first.pk}/")
    assert statuses(edition) == [S.WITHDRAWN] * 3 + [S.CONFIRMED]
    sentence = "Je zou samen met Bas komen. Bas komt niet meer."
    assert told() == [("Greet", ContactWay.TELEPHONE, sentence)]
    # It is no news any more once the other comes after all.
    services.enrol(person=people[1], edition=edition, actor=coordinator)
    assert told() == []
    # Who goes to another date is another who does not come here.
    pair = services.enrol_together(
        person=people[2], edition=edition, companion={"first_name": "Jan"}, actor=coordinator
    )
    move = f"/beheer/uitvoeringen/{edition.pk}/inschrijvingen/{pair[0].pk}/verplaats/"
    page = client.get(move).content.decode()
    assert f'name="along" value="{pair[1].pk}" checked' in page
    client.post(move, {"to_edition": other.pk})
    assert told() == [
        ("Jan", ContactWay.TELEPHONE, "Je zou samen met Ada komen. Ada komt niet meer.")
    ]


@pytest.mark.both_databases
def test_who_loses_an_offer_with_another_hears_so(client: Client) -> None:
    edition = EditionFactory.create(capacity=2)
    pair, holders = waiting_pair(edition)
    free_all(holders)
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    url = f"/beheer/uitvoeringen/{edition.pk}/inschrijvingen/{pair[0].pk}/afslaan/"
    assert "zou meekomen, en heeft dan ook geen plaats meer" in client.get(url).content.decode()
    services.decline_offer(enrolment=Enrolment.objects.get(pk=pair[0].pk), actor=coordinator)
    notice = Notice.objects.get(kind=notice_kinds.COMPANION_LEFT)
    script = script_of(notice)
    assert script is not None
    assert (notice.person, script.say[3]) == (
        pair[1].person,
        "Jullie kregen samen een plaats aangeboden. Die is nu weer vrij voor een ander.",
    )


def test_in_the_place_of_a_companion_who_withdrew_another_may_come() -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    pair = services.enrol_together(
        person=person, edition=edition, companion={"first_name": "Greet"}
    )
    for one in reversed(pair):
        services.withdraw(enrolment=Enrolment.objects.get(pk=one.pk), actor=None)
    services.enrol_together(person=person, edition=edition, companion={"first_name": "Jan"})
    assert taken(edition) == 2


# --- At the door ----------------------------------------------------------------------------------


def test_a_trainer_enrols_who_stands_at_the_door_and_comes_back_to_the_list(
    client: Client,
) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = EditionFactory.create(trainers=[trainer], starts_at=clock.now())
    client.force_login(trainer)
    url = f"/beheer/uitvoeringen/{edition.pk}/inschrijven/"
    back = f"/beheer/uitvoeringen/{edition.pk}/presentie/"
    new = {"first_name": "An", "last_name": "Deur"}
    assert client.post(f"{url}?terug={back}", new).headers["Location"] == back
    assert statuses(edition) == [S.CONFIRMED]
    other = client.post(f"{url}?terug=//evil.example/", {**new, "last_name": "Nog een"})
    assert other.headers["Location"] == f"/beheer/uitvoeringen/{edition.pk}/inschrijvingen/"


# --- A whole learning path ------------------------------------------------------------------------


def make_path(*trainings: object) -> LearningPathPage:
    index = LearningPathIndexPage.objects.get()
    path = LearningPathPage(title="Samen", slug="samen", summary="Kort")
    path.steps = [LearningPathStep(training=one, sort_order=n) for n, one in enumerate(trainings)]
    made: LearningPathPage = index.add_child(instance=path)
    return made


def test_of_each_training_the_next_edition_that_fits_is_chosen() -> None:
    first, second, third, none = (TrainingFactory.create() for _ in range(4))
    full = EnrolmentFactory.create(
        edition=EditionFactory.create(
            training=first, capacity=1, starts_at=clock.now() + timedelta(days=9)
        )
    ).edition
    start = clock.now() + timedelta(days=20)
    free = EditionFactory.create(training=first, starts_at=start)
    EditionFactory.create(training=second, starts_at=start + timedelta(hours=1))
    later = EditionFactory.create(training=second, starts_at=start + timedelta(days=3))
    person = PersonFactory.create()
    done = EnrolmentFactory.create(person=person, edition=EditionFactory.create(training=third))
    path = make_path(first, second, third, none)
    steps = plan_path(person=person, path=path)
    assert [one.edition for one in steps] == [free, later, None, None]
    assert [one.enrolment for one in steps] == [None, None, done, None]
    assert steps[3].said == "Er is nu geen datum die past."
    assert full not in {one.edition for one in steps}


def test_what_fails_is_said_per_training_and_the_others_stay(client: Client) -> None:
    first, second = (TrainingFactory.create() for _ in range(2))
    editions = [
        EditionFactory.create(training=one, starts_at=clock.now() + timedelta(days=9 + n))
        for n, one in enumerate((first, second))
    ]
    make_path(first, second)
    person = PersonFactory.create()
    client.force_login(person)
    page = client.get("/leerlijnen/samen/inschrijven/").content.decode()
    assert "Schrijf me in voor alle trainingen" in page
    assert Enrolment.objects.count() == 0
    shown = {"edition": [one.pk for one in editions]}
    client.post("/leerlijnen/samen/inschrijven/", shown)
    client.post("/leerlijnen/samen/inschrijven/", shown)
    assert [statuses(one) for one in editions] == [[S.CONFIRMED], [S.CONFIRMED]]
    caller = PersonFactory.create()
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/inschrijven/{caller.pk}/leerlijn/{LearningPathPage.objects.get().pk}/"
    assert client.get(url).status_code == 200
    assert "Op de wachtlijst" not in client.post(url, shown).content.decode()
    assert [one.by_staff for one in Enrolment.objects.filter(person=caller)] == [True, True]
    gone = PersonFactory.create()
    gone.is_active = False
    gone.save()
    planned = plan_path(person=gone, path=LearningPathPage.objects.get())
    steps = enrol_as_planned(person=gone, steps=planned)
    assert [one.said for one in steps] == [
        "Dit account is niet actief. Bel ons als dat niet klopt."
    ] * 2


def test_nobody_is_enrolled_on_dates_that_the_page_of_a_path_did_not_show(client: Client) -> None:
    training = TrainingFactory.create()
    soon, later = (
        EditionFactory.create(
            training=training, capacity=1, starts_at=clock.now() + timedelta(days=days)
        )
        for days in (9, 30)
    )
    path = make_path(training)
    person = PersonFactory.create()
    services.enrol(person=PersonFactory.create(), edition=soon)
    own = "/leerlijnen/samen/inschrijven/"
    by_telephone = f"/beheer/inschrijven/{person.pk}/leerlijn/{path.pk}/"
    for who, url in [(person, own), (person_in_role(Role.COORDINATOR), by_telephone)]:
        client.force_login(who)
        page = client.post(url, {"edition": soon.pk})
        assert (page.status_code, statuses(later)) == (409, [])
        assert "Er is intussen iets veranderd." in page.content.decode()
    assert client.post(url, {"edition": later.pk}).status_code == 200
    assert statuses(later) == [S.CONFIRMED]


def test_a_training_with_questions_that_must_be_answered_asks_them_on_its_own_page(
    client: Client,
) -> None:
    first, second = (TrainingFactory.create() for _ in range(2))
    editions = [
        EditionFactory.create(training=one, starts_at=clock.now() + timedelta(days=9 + n))
        for n, one in enumerate((first, second))
    ]
    EnrolmentQuestion.objects.create(training=first, text="Eten?", reason="Lunch", is_required=True)
    make_path(first, second)
    client.force_login(PersonFactory.create())
    url = "/leerlijnen/samen/inschrijven/"
    assert f'href="/inschrijven/{editions[0].pk}/"' in client.get(url).content.decode()
    page = client.post(url, {"edition": [one.pk for one in editions]}).content.decode()
    assert f'href="/inschrijven/{editions[0].pk}/"' in page
    assert [statuses(one) for one in editions] == [[], [S.CONFIRMED]]


@pytest.mark.parametrize("is_swapped", [False, True])
def test_two_accounts_that_come_together_and_are_one_person_come_alone(is_swapped: bool) -> None:
    edition = EditionFactory.create()
    first, second = services.enrol_together(
        person=PersonFactory.create(), edition=edition, companion={"first_name": "Greet"}
    )
    stays, goes = (second, first) if is_swapped else (first, second)
    merge_people(stays=stays.person, goes=goes.person, actor=person_in_role(Role.COORDINATOR))
    left = Enrolment.objects.get()
    assert (left.person, left.comes_with, taken(edition)) == (stays.person, None, 1)


@pytest.mark.parametrize(
    ("capacity", "expected", "together"),
    [
        (2, [S.CONFIRMED, S.CONFIRMED], True),
        (1, [S.CONFIRMED, S.WAITING], False),
        (0, [S.WAITING, S.WAITING], True),
    ],
    ids=["two seats", "one seat", "no seat"],
)
def test_staff_enrol_who_comes_along_with_who_called(
    client: Client, capacity: int, expected: list[S], together: bool
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    edition = EditionFactory.create(capacity=capacity + 1)
    services.enrol(person=PersonFactory.create(), edition=edition)
    edition.refresh_from_db()
    first = services.enrol(person=PersonFactory.create(), edition=edition)
    done = client.get(f"/beheer/inschrijven/klaar/{first.pk}/").content.decode()
    url = f"/beheer/uitvoeringen/{edition.pk}/inschrijven/?samen={first.pk}"
    assert url in done
    # Searching keeps with whom.
    assert f'name="samen" value="{first.pk}"' in client.get(url).content.decode()
    client.post(url, {"first_name": "Buurvrouw", "background": "resident"})
    second = Enrolment.objects.get(person__first_name="Buurvrouw")
    assert [first.status, second.status] == expected
    assert (second.comes_with == first) == together


def test_nobody_comes_along_with_who_is_in_another_edition(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    other, edition = EnrolmentFactory.create(), EditionFactory.create()
    for text in (other.pk, "x", "9" * 40):
        url = f"/beheer/uitvoeringen/{edition.pk}/inschrijven/?samen={text}"
        assert client.get(url).context["companion"] is None


# --- What who brings somebody reads of it ---------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_who_brings_somebody_later_gets_one_mail_about_it(client: Client) -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    client.force_login(person)
    url = f"/inschrijven/{edition.pk}/"
    client.post(url, {"action": "enrol"})
    assert len(django_mail.outbox) == 1
    client.post(url, {"action": "bring", **ALONG})
    (told,) = django_mail.outbox[1:]
    assert told.to == [person.email]
    assert told.subject.startswith("Greet Samen komt met je mee: ")
    body = str(told.body)
    assert "Greet Samen is nu ook ingeschreven." in body
    assert "Je komt samen met Greet Samen. Wij hebben geen telefoonnummer van Greet." in body


@pytest.mark.django_db(transaction=True)
def test_who_enrols_with_somebody_at_once_gets_one_mail_for_both(client: Client) -> None:
    client.force_login(PersonFactory.create())
    client.post(f"/inschrijven/{EditionFactory.create().pk}/", {"action": "enrol", **ALONG})
    (told,) = django_mail.outbox
    assert "Je komt samen met Greet Samen." in str(told.body)


def test_who_has_yet_to_hear_of_the_own_place_hears_of_both_at_once() -> None:
    enrolment = services.enrol(person=PersonFactory.create(), edition=EditionFactory.create())
    assert Notice.objects.get(person=enrolment.person).state == NoticeState.DUE
    second = services.bring_along(enrolment=enrolment, companion={"first_name": "Greet"})
    assert not Notice.objects.filter(kind=notice_kinds.COMPANION_CAME).exists()
    Notice.objects.update(state=NoticeState.SENT, settled_at=clock.now())
    services.withdraw(enrolment=second, actor=None)
    enrolment.refresh_from_db()
    services.bring_along(enrolment=enrolment, companion={"first_name": "Jan"})
    assert Notice.objects.filter(kind=notice_kinds.COMPANION_CAME).count() == 1


def test_that_somebody_comes_along_is_no_news_once_that_one_has_left() -> None:
    enrolment = services.enrol(person=PersonFactory.create(), edition=EditionFactory.create())
    Notice.objects.update(state=NoticeState.SENT, settled_at=clock.now())
    second = services.bring_along(enrolment=enrolment, companion={"first_name": "Greet"})
    notice = Notice.objects.get(kind=notice_kinds.COMPANION_CAME)
    kind = kinds.find(notice.kind)
    assert kind is not None
    assert kind.build(notice, ContactWay.MAIL, False) is not None
    services.withdraw(enrolment=second, actor=None)
    assert kind.build(notice, ContactWay.MAIL, False) is None
