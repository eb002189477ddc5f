"""Editions of years ago, as they were reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.common import clock
from courses.common.edit_conflicts import Fact, fact
from courses.common.formats import one_decimal
from courses.common.statements import Parameter, Statement
from courses.editions.enums import EditionStatus
from courses.editions.models import (
    Edition,
    Location,
    ReportedFigures,
    ReportedPaper,
    ReportedParticipant,
)
from courses.editions.queries.staff import editions_for_staff

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from django.contrib.auth.models import AnonymousUser

    from courses.catalogue.models import TrainingPage
    from courses.people.models import User


def reported_editions(user: User | AnonymousUser) -> QuerySet[Edition]:
    """The editions with figures as others reported them, the newest first; a coordinator's."""
    return (
        editions_for_staff(user)
        .filter(status=EditionStatus.REPORTED)
        .select_related("reported")
        .order_by("-starts_at", "-pk")
    )


@dataclass(frozen=True)
class ReportedDetails:
    """What the page for an edition of others shows."""

    training: TrainingPage
    day: date
    location: Location | None
    participants: int
    answers: int | None
    mean: Decimal | None
    source: str

    @classmethod
    def stored(cls, known: ReportedFigures) -> ReportedDetails:
        """As it is kept."""
        edition = known.edition
        assert edition.starts_at is not None  # noqa: S101 - it has a session
        return cls(
            edition.training,
            clock.local_day(edition.starts_at),
            edition.location,
            known.participants,
            known.answers,
            known.mean,
            known.source,
        )

    @property
    def facts(self) -> dict[str, Fact]:
        """The same to compare."""
        mean = self.mean
        return {
            "training": fact(_("Training"), self.training.pk, self.training.title),
            "day": fact(_("Op welke dag"), self.day),
            "location": fact(_("Locatie"), self.location and self.location.pk, self.location or ""),
            "participants": fact(_("Deelnemers"), self.participants),
            "answers": fact(_("Ingevulde evaluaties"), self.answers),
            "mean": fact(_("Gemiddeld cijfer"), mean and f"{mean:.1f}", mean and one_decimal(mean)),
            "source": fact(_("Bron"), self.source),
        }


def reported_figures(pk: int) -> ReportedFigures | None:
    """What was reported of an edition, with all that its page shows; None of one of ours."""
    return (
        ReportedFigures.objects.select_related("edition__training", "edition__location")
        .filter(edition=pk)
        .first()
    )


def reported_participations(person: int | Parameter | None) -> QuerySet[ReportedParticipant]:
    """In which editions of the past somebody took part as others reported, the newest first."""
    return (
        ReportedParticipant.objects.filter(person=person)
        .select_related("edition__training")
        .order_by("-edition__starts_at", "-pk")
    )


OWN_REPORTED = Statement(reported_participations, person=BigIntegerField())
"""The same for one's own page, with SQL that is built once."""


def participants_as_reported(edition: Edition) -> QuerySet[ReportedParticipant]:
    """Who is named in an edition of the past, in the order of lists of people."""
    return (
        ReportedParticipant.objects.filter(edition=edition)
        .select_related("person__partner")
        .order_by("person__sort_name", "pk")
    )


def names_to_come(edition: Edition) -> int:
    """Of how many participants of an edition of the past it is not said yet who they were."""
    reported: int = edition.reported.participants
    return max(0, reported - ReportedParticipant.objects.filter(edition=edition).count())


def no_more_names(participants: int) -> str:
    """Why nobody else can be named where this many took part."""
    return ngettext(
        "Er is %(n)d deelnemer opgegeven. Pas eerst het aantal aan.",
        "Er zijn %(n)d deelnemers opgegeven. Pas eerst het aantal aan.",
        participants,
    ) % {"n": participants}


def papers_of(edition: Edition) -> QuerySet[ReportedPaper]:
    """The papers of an edition of the past, without what is in them."""
    return ReportedPaper.objects.filter(edition=edition).select_related("participant__person")


def papers_to_look_at() -> QuerySet[ReportedPaper]:
    """Papers on which somebody may stand who was erased."""
    return (
        ReportedPaper.objects.filter(names_who_was_erased=True)
        .select_related("edition__training")
        .order_by("edition", "pk")
    )
