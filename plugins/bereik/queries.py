"""The counts behind the panel and the reports.

Who takes part is counted where the edition began, in the academy's own time zone: also for a
coordinator who has the administration in another one. An edition that was called off, that is
still a draft or that has not begun does not count, and neither does who waits or withdrew.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Count, DateTimeField, Min, Model, Q, QuerySet, Sum, Value
from django.db.models.functions import TruncMonth, TruncQuarter
from django.utils import timezone

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.common.statements import Keys, Moment, Parameter, Statement
from courses.editions.enums import EditionStatus
from courses.editions.models import ReportedFigures, Session
from courses.editions.queries import sessions_counted_once
from courses.enrolment.enums import TAKES_PART, EnrolmentStatus
from courses.enrolment.models import Enrolment, ErasedParticipants
from courses.people.enums import Background
from plugins.bereik.privacy import ProtectedCounts, protect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from django.db.models import Aggregate

M = TypeVar("M", bound=Model)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From and until which day, both included; None has no limit."""

    since: date | None = None
    until: date | None = None

    @property
    def begins(self) -> datetime:
        """The first moment in it."""
        # The very first and last day there are have no neighbour to turn into UTC.
        if self.since is None or self.since == date.min:
            return datetime.min.replace(tzinfo=UTC)
        return _midnight(self.since)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        if self.until is None or self.until == date.max:
            return datetime.max.replace(tzinfo=UTC)
        return _midnight(self.until + DAY)

    def narrow(self, rows: QuerySet[M], moment: str) -> QuerySet[M]:
        """The rows whose `moment` lies in the period."""
        return rows.filter(_between(moment, self.begins, self.ends))

    def has_all_of(self, first: date, last: date) -> bool:
        """Whether nothing that has happened between these days is left out."""
        begins_before = self.since is None or self.since <= first
        return begins_before and (self.until is None or self.until >= min(last, today()))


def today() -> date:
    """The day in the academy's own time zone, whatever zone the reader chose."""
    return timezone.localdate(clock.now(), timezone.get_default_timezone())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def _between(moment: str, begins: Moment, ends: Moment) -> Q:
    return Q(**{f"{moment}__gte": begins, f"{moment}__lt": ends})


# --- What counts ------------------------------------------------------------------------------

Trainings = Collection[int] | Parameter


def participations(training_ids: Collection[int], period: Period) -> QuerySet[Enrolment]:
    """Who took part in an edition of these trainings that began in the period."""
    return period.narrow(_participations(training_ids, clock.now()), "edition__starts_at")


def _participations(training_ids: Trainings, now: Moment) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(
        edition__training__in=training_ids,
        edition__status=EditionStatus.OPEN,
        edition__starts_at__lte=now,
        status__in=TAKES_PART,
    ).order_by()


def erased(training_ids: Collection[int], period: Period) -> QuerySet[ErasedParticipants]:
    """The numbers of those who took part in such an edition and were erased since.

    All that is known of them is that they took part: no background, no partner, and not who was
    the same person in another edition, so each counts as one.
    """
    return period.narrow(_erased(training_ids, clock.now()), "edition__starts_at")


def _erased(training_ids: Trainings, now: Moment) -> QuerySet[ErasedParticipants]:
    return ErasedParticipants.objects.filter(
        edition__training__in=training_ids,
        edition__status=EditionStatus.OPEN,
        edition__starts_at__lte=now,
    ).order_by()


def meetings(training_ids: Collection[int], period: Period) -> QuerySet[Session]:
    """The meetings of these trainings that began in the period and are over; one that was at a
    venue and online at once is one meeting."""
    return period.narrow(_meetings(training_ids, clock.now()), "starts_at")


def _meetings(training_ids: Trainings, now: Moment) -> QuerySet[Session]:
    held = Session.objects.filter(
        edition__training__in=training_ids,
        edition__status=EditionStatus.OPEN,
        ends_at__lte=now,
    )
    return sessions_counted_once(held).order_by()


def as_reported(training_ids: Collection[int], period: Period) -> QuerySet[ReportedFigures]:
    """What others reported of editions of these trainings: never added to what is counted."""
    return period.narrow(_as_reported(training_ids), "edition__starts_at")


def _as_reported(training_ids: Trainings) -> QuerySet[ReportedFigures]:
    return ReportedFigures.objects.filter(
        edition__training__in=training_ids, edition__status=EditionStatus.REPORTED
    ).order_by()


def titles(training_ids: Collection[int]) -> dict[int, str]:
    """The titles of these trainings by id, in order of the alphabet."""
    return dict(_TITLES.run(training_ids=training_ids))


_TITLES: Statement[tuple[int, str]] = Statement(
    lambda training_ids: (
        TrainingPage.objects.filter(pk__in=training_ids)
        .order_by("title", "pk")
        .values_list("pk", "title")
    ),
    training_ids=Keys(),
)


# --- Two periods as a whole ---------------------------------------------------------------------


@dataclass(frozen=True)
class Reach:
    """What was held in a period, and who was reached: everybody once, in whatever training."""

    meetings: int
    participants: int
    counts: Mapping[str, int]
    """By background, as they are: what is shown of them says `backgrounds`."""
    backgrounds: ProtectedCounts
    reported: int
    """How many participants others reported: apart, and perhaps the same people."""
    participations: int = 0
    """The same, where who took part in two editions counts twice."""
    still_running: int = 0
    """How many of those are of an edition that is not over: evaluations and the report on a year
    do not count them yet."""


def reach(
    training_ids: Collection[int], this_period: Period, other_period: Period
) -> tuple[Reach, Reach]:
    """The reach of these trainings together, in each of two periods. Four queries in all."""
    values = {
        "training_ids": training_ids,
        "begins": min(this_period.begins, other_period.begins),
        "ends": max(this_period.ends, other_period.ends),
        **{f"begins_{place}": one.begins for place, one in enumerate((this_period, other_period))},
        **{f"ends_{place}": one.ends for place, one in enumerate((this_period, other_period))},
    }
    now = clock.now()
    ((held, gone, reported),) = zip(
        _MEETINGS_HELD.run(**values, now=now),
        _ERASED.run(**values, now=now),
        _REPORTED.run(**values),
        strict=True,
    )
    counted, seats, running = (_nobody(), _nobody()), [0, 0], [0, 0]
    for background, *numbers in _BACKGROUNDS.run(**values, now=now):
        for place, counts in enumerate(counted):
            counts[background] = numbers[place]
            seats[place] += numbers[len(counted) + place]
            running[place] += numbers[2 * len(counted) + place]
    this, other = (
        Reach(
            meetings=held[place],
            participants=sum(counts.values()) + (gone[place] or 0),
            counts=counts,
            backgrounds=protect(counts),
            reported=reported[place] or 0,
            participations=seats[place] + (gone[place] or 0),
            still_running=running[place] + (gone[len(counted) + place] or 0),
        )
        for place, counts in enumerate(counted)
    )
    return this, other


_BEGAN = "edition__starts_at"
_PERIODS = {
    name: DateTimeField() for name in ("begins", "ends", "begins_0", "ends_0", "begins_1", "ends_1")
}
"""What a statement asks of two periods: each, and the shortest one in which both are."""


def _in_each(
    rows: QuerySet[Any, Any], moment: str, *counts: Callable[..., Aggregate], **at: Parameter
) -> QuerySet[Any, Any]:
    """Of the rows in either period, what is counted in each: `in_0`, `in_1`, of what is counted
    next `in_2` and `in_3`."""
    numbers = {
        f"in_{2 * nth + place}": count(
            filter=_between(moment, at[f"begins_{place}"], at[f"ends_{place}"])
        )
        for nth, count in enumerate(counts)
        for place in (0, 1)
    }
    within = rows.filter(_between(moment, at["begins"], at["ends"]))
    counted: QuerySet[Any, Any] = within.annotate(**numbers)
    return counted


def _in_all(
    rows: QuerySet[Any], moment: str, *counts: Callable[..., Aggregate], **at: Parameter
) -> QuerySet[Any, Any]:
    """The same as one row, of all of them together."""
    all_of_them = rows.values(constant=Value(1))
    names = [f"in_{place}" for place in range(2 * len(counts))]
    return _in_each(all_of_them, moment, *counts, **at).values_list(*names)


def _still_running(count: Callable[..., Aggregate], now: Parameter, **options: Q) -> Aggregate:
    """The same of editions that are not over."""
    return count(filter=options["filter"] & Q(edition__ends_at__gt=now))


_MEETINGS_HELD: Statement[tuple[int, int]] = Statement(
    # An edition is over after its meetings: that leaves out the years before at once.
    lambda training_ids, now, **at: _in_all(
        _meetings(training_ids, now).filter(edition__ends_at__gte=at["begins"]),
        "starts_at",
        partial(Count, "pk"),
        **at,
    ),
    training_ids=Keys(),
    now=DateTimeField(),
    **_PERIODS,
)
_ERASED: Statement[tuple[int | None, ...]] = Statement(
    lambda training_ids, now, **at: _in_all(
        _erased(training_ids, now),
        _BEGAN,
        partial(Sum, "number"),
        partial(_still_running, partial(Sum, "number"), now),
        **at,
    ),
    training_ids=Keys(),
    now=DateTimeField(),
    **_PERIODS,
)
_REPORTED: Statement[tuple[int | None, int | None]] = Statement(
    lambda training_ids, **at: _in_all(
        _as_reported(training_ids), _BEGAN, partial(Sum, "participants"), **at
    ),
    training_ids=Keys(),
    **_PERIODS,
)
_BACKGROUNDS: Statement[tuple[Any, ...]] = Statement(
    # People, and participations: by background, since everybody has one, if it is unknown.
    lambda training_ids, now, **at: _in_each(
        _participations(training_ids, now).values_list("person__background"),
        _BEGAN,
        partial(Count, "person", distinct=True),
        partial(Count, "pk"),
        partial(_still_running, partial(Count, "pk"), now),
        **at,
    ),
    training_ids=Keys(),
    now=DateTimeField(),
    **_PERIODS,
)


def people_by_training(training_ids: Collection[int], period: Period) -> dict[int, int]:
    """How many people each training reached; one that reached nobody is left out."""
    values = {
        "training_ids": training_ids,
        "now": clock.now(),
        "begins": period.begins,
        "ends": period.ends,
    }
    found = dict(_PEOPLE.run(**values))
    for training, number in _ERASED_PEOPLE.run(**values):
        found[training] = found.get(training, 0) + number
    return found


_PEOPLE: Statement[tuple[int, int]] = Statement(
    lambda training_ids, now, begins, ends: (
        _participations(training_ids, now)
        .filter(_between(_BEGAN, begins, ends))
        .values_list("edition__training")
        .annotate(people=Count("person", distinct=True))
    ),
    training_ids=Keys(),
    now=DateTimeField(),
    begins=DateTimeField(),
    ends=DateTimeField(),
)
_ERASED_PEOPLE: Statement[tuple[int, int]] = Statement(
    lambda training_ids, now, begins, ends: (
        _erased(training_ids, now)
        .filter(_between(_BEGAN, begins, ends))
        .values_list("edition__training")
        .annotate(people=Sum("number"))
    ),
    training_ids=Keys(),
    now=DateTimeField(),
    begins=DateTimeField(),
    ends=DateTimeField(),
)


def _nobody() -> dict[str, int]:
    return dict.fromkeys(Background.values, 0)


# --- By training and quarter ------------------------------------------------------------------


@dataclass
class Quarter:
    """A training in a quarter. Within it everybody counts once."""

    title: str
    first: date
    meetings: int = 0
    counts: dict[str, int] = field(default_factory=_nobody)
    from_partner: int = 0
    partners: int = 0
    completed: int = 0
    erased: int = 0
    """Who took part and was erased since: of no background."""

    @property
    def number(self) -> int:
        """Which quarter of the year it is, from 1 to 4."""
        return (self.first.month + 2) // 3

    @property
    def last(self) -> date:
        """Its last day."""
        return _months_later(self.first, 3) - DAY

    @property
    def participants(self) -> int:
        return sum(self.counts.values()) + self.erased


def quarters(training_ids: Collection[int], period: Period) -> list[Quarter]:
    """What happened in the period, by title of the training and then by quarter.

    A quarter in which nothing happened is left out. Five queries.
    """
    named = titles(training_ids)
    found: dict[tuple[int, date], Quarter] = {}

    def quarter(training: int, begins: datetime) -> Quarter:
        first = begins.date()
        return found.setdefault((training, first), Quarter(named[training], first))

    for training, begins, number in _meetings_by_quarter(named, period):
        quarter(training, begins).meetings = number
    for training, begins, background, number in _people_by_quarter(named, period):
        quarter(training, begins).counts[background] = number
    for training, begins, from_partner, partners, completed in _more_by_quarter(named, period):
        one = quarter(training, begins)
        one.from_partner, one.partners, one.completed = from_partner, partners, completed
    for training, begins, number, completed in _erased_by_quarter(named, period):
        one = quarter(training, begins)
        one.erased, one.completed = number, one.completed + completed
    order = {training: place for place, training in enumerate(named)}
    return [found[key] for key in sorted(found, key=lambda key: (order[key[0]], key[1]))]


def _meetings_by_quarter(
    training_ids: Collection[int], period: Period
) -> Iterable[tuple[int, datetime, int]]:
    return (
        meetings(training_ids, period)
        .annotate(quarter=_quarter_of("starts_at"))
        .values_list("edition__training", "quarter")
        .annotate(number=Count("pk"))
    )


def _people_by_quarter(
    training_ids: Collection[int], period: Period
) -> Iterable[tuple[int, datetime, str, int]]:
    return (
        participations(training_ids, period)
        .annotate(quarter=_quarter_of("edition__starts_at"))
        .values_list("edition__training", "quarter", "person__background")
        .annotate(people=Count("person", distinct=True))
    )


def _more_by_quarter(
    training_ids: Collection[int], period: Period
) -> Iterable[tuple[int, datetime, int, int, int]]:
    return (
        participations(training_ids, period)
        .annotate(quarter=_quarter_of("edition__starts_at"))
        .values_list("edition__training", "quarter")
        .annotate(
            from_partner=Count("person", distinct=True, filter=Q(person__partner__isnull=False)),
            partners=Count("person__partner", distinct=True),
            completed=Count("person", distinct=True, filter=Q(status=EnrolmentStatus.COMPLETED)),
        )
    )


def _erased_by_quarter(
    training_ids: Collection[int], period: Period
) -> Iterable[tuple[int, datetime, int, int]]:
    return (
        erased(training_ids, period)
        .annotate(quarter=_quarter_of("edition__starts_at"))
        .values_list("edition__training", "quarter")
        .annotate(people=Sum("number"), done=Sum("completed"))
    )


def _quarter_of(moment: str) -> TruncQuarter:
    return TruncQuarter(moment, tzinfo=timezone.get_default_timezone())


# --- By month ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Month:
    """Who took part in a month; `so_far` is everybody who was ever reached until its end."""

    first: date
    new: int
    returning: int
    so_far: int


def months(training_ids: Collection[int], period: Period) -> Iterator[Month]:
    """Every month of the period since the first participation. Three queries.

    Who was erased since counts as new: nobody knows any more.
    """
    ever = participations(training_ids, Period(until=period.until))
    zone = timezone.get_default_timezone()
    debuts = {
        person: timezone.localtime(moment, zone).date()
        for person, moment in ever.values_list("person").annotate(Min("edition__starts_at"))
    }
    gone = [
        (timezone.localtime(moment, zone).date(), number)
        for moment, number in erased(training_ids, Period(until=period.until)).values_list(
            "edition__starts_at", "number"
        )
    ]
    first = [*debuts.values(), *(day for day, _number in gone)]
    if not first:
        return
    since = max(period.since or date.min, min(first))
    until = min(period.until or date.max, today())
    erased_since = _numbers((day.replace(day=1), number) for day, number in gone if day >= since)
    new = _count(day.replace(day=1) for day in debuts.values() if day >= since)
    people = _count(month.date() for _person, month in _people_by_month(training_ids, period))
    so_far = sum(day < since for day in debuts.values())
    so_far += sum(number for day, number in gone if day < since)
    month = since.replace(day=1)
    while month <= until:
        returning = people.get(month, 0) - new.get(month, 0)
        newcomers = new.get(month, 0) + erased_since.get(month, 0)
        so_far += newcomers
        yield Month(month, newcomers, returning, so_far)
        month = _months_later(month, 1)


def _people_by_month(
    training_ids: Collection[int], period: Period
) -> Iterable[tuple[int, datetime]]:
    return (
        participations(training_ids, period)
        .annotate(month=TruncMonth("edition__starts_at", tzinfo=timezone.get_default_timezone()))
        .values_list("person", "month")
        .distinct()
    )


def _count(days: Iterator[date]) -> Mapping[date, int]:
    counts: dict[date, int] = {}
    for day in days:
        counts[day] = counts.get(day, 0) + 1
    return counts


def _numbers(days: Iterator[tuple[date, int]]) -> Mapping[date, int]:
    sums: dict[date, int] = {}
    for day, number in days:
        sums[day] = sums.get(day, 0) + number
    return sums


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)
