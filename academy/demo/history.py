"""The figures that the sources give, reconstructed as editions with evaluations.

The sources say: the first edition of the signalling training had 12 participants (1 resident,
6 volunteers, 3 professionals, 2 from companies), 11 evaluations and a mean of 8,3; after seven
editions 66 people had taken part and the mean was 8,5. Individual answers are not known, so the
marks below are chosen to give those means; the dates are chosen too. Every edition says so.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from academy.demo.people import Cast, make_former_participants
from courses.attendance.services import close_list, mark_attendance
from courses.common import clock, dates
from courses.editions.services import Meeting, plan_edition
from courses.enrolment.services import enrol
from courses.evaluation.services import Answer, close_form, open_form, submit
from courses.people.enums import Background

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.catalogue.models import TrainingPage
    from courses.editions.models import Edition
    from courses.people.models import User

NOTE = (
    "Gereconstrueerd: de aantallen en het gemiddelde komen uit de bronnen, "
    "de losse antwoorden en de datum niet."
)

FIRST_GROUP = (
    [Background.RESIDENT]
    + [Background.VOLUNTEER] * 6
    + [Background.PROFESSIONAL] * 3
    + [Background.BUSINESS] * 2
)

# Day, participants, marks given. The first group gives 91 / 11 = 8,27; all marks
# together to 501 / 59 = 8,49.
EDITIONS: list[tuple[datetime, int, list[int]]] = [
    (datetime(2019, 11, 12, 13), 12, [7, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9]),
    (datetime(2020, 1, 21, 13), 9, [8, 8, 8, 8, 9, 9, 9, 9]),
    (datetime(2020, 2, 18, 19), 9, [7, 8, 8, 9, 9, 9, 9, 9]),
    (datetime(2020, 5, 26, 13), 9, [8, 8, 8, 8, 8, 9, 9, 10]),
    (datetime(2020, 6, 30, 19), 9, [8, 8, 8, 8, 9, 9, 9, 10]),
    (datetime(2020, 9, 22, 13), 9, [7, 8, 8, 9, 9, 9, 9, 10]),
    (datetime(2020, 11, 11, 13), 9, [7, 8, 8, 8, 9, 9, 9, 10]),
]


def make_history(training: TrainingPage, cast: Cast) -> None:
    """The seven editions of the signalling training, with their evaluations closed."""
    everybody = sum(size for _day, size, _marks in EDITIONS)
    backgrounds = FIRST_GROUP + [
        (Background.VOLUNTEER, Background.RESIDENT, Background.PROFESSIONAL)[place % 3]
        for place in range(everybody - len(FIRST_GROUP))
    ]
    people = make_former_participants(everybody, backgrounds)
    for day, size, marks in EDITIONS:
        group, people = people[:size], people[size:]
        _make_edition(training, cast, dates.aware(day), group, marks)


def _make_edition(
    training: TrainingPage, cast: Cast, starts_at: datetime, group: Sequence[User], marks: list[int]
) -> Edition:
    ends_at = starts_at + timedelta(hours=3)
    with clock.at(starts_at - timedelta(days=30)):
        edition = plan_edition(
            training=training,
            meetings=[Meeting(starts_at, ends_at)],
            capacity=12,
            actor=cast.coordinator,
            trainers=[cast.other_trainers[0]],
            venue="Vrijwilligerscentrale Utrecht",
            note=NOTE,
            publish=True,
        )
        enrolments = [enrol(person=person, edition=edition) for person in group]
    with clock.at(ends_at + timedelta(minutes=10)):
        mark_attendance(
            session=edition.sessions.get(),
            present=[one.pk for one in enrolments],
            absent=[],
            actor=cast.other_trainers[0],
        )
        close_list(edition=edition, actor=cast.other_trainers[0])
        form = open_form(edition=edition)
        for person, mark in zip(group, marks, strict=False):
            submit(form=form, person=person, answers=_answers(mark))
    with clock.at(form.closes_at + timedelta(minutes=1)):
        close_form(form=form)
    return edition


def _answers(mark: int) -> dict[str, Answer]:
    # "All can use it in practice" and "the mix was good" stand in the evaluation of 2020.
    return {
        "overall": Answer((str(mark),)),
        "mix": Answer(("Precies goed",)),
        "practice": Answer(("Ja",)),
    }
