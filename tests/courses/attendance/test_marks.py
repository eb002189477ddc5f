"""More than there or not there: late, excused, caught up elsewhere, and what becomes of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from courses.attendance import queries, services
from courses.attendance.enums import Mark
from courses.attendance.models import Attendance, MarkChange
from courses.attendance.services import MarkEdit
from courses.common import clock
from courses.common.errors import Refusal
from courses.plugin_api.contributions.completion import Met, NotYet
from tests.courses.attendance.test_criteria import evaluate
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, TrainingFactory
from tests.parallel import all_at_once

if TYPE_CHECKING:
    from courses.editions.models import Edition, Session
    from courses.enrolment.models import Enrolment

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

BEGIN = datetime(2026, 3, 3, 19, tzinfo=ZoneInfo("Europe/Amsterdam"))
AFTER = BEGIN + timedelta(days=60)


def an_edition(*, sessions: int = 2, required: int = 100, **rules: bool) -> Edition:
    with clock.at(BEGIN - timedelta(days=20)):
        edition = EditionFactory.create(
            training=TrainingFactory.create(attendance_required=required),
            starts_at=BEGIN,
            sessions=sessions,
        )
    for name, value in rules.items():
        setattr(edition, name, value)
    edition.save()
    return edition


def somebody(edition: Edition) -> Enrolment:
    with clock.at(BEGIN - timedelta(days=20)):
        return EnrolmentFactory.create(edition=edition)


def sessions(edition: Edition) -> list[Session]:
    return list(edition.sessions.order_by("starts_at"))


def mark(
    enrolment: Enrolment, session: Session, mark: Mark | None, seen: Mark | None = None
) -> None:
    with clock.at(AFTER):
        services.edit_marks(session=session, edits=[MarkEdit(enrolment.pk, seen, mark)], actor=None)


def catch_up(enrolment: Enrolment, session: Session, note: str = "Groep van mei") -> None:
    with clock.at(AFTER):
        services.mark_caught_up(
            enrolment=enrolment, session=session, at=None, note=note, actor=None
        )


@pytest.mark.parametrize(
    ("second", "may_catch_up", "met"),
    [
        (Mark.PRESENT, False, True),
        (Mark.LATE, False, True),
        (Mark.ABSENT, False, False),
        (Mark.EXCUSED, False, False),
        (Mark.CAUGHT_UP, True, True),
        (Mark.CAUGHT_UP, False, False),
    ],
)
def test_what_counts_as_having_been_there(second: Mark, may_catch_up: bool, met: bool) -> None:
    edition = an_edition(may_catch_up=True)
    one, (first, other) = somebody(edition), sessions(edition)
    mark(one, first, Mark.PRESENT)
    if second == Mark.CAUGHT_UP:
        catch_up(one, other)
    else:
        mark(one, other, second)
    edition.may_catch_up = may_catch_up
    edition.save()
    assert (evaluate(one) == Met()) is met
    minutes = first.minutes + (other.minutes if met else 0)
    assert queries.presence(enrolment_id=one.pk).minutes == minutes


@pytest.mark.parametrize("required", [0, 50])
@pytest.mark.parametrize(
    ("first", "said"),
    [
        (Mark.LATE, None),
        (Mark.EXCUSED, "Je was niet bij de eerste bijeenkomst. Daar moest je bij zijn."),
        (None, "We weten nog niet of je er de eerste keer was. Je trainer vult dat in."),
    ],
)
def test_who_misses_the_first_session_is_out_where_the_edition_says_so(
    required: int, first: Mark | None, said: str | None
) -> None:
    edition = an_edition(required=required, first_session_required=True)
    one, (opening, other) = somebody(edition), sessions(edition)
    mark(one, other, Mark.PRESENT)
    mark(one, opening, first)
    assert evaluate(one) == (NotYet(said) if said else Met())


def test_one_session_is_caught_up_and_the_first_never() -> None:
    edition = an_edition(sessions=3, may_catch_up=True, first_session_required=True)
    one, (first, second, third) = somebody(edition), sessions(edition)
    with pytest.raises(Refusal, match="eerste keer"):
        catch_up(one, first)
    with pytest.raises(Refusal, match="Kies een bijeenkomst"):
        catch_up(one, second, note="  ")
    catch_up(one, second)
    with pytest.raises(Refusal, match="al een keer"):
        catch_up(one, third)
    with pytest.raises(Refusal, match="waar iemand"):
        mark(one, third, Mark.CAUGHT_UP)
    kept = Attendance.objects.get()
    assert (kept.session, kept.mark, kept.caught_up_where) == (second, "caught_up", "Groep van mei")
    # What stands there instead says nothing of elsewhere any more.
    mark(one, second, Mark.ABSENT, seen=Mark.CAUGHT_UP)
    assert Attendance.objects.get().caught_up_note == ""


def test_where_nobody_may_catch_up_it_is_refused() -> None:
    edition = an_edition()
    with pytest.raises(Refusal, match="niet ergens anders"):
        catch_up(somebody(edition), sessions(edition)[1])


def test_a_tick_in_the_big_list_takes_away_no_detail() -> None:
    edition = an_edition(sessions=1)
    late, excused = somebody(edition), somebody(edition)
    (session,) = sessions(edition)
    mark(late, session, Mark.LATE)
    mark(excused, session, Mark.EXCUSED)
    with clock.at(AFTER):
        changed = services.mark_attendance(
            session=session, present={late.pk}, absent={excused.pk}, actor=None
        )
    assert (changed, queries.marks_at(session)) == (
        0,
        {late.pk: Mark.LATE, excused.pk: Mark.EXCUSED},
    )


def test_each_change_is_kept_with_who_and_from_what() -> None:
    edition = an_edition(sessions=1)
    one, trainer = somebody(edition), PersonFactory.create()
    (session,) = sessions(edition)
    for seen, then in ((None, Mark.ABSENT), (Mark.ABSENT, Mark.LATE), (Mark.LATE, None)):
        with clock.at(AFTER):
            services.edit_marks(
                session=session, edits=[MarkEdit(one.pk, seen, then)], actor=trainer
            )
    log = MarkChange.objects.order_by("pk").values_list("before", "after", "by", "at")
    assert list(log) == [
        ("", "absent", trainer.pk, AFTER),
        ("absent", "late", trainer.pk, AFTER),
        ("late", "", trainer.pk, AFTER),
    ]
    assert Attendance.objects.count() == 0


def test_a_press_that_comes_too_late_stops_no_other_and_undoes_nobody() -> None:
    edition = an_edition(sessions=1)
    first, second, gone = (somebody(edition) for _ in range(3))
    stranger = somebody(an_edition())
    (session,) = sessions(edition)
    mark(first, session, Mark.LATE)
    gone.delete()
    with clock.at(AFTER):
        result = services.edit_marks(
            session=session,
            edits=[
                MarkEdit(first.pk, None, Mark.PRESENT),
                MarkEdit(second.pk, None, Mark.ABSENT),
                MarkEdit(second.pk, Mark.ABSENT, Mark.EXCUSED),
                MarkEdit(stranger.pk, None, Mark.PRESENT),
            ],
            actor=None,
        )
        again = services.edit_marks(
            session=session, edits=[MarkEdit(second.pk, None, Mark.EXCUSED)], actor=None
        )
    assert result.changed == [MarkEdit(second.pk, None, Mark.EXCUSED)]
    assert (result.newer, result.gone) == ({first.pk: Mark.LATE}, [stranger.pk])
    # Sent twice, because the answer was lost: it is as it should be.
    assert (again.changed, again.newer) == ([], {})
    assert queries.marks_at(session) == {first.pk: Mark.LATE, second.pk: Mark.EXCUSED}


def test_everybody_who_is_left_is_marked_and_nobody_else() -> None:
    edition = an_edition(sessions=1)
    left, excused = somebody(edition), somebody(edition)
    (session,) = sessions(edition)
    mark(excused, session, Mark.EXCUSED)
    with clock.at(AFTER):
        changed = services.mark_the_rest(session=session, mark=Mark.PRESENT, actor=None)
    assert changed == [MarkEdit(left.pk, None, Mark.PRESENT)]
    assert queries.marks_at(session) == {left.pk: Mark.PRESENT, excused.pk: Mark.EXCUSED}


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_the_same_moment_one_is_told_of_the_other() -> None:
    edition = an_edition(sessions=1)
    one = somebody(edition)
    (session,) = sessions(edition)

    def press(mark: Mark) -> dict[int, Mark | None]:
        with clock.at(AFTER):
            return services.edit_marks(
                session=session, edits=[MarkEdit(one.pk, None, mark)], actor=None
            ).newer

    answers = all_at_once([lambda: press(Mark.LATE), lambda: press(Mark.ABSENT)])
    assert sorted(answers, key=len) == [{}, queries.marks_at(session)]  # type: ignore[arg-type]
