"""Two people at one presence list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from courses.attendance import queries, services
from courses.common import clock
from courses.common.edit_conflicts import Conflict, FormSnapshot, token
from courses.people.enums import Role
from tests.courses.attendance.test_admin import (
    AFTER,
    an_edition,
    enrolment_ids,
    signed_in,
    stored,
)
from tests.factories import person_in_role
from tests.parallel import all_at_once

if TYPE_CHECKING:
    from courses.editions.models import Edition

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def _seen(edition: Edition) -> str:
    return token(queries.cells(queries.sheet(edition)))


def _mark(edition: Edition, present: list[int], absent: list[int], **more: Any) -> int:
    return services.mark_attendance(
        session=edition.sessions.get(), present=present, absent=absent, actor=None, **more
    )


def test_an_older_list_makes_nobody_absent_that_it_did_not_show() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainer, participants=6)
    people = enrolment_ids(edition)
    session, url = edition.sessions.get(), f"/beheer/presentie/{edition.pk}/"
    with clock.at(AFTER):
        client = signed_in(trainer)
        snapshot = client.get(url).context["snapshot_token"]
        _mark(edition, people[:5], [])
        # Nothing was ticked on the older page: nothing is changed.
        client.post(url, {"shown": people, "snapshot": snapshot})
        assert stored(edition) == {(session.pk, pk): True for pk in people[:5]}
        # The last was ticked: five others would become absent.
        sent = {"shown": people, f"session_{session.pk}": people[5:]}
        page = client.post(url, {**sent, "snapshot": snapshot})
        conflict = page.context["conflict"]
        assert [(one.theirs, one.yours) for one in conflict.differences] == [
            ("aanwezig", "afwezig")
        ] * 5
        assert stored(edition) == {(session.pk, pk): True for pk in people[:5]}
        shown = {"snapshot": page.context["snapshot_token"]}
        client.post(url, {**sent, **shown, "take_theirs": conflict.keys})
        assert stored(edition) == {(session.pk, pk): True for pk in people}
        # And to save once more is to choose for one's own.
        client.post(url, {**sent, "snapshot": _seen(edition)})
        assert stored(edition) == {(session.pk, pk): pk == people[5] for pk in people}


def test_only_the_cells_that_this_person_changed_are_written() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = an_edition(trainer, participants=3)
    first, second, third = people = enrolment_ids(edition)
    session, url = edition.sessions.get(), f"/beheer/presentie/{edition.pk}/"
    with clock.at(AFTER):
        _mark(edition, [first, second], [third])
        snapshot = _seen(edition)
        _mark(edition, [], [first])
        sent = {"shown": people, f"session_{session.pk}": people, "snapshot": snapshot}
        assert signed_in(trainer).post(url, sent).status_code == 302
    assert stored(edition) == {
        (session.pk, first): False,
        (session.pk, second): True,
        (session.pk, third): True,
    }


@pytest.mark.django_db(transaction=True)
def test_of_two_lists_at_the_same_moment_the_second_is_told() -> None:
    edition = an_edition(person_in_role(Role.TRAINER), participants=2)
    first, second = enrolment_ids(edition)
    snapshot = FormSnapshot.submitted({"snapshot": _seen(edition)})

    def save(present: int, absent: int) -> int:
        with clock.at(AFTER):
            return _mark(edition, [present], [absent], snapshot=snapshot)

    outcomes = all_at_once([lambda: save(first, second), lambda: save(second, first)])
    assert [type(one) for one in sorted(outcomes, key=str)] in ([int, Conflict], [Conflict, int])
