"""What is known of a group, and what a report would change for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef

from courses.attendance.enums import WAS_THERE
from courses.attendance.models import Attendance
from courses.editions.models import Session
from courses.editions.queries import editions_for_staff
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import participants
from plugins.aanwezigheid_online.matching import Group, Match, ask_of_left_over, match_all
from plugins.aanwezigheid_online.models import OnlinePresence
from plugins.aanwezigheid_online.moments import Span
from plugins.aanwezigheid_online.names import words_of
from plugins.aanwezigheid_online.presence import Rules, Stay, mark_for, overlap, stay_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from courses.attendance.enums import Mark
    from courses.editions.models import Edition
    from courses.people.models import User
    from plugins.aanwezigheid_online.reports import Attendee, Report


def sessions_for(user: User | AnonymousUser, training_id: int) -> QuerySet[Session]:
    """The sessions of a training of which this person keeps the list, the latest first."""
    editions = editions_for_staff(user).filter(training=training_id).order_by()
    return (
        Session.objects.filter(edition__in=editions.values("pk"))
        .select_related("edition__training", "location")
        .order_by("-starts_at", "-pk")
    )


def with_how_far(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """The same, with whether anybody is marked on the list (`has_marks`), and whether a participant
    is not (`has_unmarked`)."""
    marks = Attendance.objects.filter(session=OuterRef("pk"))
    marked = Attendance.objects.filter(enrolment=OuterRef("pk"), session=OuterRef(OuterRef("pk")))
    unmarked = Enrolment.objects.filter(
        ~Exists(marked), edition=OuterRef("edition"), status__in=TAKES_PART
    )
    return sessions.annotate(has_marks=Exists(marks), has_unmarked=Exists(unmarked))


def span_of(session: Session) -> Span:
    """From when to when a session is."""
    return Span(session.starts_at, session.ends_at)


def group_of(edition: Edition) -> Group:
    """Who takes part in an edition and who gives it, with the addresses that are theirs, and the
    names that a trainer said before whose they are."""
    enrolments = {one.pk: one for one in participants(edition)}
    trainers = list(edition.trainers.all())
    people = [*(one.person for one in enrolments.values()), *trainers]
    addresses: dict[int, set[str]] = defaultdict(set)
    for one in people:
        if one.email:
            addresses[one.pk].add(one.email.casefold())
    own = EmailAddress.objects.filter(user__in=people, verified=True)
    for person, address in own.values_list("user_id", "email"):
        addresses[person].add(address.casefold())
    chosen: dict[frozenset[str], set[int]] = defaultdict(set)
    known = OnlinePresence.objects.filter(session__edition=edition)
    for pk, names in known.values_list("enrolment_id", "names"):
        for name in names.splitlines():
            chosen[words_of(name)].add(pk)
    return Group(
        enrolments,
        trainers,
        {pk: frozenset(found) for pk, found in addresses.items()},
        {words: frozenset(found) for words, found in chosen.items()},
    )


def matches_in(report: Report, group: Group, span: Span, rules: Rules) -> list[Match]:
    """Who everybody in a report is, as far as that can be known. Whose name is like nobody's is
    asked of who was there long enough to be present, while participants are missing."""
    twice = [overlap(one.joins) for one in report.attendees]
    matches = match_all(report.attendees, group, twice=twice)
    needed = rules.needed(span)
    return ask_of_left_over(
        matches, group, was_there=lambda one: stay_in(one, span, rules).minutes >= needed
    )


# --- What would change ----------------------------------------------------------------------------


class Change(Enum):
    """What a report does to what stands on the list."""

    NEW = "new"
    """Nothing was filled in."""
    NEWER = "newer"
    """An earlier report said otherwise."""
    LESS = "less"
    """An earlier report said that somebody was there, and this one does not: perhaps it is not the
    whole list. It stays, unless the trainer says otherwise."""
    BY_HAND = "by hand"
    """Somebody filled in something else; it stays, unless the trainer says otherwise."""
    SAME = "same"


TAKEN_OVER = frozenset({Change.NEW, Change.NEWER})
"""What is filled in unless the trainer says otherwise."""


@dataclass(frozen=True)
class Outcome:
    """What a report comes to for one participant, beside what stands on the list.

    `names` is as whom they were seen; none when they are not in the report. `earlier` is what the
    last report said that was kept.
    """

    enrolment: Enrolment
    names: tuple[str, ...]
    stay: Stay
    mark: Mark
    attendance: Attendance | None
    earlier: OnlinePresence | None

    @property
    def known(self) -> str:
        """What stands on the list; empty for nothing."""
        return self.attendance.mark if self.attendance else ""

    @property
    def change(self) -> Change:
        """What the report does to that."""
        if self.attendance is None:
            return Change.NEW
        if self.attendance.mark == self.mark:
            return Change.SAME
        if not is_from_report(self.attendance, self.earlier):
            return Change.BY_HAND
        takes_away = self.attendance.mark in WAS_THERE and self.mark not in WAS_THERE
        return Change.LESS if takes_away else Change.NEWER

    @property
    def is_taken_over(self) -> bool:
        """Whether it is filled in when the trainer says nothing else."""
        return self.change in TAKEN_OVER

    @property
    def earlier_minutes(self) -> int | None:
        """How many minutes the last report said, where it said another number."""
        if self.earlier is None or self.earlier.minutes == self.stay.minutes:
            return None
        return self.earlier.minutes


def is_from_report(attendance: Attendance, earlier: OnlinePresence | None) -> bool:
    """Whether what stands on the list was filled in by an earlier report, and not touched since."""
    return earlier is not None and (earlier.mark, earlier.marked_at) == (
        attendance.mark,
        attendance.marked_at,
    )


def outcomes_of(
    session: Session,
    report: Report,
    seen: Mapping[int, Sequence[Attendee]],
    group: Group,
    rules: Rules,
) -> list[Outcome]:
    """What a report comes to for everybody in the group, in the order of the list.

    `seen` says by enrolment as whom in the report each participant was there.
    """
    marks = {
        one.enrolment_id: one
        for one in Attendance.objects.filter(session=session).select_related("marked_by")
    }
    earlier = {one.enrolment_id: one for one in presences_at(session)}
    span = span_of(session)
    found = []
    for pk, enrolment in group.enrolments.items():
        stay = _stay(seen.get(pk, ()), span, rules)
        found.append(
            Outcome(
                enrolment,
                tuple(dict.fromkeys(name for one in seen.get(pk, ()) for name in one.names)),
                stay,
                mark_for(stay, span, rules),
                marks.get(pk),
                earlier.get(pk),
            )
        )
    return found


def _stay(attendees: Iterable[Attendee], span: Span, rules: Rules) -> Stay:
    attendees = list(attendees)
    joins = [join for one in attendees for join in one.joins]
    # Without times nobody knows what overlaps: the longest counts.
    seconds = max((one.seconds for one in attendees), default=0)
    return stay_of(joins, span, rules, seconds=seconds)


def stay_in(attendee: Attendee, span: Span, rules: Rules) -> Stay:
    """How long somebody in the report was at the session."""
    return _stay([attendee], span, rules)


def presences_at(session: Session) -> QuerySet[OnlinePresence]:
    """What is kept of a session, by name."""
    return (
        OnlinePresence.objects.filter(session=session)
        .select_related("enrolment__person", "reported_by")
        .order_by("enrolment__person__sort_name", "pk")
    )
