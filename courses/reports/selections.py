"""Of which editions figures are asked, and whose they are to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    Field,
    OuterRef,
    Q,
    When,
)

from courses.common import clock
from courses.common.process_cache import most_recent
from courses.common.statements import KeyList, Keys, Statement
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.editions.queries import ForStaff, editions_for_staff, given_by
from courses.evaluation.enums import Occasion
from courses.evaluation.models import EvaluationForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from courses.common.statements import Moment, Parameter
    from courses.people.models import Partner, User


@dataclass(frozen=True)
class Period:
    """From and until which day an edition ended, both included; None has no limit."""

    since: date | None = None
    until: date | None = None

    @property
    def year(self) -> int | None:
        """The year that it is in; None when it is of more than one."""
        if self.since is None or self.until is None or self.since.year != self.until.year:
            return None
        return self.since.year


@dataclass(frozen=True)
class Selection:
    """What editions have in common that figures are asked of; None or "" is no limit. `title` is a
    part of the name of trainings.

    All of it can be put right afterwards (another trainer, the right district), and figures follow.
    """

    period: Period = Period()
    training: int | None = None
    title: str = ""
    theme: int | None = None
    partner: int | None = None
    trainer: int | None = None
    district: str = ""
    language: str = ""
    kind: str = ""
    occasion: str = Occasion.END

    def narrow(self, editions: QuerySet[Edition]) -> QuerySet[Edition]:
        """Those of the editions that belong to it."""
        chosen = editions.filter(**{PATHS[name][0]: value for name, value in self._limits.items()})
        return ended_in(chosen, self.period)

    def among(self, editions: KeyList) -> KeyList:
        """The same of editions that are known by their keys. One query, none for everything."""
        limits = self.limits
        if not limits:
            return editions
        return KeyList(_among(tuple(sorted(limits))).run(editions=editions, **limits))

    @property
    def limits(self) -> dict[str, object]:
        """What limits it, by the names in `PATHS`."""
        return {**self._limits, **_moments_of(self.period)}

    @property
    def _limits(self) -> dict[str, object]:
        """What limits it besides the period, by name."""
        chosen = {name: getattr(self, name) for name in PATHS if hasattr(self, name)}
        return {name: value for name, value in chosen.items() if value}


PATHS: dict[str, tuple[str, Field[Any, Any]]] = {
    "training": ("training", BigIntegerField()),
    "title": ("training__title__icontains", CharField()),
    "theme": ("training__theme", BigIntegerField()),
    "partner": ("training__partner", BigIntegerField()),
    "trainer": ("trainers", BigIntegerField()),
    "district": ("location__district", CharField()),
    "language": ("language", CharField()),
    "kind": ("training__kind", CharField()),
    "ends_from": ("ends_at__gte", DateTimeField()),
    "ends_before": ("ends_at__lt", DateTimeField()),
}
"""Each limit by its name: what is asked of an edition, and of what kind its value is."""


@most_recent(100)
def _among(limits: tuple[str, ...]) -> Statement[int]:
    def build(editions: Parameter, **values: Parameter) -> QuerySet[Edition, int]:
        found = limited(Edition.objects.filter(pk__in=editions), values)
        return found.order_by().values_list("pk", flat=True)

    return Statement(build, editions=Keys(), **fields_of(limits))


def limited(editions: QuerySet[Edition], limits: Mapping[str, Parameter]) -> QuerySet[Edition]:
    """Those of the editions to which each of these limits applies; whatever is asked of them
    afterwards is of all of them, also of those with more trainers than the one who limits them."""
    chosen = {PATHS[name][0]: value for name, value in limits.items() if name != "trainer"}
    found = editions.filter(**chosen)
    return found.filter(given_by(limits["trainer"], "pk")) if "trainer" in limits else found


def fields_of(limits: Iterable[str]) -> dict[str, Field[Any, Any]]:
    """Of what kind the values of these limits are, for a statement."""
    return {name: PATHS[name][1] for name in limits}


def _moments_of(period: Period) -> dict[str, object]:
    """From and before which moment an edition ended, by name."""
    found: dict[str, object] = {}
    if period.since:
        found["ends_from"] = _midnight(period.since)
    if period.until:
        found["ends_before"] = _midnight(period.until + timedelta(days=1))
    return found


def period_of(year: int) -> Period:
    """The first and the last day of a year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def ended_in(editions: QuerySet[Edition], period: Period) -> QuerySet[Edition]:
    """Those of the editions that ended in the period."""
    return editions.filter(**{PATHS[name][0]: value for name, value in _moments_of(period).items()})


def closed_in(forms: QuerySet[EvaluationForm], period: Period) -> QuerySet[EvaluationForm]:
    """Those of the forms that closed in the period."""
    if period.since:
        forms = forms.filter(closes_at__gte=_midnight(period.since))
    if period.until:
        forms = forms.filter(closes_at__lt=_midnight(period.until + timedelta(days=1)))
    return forms


def _midnight(day: date) -> datetime:
    return clock.moment_of(day)


def held_by(editions: QuerySet[Edition], *, now: Moment | None = None) -> QuerySet[Edition]:
    """Those of the editions that were held: those of which the academy kept the lists itself, and
    of others those whose evaluation was taken over."""
    evaluated = Exists(EvaluationForm.objects.filter(edition=OuterRef("pk")))
    # Nearly all are over. Databases take it for a quarter or a third, and look the rows of those up
    # by the index of days, which takes longer than reading all; with a case they cannot.
    is_over = Case(
        When(ends_at__lte=clock.now() if now is None else now, then=True),
        default=False,
        output_field=BooleanField(),
    )
    return editions.filter(
        Q(status=EditionStatus.OPEN) | (Q(status=EditionStatus.REPORTED) & Q(evaluated)), is_over
    )


def seen_by_staff(user: User | AnonymousUser) -> QuerySet[Edition]:
    """Held editions of which somebody in the administration may see figures: a trainer the own, a
    coordinator all."""
    return held_by(editions_for_staff(user))


def keys_seen_by_staff(user: User | AnonymousUser, *, training: int | None = None) -> KeyList:
    """The keys of these, or of those of one training alone, the newest first. One query."""
    if training is None:
        return KeyList(_SEEN.run(user, now=clock.now()))
    return KeyList(_SEEN_OF_TRAINING.run(user, now=clock.now(), training=training))


def newest_year_seen_by_staff(user: User | AnonymousUser) -> int | None:
    """The year in which the newest of these ended; None where there is none. One query."""
    newest = _NEWEST.run(user, now=clock.now())
    return clock.local_day(newest[0]).year if newest else None


_NEWEST: ForStaff[datetime] = ForStaff(
    lambda now: held_by(Edition.objects.all(), now=now),
    edition="pk",
    finish=lambda found: found.order_by("-ends_at").values_list("ends_at", flat=True)[:1],
    now=DateTimeField(),
)
_SEEN: ForStaff[int] = ForStaff(
    lambda now: held_by(Edition.objects.order_by(), now=now).values_list("pk", flat=True),
    edition="pk",
    now=DateTimeField(),
)
_SEEN_OF_TRAINING: ForStaff[int] = ForStaff(
    lambda now, training: (
        held_by(Edition.objects.filter(training=training), now=now)
        .order_by("-starts_at", "-pk")
        .values_list("pk", flat=True)
    ),
    edition="pk",
    now=DateTimeField(),
    training=BigIntegerField(),
)


def seen_by_partner(partner: Partner) -> QuerySet[Edition]:
    """Held editions of which a contact person of a partner may see figures: of its trainings."""
    return held_by(Edition.objects.filter(training__partner=partner))


def forms_of(editions: QuerySet[Edition], occasion: str = Occasion.END) -> QuerySet[EvaluationForm]:
    """The forms about these editions that were asked at that occasion."""
    return EvaluationForm.objects.filter(
        edition__in=editions.order_by().values("pk"), occasion=occasion
    )


def forms_of_keys(editions: Sequence[int], occasion: str = Occasion.END) -> KeyList:
    """The keys of the forms about editions that are known by theirs. One query."""
    return KeyList(_FORMS.run(editions=editions, occasion=occasion))


_FORMS: Statement[int] = Statement(
    lambda editions, occasion: (
        EvaluationForm.objects.filter(edition__in=editions, occasion=occasion)
        .order_by("pk")
        .values_list("pk", flat=True)
    ),
    editions=Keys(),
    occasion=CharField(),
)
