"""Another edition for who is in one no more: it was called off, or no place came free."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from courses.common import clock
from courses.common.errors import Refusal
from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.answers import forget_answers, keep_answers
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment, EnrolmentAnswer, EnrolmentQuestion
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.people.enums import Role
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role
from tests.parallel import all_at_once

if TYPE_CHECKING:
    from django.test import Client

    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def coordinator(client: Client) -> User:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    return coordinator


def called_off(*, people: int = 1, capacity: int = 2) -> tuple[list[Enrolment], Edition]:
    """Who was in an edition that was called off, and another one of the training."""
    training = TrainingFactory.create()
    trainers = [person_in_role(Role.TRAINER)]
    edition = EditionFactory.create(training=training, trainers=trainers)
    other = EditionFactory.create(
        training=training,
        capacity=capacity,
        trainers=trainers,
        starts_at=clock.now() + timedelta(days=28),
    )
    who = [services.enrol(person=PersonFactory.create(), edition=edition) for _ in range(people)]
    question = EnrolmentQuestion.objects.create(training=training, text="Dieet?", reason="Lunch.")
    keep_answers(enrolment=who[0], answers={question.pk: "Geen noten"})
    services.cancel_edition(edition=edition, actor=None)
    for one in who:
        one.refresh_from_db()
    return who, other


def taken(edition: Edition) -> int:
    return Edition.objects.get(pk=edition.pk).seats_taken


def page_of(enrolment: Enrolment) -> str:
    return f"/beheer/uitvoeringen/{enrolment.edition_id}/inschrijvingen/{enrolment.pk}/verplaats/"


def test_it_is_offered_behind_the_name_and_on_the_persons_page_until_it_is_done(
    client: Client, coordinator: User
) -> None:
    (enrolment,), other = called_off()
    pages = (
        f"/beheer/uitvoeringen/{enrolment.edition_id}/inschrijvingen/",
        f"/beheer/personen/{enrolment.person_id}/",
    )
    address = page_of(enrolment)
    assert [address in client.get(page).content.decode() for page in pages] == [True, True]
    page = client.get(f"{address}?terug={pages[1]}")
    sent = {"to_edition": other.pk, "snapshot": page.context["snapshot_token"]}
    said = client.post(f"{address}?terug={pages[1]}", sent, follow=True)
    assert said.redirect_chain == [(pages[1], 302)]
    placed = Enrolment.objects.get(edition=other)
    assert (placed.person_id, placed.status) == (enrolment.person_id, S.CONFIRMED)
    # What was stays what it was; where the person is now, the list says.
    enrolment.refresh_from_db()
    assert enrolment.status == S.CANCELLED
    assert [address in client.get(page).content.decode() for page in pages] == [False, False]
    assert "Nu op een andere datum" in client.get(pages[0]).content.decode()
    assert client.get(address).status_code == 302


def test_one_message_goes_and_the_answers_come_along(coordinator: User) -> None:
    (enrolment,), other = called_off()
    before = set(Notice.objects.values_list("pk", flat=True))
    placed = services.enrol_elsewhere(enrolment=enrolment, to_edition=other, actor=coordinator)
    new = Notice.objects.exclude(pk__in=before).filter(person=enrolment.person)
    assert [(one.kind, one.edition_id) for one in new] == [("enrolment_confirmed", other.pk)]
    assert forget_answers() == 0
    assert EnrolmentAnswer.objects.get().enrolment_id == placed.pk


def test_a_full_edition_refuses_or_lets_wait_at_choice(coordinator: User) -> None:
    (enrolment,), other = called_off(capacity=1)
    services.enrol(person=PersonFactory.create(), edition=other)
    with pytest.raises(Refusal, match="vol") as refusal:
        services.enrol_elsewhere(enrolment=enrolment, to_edition=other, actor=coordinator)
    assert refusal.value.field == "waiting_list"
    assert Enrolment.objects.filter(person=enrolment.person).count() == 1
    waits = services.enrol_elsewhere(
        enrolment=enrolment, to_edition=other, actor=coordinator, waiting_list=True
    )
    assert (waits.status, taken(other)) == (S.WAITING, 1)


def test_nobody_gets_a_second_seat_so_nor_one_in_another_training(coordinator: User) -> None:
    (enrolment,), other = called_off()
    third = EditionFactory.create(training=other.training)
    services.enrol(person=enrolment.person, edition=third)
    with pytest.raises(services.HasSeatElsewhere):
        services.enrol_elsewhere(enrolment=enrolment, to_edition=other, actor=coordinator)
    for wrong in (EditionFactory.create(), enrolment.edition):
        with pytest.raises(Refusal, match="dezelfde training"):
            services.enrol_elsewhere(enrolment=enrolment, to_edition=wrong, actor=coordinator)
    there = Enrolment.objects.get(edition=third)
    with pytest.raises(Refusal, match="al ingeschreven"):
        services.enrol_elsewhere(enrolment=there, to_edition=other, actor=coordinator)
    assert taken(other) == 0


def test_who_hears_by_telephone_that_it_is_off_gets_another_date_in_that_call(
    client: Client, coordinator: User
) -> None:
    training = TrainingFactory.create()
    edition, other = (
        EditionFactory.create(training=training, starts_at=clock.now() + timedelta(days=days))
        for days in (14, 28)
    )
    person = PersonFactory.create(email=None, telephone="030 236 17 45")
    enrolment = services.enrol(person=person, edition=edition, actor=coordinator)
    services.cancel_edition(edition=edition, actor=coordinator)
    notice = Notice.objects.get(person=person, kind="enrolment_cancelled")
    page = client.get(f"/beheer/bellen/{notice.pk}/")
    (link,) = page.context["actions"]
    assert link.url == f"{page_of(enrolment)}?bel={notice.pk}"
    sent = {"to_edition": other.pk, "snapshot": client.get(link.url).context["snapshot_token"]}
    client.post(link.url, sent)
    assert (Enrolment.objects.get(edition=other).status, taken(other)) == (S.CONFIRMED, 1)
    to_do = Notice.objects.filter(person=person, state=NoticeState.TO_DO)
    assert list(to_do) == []


def test_a_trainer_does_it_for_own_editions_only(client: Client) -> None:
    (enrolment,), other = called_off()
    people = [
        enrolment.edition.trainers.get(),
        person_in_role(Role.TRAINER),
        person_in_role(Role.VOLUNTEER),
    ]
    codes = []
    for person in people[1:] + people[:1]:
        client.force_login(person)
        page = client.get(page_of(enrolment))
        sent = {"to_edition": other.pk}
        if page.context and "snapshot_token" in page.context:
            sent["snapshot"] = page.context["snapshot_token"]
        codes.append((page.status_code, client.post(page_of(enrolment), sent).status_code))
    assert codes == [(404, 404), (302, 302), (200, 302)]
    assert taken(other) == 1


@pytest.mark.django_db(transaction=True)
def test_of_three_at_once_for_one_seat_one_has_it_and_nobody_is_lost() -> None:
    who, other = called_off(people=3, capacity=1)
    staff = person_in_role(Role.COORDINATOR)
    results = all_at_once(
        [
            partial(
                services.enrol_elsewhere,
                enrolment=one,
                to_edition=other,
                actor=staff,
                waiting_list=True,
            )
            for one in who
        ]
    )
    assert [one for one in results if isinstance(one, Exception)] == []
    there = sorted(Enrolment.objects.filter(edition=other).values_list("status", flat=True))
    assert (there, taken(other)) == ([S.CONFIRMED, S.WAITING, S.WAITING], 1)


@pytest.mark.django_db(transaction=True)
def test_of_a_double_click_and_somebody_who_enrols_at_once_nobody_gets_a_seat_twice() -> None:
    (enrolment,), other = called_off(capacity=2)
    staff, stranger = person_in_role(Role.COORDINATOR), PersonFactory.create()
    results = all_at_once(
        [
            *[partial(services.enrol_elsewhere, enrolment=enrolment, to_edition=other, actor=staff)]
            * 2,
            partial(services.enrol, person=stranger, edition=other),
        ]
    )
    # The second press finds the seat of the first, or is told that it has been done.
    assert all(isinstance(one, Enrolment | Refusal) for one in results)
    there = Enrolment.objects.filter(edition=other).values_list("person", "status")
    assert sorted(there) == sorted([(enrolment.person_id, S.CONFIRMED), (stranger.pk, S.CONFIRMED)])
    assert taken(other) == 2
