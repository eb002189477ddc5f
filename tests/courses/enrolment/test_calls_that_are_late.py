"""Calls and letters about a place in what has begun: news as long as they help somebody to come."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from courses.attendance.enums import Mark
from courses.attendance.services import MarkEdit, edit_marks
from courses.common import clock
from courses.enrolment import services
from courses.notices import queries
from courses.notices import services as notices
from courses.people.enums import Role
from tests.factories import EditionFactory, PersonFactory, person_in_role, start_of

if TYPE_CHECKING:
    from datetime import datetime

    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment
    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ADDRESS = {"street": "Kade 1", "postcode": "3511 AA", "city": "Utrecht"}


@pytest.fixture
def edition() -> Edition:
    return EditionFactory.create(sessions=2)


def enrolled(edition: Edition, **contact: str) -> Enrolment:
    person = PersonFactory.create(email=None, **(contact or {"telephone": "030 236 17 45"}))
    return services.enrol(person=person, edition=edition, actor=person_in_role(Role.COORDINATOR))


def on_a_list(at: datetime) -> set[User]:
    """Who is still to be called or to get a letter, after what is no news has gone."""
    with clock.at(at):
        notices.drop_stale()
        found = [*queries.call_list(), *queries.letters_to_print()]
    return {one.person for one in found}


def mark(enrolment: Enrolment, mark: Mark) -> None:
    session = enrolment.edition.sessions.all()[0]
    with clock.at(session.ends_at):
        edit_marks(session=session, edits=[MarkEdit(enrolment.pk, None, mark)], actor=None)


def test_who_was_there_need_not_be_told_of_the_place(edition: Edition) -> None:
    there, away, unknown = (enrolled(edition) for _ in range(3))
    by_letter = enrolled(edition, **ADDRESS)
    mark(there, Mark.PRESENT)
    mark(by_letter, Mark.LATE)
    mark(away, Mark.ABSENT)
    after = start_of(edition) + timedelta(days=1)
    # Who was not there can still come to what is left.
    assert on_a_list(after) == {away.person, unknown.person}


def test_nobody_is_told_of_a_place_when_the_last_meeting_is_on() -> None:
    edition = EditionFactory.create()
    one = enrolled(edition)
    begin = start_of(edition)
    assert on_a_list(begin - timedelta(minutes=1)) == {one.person}
    assert on_a_list(begin + timedelta(hours=1, minutes=1)) == set()


def test_who_is_enrolled_while_it_is_on_hears_so_until_it_is_over(edition: Edition) -> None:
    last = edition.sessions.all()[1]
    with clock.at(last.starts_at + timedelta(minutes=5)):
        late = enrolled(edition)
    assert on_a_list(last.starts_at + timedelta(minutes=10)) == {late.person}


def test_presence_from_another_group_does_not_say_that_somebody_knows_of_this_one(
    edition: Edition,
) -> None:
    other = EditionFactory.create(
        training=edition.training, starts_at=start_of(edition) + timedelta(hours=1), sessions=2
    )
    moved = enrolled(edition)
    mark(moved, Mark.PRESENT)
    after = start_of(edition) + timedelta(days=1)
    with clock.at(after):
        services.move(enrolment=moved, to_edition=other, actor=person_in_role(Role.COORDINATOR))
    assert on_a_list(after + timedelta(hours=2)) == {moved.person}
