"""Of which editions figures are asked, and whose they are to see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import CharField, Exists, OuterRef, Q

from courses.common import clock
from courses.common.statements import KeyList, Keys, Statement
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.editions.queries import editions_for_staff
from courses.evaluation.enums import Occasion
from courses.evaluation.models import EvaluationForm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from courses.people.models import Partner, User


@dataclass(frozen=True)
class Period:
    """From and until which day an edition ended, both included; None has no limit."""

    since: date | None = None
    until: date | None = None


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

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return replace(self, occasion=Occasion.END) == Selection()

    def narrow(self, editions: QuerySet[Edition]) -> QuerySet[Edition]:
        """Those of the editions that belong to it."""
        limits: dict[str, object] = {
            "training": self.training,
            "training__title__icontains": self.title,
            "training__theme": self.theme,
            "training__partner": self.partner,
            "trainers": self.trainer,
            "location__district": self.district,
            "language": self.language,
            "training__kind": self.kind,
        }
        chosen = editions.filter(**{path: value for path, value in limits.items() if value})
        return ended_in(chosen, self.period)


def ended_in(editions: QuerySet[Edition], period: Period) -> QuerySet[Edition]:
    """Those of the editions that ended in the period."""
    if period.since:
        editions = editions.filter(ends_at__gte=_midnight(period.since))
    if period.until:
        editions = editions.filter(ends_at__lt=_midnight(period.until + timedelta(days=1)))
    return editions


def closed_in(forms: QuerySet[EvaluationForm], period: Period) -> QuerySet[EvaluationForm]:
    """Those of the forms that closed in the period."""
    if period.since:
        forms = forms.filter(closes_at__gte=_midnight(period.since))
    if period.until:
        forms = forms.filter(closes_at__lt=_midnight(period.until + timedelta(days=1)))
    return forms


def _midnight(day: date) -> datetime:
    return clock.moment_of(day)


def held_by(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Those of the editions that were held: those of which the academy kept the lists itself, and
    of others those whose evaluation was taken over."""
    evaluated = Exists(EvaluationForm.objects.filter(edition=OuterRef("pk")))
    return editions.filter(
        Q(status=EditionStatus.OPEN) | (Q(status=EditionStatus.REPORTED) & Q(evaluated)),
        ends_at__lte=clock.now(),
    )


def seen_by_staff(user: User | AnonymousUser) -> QuerySet[Edition]:
    """Held editions of which somebody in the administration may see figures: a trainer the own, a
    coordinator all."""
    return held_by(editions_for_staff(user))


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
