"""Everything that changes what was handed in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.enrolment import services as enrolment
from courses.enrolment.queries import may_follow
from courses.people.models import User
from courses.plugin_api.api import ProgressChanged, Refusal, publish
from plugins.praktijkopdracht import notices, queries
from plugins.praktijkopdracht.enums import JUDGEMENTS, FileRequirement, State
from plugins.praktijkopdracht.files import HANDED_IN
from plugins.praktijkopdracht.models import MOST_REMARK, MOST_TEXT, Submission

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser
    from django.core.files.uploadedfile import UploadedFile

    from courses.plugin_api.api import KeptFile
    from plugins.praktijkopdracht.assignments import Assignment

FILES_KEPT_FOR = timedelta(days=180)
"""How long a file is kept after it was reviewed. The judgement stays."""


def hand_in(
    *,
    person: User,
    assignment: Assignment,
    text: str,
    upload: UploadedFile[bytes] | None = None,
) -> Submission:
    """Hand in an assignment for the first time, or again when the trainer asked for that.

    What is handed in replaces what was there, the file too. The file is looked at and written
    before anything is locked.

    Raises:
        Refusal: the person does not take part; the assignment waits for review or is approved;
            text or file is missing, too long, too big or of the wrong kind.
    """
    if not may_follow(person, assignment.training_id):
        raise Refusal(_("Alleen deelnemers van deze training leveren een opdracht in."))
    text = plain(text)
    upload = _checked(assignment, text, upload)
    if upload is None:
        return _hand_in(person, assignment, text, None)
    _refuse_in_review(queries.submission_of(person.pk, assignment.training_id, assignment.id))
    kept = HANDED_IN.keep(upload, training_id=assignment.training_id, person_id=person.pk)
    try:
        return _hand_in(person, assignment, text, kept)
    except BaseException:
        HANDED_IN.remove(kept.id)
        raise


@transaction.atomic
def _hand_in(person: User, assignment: Assignment, text: str, kept: KeptFile | None) -> Submission:
    # The parent row: two first submissions at once would not find each other.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    submission = _locked(person.pk, assignment.training_id, assignment.id)
    _refuse_in_review(submission)
    if submission is None:
        submission = Submission(
            person=person, training_id=assignment.training_id, assignment=assignment.id
        )
    else:
        submission.revision += 1
    submission.title = assignment.title[:120]
    submission.state = State.HANDED_IN
    submission.handed_in_at = clock.now()
    _keep(submission, text, kept)
    return submission


def _refuse_in_review(submission: Submission | None) -> None:
    if submission is not None and submission.state == State.APPROVED:
        raise Refusal(_("Deze opdracht is al goedgekeurd."))
    if submission is not None and submission.state == State.HANDED_IN:
        raise Refusal(_("Je hebt deze opdracht al ingeleverd. De trainer kijkt haar nog na."))


@transaction.atomic
def withdraw(*, person: User | AnonymousUser, training_id: int, assignment_id: str) -> None:
    """Take back what was handed in: text and file are gone. Not once it has been reviewed.

    Who was asked to improve something has that to do again.

    Raises:
        Refusal: there is nothing that waits for review.
    """
    submission = _locked(person.pk, training_id, assignment_id)
    if submission is None or submission.state != State.HANDED_IN:
        raise Refusal(_("Er is niets dat je kunt intrekken. Kijk of je opdracht al nagekeken is."))
    if submission.reviewed_at is None:
        _remove_files([submission])
        submission.delete()
        return
    submission.state = State.IMPROVE
    submission.revision += 1
    _keep(submission, "", None)


@transaction.atomic
def review(
    *, submission: Submission, reviewer: User, judgement: str, remark: str, revision: int
) -> Submission:
    """Say of what was handed in that it is good, or what should be better; mail the participant.

    A judgement can be changed as long as the participant has not handed in again. Safe to repeat.
    `revision` is that of what the reviewer has read. Whether the reviewer may see the submission
    is for `queries.for_reviewer`.

    Raises:
        Refusal: it has changed since; it is the reviewer's own; nothing is said of what to improve.
    """
    locked = Submission.objects.select_for_update(of=("self",)).filter(pk=submission.pk).first()
    if locked is None:
        raise Refusal(_("De deelnemer heeft deze opdracht ingetrokken."))
    if locked.person_id == reviewer.pk:
        raise Refusal(_("Je kunt je eigen opdracht niet nakijken. Vraag het een collega."))
    remark = _checked_remark(judgement, remark)
    if (locked.state, locked.remark, locked.reviewed_by_id) == (judgement, remark, reviewer.pk):
        return locked
    if locked.revision != revision:
        raise Refusal(
            _(
                "Deze opdracht is intussen veranderd. Hieronder staat hoe ze nu is. Klopt je "
                "oordeel nog? Bewaar het dan nog een keer."
            )
        )
    locked.state = State(judgement)
    locked.remark = remark
    locked.reviewed_by = reviewer
    locked.reviewed_at = clock.now()
    locked.revision += 1
    locked.save()
    _tell(locked)
    return locked


@transaction.atomic
def forget_old_files() -> int:
    """Remove the files that were reviewed `FILES_KEPT_FOR` ago; returns how many."""
    old = (
        Submission.objects.select_for_update()
        .exclude(state=State.HANDED_IN)
        .exclude(file_name="")
        .filter(reviewed_at__lt=clock.now() - FILES_KEPT_FOR)
    )
    found = list(old.only("file"))
    _remove_files(found)
    return Submission.objects.filter(pk__in=[one.pk for one in found]).update(
        file=None, file_name="", file_size=0
    )


@transaction.atomic
def forget_person(*, person_id: int) -> None:
    """Remove all that somebody handed in, and the name under what he or she reviewed."""
    own = Submission.objects.filter(person=person_id)
    _remove_files(own)
    own.delete()
    Submission.objects.filter(reviewed_by=person_id).update(reviewed_by=None)


def plain(text: str) -> str:
    """A text as it is kept: browsers send line ends of two characters, which count for one."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _checked(
    assignment: Assignment, text: str, upload: UploadedFile[bytes] | None
) -> UploadedFile[bytes] | None:
    """The file that counts.

    Raises:
        Refusal: text or file is missing or too long. What is in the file is looked at later.
    """
    if len(text) > MOST_TEXT:
        raise Refusal(_("Je tekst is te lang. Hij mag hoogstens 5000 tekens hebben."), field="text")
    if assignment.asked == FileRequirement.NONE:
        upload = None
    if upload is None and assignment.asked == FileRequirement.REQUIRED:
        raise Refusal(_("Kies een bestand. Dat hoort bij deze opdracht."), field="file")
    if upload is None and not text:
        message = (
            _("Schrijf wat je gedaan hebt.")
            if assignment.asked == FileRequirement.NONE
            else _("Schrijf iets op, of kies een bestand.")
        )
        raise Refusal(message, field="text")
    return upload


def _checked_remark(judgement: str, remark: str) -> str:
    remark = plain(remark)
    if judgement not in JUDGEMENTS:
        raise Refusal(_("Kies je oordeel."), field="judgement")
    if judgement == State.IMPROVE and not remark:
        raise Refusal(_("Schrijf op wat er beter kan."), field="remark")
    if len(remark) > MOST_REMARK:
        raise Refusal(
            _("Je opmerking is te lang. Ze mag hoogstens 2000 tekens hebben."), field="remark"
        )
    return remark


def _locked(person_id: int | None, training_id: int, assignment_id: str) -> Submission | None:
    return (
        Submission.objects.select_for_update(of=("self",))
        .filter(person=person_id, training=training_id, assignment=assignment_id)
        .first()
    )


def _keep(submission: Submission, text: str, kept: KeptFile | None) -> None:
    """Write the submission with this text and file; the file that was there goes."""
    _remove_files([submission])
    submission.text = text
    submission.file = UUID(kept.id) if kept else None
    submission.file_name = kept.name if kept else ""
    submission.file_size = kept.size if kept else 0
    submission.save()


def _remove_files(submissions: Iterable[Submission]) -> None:
    HANDED_IN.remove(*(str(one.file) for one in submissions if one.file))


def _tell(submission: Submission) -> None:
    """Mail the participant after commit, and let a certificate follow."""
    enrolments = list(queries.enrolments_in(submission.person_id, submission.training_id))
    publish(
        *(
            ProgressChanged(training_id=submission.training_id, enrolment_id=one.pk)
            for one in enrolments
        )
    )
    if enrolments:
        subject, body = notices.about_review(submission)
        enrolment.send_notice(enrolment=enrolments[0], subject=subject, body=body)
