"""Questions about attendance that more than one place asks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.crypto import constant_time_compare
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.attendance.codes import code_of
from courses.attendance.enums import MOST_CAUGHT_UP, WAS_THERE, Mark, Turn
from courses.attendance.models import Attendance, ClosedList
from courses.catalogue.enums import EventKind
from courses.common import clock
from courses.common.edit_conflicts import Fact, fact
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Session
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import participants
from courses.notices.enums import NoticeState
from courses.notices.models import Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from courses.common.statements import Moment
    from courses.people.models import User

PRESENCE = "trainer_presence"
"""The kind of notice that asks a trainer for it."""

CANNOT_COME = "trainer_cannot_come"
"""The kind of notice with which a trainer says not to come to a session: coordinators call."""

COORDINATORS_TOLD = "coordinator_cannot_come"
"""The kind of notice that says to coordinators that a trainer said so."""

ASKED_FOR = timedelta(days=7)
"""How long after a session its trainers are asked for it, where nobody could before."""

WRITTEN_DOWN = timedelta(hours=12)
"""How long after a session the names are still written down of who walked in: that evening, or the
next morning."""

LEFT_FOR = timedelta(days=28)
"""How long somebody is asked for a list that was left open."""

COUNTS_FROM = 8
"""The hour of the day after the last session from which a list counts that nobody closed. Not
earlier: what follows is a mail."""


@dataclass(frozen=True)
class Presence:
    """How often a participant was there: `present` of `sessions`, of which `marked` are known.

    What was held before they joined the group is known: they were not there. One session that was
    caught up elsewhere is among `present` where the edition allows it. `minutes` is the length of
    the sessions attended, together. `begun` is how many sessions have begun by now. `asks_first`
    says that this edition asks to be at the first session, `needs_first` that the participant is
    not known to have been, and `missed_first` that it is known they were not.
    """

    sessions: int
    marked: int
    present: int
    minutes: int
    begun: int = 0
    asks_first: bool = False
    needs_first: bool = False
    missed_first: bool = False

    def reaches(self, percentage: int) -> bool:
        """Whether the participant was at this part of the sessions, and at the one that counts."""
        return self.present >= self.needed(percentage) and not self.needs_first

    def needed(self, percentage: int) -> int:
        """The number of sessions that this part comes down to, rounded up."""
        return -(-self.sessions * percentage // 100)


def presence(*, enrolment_id: int) -> Presence:
    """How often this participant was there."""
    enrolment = Enrolment.objects.select_related("edition").get(pk=enrolment_id)
    edition = enrolment.edition
    sessions = list(Session.objects.filter(edition=edition).order_by("starts_at", "pk"))
    marks = dict(
        Attendance.objects.filter(enrolment=enrolment_id, session__edition=edition).values_list(
            "session_id", "mark"
        )
    )
    for one in sessions:
        one.edition = edition
    # That somebody sent word for a day to come says nothing of what was.
    to_come = {one.pk for one in sessions if not can_be_marked(one)}
    marks = {pk: mark for pk, mark in marks.items() if mark != Mark.EXCUSED or pk not in to_come}
    missed = {one.pk for one in sessions if one.pk not in marks and joined_later(enrolment, one)}
    now = clock.now()
    attended = _counting(sessions, marks, may_catch_up=edition.may_catch_up)
    first = marks.get(sessions[0].pk) if sessions else None
    asks_first = edition.first_session_required and bool(sessions)
    needs_first = asks_first and first not in WAS_THERE
    return Presence(
        sessions=len(sessions),
        marked=len(marks) + len(missed),
        present=len(attended),
        minutes=sum(session.minutes for session in attended),
        begun=sum(session.starts_at <= now for session in sessions),
        asks_first=asks_first,
        needs_first=needs_first,
        missed_first=needs_first and (first is not None or sessions[0].pk in missed),
    )


def _counting(
    sessions: list[Session], marks: Mapping[int, str], *, may_catch_up: bool
) -> list[Session]:
    """The sessions that count as attended."""
    attended = [one for one in sessions if marks.get(one.pk) in WAS_THERE]
    caught_up = [one for one in sessions if marks.get(one.pk) == Mark.CAUGHT_UP]
    return attended + caught_up[: MOST_CAUGHT_UP if may_catch_up else 0]


def minutes_attended(enrolments: Sequence[Enrolment]) -> dict[int, int]:
    """How long the sessions were at which each was, by enrolment: in two queries, however many.

    Give the enrolments with their editions. The same counts as in `presence`.
    """
    sessions: dict[int, list[Session]] = defaultdict(list)
    editions = {one.edition_id for one in enrolments}
    for session in Session.objects.filter(edition__in=editions).order_by("starts_at", "pk"):
        sessions[session.edition_id].append(session)
    marks: dict[int, dict[int, str]] = defaultdict(dict)
    found = Attendance.objects.filter(enrolment__in=[one.pk for one in enrolments])
    for enrolment, session_id, mark in found.values_list("enrolment", "session", "mark"):
        marks[enrolment][session_id] = mark
    return {
        one.pk: sum(
            session.minutes
            for session in _counting(
                sessions[one.edition_id], marks[one.pk], may_catch_up=one.edition.may_catch_up
            )
        )
        for one in enrolments
    }


@dataclass(frozen=True)
class SheetRow:
    """A participant with what is known, per session of the edition; None is not marked yet.

    `number` is the row on the list, on paper and on the screen.
    """

    number: int
    enrolment: Enrolment
    attendances: Mapping[int, Attendance | None]

    @property
    def marks(self) -> dict[int, Mark | None]:
        """The marks alone, by session."""
        return {pk: Mark(one.mark) if one else None for pk, one in self.attendances.items()}

    def is_left(self, session: Session) -> bool:
        """Whether it is still to be said if this participant was there."""
        return self.attendances[session.pk] is None and is_asked(self.enrolment, session)

    def is_for_later(self, session: Session) -> bool:
        """Whether nothing is known, nor has to be: the participant was not in the group yet."""
        return self.attendances[session.pk] is None and joined_later(self.enrolment, session)

    @property
    def present(self) -> int:
        """At how many sessions the participant was."""
        return sum(1 for one in self.attendances.values() if one and one.was_there)


def is_asked(enrolment: Enrolment, session: Session) -> bool:
    """Whether a session asks about somebody: one that was long over before the enrolment does not.

    Who is enrolled while it is on walked in, and so did many who are just after it (see
    `WRITTEN_DOWN`). The desk, the lists, closing them and `presence` all go by this.
    """
    return enrolment.enrolled_at < session.ends_at + WRITTEN_DOWN


# The same of the enrolments inside a query of sessions. What the first comparison says too is there
# for SQLite, which adds to a moment in Python, row by row: so it does for who came after a session.
_SESSION_ASKS_ABOUT = Q(enrolled_at__lte=OuterRef("ends_at")) | Q(
    enrolled_at__lt=OuterRef("ends_at") + WRITTEN_DOWN
)


def joined_later(enrolment: Enrolment, session: Session) -> bool:
    """Whether a session had been held when somebody joined a group that went on.

    Nobody has to say that they were not there; it can be said that they were. Not of who is
    written down when all is over: those were there.
    """
    ended = session.edition.ends_at
    late = not is_asked(enrolment, session)
    return late and ended is not None and enrolment.enrolled_at < ended


@dataclass(frozen=True)
class Sheet:
    """The attendance of one edition: its sessions in order and a row for each participant."""

    edition: Edition
    sessions: list[Session]
    rows: list[SheetRow]


def sheet(edition: Edition) -> Sheet:
    """Who takes part in `edition`, and who was there; a fixed number of queries."""
    sessions = list(edition.sessions.order_by("starts_at", "pk"))
    for one in sessions:
        one.edition = edition
    marked = Attendance.objects.filter(session__edition=edition).select_related(
        "caught_up_in", "marked_by"
    )
    known = {(one.enrolment_id, one.session_id): one for one in marked}
    rows = [
        SheetRow(
            number,
            enrolment,
            {session.pk: known.get((enrolment.pk, session.pk)) for session in sessions},
        )
        for number, enrolment in enumerate(participants(edition), start=1)
    ]
    return Sheet(edition, sessions, rows)


def missed_by(row: SheetRow, sessions: Sequence[Session]) -> tuple[str, ...]:
    """The sessions at which a participant is not known to have been: `bijeenkomst 2 (3 maart)`."""
    return tuple(
        gettext("bijeenkomst %(number)d (%(day)s)")
        % {"number": number, "day": date_format(clock.local(session.starts_at), "j F")}
        for number, session in enumerate(sessions, start=1)
        if row.marks[session.pk] not in WAS_THERE
    )


@dataclass(frozen=True)
class Gap:
    """A session that was or is on, and the people of whom it is not known whether they were there.

    `number` is that of the session in its edition.
    """

    number: int
    session: Session
    names: tuple[str, ...]


def gaps(the_sheet: Sheet) -> list[Gap]:
    """What is still to be filled in, by session; nothing of those whose day has to come."""
    found = [
        Gap(
            number,
            session,
            tuple(row.enrolment.person.name for row in the_sheet.rows if row.is_left(session)),
        )
        for number, session in enumerate(the_sheet.sessions, start=1)
        if can_be_marked(session)
    ]
    return [gap for gap in found if gap.names]


def marks_at(session: Session) -> dict[int, Mark]:
    """What is known of a session, by enrolment."""
    known = Attendance.objects.filter(session=session).values_list("enrolment_id", "mark")
    return {pk: Mark(mark) for pk, mark in known}


def cell_key(session_id: int, enrolment_id: int) -> str:
    """What a cell of the list is called in the snapshot of a page."""
    return f"{session_id}-{enrolment_id}"


def cell(mark: Mark | None, label: str = "") -> Fact:
    """What a cell of the list shows."""
    text = _("nog niet ingevuld") if mark is None else str(mark.label).lower()
    return fact(label, mark.value if mark else None, text)


def is_shown_as(fingerprint: str | None, *, ticked: bool) -> bool:
    """Whether a cell with this fingerprint stood ticked (or marked and not ticked) on the page."""
    marks = WAS_THERE if ticked else frozenset(Mark) - WAS_THERE
    return fingerprint in {cell(one).fingerprint for one in marks}


def cells(the_sheet: Sheet) -> dict[str, Fact]:
    """All that the list shows of who was there."""
    return {
        cell_key(session_id, row.enrolment.pk): cell(mark)
        for row in the_sheet.rows
        for session_id, mark in row.marks.items()
    }


def can_be_marked(session: Session) -> bool:
    """Whether the session's day has come."""
    return clock.local_day(session.starts_at) <= clock.today()


def all_have_begun(sessions: Iterable[Session]) -> bool:
    """Whether also the last session has begun: before that nobody can have been there."""
    return all(one.starts_at <= clock.now() for one in sessions)


def session_to_mark(edition: Edition, sessions: Sequence[Session] | None = None) -> Session | None:
    """The session of today; else the last one that was, else the first to come.

    Give the edition's `sessions` in order where they are known.
    """
    if sessions is None:
        sessions = list(edition.sessions.order_by("starts_at", "pk"))
    began = [one for one in sessions if can_be_marked(one)]
    today = [one for one in began if clock.local_day(one.starts_at) == clock.today()]
    # Of two on one day, the one that is on or comes next; the last when all are over.
    running = [one for one in today if one.ends_at > clock.now()]
    return next(iter(running or today[-1:] or began[-1:] or sessions), None)


def can_be_caught_up(session: Session, the_sheet: Sheet) -> bool:
    """Whether one may catch up this session in another group."""
    if not the_sheet.edition.may_catch_up:
        return False
    return not (the_sheet.edition.first_session_required and session == the_sheet.sessions[0])


def sessions_to_catch_up_at(session: Session) -> QuerySet[Session]:
    """Sessions of other groups of the same training, the latest first."""
    return (
        Session.objects.filter(
            edition__training=session.edition.training_id, edition__status=EditionStatus.OPEN
        )
        .exclude(edition=session.edition_id)
        .select_related("edition")
        .order_by("-starts_at", "pk")
    )


def is_given_by(session: Session, user: User) -> bool:
    """Whether somebody gives this session."""
    return bool(session.edition.trainers.filter(pk=user.pk).exists())


def said_not_to_come(session: Session) -> QuerySet[Notice]:
    """What its trainers said who cannot come to this session, whether or not somebody called them
    since; the first to say so first. Not what was taken back."""
    said = Notice.objects.filter(
        kind=CANNOT_COME, edition=session.edition_id, facts__session=session.pk
    )
    return (
        said.exclude(state=NoticeState.DROPPED)
        .select_related("person")
        .order_by("created_at", "pk")
    )


def sessions_not_to_come(trainer: User, sessions: Iterable[Session]) -> set[int]:
    """To which of these sessions somebody said not to come, by key."""
    keys = {one.pk for one in sessions}
    said = Notice.objects.filter(kind=CANNOT_COME, person=trainer, facts__session__in=keys)
    found = said.exclude(state=NoticeState.DROPPED).values_list("facts", flat=True)
    return {facts["session"] for facts in found}


def is_on_today(session: Session) -> bool:
    """Whether the session is today, or is on (past midnight)."""
    if clock.local_day(session.starts_at) == clock.today():
        return True
    return session.starts_at <= clock.now() < session.ends_at


def is_early(session: Session) -> bool:
    """Whether the session has not begun."""
    return clock.now() < session.starts_at


CODES_AHEAD = timedelta(days=60)


def session_with_code(code: str, *, person: User) -> Session | None:
    """The session with this code; of several, the one that `person` takes part in.

    Of today, or of the weeks to come, so that who is early hears when to come back.
    """
    now = clock.now()
    sessions = (
        Session.objects.filter(
            edition__status=EditionStatus.OPEN,
            starts_at__lt=now + CODES_AHEAD,
            ends_at__gt=clock.moment_of(clock.today()),
        )
        .select_related("edition__training")
        .order_by("starts_at", "pk")
    )
    found = [one for one in sessions if constant_time_compare(code_of(one), code)]
    return next(iter(sorted(found, key=lambda one: participant_at(one, person) is None)), None)


def participant_at(session: Session, person: User) -> Enrolment | None:
    """The enrolment with which somebody is on the list of this session; None when they are not."""
    return participants(session.edition).filter(person=person).first()


def mark_of(session: Session, person: User) -> Mark | None:
    """What is known of somebody at this session."""
    marks = Attendance.objects.filter(session=session, enrolment__person=person)
    return next((Mark(one) for one in marks.values_list("mark", flat=True)), None)


def sent_word_before(session: Session, enrolment: Enrolment) -> bool:
    """Whether somebody was signed off for a session before its day."""
    excused = Attendance.objects.filter(session=session, enrolment=enrolment, mark=Mark.EXCUSED)
    return excused.filter(
        marked_at__lt=clock.moment_of(clock.local_day(session.starts_at))
    ).exists()


def sessions_to_miss(edition: Edition) -> list[Session]:
    """The sessions of which somebody can say that he or she is not there, the first first."""
    sessions = edition.sessions.filter(ends_at__gt=clock.now())
    return list(sessions.order_by("starts_at", "pk"))


def numbers_of(edition: Edition) -> dict[int, int]:
    """The number of each session in its edition, by its key."""
    keys = edition.sessions.order_by("starts_at", "pk").values_list("pk", flat=True)
    return {pk: number for number, pk in enumerate(keys, start=1)}


def marks_of(enrolment: Enrolment) -> dict[int, Mark]:
    """What is known of a participant, by session."""
    known = Attendance.objects.filter(enrolment=enrolment).values_list("session_id", "mark")
    return {pk: Mark(mark) for pk, mark in known}


def is_marked(session: Session) -> bool:
    """Whether it is known of every participant that it asks about who was at this session."""
    in_the_group = list(participants(session.edition))
    marked = set(Attendance.objects.filter(session=session).values_list("enrolment_id", flat=True))
    asked = {one.pk for one in in_the_group if is_asked(one, session)}
    return not marked.isdisjoint(one.pk for one in in_the_group) and asked <= marked


def closed_list(edition: Edition) -> ClosedList | None:
    """When and by whom the edition's list was closed; None when it is not, or was opened again."""
    closed = ClosedList.objects.select_related("closed_by")
    return closed.filter(edition=edition, reopened_at__isnull=True).first()


def was_closed(edition: Edition) -> bool:
    """Whether the list is or was closed, so that certificates may have followed from it."""
    return ClosedList.objects.filter(edition=edition).exists()


def may_be_reopened(edition: Edition) -> bool:
    """Whether somebody closed the list before the clock would, and the clock does not count yet."""
    is_by_clock = edition.ends_at is None or edition.ends_at < _ended_long_enough()
    return not is_by_clock and closed_list(edition) is not None


def counts(edition: Edition) -> bool:
    """Whether the list counts: it is closed, or the day after the last session has come."""
    if edition.ends_at is None:
        return False
    return edition.ends_at < _ended_long_enough() or closed_list(edition) is not None


def whose_list_counts() -> Q:
    """The same as `counts`, as a condition on editions."""
    closed = ClosedList.objects.filter(edition=OuterRef("pk"), reopened_at__isnull=True)
    return Q(ends_at__lt=_ended_long_enough()) | Q(Exists(closed))


def lists_to_close() -> QuerySet[Edition]:
    """Editions whose list nobody closed, and that ended before today (from eight o'clock on)."""
    editions: QuerySet[Edition] = Edition.objects.filter(
        Q(closed_list__isnull=True) | Q(closed_list__reopened_at__isnull=False),
        status=EditionStatus.OPEN,
        ends_at__lt=_ended_long_enough(),
    ).order_by("ends_at", "pk")
    return editions


def sessions_without_presence() -> QuerySet[Session]:
    """Sessions of which nothing was filled in, that were held in the week before today (from eight
    o'clock on), and of which nobody was told so yet."""
    until = _ended_long_enough()
    # Who sent word is marked before the day: that says nothing of the others.
    excused = Attendance.objects.filter(mark=Mark.EXCUSED)
    marked = Attendance.objects.exclude(mark=Mark.EXCUSED).filter(session=OuterRef("pk"))
    takes_part = Enrolment.objects.filter(
        ~Exists(excused.filter(enrolment=OuterRef("pk"), session=OuterRef(OuterRef("pk")))),
        _SESSION_ASKS_ABOUT,
        edition=OuterRef("edition"),
        status__in=TAKES_PART,
    )
    # By the moment: what is told is kept with the session's number in the facts.
    told = Notice.objects.filter(
        edition=OuterRef("edition"), kind=PRESENCE, created_at__gte=OuterRef("ends_at")
    )
    sessions: QuerySet[Session] = Session.objects.filter(
        ~Exists(marked),
        ~Exists(told),
        Exists(takes_part),
        edition__status=EditionStatus.OPEN,
        edition__trainers__is_active=True,
        ends_at__lt=until,
        ends_at__gte=until - ASKED_FOR,
    )
    # Who closed the list by hand knows what is not filled in.
    by_hand = sessions.exclude(edition__closed_list__closed_by__isnull=False)
    return by_hand.distinct().order_by("ends_at", "pk")


def _ended_long_enough() -> datetime:
    """Midnight: what ended before it counts by the clock."""
    local = clock.local(clock.now())
    day = local.date() if local.hour >= COUNTS_FROM else local.date() - timedelta(days=1)
    return clock.moment_of(day)


def sessions_left(edition: Edition) -> list[Session]:
    """The sessions of which it is not known of every participant whether they were there."""
    the_sheet = sheet(edition)
    return [
        session
        for session in the_sheet.sessions
        if any(row.is_left(session) for row in the_sheet.rows)
    ]


def sessions_to_mark(*, now: Moment) -> QuerySet[Session]:
    """Sessions that are over and of which it is not known of all who was there, the oldest first.

    Until somebody closes the list of the edition, and no longer than `LEFT_FOR`. That the clock
    closed it says nothing of who was there.
    """
    marked = Attendance.objects.filter(enrolment=OuterRef("pk"), session=OuterRef(OuterRef("pk")))
    not_marked = Enrolment.objects.filter(
        ~Exists(marked),
        _SESSION_ASKS_ABOUT,
        edition=OuterRef("edition"),
        status__in=TAKES_PART,
    )
    by_hand = ClosedList.objects.filter(edition=OuterRef("edition"), closed_by__isnull=False)
    # One of them, rather than whether there is one, and only where no list is closed: that a
    # database looks for session by session, and never among all enrolments or lists of all years.
    one_of_them = Case(
        When(~Exists(by_hand), then=Subquery(not_marked.order_by().values("pk")[:1]))
    )
    return (
        Session.objects.alias(not_marked=one_of_them)
        .filter(
            not_marked__isnull=False,
            ends_at__lte=now,
            ends_at__gt=now - LEFT_FOR,
            edition__status=EditionStatus.OPEN,
        )
        .select_related("edition__training")
        .order_by("starts_at", "pk")
    )


def lists_to_round_off(*, now: Moment) -> QuerySet[Edition]:
    """Editions that are over, of which it is known who was there and nobody said that the list is
    ready: certificates wait for that until the clock closes it. The first to end first."""
    kept = Attendance.objects.filter(session__edition=OuterRef("pk"))
    return (
        Edition.objects.filter(
            Q(closed_list__isnull=True) | Q(closed_list__reopened_at__isnull=False),
            Exists(kept),
            ~Exists(sessions_to_mark(now=now).order_by().filter(edition=OuterRef("pk"))),
            ends_at__lte=now,
            ends_at__gt=now - LEFT_FOR,
            status=EditionStatus.OPEN,
            training__kind=EventKind.TRAINING,
        )
        .select_related("training")
        .order_by("ends_at", "pk")
    )


def what_comes_first(*, now: datetime) -> QuerySet[Session]:
    """All sessions in the order in which somebody needs them, each with its `turn`.

    Those of today, those to come, those of which it is still to be said who was there, and the
    rest. Each with its `number` in its edition and how many `people` take part.
    """
    today = clock.moment_of(clock.local_day(now))
    tomorrow = clock.moment_of(clock.local_day(now) + timedelta(days=1))
    turn = Case(
        When(ends_at__gt=today, starts_at__lt=tomorrow, then=Value(Turn.TODAY)),
        When(starts_at__gte=tomorrow, then=Value(Turn.TO_COME)),
        When(pk__in=sessions_to_mark(now=now).order_by().values("pk"), then=Value(Turn.TO_MARK)),
        default=Value(Turn.OVER),
        output_field=IntegerField(),
    )
    taking_part = _number_of(
        Enrolment.objects.filter(edition=OuterRef("edition"), status__in=TAKES_PART)
    )
    before = _number_of(
        Session.objects.filter(edition=OuterRef("edition")).filter(
            Q(starts_at__lt=OuterRef("starts_at"))
            | Q(starts_at=OuterRef("starts_at"), pk__lt=OuterRef("pk"))
        )
    )
    to_come = Case(When(ends_at__gt=today, then=F("starts_at")))
    return (
        Session.objects.filter(edition__status=EditionStatus.OPEN)
        .annotate(turn=turn, people=taking_part, number=before + 1, _to_come=to_come)
        .select_related("edition__training")
        .order_by("turn", "_to_come", "-starts_at", "pk")
    )


def _number_of(found: QuerySet[Any]) -> Coalesce:
    """How many rows of the same edition these are, as part of another query."""
    counted = found.order_by().values("edition").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())
