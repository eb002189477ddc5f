"""At a venue and online at once: two halves with seats of their own."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F
from django.test import Client

from courses.common import clock
from courses.common.errors import Refusal
from courses.editions import queries, services
from courses.editions.enums import EditionStatus, Place
from courses.editions.models import Edition
from courses.enrolment.enums import HOLDS_SEAT, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol, move
from courses.evaluation.enums import Occasion
from courses.people.enums import Role
from courses.reports import exports
from courses.reports.overview import Dimension, overview
from courses.reports.selections import seen_by_staff
from plugins.bereik.queries import Period, reach
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    person_in_role,
    start_of,
)
from tests.parallel import all_at_once

pytestmark = pytest.mark.django_db

LINK = "https://example.org/kamer"


def hybrid(capacity: int = 2, online: int = 2, **fields: object) -> tuple[Edition, Edition]:
    """Both halves, the venue first."""
    venue = EditionFactory.create(capacity=capacity, **fields)  # type: ignore[arg-type]
    half = services.add_half(edition=venue, capacity=online, online_link=LINK, actor=None)
    return venue, half


@pytest.mark.both_databases
def test_the_other_half_is_the_same_but_for_seats_and_place() -> None:
    trainer = person_in_role(Role.TRAINER)
    venue, half = hybrid(sessions=2, trainers=[trainer])
    assert (half.place, half.capacity, half.status) == (Place.ONLINE, 2, EditionStatus.OPEN)
    assert [one.starts_at for one in half.sessions.all()] == [
        one.starts_at for one in venue.sessions.all()
    ]
    assert list(half.trainers.all()) == [trainer]
    assert (queries.other_half(venue), queries.other_half(half)) == (half, venue)
    with pytest.raises(Refusal, match="al op locatie en online"):
        services.add_half(edition=half, capacity=2, actor=None)


def test_an_online_edition_gets_a_half_at_a_venue() -> None:
    online = EditionFactory.create(online_link=LINK, publish=False)
    with pytest.raises(Refusal, match="Kies waar de training is"):
        services.add_half(edition=online, capacity=3, actor=None)
    location = services.location_called(name="De Wissel")
    half = services.add_half(edition=online, capacity=3, actor=None, location=location)
    assert (half.where.venue, half.status) == ("De Wissel", EditionStatus.DRAFT)
    services.publish_edition(edition=online, actor=None)
    half.refresh_from_db()
    assert half.status == EditionStatus.OPEN


@pytest.mark.both_databases
def test_times_and_trainers_of_one_half_are_those_of_the_other() -> None:
    venue, half = hybrid(sessions=2)
    trainer = person_in_role(Role.TRAINER)
    changed = Edition.objects.get(pk=venue.pk)
    first, second = changed.sessions.all()
    kept = half.sessions.get(starts_at=second.starts_at).pk
    second.starts_at += timedelta(hours=1)
    changed.sessions = [second]
    changed.trainers = [trainer]
    services.save_edition(edition=changed, actor=None)
    half = Edition.objects.get(pk=half.pk)
    (session,) = half.sessions.all()
    assert (session.pk, session.starts_at, half.starts_at) == (
        kept,
        second.starts_at,
        second.starts_at,
    )
    assert list(half.trainers.all()) == [trainer]
    assert (half.place, half.online_link, half.capacity) == (Place.ONLINE, LINK, 2)
    assert half.calendar_version > 1
    assert first.pk not in changed.sessions.values_list("pk", flat=True)


def test_halves_do_not_collide_with_each_other() -> None:
    trainer = person_in_role(Role.TRAINER)
    venue, half = hybrid(trainers=[trainer])
    assert queries.clashes([venue, half]) == {venue.pk: [], half.pk: []}


def test_one_half_can_be_called_off_alone() -> None:
    venue, half = hybrid()
    services.cancel_edition(edition=venue, actor=None)
    half.refresh_from_db()
    assert half.status == EditionStatus.OPEN


def test_a_copy_is_hybrid_too() -> None:
    venue, _half = hybrid()
    copy = services.copy_edition(edition=venue, actor=None)
    other = queries.other_half(copy)
    assert other is not None
    assert (other.place, start_of(other)) == (Place.ONLINE, start_of(copy))


def test_a_participant_chooses_and_changes_when_there_is_room(client: Client) -> None:
    venue, half = hybrid(online=1)
    person = PersonFactory.create()
    client.force_login(person)
    page = client.get(f"/inschrijven/{venue.pk}/").content.decode()
    assert ("Je kunt ook online meedoen" in page, f"/inschrijven/{half.pk}/" in page) == (True,) * 2
    client.post(f"/inschrijven/{venue.pk}/", {"action": "enrol"})
    # At the other half one is asked whether to change: never two seats.
    client.post(f"/inschrijven/{half.pk}/", {"action": "swap"})
    enrolment = Enrolment.objects.get(person=person, status=EnrolmentStatus.CONFIRMED)
    assert enrolment.edition == half
    assert [one.seats_taken for one in Edition.objects.order_by("pk")] == [0, 1]
    other = enrol(person=PersonFactory.create(), edition=venue)
    with pytest.raises(Refusal, match="vol"):
        move(enrolment=other, to_edition=half, actor=other.person)


def test_staff_make_an_edition_hybrid(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    edition = EditionFactory.create()
    url = f"/beheer/uitvoeringen/{edition.pk}/ook/"
    assert url in client.get(f"/beheer/uitvoeringen/edit/{edition.pk}/").content.decode()
    page = client.post(url, {"capacity": "0", "online_link": LINK})
    assert list(page.context["form"].errors) == ["capacity"]
    assert LINK in page.content.decode()
    assert client.post(url, {"capacity": "30", "online_link": LINK}).status_code == 302
    half = queries.other_half(edition)
    assert half is not None
    assert (half.capacity, half.online_link) == (30, LINK)
    assert client.get(url).headers["Location"] == f"/beheer/uitvoeringen/edit/{half.pk}/"


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_neither_half_is_ever_given_twice() -> None:
    """People come at once for both halves while others change from one to the other."""
    venue, half = hybrid(capacity=3, online=3)
    settled = [enrol(person=PersonFactory.create(), edition=venue) for _ in range(2)]
    newcomers = [PersonFactory.create() for _ in range(8)]

    def come(number: int) -> Enrolment:
        edition = (venue, half)[number % 2]
        return enrol(person=newcomers[number], edition=edition)

    def change(one: Enrolment) -> Enrolment:
        return move(enrolment=one, to_edition=half, actor=one.person)

    outcomes = all_at_once(
        [
            *(lambda number=number: come(number) for number in range(8)),
            *(lambda one=one: change(one) for one in settled),
        ]
    )
    assert [one for one in outcomes if not isinstance(one, Enrolment | Refusal)] == []
    for edition in Edition.objects.all():
        holding = Enrolment.objects.filter(edition=edition, status__in=HOLDS_SEAT).count()
        assert holding == edition.seats_taken <= edition.capacity
    assert not Edition.objects.filter(seats_taken__gt=F("capacity")).exists()
    # Nobody is lost: who has no seat waits, who could not change kept the seat.
    assert Enrolment.objects.count() == 10
    states = set(Enrolment.objects.values_list("status", flat=True))
    assert states <= {
        EnrolmentStatus.CONFIRMED,
        EnrolmentStatus.WAITING,
        EnrolmentStatus.OFFERED,
    }


@pytest.mark.both_databases
def test_both_halves_are_one_edition_in_figures_and_people_count_where_they_were() -> None:
    venue, online = hybrid(starts_at=clock.now() + timedelta(days=1))
    alone = EditionFactory.create(training=venue.training, starts_at=venue.starts_at)
    for edition in (venue, online, online):
        EnrolmentFactory.create(edition=edition)
    coordinator = person_in_role(Role.COORDINATOR)

    def counted() -> tuple[int, int, int]:
        (row,) = overview(seen_by_staff(coordinator), dimension=Dimension.TRAINING).groups
        found, _same = reach({venue.training_id}, Period(), Period())
        return row.held.editions, found.meetings, found.participants

    with clock.at(clock.now() + timedelta(days=3)):
        assert counted() == (2, 2, 3)
        rows = exports.editions_table(seen_by_staff(coordinator), Occasion.END)[1]
        assert sorted(str(row[-2]) for row in rows) == [
            "",
            "Online, samen met op locatie één uitvoering.",
            "Op locatie, samen met online één uitvoering.",
        ]
    # What was called off does not hide the half that was held.
    for half in (venue, online):
        with transaction.atomic():
            services.cancel_edition(edition=half, actor=None)
            with clock.at(clock.now() + timedelta(days=3)):
                assert counted()[:2] == (2, 2)
            transaction.set_rollback(True)
    assert alone.half_of is None
