"""Two accounts that are one person: who is offered the seat that is too many, before and after."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.common import clock
from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.double_rows import freed_seats
from courses.enrolment.enums import EnrolmentStatus as S
from courses.people import merge_rules
from courses.people.enums import Role
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.enrolment.models import Enrolment
    from courses.people.models import User

pytestmark = pytest.mark.django_db


def double(edition: Edition) -> tuple[User, User]:
    """Two accounts of one person, that both have a seat."""
    people = [PersonFactory.create(first_name="Riet", last_name="Smit") for _ in range(2)]
    for one in people:
        EnrolmentFactory.create(person=one, edition=edition)
    return people[0], people[1]


def waiting(edition: Edition, first_name: str, **details: Any) -> Enrolment:
    person = PersonFactory.create(first_name=first_name, last_name="Bos", **details)
    return EnrolmentFactory.create(person=person, edition=edition, status=S.WAITING)


def merge_url(stays: User, goes: User) -> str:
    return f"/beheer/personen/{stays.pk}/samenvoegen/{goes.pk}/"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_swapped", [False, True])
def test_who_gets_the_seat_and_how_is_said_before_and_after(
    client: Client, is_swapped: bool
) -> None:
    edition = EditionFactory.create(capacity=2)
    stays, goes = double(edition)
    first = waiting(edition, "Noor", email=None, telephone="0302361745")
    second = waiting(edition, "Wim")
    stays, goes = (goes, stays) if is_swapped else (stays, goes)
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get(merge_url(stays, goes)).content.decode()
    assert f"Beiden hebben een plaats bij “{edition}”." in page
    assert ("<bdi>Bos, Noor</bdi>" in page, "<bdi>Bos, Wim</bdi>" in page) == (True, False)
    assert "Moet je bellen" in page
    done = client.post(merge_url(stays, goes), {"sure": "on", "take-email": "stays"})
    assert done.status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == (S.OFFERED, S.WAITING)
    said = [str(one) for one in client.get(done.headers["Location"]).context["messages"]]
    assert said == [
        "De twee accounts zijn nu één.",
        f"Bij “{edition}” kwam een plaats vrij. Aangeboden: 1 moet je bellen (Noor Bos).",
    ]


@pytest.mark.both_databases
def test_an_offer_that_is_too_many_goes_on_and_what_nobody_waits_for_is_free() -> None:
    edition, quiet = EditionFactory.create(capacity=2), EditionFactory.create()
    stays, goes = double(quiet)
    EnrolmentFactory.create(person=stays, edition=edition)
    EnrolmentFactory.create(person=goes, edition=edition, status=S.OFFERED)
    services.count_seats(edition=edition)
    noor = waiting(edition, "Noor")
    found = {one.edition: one for one in freed_seats(stays, goes)}
    assert found[edition].offered == [noor]
    assert (found[quiet].offered, found[quiet].somebody_waits) == ([], False)
    said = [one.before for one in merge_rules.consequences(stays, goes)]
    assert [("Niemand wacht erop." in one) for one in said] == [
        one == quiet for one in sorted(found, key=lambda one: (one.starts_at, one.pk))
    ]


@pytest.mark.parametrize("other", [S.WAITING, S.WITHDRAWN])
def test_no_seat_comes_free_where_only_one_has_one(other: S) -> None:
    edition = EditionFactory.create(capacity=1)
    stays, goes = PersonFactory.create(), PersonFactory.create()
    EnrolmentFactory.create(person=stays, edition=edition)
    EnrolmentFactory.create(person=goes, edition=edition, status=other)
    assert freed_seats(stays, goes) == []


def test_of_what_is_over_nothing_is_said() -> None:
    edition = EditionFactory.create(starts_at=clock.now() - timedelta(days=9))
    stays, goes = (PersonFactory.create() for _ in range(2))
    for one in (stays, goes):
        EnrolmentFactory.create(person=one, edition=edition, status=S.CONFIRMED)
    assert freed_seats(stays, goes) == []


def test_nobody_is_named_where_nothing_is_offered_any_more(client: Client) -> None:
    edition = EditionFactory.create(capacity=2)
    stays, goes = double(edition)
    waiting(edition, "Noor")
    Edition.objects.filter(pk=edition.pk).update(enrol_until=clock.now() - timedelta(hours=1))
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get(merge_url(stays, goes)).content.decode()
    assert "Van wie wacht, kan nu niemand die plaats krijgen." in page
    assert "Bos, Noor" not in page


def test_the_page_costs_the_same_for_any_number_who_wait(client: Client) -> None:
    edition = EditionFactory.create(capacity=2)
    stays, goes = double(edition)
    client.force_login(person_in_role(Role.COORDINATOR))
    costs = []
    # The first time fills what is kept of the site.
    for names in (["Noor"], [], ["Wim", "Mo"]):
        for name in names:
            waiting(edition, name)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(merge_url(stays, goes)).status_code == 200
        costs.append(len(asked))
    assert costs[1] == costs[2]
