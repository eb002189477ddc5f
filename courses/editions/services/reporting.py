"""Editions that were held before the academy kept its own lists, entered as they were reported."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.common.uploads import accepted_file
from courses.editions import queries
from courses.editions.enums import EditionStatus, PaperKind, Place
from courses.editions.models import (
    ENOUGH_ANSWERS,
    Edition,
    ReportedFigures,
    ReportedPaper,
    ReportedPaperContent,
    ReportedParticipant,
    Session,
)
from courses.editions.queries import ReportedDetails
from courses.editions.services.locking import locked_edition
from courses.editions.services.planning import save_edition

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from django.core.files.uploadedfile import UploadedFile

    from courses.catalogue.models import TrainingPage
    from courses.common.edit_conflicts import FormSnapshot
    from courses.editions.models import Location
    from courses.people.models import User

MOST_PAPERS = 30
"""How many papers one edition may have."""


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
    snapshot: FormSnapshot | None = None,
) -> Edition:
    """Write down what is known of an edition that others kept the lists of; or `edition` anew.

    Its hours are not known, so its session lasts the whole day. Nobody is enrolled, told or asked
    anything, and its figures are shown apart, as reported. `snapshot` is what the page showed on
    which it was corrected.

    Raises:
        Conflict: somebody else has changed since what this would change back.
        Refusal: the day is not past; more answers than participants; a mean of too few answers,
            that tells what each one said, or that is no mark; fewer participants than are named.
    """
    _refuse_unlikely(day, participants, answers, mean)
    source = " ".join(source.split())
    if edition is not None:
        locked_edition(edition)
        known = queries.reported_figures(edition.pk)
        if snapshot is not None and known is not None:
            wanted = ReportedDetails(training, day, location, participants, answers, mean, source)
            stored = ReportedDetails.stored(known)
            snapshot.refuse_if_stale(stored=stored.facts, wanted=wanted.facts)
        _refuse_fewer_than_named(edition, participants)
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
            "source": source,
        },
    )
    audit.record(reported, "edition.report", actor=actor)
    return reported


def _refuse_fewer_than_named(edition: Edition, participants: int) -> None:
    named = edition.reported_participants.count()
    if participants < named:
        raise Refusal(
            ngettext(
                "Er staat al %(n)d deelnemer met naam bij. Haal eerst een naam weg.",
                "Er staan al %(n)d deelnemers met naam bij. Haal eerst namen weg.",
                named,
            )
            % {"n": named},
            field="participants",
        )


@transaction.atomic
def name_participant(*, edition: Edition, person: User, actor: User | None) -> ReportedParticipant:
    """Write down that somebody took part, as was reported; whoever is named already stays so.

    Nothing follows from it: no enrolment, no certificate, no figure, and nobody is told.

    Raises:
        Refusal: the edition is not one of others, or has no more participants.
    """
    _refuse_ours(edition)
    known = ReportedParticipant.objects.filter(edition=edition, person=person).first()
    if known is not None:
        return known
    most = ReportedFigures.objects.get(edition=edition).participants
    if edition.reported_participants.count() >= most:
        raise Refusal(queries.no_more_names(most))
    named = ReportedParticipant.objects.create(edition=edition, person=person)
    audit.record(edition, "edition.report_person", actor=actor, person=person.pk)
    return named


@transaction.atomic
def remove_reported_participant(*, participant: ReportedParticipant, actor: User | None) -> None:
    """Take a name away that should not stand there, with the papers of that person."""
    audit.record(
        participant.edition, "edition.report_no_person", actor=actor, person=participant.person_id
    )
    participant.delete()


@transaction.atomic
def add_paper(
    *,
    edition: Edition,
    upload: UploadedFile[bytes],
    kind: PaperKind,
    actor: User | None,
    participant: ReportedParticipant | None = None,
) -> ReportedPaper:
    """Keep a scan with an edition of the past; of a certificate, whose it is.

    Raises:
        Refusal: the edition is not one of others, or has papers enough; it is no file that is
            accepted; another paper than a certificate is said to be somebody's.
    """
    _refuse_ours(edition)
    if participant is not None and kind != PaperKind.CERTIFICATE:
        raise Refusal(_("Alleen een certificaat is van iemand."), field="participant")
    if edition.papers.count() >= MOST_PAPERS:
        raise Refusal(
            _("Er zijn al %(most)d papieren. Haal er eerst een weg.") % {"most": MOST_PAPERS},
            field="file",
        )
    file = accepted_file(upload)
    paper = ReportedPaper.objects.create(
        edition=edition,
        kind=kind,
        participant=participant,
        name=file.name,
        size=len(file.content),
        added_at=clock.now(),
    )
    ReportedPaperContent.objects.create(paper=paper, content=file.content)
    audit.record(edition, "edition.paper_add", actor=actor, paper=paper.pk)
    return paper


@transaction.atomic
def remove_paper(*, paper: ReportedPaper, actor: User | None) -> None:
    """Throw a scan away."""
    audit.record(paper.edition, "edition.paper_remove", actor=actor, paper=paper.pk)
    paper.delete()


def mark_papers_of_erased(*, person_id: int) -> int:
    """Note on the papers of the editions in which somebody was named that he or she may stand on
    them and is about to be erased, so that staff look; how many. Own certificates go along with the
    person.
    """
    editions = ReportedParticipant.objects.filter(person=person_id).values("edition")
    papers = ReportedPaper.objects.filter(edition__in=editions, participant__isnull=True)
    return papers.update(names_who_was_erased=True)


def _refuse_ours(edition: Edition) -> None:
    if not locked_edition(edition).is_reported:
        raise Refusal(_("Dit kan alleen bij een eerdere uitvoering, volgens opgave."))


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
    if ReportedFigures(participants=participants, answers=answers, mean=mean).shown_mean is None:
        raise Refusal(
            _("Dit gemiddelde bewaren we niet: je zou zien wat iedereen zei. Laat het leeg."),
            field="mean",
        )
