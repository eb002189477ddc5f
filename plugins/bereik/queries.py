"""The counts behind the panel and the reports.

Who takes part is counted where the edition began, in the academy's own time zone: also for a
coordinator who has the administration in another one. An edition that was called off, that is
still a draft or that has not begun does not count, and neither does who waits or withdrew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Count, Min, Model, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth, TruncQuarter
from django.utils import timezone

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import ReportedFigures, Session
from courses.editions.queries import sessions_counted_once
from courses.enrolment.enums import TAKES_PART, EnrolmentStatus
from courses.enrolment.models import Enrolment, ErasedParticipants
from courses.people.enums import Background
from plugins.bereik.privacy import ProtectedCounts, protect

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from django.db.models import Aggregate

M = TypeVar("M", bound=Model)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From and until which day, both included; None has no limit."""

    since: date | None = None
    until: date | None = None

    def condition(self, moment: str) -> Q:
        """That a row's `moment` lies in the period."""
        condition = Q()
        # The very first and last day there are have no neighbour to turn into UTC.
        if self.since and self.since > date.min:
            condition &= Q(**{f"{moment}__gte": _midnight(self.since)})
        if self.until and self.until < date.max:
            condition &= Q(**{f"{moment}__lt": _midnight(self.until + DAY)})
        return condition

    def narrow(self, rows: QuerySet[M], moment: str) -> QuerySet[M]:
        """The rows whose `moment` lies in the period."""
        return rows.filter(self.condition(moment))

    def has_all_of(self, first: date, last: date) -> bool:
        """Whether nothing that has happened between these days is left out."""
        begins_before = self.since is None or self.since <= first
        return begins_before and (self.until is None or self.until >= min(last, today()))


def today() -> date:
    """The day in the academy's own time zone, whatever zone the reader chose."""
    return timezone.localdate(clock.now(), timezone.get_default_timezone())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


# --- What counts ------------------------------------------------------------------------------


def participations(training_ids: Collection[int], period: Period) -> QuerySet[Enrolment]:
    """Who took part in an edition of these trainings that began in the period."""
    began = Enrolment.objects.filter(
        edition__training__in=training_ids,
        edition__status=EditionStatus.OPEN,
        edition__starts_at__lte=clock.now(),
        status__in=TAKES_PART,
    )
    return period.narrow(began, "edition__starts_at").order_by()


def erased(training_ids: Collection[int], period: Period) -> QuerySet[ErasedParticipants]:
    """The numbers of those who took part in such an edition and were erased since.

    All that is known of them is that they took part: no background, no partner, and not who was
    the same person in another edition, so each counts as one.
    """
    began = ErasedParticipants.objects.filter(
        edition__training__in=training_ids,
        edition__status=EditionStatus.OPEN,
        edition__starts_at__lte=clock.now(),
    )
    return period.narrow(began, "edition__starts_at").order_by()


def meetings(training_ids: Collection[int], period: Period) -> QuerySet[Session]:
    """The meetings of these trainings that began in the period and are over; one that was at a
    venue and online at once is one meeting."""
    held = Session.objects.filter(
        edition__training__in=training_ids,
        edition__status=EditionStatus.OPEN,
        ends_at__lte=clock.now(),
    )
    return period.narrow(sessions_counted_once(held), "starts_at").order_by()


def as_reported(training_ids: Collection[int], period: Period) -> QuerySet[ReportedFigures]:
    """What others reported of editions of these trainings: never added to what is counted."""
    known = ReportedFigures.objects.filter(
        edition__training__in=training_ids, edition__status=EditionStatus.REPORTED
    )
    return period.narrow(known, "edition__starts_at").order_by()


def titles(training_ids: Collection[int]) -> dict[int, str]:
    """The titles of these trainings by id, in order of the alphabet."""
    named = TrainingPage.objects.filter(pk__in=training_ids).order_by("title", "pk")
    return dict(named.values_list("pk", "title"))


# --- A period as a whole ----------------------------------------------------------------------


@dataclass(frozen=True)
class Reach:
    """What was held in a period, and who was reached: everybody once, in whatever training."""

    meetings: int
    participants: int
    backgrounds: ProtectedCounts
    reported: int
    """How many participants others reported: apart, and perhaps the same people."""


def reach(training_ids: Collection[int], periods: Sequence[Period]) -> list[Reach]:
    """The reach of these trainings together, in each of the periods. Four queries in all."""
    whole = _around(periods)

    def in_each(count: Callable[..., Aggregate], moment: str) -> dict[str, Aggregate]:
        return {
            f"in_{place}": count(filter=one.condition(moment)) for place, one in enumerate(periods)
        }

    began = "edition__starts_at"
    people = partial(Count, "person", distinct=True)
    backgrounds = (
        participations(training_ids, whole)
        .values_list("person__background")
        .annotate(**in_each(people, began))
    )
    held = meetings(training_ids, whole).aggregate(**in_each(partial(Count, "pk"), "starts_at"))
    gone = erased(training_ids, whole).aggregate(**in_each(partial(Sum, "number"), began))
    reported = as_reported(training_ids, whole).aggregate(
        **in_each(partial(Sum, "participants"), began)
    )
    counted = {name: _nobody() for name in held}
    for background, *numbers in backgrounds:
        for counts, number in zip(counted.values(), numbers, strict=True):
            counts[background] = number
    return [
        Reach(
            meetings=held[name],
            participants=sum(counts.values()) + (gone[name] or 0),
            backgrounds=protect(counts),
            reported=reported[name] or 0,
        )
        for name, counts in counted.items()
    ]


def _around(periods: Sequence[Period]) -> Period:
    """The shortest period in which all of these are."""
    since = [one.since for one in periods if one.since]
    until = [one.until for one in periods if one.until]
    return Period(
        since=min(since) if len(since) == len(periods) else None,
        until=max(until) if len(until) == len(periods) else None,
    )


def people_by_training(training_ids: Collection[int], period: Period) -> dict[int, int]:
    """How many people each training reached; one that reached nobody is left out."""
    people = participations(training_ids, period).values_list("edition__training")
    found = dict(people.annotate(people=Count("person", distinct=True)))
    gone = erased(training_ids, period).values_list("edition__training")
    for training, number in gone.annotate(people=Sum("number")):
        found[training] = found.get(training, 0) + number
    return found


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
