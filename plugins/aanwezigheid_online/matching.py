"""Who in the group somebody in a report is: certain, doubtful, or nobody of the group.

Certain is an address that one participant has, or the whole name of one as it is written there.
Everything else that could be somebody is for the trainer to say.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

from courses.people.queries import find_among
from plugins.aanwezigheid_online.names import ShownName, is_recorder, taken_apart, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from courses.enrolment.models import Enrolment
    from courses.people.models import User
    from plugins.aanwezigheid_online.reports import Attendee

MOST_CANDIDATES = 4
WHOLE_NAME = 2
"""How many words make a name that is hardly somebody else's in one group."""


class Certainty(Enum):
    """How sure it is who somebody in a report is."""

    ADDRESS = "address"
    NAME = "name"
    CHOSEN_BEFORE = "chosen before"
    DOUBTFUL = "doubtful"
    LEFT_OVER = "left over"
    """Like nobody's name, while there are participants who were not found."""
    STAFF = "staff"
    RECORDER = "recorder"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Group:
    """The participants of an edition, by enrolment, and its trainers; with all their addresses.

    `chosen` has the names, as words, that a trainer said before whose they are.
    """

    enrolments: Mapping[int, Enrolment]
    trainers: Sequence[User]
    addresses: Mapping[int, frozenset[str]]
    """By person."""
    chosen: Mapping[frozenset[str], frozenset[int]] = field(default_factory=dict)
    """By the words of a name, the enrolments: two of who sat at one device."""

    @property
    def people(self) -> list[User]:
        """The participants themselves."""
        return [one.person for one in self.enrolments.values()]

    def enrolment_of(self, person: User) -> int:
        """The enrolment of a participant."""
        return next(pk for pk, one in self.enrolments.items() if one.person_id == person.pk)


@dataclass(frozen=True)
class Match:
    """Who somebody in the report may be: `enrolments` is who it is where that is certain, and
    otherwise who it could be, the likeliest first.

    With `has_two` there may be two people behind it: so the name says, or it was there twice at
    the same time.
    """

    attendee: Attendee
    certainty: Certainty
    enrolments: tuple[int, ...] = ()
    has_two: bool = False

    @property
    def is_certain(self) -> bool:
        """Whether it is known who it is, without asking."""
        return self.certainty in {Certainty.ADDRESS, Certainty.NAME, Certainty.CHOSEN_BEFORE}

    @property
    def asks(self) -> bool:
        """Whether the trainer must say who it is."""
        return self.certainty in {Certainty.DOUBTFUL, Certainty.LEFT_OVER}


def match_all(attendees: Iterable[Attendee], group: Group, *, twice: Iterable[bool]) -> list[Match]:
    """Who everybody in a report is. `twice` says of each whether they were there twice at once."""
    return [
        _match(one, group, was_there_twice=both) for one, both in zip(attendees, twice, strict=True)
    ]


def ask_of_left_over(
    matches: Sequence[Match], group: Group, *, was_there: Callable[[Attendee], bool]
) -> list[Match]:
    """The same, but names like nobody's are for the trainer to say while participants are missing:
    any of those may be behind a telephone number or an "iPad". Only of who `was_there` long enough.
    """
    found = {pk for one in matches if one.is_certain for pk in one.enrolments}
    missing = tuple(pk for pk in group.enrolments if pk not in found)
    return [
        replace(one, certainty=Certainty.LEFT_OVER, enrolments=missing)
        if missing and one.certainty == Certainty.NOBODY and was_there(one.attendee)
        else one
        for one in matches
    ]


def _match(attendee: Attendee, group: Group, *, was_there_twice: bool) -> Match:
    shown = [taken_apart(name) for name in attendee.names]
    has_two = any(one.has_two for one in shown) or was_there_twice
    by_address = _by_address(attendee, group)
    by_name = _by_name(shown, group)
    before = {
        pk
        for name in attendee.names
        for pk in group.chosen.get(words_of(name), ())
        if pk in group.enrolments
    }
    likely = _likely(attendee, shown, group)
    is_staff = _is_staff(attendee, shown, group)
    several = (
        any(one.has_two for one in shown)
        or len(by_address | by_name | before) > 1
        or (is_staff and bool(by_name) and not by_address)
    )

    def match(certainty: Certainty, *who: int) -> Match:
        return Match(attendee, certainty, who, has_two)

    if several and (by_address or by_name or before or likely):
        first = [*by_address, *by_name, *before]
        return match(Certainty.DOUBTFUL, *dict.fromkeys([*first, *likely]))
    for certainty, found in (
        (Certainty.ADDRESS, by_address),
        (Certainty.CHOSEN_BEFORE, before),
        (Certainty.NAME, by_name),
    ):
        if found:
            return match(certainty, *found)
    if is_staff:
        return match(Certainty.STAFF)
    if any(map(is_recorder, attendee.names)):
        return match(Certainty.RECORDER)
    return match(Certainty.DOUBTFUL, *likely) if likely else match(Certainty.NOBODY)


def _by_address(attendee: Attendee, group: Group) -> set[int]:
    known = set(attendee.addresses)
    return {
        pk
        for pk, one in group.enrolments.items()
        if known & group.addresses.get(one.person_id, frozenset())
    }


def _by_name(shown: Iterable[ShownName], group: Group) -> set[int]:
    """Whose whole name is in it, as it is written: of two with one name both."""
    names = {words_of(one) for each in shown for one in each.variants}
    return {
        pk
        for pk, one in group.enrolments.items()
        if len(words := words_of(one.person.name)) >= WHOLE_NAME and words in names
    }


def _likely(attendee: Attendee, shown: Iterable[ShownName], group: Group) -> list[int]:
    """Whose name sounds like it, or whose telephone it was."""
    texts = [one for each in shown for one in each.variants] or attendee.names
    found = [one for text in texts for one in find_among(text, group.people)]
    return [group.enrolment_of(one) for one in dict.fromkeys(found)][:MOST_CANDIDATES]


def _is_staff(attendee: Attendee, shown: Iterable[ShownName], group: Group) -> bool:
    names = {words_of(one) for each in shown for one in each.variants}
    known = set(attendee.addresses)
    return any(
        known & group.addresses.get(one.pk, frozenset()) or words_of(one.name) in names
        for one in group.trainers
    )
