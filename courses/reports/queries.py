"""What the coordinator's pages show. The figures themselves come from the evaluation part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from courses.catalogue.models import TrainingPage
from courses.common import clock, formats
from courses.editions.enums import EditionStatus
from courses.editions.queries import counted_once, editions_for_staff, reported_editions
from courses.evaluation.enums import Occasion
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries import (
    ENOUGH,
    OVERALL,
    Figures,
    Reason,
    SuppressedFigures,
    figures,
    figures_by,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from decimal import Decimal

    from django.contrib.auth.models import AnonymousUser

    from courses.editions.models import Edition
    from courses.people.models import User

SCORES = (OVERALL, "trainer", "content")
"""The keys of the marks that every form asks for."""


@dataclass(frozen=True)
class Period:
    """From and until which day an edition ended, both included; None has no limit."""

    since: date | None = None
    until: date | None = None


ALWAYS = Period()


@dataclass(frozen=True)
class TrainingRow:
    """One training in the list; `editions` is how many were held."""

    training: TrainingPage
    editions: int
    figures: Figures


@dataclass(frozen=True)
class EditionRow:
    """One edition with its figures; None when it had no evaluation."""

    edition: Edition
    figures: Figures | None

    @property
    def withheld(self) -> SuppressedFigures | None:
        """Why there is nothing to see, if so."""
        return self.figures.withheld[0] if self.figures and self.figures.withheld else None

    @property
    def half(self) -> str:
        """Of a hybrid edition which half this is; else nothing."""
        half = self.edition.half_of or getattr(self.edition, "half", None)
        if half is None or half.status != EditionStatus.OPEN:
            return ""
        if self.edition.is_online:
            return gettext("Online, samen met op locatie één uitvoering.")
        return gettext("Op locatie, samen met online één uitvoering.")

    @property
    def remark(self) -> str:
        """What is to be known of it: which half it is, and what staff wrote."""
        return " ".join(filter(None, (self.half, self.edition.note)))

    @property
    def invited(self) -> int | None:
        people = self.withheld or self.figures
        return people.invited if people else None

    @property
    def answered(self) -> int | None:
        people = self.withheld or self.figures
        return people.answered if people else None

    @property
    def mean(self) -> Decimal | None:
        """The mean of the overall mark, if it may be seen."""
        return self.figures.mean if self.figures else None

    @property
    def reason(self) -> str:
        """In a sentence why there is nothing to see; empty when there is."""
        if self.figures is None:
            return gettext("Voor deze uitvoering is geen evaluatie gehouden.")
        if self.withheld is None:
            return ""
        if self.withheld.reason is Reason.LOST:
            return gettext("De antwoorden zijn verloren gegaan: de sleutel ervan is weg.")
        if self.withheld.reason is Reason.TOO_FEW and self.withheld.answered >= ENOUGH:
            return gettext(
                "Niet te zien: er zijn minder dan %(enough)d antwoorden van mensen die al "
                "ingeschreven waren toen het formulier openging."
            ) % {"enough": ENOUGH}
        if self.withheld.reason is Reason.TOO_FEW:
            return gettext("Niet te zien: er zijn minder dan %(enough)d antwoorden.") % {
                "enough": ENOUGH
            }
        return gettext("Nog niet te zien: het formulier sluit op %(moment)s.") % {
            "moment": formats.deadline(self.withheld.closes_at)
        }


def held_editions(user: User | AnonymousUser, period: Period = ALWAYS) -> QuerySet[Edition]:
    """The editions that `user` may see the figures of and that ended in the period."""
    editions = editions_for_staff(user).filter(status=EditionStatus.OPEN, ends_at__lte=clock.now())
    return _ended_in(editions.select_related("training", "half_of", "half"), period)


def reported(user: User | AnonymousUser, period: Period = ALWAYS) -> list[Edition]:
    """Editions of the period with figures as others reported them: shown apart, never added up."""
    return list(_ended_in(reported_editions(user), period))


def _ended_in(editions: QuerySet[Edition], period: Period) -> QuerySet[Edition]:
    if period.since:
        editions = editions.filter(ends_at__gte=_midnight(period.since))
    if period.until:
        editions = editions.filter(ends_at__lt=_midnight(period.until + timedelta(days=1)))
    return editions


def _midnight(day: date) -> datetime:
    return clock.moment_of(day)


def notes_of(editions: QuerySet[Edition]) -> list[tuple[str, str]]:
    """What is to be known of where figures come from, by training, each remark once."""
    remarks = editions.exclude(note="").order_by("training__title", "note")
    return list(remarks.values_list("training__title", "note").distinct())


def trainings_with_editions(editions: QuerySet[Edition]) -> QuerySet[TrainingPage]:
    """The trainings of these editions by name. Never by mark: this is no ranking."""
    found: QuerySet[TrainingPage] = TrainingPage.objects.filter(
        pk__in=editions.order_by().values("training")
    ).order_by("title", "pk")
    return found


def forms_of(editions: QuerySet[Edition]) -> QuerySet[EvaluationForm]:
    """What people filled in about these editions after the last session."""
    return EvaluationForm.objects.filter(
        edition__in=editions.order_by().values("pk"), occasion=Occasion.END
    )


def training_rows(
    trainings: Sequence[TrainingPage], editions: QuerySet[Edition]
) -> list[TrainingRow]:
    """The trainings with the figures of these editions of theirs."""
    chosen = editions.filter(training__in=[training.pk for training in trainings])
    held = counted_once(chosen).order_by().values_list("training")
    numbers = dict(held.annotate(number=Count("pk", distinct=True)))
    found = figures_by(forms_of(chosen), by="edition__training_id", keys=(OVERALL,))
    return [
        TrainingRow(training, numbers.get(training.pk, 0), found.get(training.pk, Figures()))
        for training in trainings
    ]


def edition_rows(
    editions: Sequence[Edition], *, keys: Collection[str] = (OVERALL,)
) -> list[EditionRow]:
    """The editions with their figures for these questions."""
    forms = EvaluationForm.objects.filter(
        edition__in=[edition.pk for edition in editions], occasion=Occasion.END
    )
    found = figures_by(forms, by="edition_id", keys=keys)
    return [EditionRow(edition, found.get(edition.pk)) for edition in editions]


def total(editions: QuerySet[Edition]) -> Figures:
    """The overall mark of all these editions together."""
    return figures_by(forms_of(editions), by=None, keys=(OVERALL,)).get(None, Figures())


def edition_row(editions: QuerySet[Edition], edition: Edition) -> EditionRow:
    """Everything that was answered about one of these editions."""
    forms = forms_of(editions.filter(pk=edition.pk))
    return EditionRow(edition, figures_by(forms, by="edition_id", texts=True).get(edition.pk))


def all_figures(editions: QuerySet[Edition]) -> Figures:
    """Everything that was answered about these editions together."""
    return figures(forms_of(editions))
