"""What a change in the list of who was there means for certificates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from courses.attendance import consequences
from courses.attendance import queries as attendance
from courses.attendance.consequences import Consequence
from courses.certificates import notice_kinds, queries, services
from courses.certificates.enums import CertificateState, CriterionState, Doubt
from courses.certificates.missing_criteria import Lack, in_common, lacks, without
from courses.enrolment.queries import participants
from courses.notices.queries import who_gets_what

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.certificates.queries import Criterion
    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment
    from courses.people.models import User

Before = dict[int, dict[str, CriterionState]]
"""By enrolment: how it stood with each thing that the training asks."""


@dataclass
class Names:
    """Who gets what, for one heading each."""

    gets: list[User]
    not_yet: list[tuple[str, tuple[Lack, ...]]]
    not_earned: list[str]
    hours: list[str]
    right_again: list[str]
    earned_after_all: list[str]


class CertificatesFollow:
    """Says who gets a certificate, and whose certificate is not right any more.

    The latter is kept, for the coordinators to look at: taking a certificate back, or replacing
    it, is theirs to decide.
    """

    def before(self, edition: Edition) -> Before:
        return {one.pk: _states(queries.progress(one)) for one in _group(edition)}

    def after(self, edition: Edition, before: Before, *, closing: bool) -> list[Consequence]:
        names = Names([], [], [], [], [], [])
        # A list that was opened again gives nobody a certificate until it is closed.
        gives = attendance.counts(edition)
        having = set(
            queries.certificates()
            .filter(enrolment__edition=edition)
            .values_list("enrolment", flat=True)
        )
        sheet = attendance.sheet(edition)
        for one in _group(edition):
            criteria = queries.progress(one)
            states, was = _states(criteria), before.get(one.pk, {})
            if one.pk in having:
                _correct(one, was, states, names)
            elif gives and _met(states) and (closing or not _met(was)):
                names.gets.append(one.person)
            elif gives and closing and not _met(states):
                names.not_yet.append((one.person.name_in_list, lacks(one, criteria, sheet)))
        return _told(names)


def _group(edition: Edition) -> Iterable[Enrolment]:
    return participants(edition).select_related("person", "edition__training")


def _states(criteria: Iterable[Criterion]) -> dict[str, CriterionState]:
    return {one.key: one.state for one in criteria}


def _met(states: dict[str, CriterionState]) -> bool:
    return all(state == CriterionState.MET for state in states.values())


def _correct(
    one: Enrolment,
    before: dict[str, CriterionState],
    after: dict[str, CriterionState],
    names: Names,
) -> None:
    def went(was: CriterionState, now: CriterionState) -> bool:
        return any(after.get(key) == now for key, state in before.items() if state == was)

    lost = went(CriterionState.MET, CriterionState.NOT_YET)
    regained = not lost and went(CriterionState.NOT_YET, CriterionState.MET)
    judged = services.judge(enrolment=one, lost=lost, regained=regained)
    if judged is None or judged.now == judged.was:
        return
    if judged.state != CertificateState.VALID:
        if judged.now == Doubt.EARNED_AGAIN:
            names.earned_after_all.append(one.person.name_in_list)
    elif judged.now == Doubt.NOT_EARNED:
        names.not_earned.append(one.person.name_in_list)
    elif judged.now == Doubt.HOURS:
        names.hours.append(one.person.name_in_list)
    else:
        names.right_again.append(one.person.name_in_list)


def _sentences(missing: Iterable[Lack]) -> tuple[str, ...]:
    return tuple(one.sentence for one in missing)


def _gets_one(people: list[User]) -> Consequence:
    """Who gets a certificate, and how each hears of it."""
    reach = who_gets_what(people, kind=notice_kinds.READY)
    otherwise = reach.not_by_mail
    ways = tuple((otherwise[one.pk],) if one.pk in otherwise else () for one in people)
    return Consequence(
        gettext("Krijgt een certificaat"),
        tuple(one.name_in_list for one in people),
        gettext("Zij krijgen er bericht van: %(who)s") % {"who": reach.sentence},
        reasons=ways if otherwise else (),
    )


def _told(names: Names) -> list[Consequence]:
    shared = in_common([missing for _name, missing in names.not_yet])
    told = [
        _gets_one(names.gets),
        Consequence(
            gettext("Krijgt nog geen certificaat"),
            tuple(name for name, _missing in names.not_yet),
            reasons=tuple(_sentences(without(missing, shared)) for _name, missing in names.not_yet),
            shared=_sentences(shared),
        ),
        Consequence(
            gettext("Heeft al een certificaat, en dat klopt dan niet meer"),
            tuple(names.not_earned),
            gettext("Een coördinator kijkt ernaar, en trekt het certificaat in."),
        ),
        Consequence(
            gettext("Heeft al een certificaat, en daarop kloppen de uren dan niet meer"),
            tuple(names.hours),
            gettext("Een coördinator kijkt ernaar, en maakt een nieuw certificaat."),
        ),
        Consequence(gettext("Het certificaat klopt dan weer"), tuple(names.right_again)),
        Consequence(
            gettext("Het certificaat was ingetrokken, en is dan toch verdiend"),
            tuple(names.earned_after_all),
            gettext("Een coördinator kijkt ernaar, en maakt een nieuw certificaat."),
        ),
    ]
    return [one for one in told if one.names]


consequences.provide(CertificatesFollow())
