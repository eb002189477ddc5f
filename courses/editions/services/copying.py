"""Editions like one that there is: one on another day, or a series."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from courses.common import clock, dates
from courses.common.errors import Refusal
from courses.editions import queries
from courses.editions.enums import Interval, Language, Place
from courses.editions.house_rules import HouseRules
from courses.editions.services.planning import Meeting, plan_edition

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from courses.editions.models import Edition
    from courses.people.models import User

WEEK = 7


@transaction.atomic
def copy_edition(*, edition: Edition, actor: User | None, first_day: date | None = None) -> Edition:
    """A draft like this edition, that begins on `first_day`; by itself a whole number of weeks
    later, with the first session to come.

    All sessions are as many days later, at the same hour on the clock. The training is the same,
    so the same plugins are on with the same settings. Who is enrolled, the moment until which one
    can enrol, and the note about figures belong to the edition that is copied. Of a hybrid both
    halves are copied.

    Raises:
        Refusal: the edition has no sessions; on that day the clock skips an hour of theirs, or has
            it twice.
    """
    first_day = first_day or next_day(edition)
    days = (first_day - _first_day(edition)).days
    copy = _copy_later(edition, days, actor)
    other = queries.other_half(edition)
    if other is not None:
        half = _copy_later(other, days, actor)
        half.half_of = copy
        half.save(update_fields=["half_of"])
    return copy


def next_day(edition: Edition) -> date:
    """When a copy begins by itself: a whole number of weeks later, with all sessions to come.

    Raises:
        Refusal: the edition has no sessions.
    """
    first_day = _first_day(edition)
    moments = [moment for one in edition.sessions.all() for moment in (one.starts_at, one.ends_at)]
    return first_day + timedelta(days=_days_on(moments))


def _first_day(edition: Edition) -> date:
    begins = [one.starts_at for one in edition.sessions.all()]
    if not begins:
        raise Refusal(_("Plan ten minste één bijeenkomst."), field="sessions")
    return clock.local_day(min(begins))


@transaction.atomic
def copy_to_days(*, edition: Edition, days: Collection[date], actor: User | None) -> list[Edition]:
    """Drafts like this edition, one that begins on each of these days, the first day first.

    Raises:
        Refusal: as for `copy_edition`; nothing is made then.
    """
    return [copy_edition(edition=edition, actor=actor, first_day=day) for day in sorted(set(days))]


def days_of_series(*, first_day: date, interval: Interval, times: int) -> list[date]:
    """The days of a series: each week, every other week, or each month on the same weekday.

    Each month is on the first, second, … such day of the month, and a month that has no fifth is
    passed over (`months_passed_over`); or on the last one, which each month has.
    """
    if interval in _WEEKS:
        step = timedelta(weeks=_WEEKS[interval])
        return [first_day + step * number for number in range(times)]
    nth = -1 if interval == Interval.LAST_OF_MONTH else (first_day.day - 1) // WEEK
    found: list[date] = []
    month = first_day.replace(day=1)
    while len(found) < times:
        weekdays = _weekdays_of(month, first_day.weekday())
        found += weekdays[nth:][:1]
        month = _next_month(month)
    return found


_WEEKS = {Interval.WEEK: 1, Interval.FORTNIGHT: 2}


def months_passed_over(days: Sequence[date]) -> list[date]:
    """Of a series with a day in each month: the months in between that have none, by their first
    day. Its own fifth weekday is what a month can lack."""
    have = {day.replace(day=1) for day in days}
    found: list[date] = []
    month = min(have, default=None)
    while month is not None and month < max(have):
        if month not in have:
            found.append(month)
        month = _next_month(month)
    return found


def last_in_month(day: date) -> date:
    """The last day of its month that is the same weekday."""
    return _weekdays_of(day.replace(day=1), day.weekday())[-1]


def _weekdays_of(month: date, weekday: int) -> list[date]:
    """All Mondays, or whatever `weekday` is, of the month that begins on `month`."""
    first_weekday, length = calendar.monthrange(month.year, month.month)
    first = 1 + (weekday - first_weekday) % WEEK
    return [month.replace(day=day) for day in range(first, length + 1, WEEK)]


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def meetings_later(edition: Edition, days: int) -> list[Meeting]:
    """The sessions of an edition, this number of days later by the clock on the wall.

    Raises:
        Refusal: the clock does not have such a moment then, or has it twice.
    """
    return [
        Meeting.like(one, _later(one.starts_at, days), _later(one.ends_at, days))
        for one in edition.sessions.all()
    ]


def _copy_later(edition: Edition, days: int, actor: User | None) -> Edition:
    rules = HouseRules.of(edition)
    if rules.decide_by is not None:
        day = rules.decide_by + timedelta(days=days)
        # A day that has been is nobody's choice here: the training says which it becomes.
        rules = replace(rules, decide_by=day if day >= clock.today() else None)
    return plan_edition(
        training=edition.training,
        rules=rules,
        meetings=meetings_later(edition, days),
        capacity=edition.capacity,
        actor=actor,
        trainers=list(edition.trainers.all()),
        place=Place(edition.place),
        location=edition.location,
        online_link=edition.online_link,
        language=Language(edition.language),
    )


def _days_on(moments: Sequence[datetime]) -> int:
    """After how many days, whole weeks, the first of these is to come, by the clock on the wall.

    A week in which the clock skips one of them, or has it twice, is passed over.
    """
    now, first = (clock.local(one).replace(tzinfo=None) for one in (clock.now(), min(moments)))
    weeks = max(1, (now - first) // timedelta(weeks=1) + 1)
    while True:
        try:
            for moment in moments:
                _at_same_hour(moment, weeks * WEEK)
        except dates.Unreadable:
            weeks += 1
        else:
            return weeks * WEEK


def _later(moment: datetime, days: int) -> datetime:
    try:
        return _at_same_hour(moment, days)
    except dates.Unreadable as error:
        local = clock.local(moment).replace(tzinfo=None) + timedelta(days=days)
        raise Refusal(
            _("%(moment)s bestaat niet of bestaat twee keer: dan gaat de klok vooruit of terug.")
            % {"moment": date_format(local, "j F Y, H:i")},
            field="first_day",
        ) from error


def _at_same_hour(moment: datetime, days: int) -> datetime:
    """The same time of day on the clock of the academy, also when summer time comes between.

    Raises:
        dates.Unreadable: the clock does not have that time then, or has it twice.
    """
    return dates.aware(clock.local(moment).replace(tzinfo=None) + timedelta(days=days))
