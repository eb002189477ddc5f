"""How long somebody was there, and what it makes of presence."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.attendance.enums import Mark
from plugins.aanwezigheid_online.moments import Join, Span
from plugins.aanwezigheid_online.presence import (
    Rules,
    Stay,
    mark_for,
    merged,
    overlap,
    rules_of,
    stay_of,
)
from tests.plugins.aanwezigheid_online.scene import EVENING, at, join

JOINS = st.lists(
    st.tuples(st.integers(-90, 200), st.integers(0, 150)).map(
        lambda one: join(one[0], one[0] + one[1])
    ),
    max_size=8,
)
NO_GAP = Rules(gap=0)


def minutes_there(joins: list[Join]) -> int:
    """Counted minute by minute."""
    return sum(
        any(one.starts_at <= at(minute) < one.ends_at for one in joins) for minute in range(120)
    )


@given(JOINS)
def test_each_minute_of_the_session_counts_once(joins: list[Join]) -> None:
    assert stay_of(joins, EVENING, NO_GAP).minutes == minutes_there(joins)


@given(JOINS, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_makes_a_difference(joins: list[Join], chance: object) -> None:
    again = [*joins, *joins]
    chance.shuffle(again)  # type: ignore[attr-defined]
    assert stay_of(again, EVENING, Rules()) == stay_of(joins, EVENING, Rules())


@given(JOINS, JOINS)
def test_another_join_never_makes_it_less_nor_more_than_the_session(
    joins: list[Join], more: list[Join]
) -> None:
    less = stay_of(joins, EVENING, Rules()).minutes
    assert 0 <= less <= stay_of([*joins, *more], EVENING, Rules()).minutes <= 120


@given(JOINS)
def test_merged_joins_do_not_touch_and_hold_the_same_moments(joins: list[Join]) -> None:
    found = merged(joins)
    assert all(one.ends_at < later.starts_at for one, later in itertools.pairwise(found))
    assert minutes_there(found) == minutes_there(joins)
    assert not overlap(found)


def test_a_short_gap_counts_and_a_longer_one_does_not() -> None:
    joins = [join(0, 30), join(32, 60), join(65, 100)]
    assert stay_of(joins, EVENING, Rules(gap=2)) == Stay(95, at(0), 3)
    assert stay_of(joins, EVENING, Rules(gap=0)).minutes == 93


def test_time_before_and_after_does_not_count() -> None:
    assert stay_of([join(-30, 20), join(110, 200)], EVENING, NO_GAP) == Stay(30, at(0), 2)
    assert stay_of([join(-60, -5)], EVENING, NO_GAP) == Stay(0)


def test_two_devices_at_once_are_seen() -> None:
    assert overlap([join(0, 40), join(20, 50)])
    assert not overlap([join(0, 20), join(20, 50)])


@pytest.mark.parametrize(
    ("stay", "rules", "mark"),
    [
        (Stay(90, at(0)), Rules(), Mark.PRESENT),
        (Stay(89, at(0)), Rules(), Mark.ABSENT),
        (Stay(95, at(10)), Rules(), Mark.PRESENT),
        (Stay(95, at(11)), Rules(), Mark.LATE),
        (Stay(95), Rules(), Mark.PRESENT),
        (Stay(60, at(0)), Rules(least_share=0, least_minutes=60), Mark.PRESENT),
        (Stay(59, at(0)), Rules(least_share=0, least_minutes=60), Mark.ABSENT),
        # Both hold.
        (Stay(95, at(0)), Rules(least_share=75, least_minutes=100), Mark.ABSENT),
        # Who was not there at all is never present.
        (Stay(0), Rules(least_share=0, least_minutes=0), Mark.ABSENT),
        (Stay(1, at(0)), Rules(least_share=0, least_minutes=0), Mark.PRESENT),
    ],
)
def test_what_a_stay_makes_of_presence(stay: Stay, rules: Rules, mark: Mark) -> None:
    assert mark_for(stay, EVENING, rules) == mark


def test_a_share_is_rounded_up_to_whole_minutes() -> None:
    assert Rules(least_share=75).needed(Span(at(0), at(0) + timedelta(minutes=90))) == 68


def test_settings_that_make_no_sense_are_as_at_first() -> None:
    assert rules_of({"least_share": "veel", "gap": True, "late_after": 5}) == Rules(late_after=5)


def test_a_report_without_times_counts_no_more_than_the_session() -> None:
    assert stay_of([], EVENING, Rules(), seconds=45 * 60) == Stay(45)
    assert stay_of([], EVENING, Rules(), seconds=9 * 3600) == Stay(120)
