"""Everything that changes attendance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.attendance import consequences, queries
from courses.attendance.models import Attendance, ClosedList
from courses.common import audit, clock, formats
from courses.common.errors import Refusal
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Session
from courses.enrolment.queries import participants
from courses.notices.services import tell_trainers
from courses.plugin_api.events import EditionEnded, ListClosed, ProgressChanged, publish

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from courses.attendance.consequences import Consequence
    from courses.common.edit_conflicts import FormSnapshot
    from courses.people.models import User


@transaction.atomic
def mark_attendance(
    *,
    session: Session,
    present: Collection[int],
    absent: Collection[int],
    actor: User | None,
    snapshot: FormSnapshot | None = None,
) -> int:
    """Keep who was at a session and who was not, by enrolment id; returns how many changed.

    Enrolments that are in neither stay as they are. Marking the same again changes nothing.
    `snapshot` is what the list showed on which this was ticked: what was left as it was shown
    stays as it is.

    Raises:
        Conflict: somebody else has marked since what this would mark otherwise.
        Refusal: the session's day has not come; the edition does not go on; somebody is marked
            twice, or takes no part in the edition.
    """
    edition = _locked(session.edition_id)
    marks = dict.fromkeys(present, True) | dict.fromkeys(absent, False)
    _refuse_if_wrong(session, edition, marks, doubles=set(present) & set(absent))
    if snapshot is not None:
        marks = _changed_here(session, marks, snapshot)
    changed = _store(session, marks, actor)
    if changed:
        _tell(session, edition, changed, actor)
    return len(changed)


def _refuse_if_wrong(
    session: Session, edition: Edition, marks: dict[int, bool], *, doubles: set[int]
) -> None:
    if edition.status == EditionStatus.CANCELLED:
        raise Refusal(_("Deze uitvoering gaat niet door."))
    if not queries.can_be_marked(session):
        raise Refusal(
            _("Deze bijeenkomst is nog niet geweest. Vul de presentie op de dag zelf in.")
        )
    if doubles:
        raise Refusal(_("Iemand kan niet aanwezig én afwezig zijn."))
    if marks.keys() - set(participants(edition).values_list("pk", flat=True)):
        raise Refusal(
            _("Niet iedereen in deze lijst doet mee aan de uitvoering. Laad de lijst opnieuw.")
        )


def _changed_here(
    session: Session, marks: dict[int, bool], snapshot: FormSnapshot
) -> dict[int, bool]:
    """Only what is not as the list showed it; what somebody else changed too is a conflict."""
    keys = {pk: queries.cell_key(session.pk, pk) for pk in marks}
    marks = {
        pk: mark
        for pk, mark in marks.items()
        if snapshot.fingerprints.get(keys[pk]) != queries.cell(mark).fingerprint
    }
    known = dict(Attendance.objects.filter(session=session).values_list("enrolment_id", "present"))
    if any(snapshot.is_stale(keys[pk], queries.cell(known.get(pk))) for pk in marks):
        people = participants(session.edition).filter(pk__in=marks)
        labels = {one.pk: f"{one.person.name}, {session}" for one in people}
        snapshot.refuse_if_stale(
            stored={keys[pk]: queries.cell(known.get(pk), labels[pk]) for pk in marks},
            wanted={keys[pk]: queries.cell(mark, labels[pk]) for pk, mark in marks.items()},
        )
    return marks


def _store(session: Session, marks: dict[int, bool], actor: User | None) -> list[int]:
    """Write the marks that differ from what is known; returns their enrolments."""
    known = dict(Attendance.objects.filter(session=session).values_list("enrolment_id", "present"))
    changed = sorted(pk for pk, is_present in marks.items() if known.get(pk) is not is_present)
    now = clock.now()
    Attendance.objects.bulk_create(
        [
            Attendance(
                enrolment_id=pk,
                session=session,
                present=marks[pk],
                marked_by=actor,
                marked_at=now,
            )
            for pk in changed
        ],
        update_conflicts=True,
        unique_fields=["enrolment", "session"],
        update_fields=["present", "marked_by", "marked_at"],
    )
    return changed


def _tell(session: Session, edition: Edition, changed: list[int], actor: User | None) -> None:
    audit.record(edition, "attendance.mark", actor=actor, session=session.pk, enrolments=changed)
    publish(*(ProgressChanged(training_id=edition.training_id, enrolment_id=pk) for pk in changed))
    if edition.is_past:
        last = edition.sessions.order_by("-ends_at", "-pk").first()
        if last is not None and queries.is_marked(last):
            publish(EditionEnded(training_id=edition.training_id, edition_id=edition.pk))


@dataclass(frozen=True)
class SaveResult:
    """What came of saving a list: how many marks changed, and what follows for people.

    Where it is not `kept`, nothing was changed: first somebody must agree with what follows.
    """

    changed: int
    consequences: list[Consequence]
    kept: bool = True

    @property
    def fingerprint(self) -> str:
        """What one sends back to agree."""
        return consequences.fingerprint(self.consequences)


@transaction.atomic
def save_list(
    *, edition: Edition, save: Callable[[], int], close: bool, agreed: str, actor: User | None
) -> SaveResult:
    """Keep what `save` does (it returns how many marks changed), and close the list if asked.

    When something follows for somebody because the list is closed, it must have been `agreed`
    (`SaveResult.fingerprint`); otherwise nothing is kept, and the answer says what would follow.

    Raises:
        Refusal: what `save` and `close_list` refuse.
    """
    locked = _locked(edition.pk)
    closing = close and queries.closed_list(locked) is None
    if not closing and queries.closed_list(locked) is None:
        return SaveResult(save(), [])
    seen = consequences.look(locked)
    changed = save()
    if closing:
        close_list(edition=locked, actor=actor)
    if not changed and not closing:
        return SaveResult(0, [])
    saved = SaveResult(changed, consequences.compare(seen, closing=closing))
    if saved.consequences and agreed != saved.fingerprint:
        transaction.set_rollback(True)
        return SaveResult(changed, saved.consequences, kept=False)
    return saved


@transaction.atomic
def close_list(*, edition: Edition, actor: User | None) -> ClosedList:
    """Say that the list is ready, so that certificates follow. Again changes nothing.

    Raises:
        Refusal: the edition does not go on; the day of the last session has not come; of some
            session it is not known who was there.
    """
    locked = _locked(edition.pk)
    existing = queries.closed_list(locked)
    if existing is not None:
        return existing
    if locked.status != EditionStatus.OPEN:
        raise Refusal(_("Deze uitvoering gaat niet door."))
    if not all(queries.can_be_marked(one) for one in locked.sessions.all()):
        raise Refusal(
            _("De laatste bijeenkomst is nog niet geweest. Rond de lijst af op de dag zelf.")
        )
    left = queries.sessions_left(locked)
    if left:
        raise Refusal(
            _("Vul eerst in wie er was bij: %(sessions)s.")
            % {"sessions": "; ".join(formats.period(one.starts_at, one.ends_at) for one in left)}
        )
    return _close(locked, actor)


def close_due_lists() -> int:
    """Close the lists that nobody closed by the day after the last session; returns how many.

    What is not filled in stays so. Each in a transaction of its own; for the regular tick, which
    issues the certificates after it.
    """
    return sum(_close_due(edition) for edition in queries.lists_to_close())


def ask_for_presence() -> int:
    """Ask trainers for the presence at sessions of the days before of which nothing is filled in;
    returns how many sessions. From eight in the morning; harmless to repeat."""
    return sum(
        bool(
            tell_trainers(
                edition_id=session.edition_id,
                kind=queries.PRESENCE,
                key=str(session.pk),
                facts={"session": session.pk},
            )
        )
        for session in queries.sessions_without_presence()
    )


@transaction.atomic
def _close_due(edition: Edition) -> bool:
    locked = _locked(edition.pk)
    if not queries.lists_to_close().filter(pk=locked.pk).exists():
        return False
    ClosedList.objects.create(edition=locked, closed_at=clock.now())
    audit.record(locked, "attendance.close")
    return True


def _close(edition: Edition, actor: User | None) -> ClosedList:
    closed = ClosedList.objects.create(edition=edition, closed_by=actor, closed_at=clock.now())
    audit.record(edition, "attendance.close", actor=actor)
    publish(ListClosed(training_id=edition.training_id, edition_id=edition.pk))
    return closed


def _locked(pk: int) -> Edition:
    locked = Edition.objects.select_for_update(of=("self",)).select_related("training")
    edition: Edition = locked.get(pk=pk)
    return edition
