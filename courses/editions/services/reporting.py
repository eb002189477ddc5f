"""Editions that were held before the academy kept its own lists, entered as they were reported."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.editions.enums import EditionStatus, Place
from courses.editions.models import ENOUGH_ANSWERS, Edition, ReportedFigures, Session
from courses.editions.services.planning import save_edition

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from courses.catalogue.models import TrainingPage
    from courses.editions.models import Location
    from courses.people.models import User


@transaction.atomic
def report_edition(  # noqa: PLR0913 - all that was reported, by name
    *,
    training: TrainingPage,
    day: date,
    participants: int,
    source: str,
    actor: User | None,
    answers: int | None = None,
    mean: Decimal | None = None,
    location: Location | None = None,
    edition: Edition | None = None,
) -> Edition:
    """Write down what is known of an edition that others kept the lists of; or `edition` anew.

    Its hours are not known, so its session lasts the whole day. Nobody is enrolled, told or asked
    anything, and its figures are shown apart, as reported.

    Raises:
        Refusal: the day is not past; more answers than participants; a mean of too few answers, or
            that is no mark.
    """
    _refuse_unlikely(day, participants, answers, mean)
    session = Session(starts_at=clock.moment_of(day), ends_at=clock.moment_of(day, time(23, 59)))
    new = edition is None
    reported = edition or Edition(status=EditionStatus.REPORTED, created_at=clock.now())
    reported.training = training
    reported.capacity = max(1, participants)
    reported.place = Place.VENUE
    reported.location = location
    reported.sessions = [session]
    save_edition(edition=reported, actor=actor, new=new)
    ReportedFigures.objects.update_or_create(
        edition=reported,
        defaults={
            "participants": participants,
            "answers": answers,
            "mean": mean,
            "source": " ".join(source.split()),
        },
    )
    audit.record(reported, "edition.report", actor=actor)
    return reported


def _refuse_unlikely(
    day: date, participants: int, answers: int | None, mean: Decimal | None
) -> None:
    if day >= clock.today():
        raise Refusal(_("Kies een dag die voorbij is."), field="day")
    if answers is not None and answers > participants:
        raise Refusal(_("Dat zijn meer evaluaties dan deelnemers."), field="answers")
    if mean is None:
        return
    if not 1 <= mean <= 10:
        raise Refusal(_("Een cijfer is van 1 tot en met 10."), field="mean")
    if answers is None or answers < ENOUGH_ANSWERS:
        raise Refusal(
            _("Een gemiddelde bewaren we alleen van %(enough)d of meer evaluaties.")
            % {"enough": ENOUGH_ANSWERS},
            field="mean",
        )
