"""The next dates of trainings with their sessions, for lists."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import DateTimeField, F, QuerySet
from django.utils.translation import gettext

from courses.common import clock
from courses.common.formats import deadline, meetings
from courses.common.public_version import memory
from courses.common.statements import Keys, Parameter, Statement
from courses.editions.enums import District, EditionStatus, Language, Place
from courses.editions.models import Edition, Session
from courses.editions.queries.public import open_for_enrolment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from courses.catalogue.queries import TrainingCard


def sessions_of(editions: Iterable[Edition | NextEdition]) -> dict[int, tuple[Session, ...]]:
    """The sessions by edition, in order, in one query; kept, so change nothing in them."""
    wanted = frozenset(edition.pk for edition in editions)
    if not wanted:
        return {}

    def ask() -> dict[int, tuple[Session, ...]]:
        found: dict[int, list[Session]] = {pk: [] for pk in wanted}
        for session in Session.objects.filter(edition__in=wanted).order_by("starts_at", "pk"):
            found[session.edition_id].append(session)
        return {pk: tuple(sessions) for pk, sessions in found.items()}

    return memory.get(("sessions", wanted), ask)


def first_session(editions: QuerySet[Edition]) -> datetime | None:
    """When the first session to come of these editions begins; not of what is called off."""
    coming = Session.objects.filter(
        edition__in=editions.filter(status=EditionStatus.OPEN).order_by().values("pk"),
        starts_at__gt=clock.now(),
    )
    return coming.order_by("starts_at").values_list("starts_at", flat=True).first()


def sessions_between(editions: QuerySet[Edition], first: datetime, last: datetime) -> list[Session]:
    """The sessions of these editions that begin from `first` on and before `last`, in order, with
    what the agenda shows of them; not of what is called off."""
    return list(
        Session.objects.filter(
            edition__in=editions.filter(status=EditionStatus.OPEN).order_by().values("pk"),
            starts_at__gte=first,
            starts_at__lt=last,
        )
        .select_related("edition__training", "edition__location", "location")
        .order_by("starts_at", "pk")
    )


class NextEdition(NamedTuple):
    """What a list shows of the first edition that one can enrol in."""

    pk: int
    training_id: int
    status: str
    place: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    seats_taken: int
    language: str
    district: str | None
    sessions: tuple[Session, ...] = ()
    """Its meetings, of one with more days than one."""

    @property
    def when(self) -> str:
        """When it begins, and of one with more days than one all of them: who reads only the
        first keeps one day free."""
        if len(self.sessions) < 2:
            return deadline(self.starts_at)
        return meetings([(one.starts_at, one.ends_at) for one in self.sessions])

    @property
    def language_in_words(self) -> str:
        """What is spoken when that is not plain Dutch; else nothing."""
        return Language.words_unless_dutch(self.language)

    @property
    def seats_left(self) -> int:
        """How many seats are free."""
        return self.capacity - self.seats_taken

    @property
    def is_open_for_enrolment(self) -> bool:
        """One can enrol in it: others are not listed."""
        return True

    def get_place_display(self) -> str:
        """Whether it is online, or else in which district if we know, in words."""
        place = str(Place(self.place).label)
        if self.place == Place.ONLINE or not self.district:
            return place
        return gettext("%(place)s, wijk %(district)s") % {
            "place": place,
            "district": District(self.district).label,
        }

    def get_language_display(self) -> str:
        """What is spoken, in words."""
        return str(Language(self.language).label)


OF_NEXT = tuple(name for name in NextEdition._fields if name != "sessions")
"""What is asked of the database for it at once."""


def with_next_edition(
    trainings: Sequence[TrainingCard], *, among: QuerySet[Edition] | None = None
) -> list[tuple[TrainingCard, NextEdition | None]]:
    """Each training with its first edition that is open for enrolment, in one query.

    `among`: only of these, which are open for enrolment.
    """
    first = next_editions([training.pk for training in trainings], among=among)
    return [(training, first.get(training.pk)) for training in trainings]


def next_editions(
    keys: Sequence[int], *, among: QuerySet[Edition] | None = None
) -> dict[int, NextEdition]:
    """The same by the key of the training; none of a training without such an edition."""
    return {key: dates.shown[0] for key, dates in next_dates(keys, among=among, most=1).items()}


class NextDates(NamedTuple):
    """The first editions of a training that one can enrol in, and how many there are in all."""

    shown: list[NextEdition]
    total: int


def next_dates(
    keys: Sequence[int], *, among: QuerySet[Edition] | None = None, most: int
) -> dict[int, NextDates]:
    """The first so many by the key of the training; two queries at most."""
    if not keys:
        return {}
    rows: Iterable[tuple[Any, ...]]
    if among is None:
        rows = _NEXT.run(trainings=keys, now=clock.now())
    else:
        rows = _next_of(among, keys)
    found: dict[int, list[NextEdition]] = defaultdict(list)
    for row in rows:
        edition = NextEdition(*row)
        found[edition.training_id].append(edition)
    chosen = [one for editions in found.values() for one in editions[:most]]
    whole = {one.pk: one for one in with_all_days(chosen)}
    return {
        key: NextDates([whole[one.pk] for one in editions[:most]], len(editions))
        for key, editions in found.items()
    }


def open_ones(keys: Collection[int]) -> dict[int, NextEdition]:
    """Those of these editions that one can enrol in or wait for, by key; without their meetings."""
    if not keys:
        return {}
    rows = as_next(open_for_enrolment().filter(pk__in=keys))
    return {one.pk: one for one in (NextEdition(*row) for row in rows)}


def with_all_days(editions: Sequence[NextEdition]) -> list[NextEdition]:
    """The same, with the meetings of those with more days than one; no query where none is so."""
    longer = [
        one for one in editions if clock.local_day(one.ends_at) > clock.local_day(one.starts_at)
    ]
    sessions = sessions_of(longer)
    return [one._replace(sessions=sessions.get(one.pk, ())) for one in editions]


def _next_of(
    editions: QuerySet[Edition], trainings: Collection[int] | Parameter
) -> QuerySet[Edition, tuple[Any, ...]]:
    """What a list shows of these editions of these trainings, the first to begin first."""
    return as_next(editions.filter(training__in=trainings).order_by("starts_at", "pk"))


def as_next(editions: QuerySet[Edition], *more: str) -> QuerySet[Edition, tuple[Any, ...]]:
    """The values of a `NextEdition` of each of these, in their order; behind them `more`."""
    rows: QuerySet[Edition, tuple[Any, ...]] = editions.annotate(
        district=F("location__district")
    ).values_list(*OF_NEXT, *more)
    return rows


_NEXT: Statement[tuple[Any, ...]] = Statement(
    lambda trainings, now: _next_of(open_for_enrolment(now=now), trainings),
    trainings=Keys(),
    now=DateTimeField(),
)
