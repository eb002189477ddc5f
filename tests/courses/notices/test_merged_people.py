"""Two accounts that are one person: nobody is called about what that person knows already."""

from __future__ import annotations

import pytest

from courses.enrolment.services import enrol
from courses.notices import queries
from courses.notices.models import Notice
from courses.people.enums import Role
from courses.people.merging import merge_people
from tests.factories import EditionFactory, PersonFactory, person_in_role

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_call_goes_about_what_the_other_account_was_told_and_no_other_call() -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    edition, elsewhere = EditionFactory.create(), EditionFactory.create()
    known = PersonFactory.create(first_name="Riet", last_name="Smit")
    double = PersonFactory.create(
        first_name="Riet", last_name="Smit", email=None, telephone="030 236 17 45"
    )
    for person, where in ((known, edition), (double, edition), (double, elsewhere)):
        enrol(person=person, edition=where, actor=coordinator)
    Notice.objects.filter(person=known).update(state="sent", settled_at=known.date_joined)
    assert queries.call_list().count() == 2
    merge_people(stays=known, goes=double, actor=coordinator)
    assert [one.edition for one in queries.call_list()] == [elsewhere]
    assert Notice.objects.filter(person=known).count() == 3


def test_what_both_are_to_be_called_about_is_one_call() -> None:
    coordinator, edition = person_in_role(Role.COORDINATOR), EditionFactory.create()
    one, other = (PersonFactory.create(email=None, telephone=f"030 236 17 4{n}") for n in range(2))
    for person in (one, other):
        enrol(person=person, edition=edition, actor=coordinator)
    merge_people(stays=one, goes=other, actor=coordinator)
    (left,) = queries.call_list()
    assert left.person == one
