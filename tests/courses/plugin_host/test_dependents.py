"""What hangs on a row, counted once."""

import pytest

from courses.enrolment.services import enrol
from courses.plugin_host.dependents import DeletionOutcome, dependents_of, everything_of
from tests.factories import EditionFactory, PersonFactory

pytestmark = pytest.mark.django_db


def counted(label: str, *, of: object) -> list[tuple[int, str]]:
    return [(one.number, one.fate.value) for one in of if one.label.startswith(label)]  # type: ignore[attr-defined]


def test_nothing_hangs_on_no_rows() -> None:
    assert (dependents_of([]), everything_of([])) == ([], [])


def test_a_row_that_points_twice_at_somebody_is_one_row() -> None:
    person = PersonFactory.create()
    # A message to somebody, because of what that person did.
    enrol(person=person, edition=EditionFactory.create(), actor=person)
    assert counted("bericht", of=dependents_of([person])) == [(1, DeletionOutcome.GOES.value)]
    # And one to another.
    enrol(person=PersonFactory.create(), edition=EditionFactory.create(), actor=person)
    assert counted("bericht", of=dependents_of([person])) == [(1, "goes"), (1, "stays")]
    assert [number for number, _fate in counted("bericht", of=everything_of([person]))] == [2]
