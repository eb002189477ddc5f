"""Somebody in two editions at one hour: warned, and free to go on."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.common import clock
from courses.editions import services as edition_services
from courses.editions.models import Edition
from courses.enrolment import queries, services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import EditionFactory, PersonFactory, person_in_role, start_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HOUR = timedelta(hours=1)


def at_one_hour(**fields: Any) -> tuple[Edition, Edition]:
    """Two editions of which the second begins an hour after the first."""
    start = clock.now().replace(microsecond=0) + timedelta(days=10)
    return EditionFactory.create(starts_at=start), EditionFactory.create(
        starts_at=start + HOUR, **fields
    )


def elsewhere(person: User, edition: Edition) -> list[int]:
    found = queries.double_booked([person.pk], edition)
    return [session.edition_id for session in found.get(person.pk, [])]


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        (S.CONFIRMED, True),
        (S.COMPLETED, True),
        (S.WAITING, False),
        (S.WITHDRAWN, False),
        (S.NO_PLACE, False),
    ],
)
def test_who_has_a_seat_is_somewhere_and_who_waits_is_not(status: S, counts: bool) -> None:
    first, second = at_one_hour()
    enrolment = services.enrol(person=PersonFactory.create(), edition=first)
    Enrolment.objects.filter(pk=enrolment.pk).update(status=status, queued_at=clock.now())
    assert elsewhere(enrolment.person, second) == ([first.pk] if counts else [])
    assert elsewhere(PersonFactory.create(), second) == []


def test_who_gives_a_training_is_somewhere_too() -> None:
    trainer = person_in_role(Role.TRAINER)
    start = clock.now() + timedelta(days=10)
    given = EditionFactory.create(starts_at=start, trainers=[trainer])
    assert elsewhere(trainer, EditionFactory.create(starts_at=start)) == [given.pk]


def test_back_to_back_and_called_off_do_not_collide() -> None:
    first, second = at_one_hour()
    person = services.enrol(person=PersonFactory.create(), edition=first).person
    after = EditionFactory.create(starts_at=first.ends_at)
    before = EditionFactory.create(starts_at=start_of(first) - 3 * HOUR)
    assert [elsewhere(person, one) for one in (after, before)] == [[], []]
    assert elsewhere(person, second) == [first.pk]
    edition_services.cancel_edition(edition=first, actor=None)
    assert elsewhere(person, second) == []


def test_enrolling_twice_at_one_hour_asks_once_and_then_goes_on(client: Client) -> None:
    first, second = at_one_hour()
    person = services.enrol(person=PersonFactory.create(), edition=first).person
    client.force_login(person)
    address = f"/inschrijven/{second.pk}/"
    assert "Je bent dan al ergens anders" not in client.get(address).content.decode()
    page = client.post(address, {"action": "enrol"})
    content = page.content.decode()
    assert ("Je bent dan al ergens anders" in content, first.training.title in content) == (
        True,
        True,
    )
    assert Enrolment.objects.filter(edition=second).count() == 0
    assert 'name="anyway" value="1"' in content
    client.post(address, {"action": "enrol", "anyway": "1"})
    assert Enrolment.objects.get(edition=second).status == S.CONFIRMED


def test_accepting_an_offer_at_an_hour_that_is_taken_asks_once_and_declining_never(
    client: Client,
) -> None:
    first, second = at_one_hour(capacity=1)
    holder = services.enrol(person=PersonFactory.create(), edition=second)
    person = PersonFactory.create()
    waiting = services.enrol(person=person, edition=second)
    services.enrol(person=person, edition=first)
    services.withdraw(enrolment=holder, actor=holder.person)
    client.force_login(person)
    address = f"/inschrijven/{second.pk}/"
    content = client.post(address, {"action": "accept"}).content.decode()
    assert "Ja, ik kom toch hier" in content
    waiting.refresh_from_db()
    assert waiting.status == S.OFFERED
    client.post(address, {"action": "accept", "anyway": "1"})
    waiting.refresh_from_db()
    assert waiting.status == S.CONFIRMED


def test_what_cannot_be_had_is_not_asked_about(client: Client) -> None:
    first, second = at_one_hour()
    person = services.enrol(person=PersonFactory.create(), edition=first).person
    services.enrol(person=person, edition=second)
    client.force_login(person)
    for action in ("enrol", "accept"):
        page = client.post(f"/inschrijven/{first.pk}/", {"action": action}).content.decode()
        assert "Je bent dan al ergens anders" not in page


def test_staff_read_where_somebody_is_and_enrol_with_a_second_press(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    first, second = at_one_hour()
    person = services.enrol(person=PersonFactory.create(), edition=first).person
    other = services.enrol(person=PersonFactory.create(), edition=first).person
    address = f"/beheer/uitvoeringen/{second.pk}/inschrijven/"
    typed = {"person": person.pk, "background": "resident"}
    content = client.post(address, typed).content.decode()
    assert ("Schrijf toch in" in content, first.training.title in content) == (True, True)
    assert f'name="anyway_for" value="{person.pk}"' in content
    assert f'name="person" value="{person.pk}"' in content
    changed = {**typed, "person": other.pk, "anyway_for": person.pk}
    assert "Schrijf toch in" in client.post(address, changed).content.decode()
    assert Enrolment.objects.filter(edition=second).count() == 0
    client.post(address, {**typed, "anyway_for": person.pk})
    assert Enrolment.objects.get(edition=second).person == person


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.TRAINER])
def test_a_seat_on_another_date_is_asked_about_before_a_second_one(
    client: Client, role: Role
) -> None:
    actor = person_in_role(role)
    client.force_login(actor)
    first = EditionFactory.create(trainers=[actor])
    second = EditionFactory.create(
        training=first.training, starts_at=clock.now() + timedelta(days=30), trainers=[actor]
    )
    seat = services.enrol(person=PersonFactory.create(), edition=first)
    address = f"/beheer/uitvoeringen/{second.pk}/inschrijven/"
    typed = {"person": seat.person_id, "background": "resident"}
    content = client.post(address, typed).content.decode()
    assert "heeft al een plaats bij deze training" in content
    # A trainer works with own groups alone, and changes nothing in another's.
    assert ("verplaats/" in content) == (role == Role.COORDINATOR)
    assert Enrolment.objects.filter(edition=second).count() == 0
    client.post(address, {**typed, "anyway_for": seat.person_id})
    assert Enrolment.objects.get(edition=second).person == seat.person


def test_the_list_of_an_edition_says_who_is_elsewhere_at_one_cost(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    first, second = at_one_hour()
    address = f"/beheer/uitvoeringen/{second.pk}/inschrijvingen/"
    costs = []
    for people in (1, 2):
        person = PersonFactory.create()
        for edition in (first, second):
            services.enrol(person=person, edition=edition)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            content = client.get(address).content.decode()
        assert content.count("Op hetzelfde moment ook bij") == people
        costs.append(len(asked))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("gives_both", [False, True])
def test_a_trainer_reads_that_somebody_is_elsewhere_and_where_only_of_the_own_editions(
    client: Client, gives_both: bool
) -> None:
    """What else somebody follows is nobody's business but that person's."""
    trainer = person_in_role(Role.TRAINER)
    first, second = at_one_hour(trainers=[trainer])
    if gives_both:
        first.trainers.add(trainer)
        first.save()
    person = services.enrol(person=PersonFactory.create(), edition=first).person
    client.force_login(trainer)
    at_the_door = f"/beheer/uitvoeringen/{second.pk}/inschrijven/"
    before = Enrolment.objects.create(
        person=person,
        edition=EditionFactory.create(trainers=[trainer], training=second.training),
        status=S.WITHDRAWN,
    )
    typed = {"person": before.person_id, "background": "resident"}
    asked = client.post(at_the_door, typed).content.decode()
    services.enrol(person=person, edition=second)
    listed = client.get(f"/beheer/uitvoeringen/{second.pk}/inschrijvingen/").content.decode()
    for page in (asked, listed):
        assert "op hetzelfde moment ook" in page.casefold()
        assert (
            first.training.title in page,
            "ergens anders" in page or "van iemand anders" in page,
        ) == (
            gives_both,
            not gives_both,
        )


def test_who_has_two_seats_at_one_hour_reads_so_on_the_own_page(client: Client) -> None:
    first, second = at_one_hour()
    person = PersonFactory.create()
    for edition in (first, second):
        services.enrol(person=person, edition=edition)
    client.force_login(person)
    page = client.get(f"/inschrijven/{first.pk}/").content.decode()
    assert "Je bent dan ook ergens anders" in page
    assert second.training.title in page
