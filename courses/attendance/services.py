"""Everything that changes attendance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.attendance import consequences, queries, session_links
from courses.attendance.enums import BEFORE_THE_DAY, MOST_CAUGHT_UP, WAS_THERE, Mark
from courses.attendance.models import Attendance, ClosedList, MarkChange
from courses.attendance.session_links import SessionLink as SessionLink
from courses.common import audit, clock, formats
from courses.common.errors import Refusal
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Session
from courses.enrolment.queries import participants
from courses.notices.enums import FOR_STAFF
from courses.notices.models import Notice
from courses.notices.services import Announcement, notify, notify_all, take_back, tell_trainers
from courses.people.enums import ContactWay, Role
from courses.people.queries import people_with_role, way_to_reach
from courses.plugin_api.events import EditionEnded, ListClosed, ProgressChanged, publish

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from courses.attendance.consequences import Consequence
    from courses.attendance.session_links import Finder
    from courses.common.edit_conflicts import FormSnapshot
    from courses.enrolment.models import Enrolment
    from courses.people.models import User


def provide_session_links(*, plugin: str, finder: Finder) -> None:
    """Let a plugin add links for staff to the list of a session; from its `ready()`."""
    session_links.provide(plugin, finder)


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

    Enrolments that are in neither stay as they are, and so do those that say more of the same: who
    came late was there, who sent word was not. `snapshot` is what the list showed on which this was
    ticked: what was left as it was shown stays as it is.

    Raises:
        Conflict: somebody else has marked since what this would mark otherwise.
        Refusal: the session's day has not come; the edition does not go on; somebody is marked
            twice, or takes no part in the edition.
    """
    if set(present) & set(absent):
        raise Refusal(_("Iemand kan niet aanwezig én afwezig zijn."))
    edition = _locked(session.edition_id)
    ticks = dict.fromkeys(present, True) | dict.fromkeys(absent, False)
    _refuse_if_wrong(session, edition, ticks)
    known = queries.marks_at(session)
    marks = {pk: _mark_of(known.get(pk), ticked=ticked) for pk, ticked in ticks.items()}
    if snapshot is not None:
        marks = _changed_here(session, marks, known, snapshot)
    return len(_store(session, edition, marks, known, actor))


def _mark_of(known: Mark | None, *, ticked: bool) -> Mark:
    """What a tick, or its absence, makes of what is known."""
    if known is not None and (known in WAS_THERE) is ticked:
        return known
    return Mark.PRESENT if ticked else Mark.ABSENT


def _refuse_if_wrong(session: Session, edition: Edition, enrolments: Iterable[int]) -> None:
    refuse_if_not_open(session, edition)
    if set(enrolments) - set(participants(edition).values_list("pk", flat=True)):
        raise Refusal(
            _("Niet iedereen in deze lijst doet mee aan de uitvoering. Laad de lijst opnieuw.")
        )


def refuse_if_not_open(session: Session, edition: Edition) -> None:
    """Nothing is marked of what does not go on or has yet to come.

    Raises:
        Refusal: so it is.
    """
    _refuse_if_called_off(edition)
    if not queries.can_be_marked(session):
        raise Refusal(
            _("Deze bijeenkomst is nog niet geweest. Vul de presentie op de dag zelf in.")
        )


def _refuse_if_called_off(edition: Edition) -> None:
    if edition.status == EditionStatus.CANCELLED:
        raise Refusal(_("Deze uitvoering gaat niet door."))


def _changed_here(
    session: Session,
    marks: dict[int, Mark],
    known: Mapping[int, Mark],
    snapshot: FormSnapshot,
) -> dict[int, Mark]:
    """Only what is not as the list showed it; what somebody else changed too is a conflict."""
    keys = {pk: queries.cell_key(session.pk, pk) for pk in marks}
    marks = {
        pk: mark
        for pk, mark in marks.items()
        if not queries.is_shown_as(snapshot.fingerprints.get(keys[pk]), ticked=mark in WAS_THERE)
    }
    if any(snapshot.is_stale(keys[pk], queries.cell(known.get(pk))) for pk in marks):
        people = participants(session.edition).filter(pk__in=marks)
        labels = {one.pk: f"{one.person.name}, {session}" for one in people}
        snapshot.refuse_if_stale(
            stored={keys[pk]: queries.cell(known.get(pk), labels[pk]) for pk in marks},
            wanted={keys[pk]: queries.cell(mark, labels[pk]) for pk, mark in marks.items()},
        )
    return marks


def _store(
    session: Session,
    edition: Edition,
    marks: Mapping[int, Mark | None],
    known: Mapping[int, Mark],
    actor: User | None,
) -> list[int]:
    """Write the marks that differ from what is known, and tell; returns their enrolments."""
    changed = sorted(pk for pk, mark in marks.items() if known.get(pk) != mark)
    if not changed:
        return []
    now = clock.now()
    Attendance.objects.filter(
        session=session, enrolment__in=[pk for pk in changed if marks[pk] is None]
    ).delete()
    Attendance.objects.bulk_create(
        [
            Attendance(enrolment_id=pk, session=session, mark=mark, marked_by=actor, marked_at=now)
            for pk in changed
            if (mark := marks[pk]) is not None
        ],
        update_conflicts=True,
        unique_fields=["enrolment", "session"],
        update_fields=["mark", "caught_up_in", "caught_up_note", "marked_by", "marked_at"],
    )
    MarkChange.objects.bulk_create(
        MarkChange(
            enrolment_id=pk,
            session=session,
            before=known.get(pk, ""),
            after=marks[pk] or "",
            by=actor,
            at=now,
        )
        for pk in changed
    )
    _tell(session, edition, changed, actor)
    return changed


def _tell(session: Session, edition: Edition, changed: list[int], actor: User | None) -> None:
    audit.record(edition, "attendance.mark", actor=actor, session=session.pk, enrolments=changed)
    publish(*(ProgressChanged(training_id=edition.training_id, enrolment_id=pk) for pk in changed))
    if edition.is_past:
        last = edition.sessions.order_by("-ends_at", "-pk").first()
        if last is not None and queries.is_marked(last):
            publish(EditionEnded(training_id=edition.training_id, edition_id=edition.pk))


@dataclass(frozen=True)
class MarkEdit:
    """What one press says of a participant: what the page showed, and what it is to be.

    None is: not marked.
    """

    enrolment_id: int
    seen: Mark | None
    mark: Mark | None


@dataclass(frozen=True)
class EditResult:
    """Which presses changed something, and which did not, because somebody else was first.

    `newer` has what stands there now, by enrolment; who takes part no longer is in `gone`.
    """

    changed: list[MarkEdit]
    newer: dict[int, Mark | None]
    gone: list[int]


@transaction.atomic
def edit_marks(*, session: Session, edits: Sequence[MarkEdit], actor: User | None) -> EditResult:
    """Keep each press by itself: one that comes too late stops no other.

    For a page that saves press by press, and that sends again what it is not sure of: what stands
    there already is right, however it came there. Of several presses on one person the last counts.
    Before the session's day one can say only who sent word: that person keeps the place.

    Raises:
        Refusal: the session's day has not come; the edition does not go on; a press says "caught
            up", which says where (see `mark_caught_up`).
    """
    edition = _locked(session.edition_id)
    _refuse_if_called_off(edition)
    if any(one.mark not in BEFORE_THE_DAY for one in edits):
        refuse_if_not_open(session, edition)
    known = queries.marks_at(session)
    in_the_group = set(participants(edition).values_list("pk", flat=True))
    merged = _merged(edits)
    wanted = [one for one in merged if one.enrolment_id in in_the_group]
    fresh = [one for one in wanted if known.get(one.enrolment_id) == one.seen]
    if any(one.mark == Mark.CAUGHT_UP and one.mark != one.seen for one in fresh):
        raise Refusal(_("Vul in waar iemand de bijeenkomst heeft ingehaald."))
    changed = set(
        _store(session, edition, {one.enrolment_id: one.mark for one in fresh}, known, actor)
    )
    return EditResult(
        changed=[one for one in fresh if one.enrolment_id in changed],
        newer={
            one.enrolment_id: known.get(one.enrolment_id)
            for one in wanted
            if known.get(one.enrolment_id) not in {one.seen, one.mark}
        },
        gone=[one.enrolment_id for one in merged if one.enrolment_id not in in_the_group],
    )


def _merged(edits: Sequence[MarkEdit]) -> list[MarkEdit]:
    """One for each participant: from what the first showed to what the last says."""
    merged: dict[int, MarkEdit] = {}
    for one in edits:
        first = merged.get(one.enrolment_id, one)
        merged[one.enrolment_id] = MarkEdit(one.enrolment_id, first.seen, one.mark)
    return list(merged.values())


@transaction.atomic
def mark_the_rest(*, session: Session, mark: Mark, actor: User | None) -> list[MarkEdit]:
    """Mark everybody of whom nothing is known yet; returns what changed, to be undone. Not who was
    not in the group yet.

    Raises:
        Refusal: as `edit_marks`.
    """
    edition = _locked(session.edition_id)
    refuse_if_not_open(session, edition)
    known = queries.marks_at(session)
    left = [
        MarkEdit(one.pk, None, mark)
        for one in participants(edition)
        if one.pk not in known and not queries.joined_later(one, session)
    ]
    return edit_marks(session=session, edits=left, actor=actor).changed


@transaction.atomic
def mark_caught_up(
    *,
    enrolment: Enrolment,
    session: Session,
    at: Session | None,
    note: str,
    actor: User | None,
) -> None:
    """Say that a participant caught up a missed session: at another group's, or as `note` says.

    Raises:
        Refusal: the edition does not allow it, for this session or for one more; it says not
            where; as `edit_marks`.
    """
    edition = _locked(session.edition_id)
    _refuse_if_wrong(session, edition, [enrolment.pk])
    _refuse_catching_up(enrolment, session, edition)
    note = "" if at is not None else note.strip()
    if at is None and not note:
        raise Refusal(_("Kies een bijeenkomst, of schrijf op waar het was."), field="note")
    known = queries.marks_at(session)
    _store(session, edition, {enrolment.pk: Mark.CAUGHT_UP}, known, actor)
    Attendance.objects.filter(enrolment=enrolment, session=session).update(
        caught_up_in=at, caught_up_note=note
    )


def _refuse_catching_up(enrolment: Enrolment, session: Session, edition: Edition) -> None:
    if not edition.may_catch_up:
        raise Refusal(_("Bij deze uitvoering kun je een gemiste keer niet ergens anders inhalen."))
    first = edition.sessions.order_by("starts_at", "pk").first()
    if edition.first_session_required and session == first:
        raise Refusal(_("De eerste keer kun je niet inhalen: daar moet iedereen bij zijn."))
    others = Attendance.objects.filter(
        enrolment=enrolment, session__edition=edition, mark=Mark.CAUGHT_UP
    ).exclude(session=session)
    if others.count() >= MOST_CAUGHT_UP:
        raise Refusal(_("Deze deelnemer heeft al een keer ingehaald. Meer dan één keer kan niet."))


@transaction.atomic
def check_in(*, session: Session, person: User) -> Mark:
    """Keep that a participant says to be there, by the code of the session; returns what stands.

    On the day of the session, also before it begins. What a trainer noted is not changed, but for
    who sent word before that day and comes after all.

    Raises:
        Refusal: it is another day; the person is not on the list, or is on it as not being there;
            the list is closed, so that certificates follow from it.
    """
    edition = _locked(session.edition_id)
    if edition.status == EditionStatus.CANCELLED:
        raise Refusal(_("Deze uitvoering gaat niet door."))
    if not queries.is_on_today(session):
        raise Refusal(_("Deze code werkt alleen op de dag van de bijeenkomst."))
    enrolment = queries.participant_at(session, person)
    if enrolment is None:
        raise Refusal(_("Je staat niet op de lijst. Zeg tegen je trainer dat je er bent."))
    known = queries.marks_at(session)
    mark = known.get(enrolment.pk)
    if mark in WAS_THERE:
        return mark
    comes_after_all = queries.sent_word_before(session, enrolment)
    if (mark is not None and not comes_after_all) or queries.closed_list(edition) is not None:
        raise Refusal(
            _("Je trainer heeft al iets anders ingevuld. Zeg tegen je trainer dat je er bent.")
        )
    _store(session, edition, {enrolment.pk: Mark.PRESENT}, known, person)
    return Mark.PRESENT


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

    When something follows for somebody because the list is or was closed, it must be `agreed`
    (`SaveResult.fingerprint`); otherwise nothing is kept, and the answer says what would follow.

    Raises:
        Refusal: what `save` and `close_list` refuse.
    """
    locked = _locked(edition.pk)
    closing = close and queries.closed_list(locked) is None
    if not closing and not queries.was_closed(locked):
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
        Refusal: the edition does not go on; the last session has not begun; of some
            session it is not known who was there.
    """
    locked = _locked(edition.pk)
    existing = queries.closed_list(locked)
    if existing is not None:
        return existing
    if locked.status != EditionStatus.OPEN:
        raise Refusal(_("Deze uitvoering gaat niet door."))
    if not queries.all_have_begun(locked.sessions.all()):
        raise Refusal(_("De laatste bijeenkomst is nog niet begonnen. Rond de lijst daarna af."))
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
def say_cannot_come(*, session: Session, trainer: User) -> None:
    """Let a trainer say not to come to one session: coordinators get a call to make of it.

    Nothing else changes, and participants hear nothing: what becomes of the session is settled in
    that call. Saying it twice makes one call.

    Raises:
        Refusal: the session has begun, or does not go on; the person does not give it.
    """
    edition = _locked(session.edition_id)
    if edition.status != EditionStatus.OPEN or session.starts_at <= clock.now():
        raise Refusal(_("Deze bijeenkomst is al begonnen, of gaat niet door. Bel ons."))
    if not queries.is_given_by(session, trainer):
        raise Refusal(_("Je geeft deze bijeenkomst niet."))
    if queries.said_not_to_come(session).filter(person=trainer).exists():
        return
    before = Notice.objects.filter(
        person=trainer, kind=queries.CANNOT_COME, facts__session=session.pk
    )
    notify(
        person=trainer,
        kind=queries.CANNOT_COME,
        key=f"{session.pk} {before.count()}",
        edition=edition,
        facts={"session": session.pk},
        actor=trainer,
    )
    _tell_coordinators(session, edition, trainer, occasion=before.count())
    audit.record(edition, "attendance.cannot_come", actor=trainer, session=session.pk)


def _tell_coordinators(session: Session, edition: Edition, trainer: User, *, occasion: int) -> None:
    """A mail to each who hears things by mail: nobody may look at the first page today. What is to
    be done stands there; a mail asks for no call to a coordinator."""
    everybody = people_with_role(Role.COORDINATOR).exclude(pk=trainer.pk)
    notify_all(
        [
            Announcement(
                person=one,
                kind=queries.COORDINATORS_TOLD,
                key=f"{session.pk} {trainer.pk} {occasion}",
                edition=edition,
                facts={"session": session.pk, "trainer": trainer.pk},
            )
            for one in everybody
            if way_to_reach(one) == ContactWay.MAIL
        ],
        actor=trainer,
    )


@transaction.atomic
def say_can_come(*, session: Session, trainer: User) -> None:
    """Take back what `say_cannot_come` said. Never said it changes nothing.

    Raises:
        Refusal: a coordinator settled it meanwhile, perhaps with another trainer.
    """
    edition = _locked(session.edition_id)
    said = queries.said_not_to_come(session).filter(person=trainer)
    if said.exclude(state__in=FOR_STAFF).exists():
        raise Refusal(_("De coördinator regelde al iets. Kun je toch komen? Bel ons dan."))
    if take_back(notices=said, actor=trainer):
        audit.record(edition, "attendance.can_come", actor=trainer, session=session.pk)


@transaction.atomic
def _close_due(edition: Edition) -> bool:
    locked = _locked(edition.pk)
    if not queries.lists_to_close().filter(pk=locked.pk).exists():
        return False
    _keep_closed(locked, None)
    audit.record(locked, "attendance.close")
    return True


@transaction.atomic
def reopen_list(*, edition: Edition, actor: User | None) -> None:
    """Say that the list is not ready after all: until it is closed, no certificate follows.

    Who has one keeps it. What a change means for those is told and agreed as in a closed list.

    Raises:
        Refusal: the list is not closed, or counts by the clock.
    """
    locked = _locked(edition.pk)
    if not queries.may_be_reopened(locked):
        raise Refusal(_("Deze lijst kan niet weer open. Verbeter haar gewoon, en bewaar haar."))
    ClosedList.objects.filter(edition=locked).update(reopened_at=clock.now(), closed_by=None)
    audit.record(locked, "attendance.reopen", actor=actor)


def _keep_closed(edition: Edition, actor: User | None) -> ClosedList:
    closed, _created = ClosedList.objects.update_or_create(
        edition=edition,
        defaults={"closed_by": actor, "closed_at": clock.now(), "reopened_at": None},
    )
    return closed


def _close(edition: Edition, actor: User | None) -> ClosedList:
    closed = _keep_closed(edition, actor)
    audit.record(edition, "attendance.close", actor=actor)
    publish(ListClosed(training_id=edition.training_id, edition_id=edition.pk))
    return closed


def _locked(pk: int) -> Edition:
    locked = Edition.objects.select_for_update(of=("self",)).select_related("training")
    edition: Edition = locked.get(pk=pk)
    return edition
