"""Enrolling in a whole learning path: of each training the next edition that fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from courses.common.errors import Refusal
from courses.editions.queries import open_for_enrolment, with_access
from courses.enrolment import queries, services
from courses.enrolment.enums import ACTIVE, TAKES_PART
from courses.enrolment.models import Enrolment, EnrolmentQuestion

if TYPE_CHECKING:
    from collections.abc import Collection

    from courses.catalogue.models import LearningPathPage, TrainingPage
    from courses.editions.models import Edition, Session
    from courses.people.models import User


@dataclass
class PathStep:
    """One training of the path: the edition that was chosen, or why there is none."""

    training: TrainingPage
    edition: Edition | None = None
    said: str = ""
    enrolment: Enrolment | None = None
    asks: bool = False
    """Whether it has questions that must be answered, which it asks on a page of its own."""


def plan_path(*, person: User, path: LearningPathPage) -> list[PathStep]:
    """Which edition of each training is the next for somebody: one with a free seat if there is
    any, after the one before it, and at no hour at which the person is elsewhere."""
    trainings = [step.training for step in path.shown(path.steps.select_related("training"))]
    known = {
        one.edition.training_id: one
        for one in Enrolment.objects.filter(
            person=person, edition__training__in=trainings, status__in=ACTIVE | TAKES_PART
        ).select_related("edition__training")
    }
    asking = set(
        EnrolmentQuestion.objects.filter(
            training__in=trainings, is_asked=True, is_required=True
        ).values_list("training_id", flat=True)
    )
    steps: list[PathStep] = []
    taken: list[Edition] = []
    for training in trainings:
        step = PathStep(training, enrolment=known.get(training.pk), asks=training.pk in asking)
        if step.enrolment is not None:
            step.said = str(step.enrolment.state.label)
        else:
            step.edition = _next_edition(training, person, taken)
            if step.edition is None:
                step.said = gettext("Er is nu geen datum die past.")
            else:
                taken.append(step.edition)
        steps.append(step)
    return steps


def _next_edition(training: TrainingPage, person: User, taken: list[Edition]) -> Edition | None:
    editions = list(
        with_access(open_for_enrolment())
        .filter(training=training)
        .select_related("training")
        .order_by("starts_at", "pk")
    )
    after = max((one.ends_at for one in taken if one.ends_at), default=None)
    fitting = [
        one
        for one in editions
        if not any(_at_one_hour(one, other) for other in taken)
        and not queries.double_booked([person.pk], one)
    ]
    # With a seat first; then after what comes before it in the path; then the first.
    return min(
        fitting,
        key=lambda one: (
            one.seats_left <= 0,
            bool(after and one.starts_at and one.starts_at < after),
            one.starts_at,
            one.pk,
        ),
        default=None,
    )


def _at_one_hour(one: Edition, other: Edition) -> bool:
    sessions: list[Session] = list(other.sessions.all())
    return any(mine.overlaps(theirs) for mine in one.sessions.all() for theirs in sessions)


def is_as_shown(steps: list[PathStep], shown: Collection[str]) -> bool:
    """Whether a plan has the editions, by their keys, that the page showed: nobody is enrolled on
    dates that he or she did not see. What is in the plan no more, since it was done, is no matter.
    """
    return {str(one.edition.pk) for one in steps if one.edition} <= set(shown)


def enrol_as_planned(
    *, person: User, steps: list[PathStep], actor: User | None = None
) -> list[PathStep]:
    """Enrol somebody in the editions of a plan (`plan_path`); what came of each.

    Each in a transaction of its own: where one cannot, the others stay. Who enrols him- or herself
    answers the questions that must be answered: those trainings are left.
    """
    for step in steps:
        if step.edition is None or (step.asks and actor is None):
            continue
        try:
            step.enrolment = services.enrol(person=person, edition=step.edition, actor=actor)
        except Refusal as refusal:
            step.said = str(refusal)
        else:
            step.said = str(step.enrolment.state.label)
    return steps
