"""Two who come together, when one of them goes to another date or does not come after all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from courses.common import clock
from courses.common.errors import Refusal
from courses.editions.models import Edition
from courses.enrolment import group_mergers, notice_kinds, services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.enums import MoveAnswer
from courses.enrolment.models import Enrolment, MoveRequest
from courses.notices.models import Notice
from courses.notices.scripts import script_of
from courses.people.enums import ContactWay, Role
from courses.people.models import User
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def two_editions(capacity: int = 2, *, here: int = 2) -> tuple[Edition, Edition]:
    """Of one training; `capacity` is that of the later one."""
    training = TrainingFactory.create()
    return (
        EditionFactory.create(training=training, capacity=here),
        EditionFactory.create(
            training=training, capacity=capacity, starts_at=clock.now() + timedelta(days=40)
        ),
    )


def pair_in(edition: Edition) -> tuple[Enrolment, Enrolment]:
    return services.enrol_together(
        person=PersonFactory.create(first_name="Noor"),
        edition=edition,
        companion={"first_name": "Greet", "telephone": "030 123 45 67"},
    )


def stands(*enrolments: Enrolment) -> list[tuple[int, str, int | None]]:
    """Of each: in which edition, in which state, and with whom."""
    rows = Enrolment.objects.in_bulk([one.pk for one in enrolments])
    fresh = [rows[one.pk] for one in enrolments]
    return [(one.edition_id, one.status, one.comes_with_id) for one in fresh]


def taken(*editions: Edition) -> list[int]:
    return [Edition.objects.get(pk=one.pk).seats_taken for one in editions]


def told(kind: str) -> list[tuple[str, str]]:
    """Who is told something of this kind that is still news, and how."""
    found = Notice.objects.filter(kind=kind).order_by("created_at")
    return [(one.person.first_name, one.way) for one in found if script_of(one) is not None]


def test_who_changes_date_takes_along_whom_he_or_she_brought() -> None:
    here, there = two_editions()
    noor, greet = pair_in(here)
    waiting = services.enrol_together(
        person=PersonFactory.create(), edition=here, companion={"first_name": "Jan"}
    )
    moved = services.move(enrolment=noor, to_edition=there, actor=noor.person)
    assert moved.pk == noor.pk
    assert stands(noor, greet) == [
        (there.pk, S.CONFIRMED, None),
        (there.pk, S.CONFIRMED, noor.pk),
    ]
    # Both seats come free at once, for two who wait for two.
    assert [state for _edition, state, _with in stands(*waiting)] == [S.OFFERED, S.OFFERED]
    assert taken(here, there) == [2, 2]
    assert told(notice_kinds.OTHER_EDITION) == [
        ("Noor", ContactWay.MAIL),
        ("Greet", ContactWay.TELEPHONE),
    ]
    assert told(notice_kinds.COMPANION_LEFT) == []
    assert Enrolment.objects.get(pk=greet.pk).by_staff is False
    # And back.
    for one in waiting:
        services.withdraw(enrolment=Enrolment.objects.get(pk=one.pk), actor=None)
    services.move(enrolment=moved, to_edition=here, actor=noor.person)
    assert stands(noor, greet) == [(here.pk, S.CONFIRMED, None), (here.pk, S.CONFIRMED, noor.pk)]


def test_with_one_seat_for_two_nobody_moves_until_one_chooses() -> None:
    here, there = two_editions(capacity=1)
    noor, greet = pair_in(here)
    with pytest.raises(Refusal, match=r"nog 1 plaats vrij\. Nodig zijn er 2"):
        services.move(enrolment=noor, to_edition=there, actor=noor.person)
    assert (taken(here, there), Notice.objects.filter(edition=there).exists()) == ([2, 0], False)
    services.move(enrolment=noor, to_edition=there, actor=noor.person, along=())
    assert stands(noor, greet) == [(there.pk, S.CONFIRMED, None), (here.pk, S.CONFIRMED, None)]
    assert told(notice_kinds.COMPANION_LEFT) == [("Greet", ContactWay.TELEPHONE)]
    assert taken(here, there) == [1, 1]


def test_who_decides_for_oneself_stays_and_is_told() -> None:
    here, there = two_editions()
    noor, greet = pair_in(here)
    User.objects.filter(pk=greet.person_id).update(last_login=clock.now())
    services.move(enrolment=noor, to_edition=there, actor=noor.person, along=[greet.pk])
    assert stands(noor, greet) == [(there.pk, S.CONFIRMED, None), (here.pk, S.CONFIRMED, None)]
    assert told(notice_kinds.COMPANION_LEFT) == [("Greet", ContactWay.TELEPHONE)]


def test_who_was_brought_along_goes_alone_and_the_other_is_told() -> None:
    here, there = two_editions()
    noor, greet = pair_in(here)
    greet.person.last_login = clock.now()
    greet.person.save()
    services.move(enrolment=greet, to_edition=there, actor=greet.person)
    assert stands(noor, greet) == [(here.pk, S.CONFIRMED, None), (there.pk, S.CONFIRMED, None)]
    assert told(notice_kinds.COMPANION_LEFT) == [("Noor", ContactWay.MAIL)]


def test_a_companion_for_whom_it_is_refused_holds_both_back() -> None:
    here, there = two_editions()
    noor, greet = pair_in(here)
    services.enrol(person=greet.person, edition=there, actor=person_in_role(Role.COORDINATOR))
    with pytest.raises(Refusal, match="Greet: Deze persoon is al ingeschreven"):
        services.move(enrolment=noor, to_edition=there, actor=noor.person)
    User.objects.filter(pk=greet.person_id).update(is_active=False)
    with pytest.raises(Refusal, match="Greet: Het account van deze persoon is niet actief"):
        services.move(enrolment=noor, to_edition=there, actor=noor.person)
    assert taken(here, there) == [2, 1]


def test_what_is_for_partners_only_takes_no_companion_who_is_of_none() -> None:
    here, there = two_editions()
    noor, greet = pair_in(here)
    Edition.objects.filter(pk=there.pk).update(partners_only=True)
    there = Edition.objects.get(pk=there.pk)
    with pytest.raises(Refusal):
        services.move(enrolment=noor, to_edition=there, actor=noor.person)
    staff = person_in_role(Role.COORDINATOR)
    services.move(enrolment=noor, to_edition=there, actor=staff, along=[greet.pk])
    assert taken(here, there) == [0, 2]
    assert Enrolment.objects.get(pk=greet.pk).by_staff is True


def test_two_wait_together_for_two_seats_to_change_to() -> None:
    here, there = two_editions()
    noor, greet = pair_in(here)
    holders = [services.enrol(person=PersonFactory.create(), edition=there) for _ in range(2)]
    services.withdraw(enrolment=holders[0], actor=None)
    waits = services.move(enrolment=noor, to_edition=there, actor=noor.person, waiting_list=True)
    assert (waits.status, waits.edition, taken(here, there)) == (S.WAITING, there, [2, 1])
    other = Enrolment.objects.get(person=greet.person, edition=there)
    assert (other.status, other.comes_with, other.by_staff) == (S.WAITING, waits, False)
    # Asking once more changes nothing.
    again = services.move(enrolment=noor, to_edition=there, actor=noor.person, waiting_list=True)
    assert (again, Enrolment.objects.filter(edition=there, status=S.WAITING).count()) == (waits, 2)
    services.withdraw(enrolment=holders[1], actor=None)
    waits.refresh_from_db()
    assert waits.status == S.OFFERED
    accepted = services.accept_offer(enrolment=waits, actor=noor.person)
    # Nobody has two seats, and they still come together.
    assert accepted.pk == noor.pk
    assert stands(noor, greet) == [
        (there.pk, S.CONFIRMED, None),
        (there.pk, S.CONFIRMED, noor.pk),
    ]
    assert (taken(here, there), Enrolment.objects.filter(person=greet.person).count()) == (
        [0, 2],
        1,
    )


def test_nobody_waits_with_another_for_what_is_closed() -> None:
    here, there = two_editions(capacity=1)
    noor, greet = pair_in(here)
    Edition.objects.filter(pk=there.pk).update(enrol_until=clock.now() - timedelta(hours=1))
    with pytest.raises(Refusal, match="Nodig zijn er 2"):
        services.move(
            enrolment=noor,
            to_edition=there,
            actor=person_in_role(Role.COORDINATOR),
            waiting_list=True,
            along=[greet.pk],
        )
    assert taken(here, there) == [2, 0]


def offered_to_one(capacity: int) -> tuple[Edition, Edition, Enrolment, Enrolment, Enrolment]:
    """Two with seats here, and there a seat that is offered to the first."""
    here, there = two_editions(capacity=capacity)
    noor, greet = pair_in(here)
    holders = [
        services.enrol(person=PersonFactory.create(), edition=there) for _ in range(capacity)
    ]
    offer = services.enrol(person=noor.person, edition=there)
    for one in holders:
        services.withdraw(enrolment=one, actor=None)
    offer.refresh_from_db()
    assert offer.status == S.OFFERED
    return here, there, noor, greet, offer


def test_an_offer_to_one_takes_both_where_there_is_a_second_seat() -> None:
    here, there, noor, greet, offer = offered_to_one(capacity=2)
    services.accept_offer(enrolment=offer, actor=noor.person)
    assert stands(noor, greet) == [
        (there.pk, S.CONFIRMED, None),
        (there.pk, S.CONFIRMED, noor.pk),
    ]
    assert taken(here, there) == [0, 2]


def test_an_offer_to_one_is_kept_until_one_goes_alone() -> None:
    here, there, noor, greet, offer = offered_to_one(capacity=1)
    with pytest.raises(Refusal, match="vol"):
        services.accept_offer(enrolment=offer, actor=noor.person)
    offer.refresh_from_db()
    assert (offer.status, taken(here, there)) == (S.OFFERED, [2, 1])
    services.accept_offer(enrolment=offer, actor=noor.person, along=())
    assert stands(noor, greet) == [(there.pk, S.CONFIRMED, None), (here.pk, S.CONFIRMED, None)]
    assert told(notice_kinds.COMPANION_LEFT) == [("Greet", ContactWay.TELEPHONE)]


def test_a_companion_with_a_seat_elsewhere_keeps_an_offer_that_was_accepted_alone() -> None:
    here, there = two_editions()
    noor, greet = pair_in(here)
    holders = [services.enrol(person=PersonFactory.create(), edition=there) for _ in range(2)]
    waits = services.move(enrolment=noor, to_edition=there, actor=noor.person, waiting_list=True)
    for one in holders:
        services.withdraw(enrolment=one, actor=None)
    waits = Enrolment.objects.get(pk=waits.pk)
    services.accept_offer(enrolment=waits, actor=noor.person, along=())
    offer = Enrolment.objects.get(person=greet.person, edition=there)
    assert (offer.status, offer.comes_with_id) == (S.OFFERED, noor.pk)
    # She says yes on the telephone: she comes with the other again.
    services.accept_offer(enrolment=offer, actor=person_in_role(Role.COORDINATOR))
    assert stands(noor, greet) == [
        (there.pk, S.CONFIRMED, None),
        (there.pk, S.CONFIRMED, noor.pk),
    ]
    assert taken(here, there) == [0, 2]


def test_who_declines_alone_leaves_the_offer_of_the_other_and_that_one_hears_it() -> None:
    edition = EditionFactory.create(capacity=2)
    holders = [services.enrol(person=PersonFactory.create(), edition=edition) for _ in range(2)]
    noor, greet = pair_in(edition)
    for one in holders:
        services.withdraw(enrolment=one, actor=None)
    offer = Enrolment.objects.get(pk=greet.pk)
    services.decline_offer(enrolment=offer, actor=person_in_role(Role.COORDINATOR))
    assert [state for _edition, state, _with in stands(noor, greet)] == [S.OFFERED, S.DECLINED]
    assert told(notice_kinds.COMPANION_LEFT) == [("Noor", ContactWay.MAIL)]


def test_who_says_yes_to_another_date_answers_for_whom_he_or_she_brought() -> None:
    here, there = two_editions(capacity=3)
    noor, greet = pair_in(here)
    group_mergers.ask_to_move(edition=here, to_edition=there, actor=None)
    request = MoveRequest.objects.get(enrolment=noor)
    group_mergers.answer_request(request=request, moves=True, actor=noor.person)
    assert [edition for edition, _state, _with in stands(noor, greet)] == [there.pk, there.pk]
    assert set(MoveRequest.objects.values_list("answer", flat=True)) == {MoveAnswer.YES}
    assert told(notice_kinds.MOVE_ASKED) == []


# --- Not after all --------------------------------------------------------------------------------


def test_one_withdraws_and_who_came_along_stays() -> None:
    edition = EditionFactory.create()
    noor, greet = pair_in(edition)
    services.withdraw(enrolment=noor, actor=noor.person, along=())
    assert stands(noor, greet) == [
        (edition.pk, S.WITHDRAWN, None),
        (edition.pk, S.CONFIRMED, None),
    ]
    assert told(notice_kinds.COMPANION_LEFT) == [("Greet", ContactWay.TELEPHONE)]


def test_one_withdraws_only_who_came_along_and_may_bring_another() -> None:
    edition = EditionFactory.create()
    noor, greet = pair_in(edition)
    services.withdraw_companions(enrolment=noor, along=[greet.pk], actor=noor.person)
    assert stands(noor, greet) == [
        (edition.pk, S.CONFIRMED, None),
        (edition.pk, S.WITHDRAWN, None),
    ]
    # Who did it knows; who is out of it hears so.
    assert told(notice_kinds.COMPANION_LEFT) == []
    assert told("enrolment_withdrawn") == [("Greet", ContactWay.TELEPHONE)]
    with pytest.raises(Refusal, match="niemand meer"):
        services.withdraw_companions(enrolment=noor, along=[greet.pk], actor=noor.person)


def test_nobody_withdraws_a_companion_of_another_or_one_who_signed_in() -> None:
    edition = EditionFactory.create()
    noor, greet = pair_in(edition)
    other, friend = pair_in(edition)
    User.objects.filter(pk=greet.person_id).update(last_login=clock.now())
    for one in (greet, friend):
        with pytest.raises(Refusal):
            services.withdraw_companions(enrolment=noor, along=[one.pk], actor=noor.person)
    assert [state for _edition, state, _with in stands(noor, greet, other, friend)] == (
        [S.CONFIRMED] * 4
    )


def test_too_late_for_oneself_is_too_late_for_a_companion() -> None:
    edition = EditionFactory.create(starts_at=clock.now() + timedelta(hours=10))
    noor, greet = pair_in(edition)
    Edition.objects.filter(pk=edition.pk).update(withdraw_until_hours=48)
    with pytest.raises(Refusal, match="48 uur"):
        services.withdraw_companions(enrolment=noor, along=[greet.pk], actor=noor.person)
    assert taken(edition) == [2]
