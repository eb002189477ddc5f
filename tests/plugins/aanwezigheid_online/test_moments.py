"""Dates, times and durations as programs write them, and what is meant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from courses.common import clock
from plugins.aanwezigheid_online.moments import (
    DateOrder,
    Join,
    Span,
    WrittenMoment,
    join_of,
    moments_of,
    order_for,
    read_duration,
    read_moment,
)
from tests.plugins.aanwezigheid_online.scene import EVENING

HOUR = 3600


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.zone())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("6/10/26, 19:30:17", "2026-10-06T19:30:17"),
        ("06-10-2026 19:30", "2026-10-06T19:30"),
        ("10/6/26, 7:30:17 PM", "2026-10-06T19:30:17"),
        # A narrow space before PM, as browsers write it since 2023, and marks of direction.
        ("10/6/26, 7:30:17\u202fPM", "2026-10-06T19:30:17"),
        ("\u200e6.10.26\u200f, 19.30", "2026-10-06T19:30"),
        ("10/06/2026 07:30:17 p.m.", "2026-10-06T19:30:17"),
        ("2026-10-06 19:30:17", "2026-10-06T19:30:17"),
        ("2026-10-06T17:30:17Z", "2026-10-06T19:30:17"),
        ("2026-10-06T19:30:17.123+02:00", "2026-10-06T19:30:17"),
        ("Oct 6, 2026 07:30 PM", "2026-10-06T19:30"),
        ("6 okt. 2026 19:30", "2026-10-06T19:30"),
        ("dinsdag 6 oktober 2026 om 19.30 uur", "2026-10-06T19:30"),
        ("19:30", "2026-10-06T19:30"),
        ("7:30 PM", "2026-10-06T19:30"),
        ("12:05 AM", "2026-10-07T00:05"),
    ],
)
def test_a_moment_is_read_however_it_is_written(written: str, meant: str) -> None:
    moment = read_moment(written)
    assert moment is not None
    order = order_for([moment], EVENING) or DateOrder.DAY_FIRST
    late = Span(EVENING.starts_at, EVENING.ends_at + timedelta(hours=3))
    assert moments_of(moment, order, late)[0] == local(meant)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "--",
        "Anna de Wit",
        "31612345678",
        "1h 13m 42s",
        "45",
        "6/10/26",
        "25:61",
        "6 foo 2026 19:30",
    ],
)
def test_what_is_no_moment_is_none(text: str) -> None:
    moment = read_moment(text)
    # A month that is none leaves the time.
    assert moment is None or not moment.has_date


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("1h 13m 42s", 4422),
        ("1 u. 13 min. 42 s", 4422),
        ("1 uur, 13 minuten en 42 seconden", 4422),
        ("01:13:42", 4422),
        ("59 Min. 0 Sek.", 3540),
        ("1 Std. 5 Min.", 3900),
        ("1 hr 2 min", 3720),
        ("95 min", 5700),
        ("1,5 uur", 5400),
        ("62", 3720),
        ("42m", 2520),
        # Hours where they fit in the session, else minutes.
        ("1:13", 4380),
        ("45:30", 2730),
        ("--", None),
        ("", None),
        ("Anna 3", None),
        ("999999 uur", None),
    ],
)
def test_a_duration_is_read_however_it_is_written(written: str, seconds: int | None) -> None:
    assert read_duration(written, unit=60, session=2 * HOUR) == seconds


def test_a_bare_number_counts_what_its_heading_says() -> None:
    assert read_duration("90", unit=1, session=2 * HOUR) == 90


# --- The session decides --------------------------------------------------------------------------

SESSIONS = st.builds(
    lambda start, minutes: Span(start, start + timedelta(minutes=minutes)),
    st.datetimes(
        min_value=datetime(2020, 1, 2), max_value=datetime(2039, 12, 30), timezones=st.just(UTC)
    ),
    st.integers(15, 300),
)
FORMATS = st.sampled_from(
    [
        (DateOrder.DAY_FIRST, "%d/%m/%y, %H:%M:%S"),
        (DateOrder.DAY_FIRST, "%d-%m-%Y %H:%M:%S"),
        (DateOrder.DAY_FIRST, "%d.%m.%y %I:%M:%S %p"),
        (DateOrder.MONTH_FIRST, "%m/%d/%y, %I:%M:%S %p"),
        (DateOrder.MONTH_FIRST, "%m/%d/%Y %I:%M:%S %p"),
        (DateOrder.YEAR_FIRST, "%Y-%m-%d %H:%M:%S"),
        (DateOrder.YEAR_FIRST, "%y/%m/%d %H:%M:%S"),
    ]
)


def as_read(texts: list[str], span: Span) -> list[list[datetime]]:
    moments = [one for text in texts if (one := read_moment(text)) is not None]
    order = order_for(moments, span)
    assert order is not None
    return [moments_of(one, order, span) for one in moments]


@given(SESSIONS, FORMATS, st.lists(st.integers(-120, 300), min_size=1, max_size=6))
def test_whatever_the_order_the_session_says_what_is_meant(
    span: Span, written_as: tuple[DateOrder, str], minutes: list[int]
) -> None:
    """Also around midnight, at the turn of the year and when the clock changes."""
    meant = [(span.starts_at + timedelta(minutes=one)).replace(microsecond=0) for one in minutes]
    texts = [clock.local(one).strftime(written_as[1]) for one in meant]
    for one, possible in zip(meant, as_read(texts, span), strict=True):
        # Of an hour that the clock shows twice both are possible.
        assert one in possible


CHANGES = st.sampled_from(
    [
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "the clock goes forward"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "the clock goes back"),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "a new year"),
    ]
)


@given(CHANGES, st.integers(-90, 90), st.integers(0, 180), FORMATS)
def test_a_join_around_the_change_of_the_clock_lasts_as_long_as_was_said(
    change: tuple[datetime, str], start: int, length: int, written_as: tuple[DateOrder, str]
) -> None:
    joined = change[0] + timedelta(minutes=start)
    left = joined + timedelta(minutes=length)
    span = Span(change[0] - timedelta(hours=2), change[0] + timedelta(hours=3))
    texts = [clock.local(one).strftime(written_as[1]) for one in (joined, left)]
    possible = as_read(texts, span)
    join = join_of(possible[0], possible[1], length * 60)
    assert join is not None
    assert round((join.ends_at - join.starts_at).total_seconds()) == length * 60
    if length > 60:
        # Longer than the hour that comes twice: nothing else fits.
        assert join == Join(joined, left)


@given(SESSIONS, st.integers(30, 3000), FORMATS)
def test_a_report_of_another_day_is_not_taken_for_this_one(
    span: Span, days: int, written_as: tuple[DateOrder, str]
) -> None:
    text = clock.local(span.starts_at + timedelta(days=days)).strftime(written_as[1])
    moment = read_moment(text)
    assert moment is not None
    near = [order for order in DateOrder if _is_near(moment, order, span)]
    # In another order it may be this very day; then nobody can know.
    assume(not near)
    assert order_for([moment], span) is None


def _is_near(moment: WrittenMoment, order: DateOrder, span: Span) -> bool:
    found = moments_of(moment, order, span)
    return bool(found) and span.distance(found[0]) <= timedelta(hours=14)


@given(SESSIONS, st.integers(0, 100))
def test_a_time_without_a_day_is_at_the_session(span: Span, percent: int) -> None:
    meant = span.starts_at + timedelta(seconds=span.seconds * percent // 100)
    meant = meant.replace(second=0, microsecond=0)
    moment = read_moment(f"{clock.local(meant):%H:%M}")
    assert moment is not None
    assert span.distance(moments_of(moment, DateOrder.DAY_FIRST, span)[0]) <= timedelta(hours=1)


@given(st.text(max_size=60))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    moment = read_moment(text)
    for order in DateOrder:
        assert moment is None or isinstance(moments_of(moment, order, EVENING), list)
    seconds = read_duration(text, unit=60, session=HOUR)
    assert seconds is None or seconds >= 0
