"""Questions about what was handed in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import BigIntegerField, Count, Exists, OuterRef, Q, QuerySet

from courses.catalogue.models import TrainingPage
from courses.catalogue.queries import for_participants, trainings_with
from courses.common import clock
from courses.common.statements import Keys, Statement
from courses.editions.queries import editions_for_staff
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.learning.services import OpenWork
from courses.people.models import User
from courses.people.queries import is_coordinator, runs_academy
from plugins.praktijkopdracht.assignments import address_of, assignments_of, path_to
from plugins.praktijkopdracht.enums import State
from plugins.praktijkopdracht.models import Submission

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import AnonymousUser

    from courses.common.statements import Parameter

NEWS_FOR = timedelta(days=14)
"""How long somebody's own page tells that an assignment is approved."""


def submissions_of(person_id: int, training_id: int) -> dict[str, Submission]:
    """What somebody handed in for a training, by assignment."""
    found = Submission.objects.filter(person=person_id, training=training_id)
    return {one.assignment: one for one in found}


def states_of(person_id: int, training_id: int) -> dict[str, State]:
    """How far somebody is with the assignments of a training."""
    found = Submission.objects.filter(person=person_id, training=training_id)
    return {key: State(state) for key, state in found.values_list("assignment", "state")}


def submission_of(person_id: int, training_id: int, assignment_id: str) -> Submission | None:
    """What somebody handed in for one assignment."""
    return (
        Submission.objects.filter(person=person_id, training=training_id, assignment=assignment_id)
        .select_related("reviewed_by")
        .first()
    )


def enrolments_in(person_id: int, training_id: int) -> QuerySet[Enrolment]:
    """Where somebody takes part in a training, the edition that began last first."""
    return Enrolment.objects.filter(
        person=person_id, edition__training=training_id, status__in=TAKES_PART
    ).order_by("-edition__starts_at", "-pk")


def for_reviewer(user: User | AnonymousUser) -> QuerySet[Submission]:
    """What `user` may review: of participants in the editions that he or she gives.

    For coordinators all, also of who has left; for others nothing. Nobody reviews the own work.
    """
    submissions = Submission.objects.exclude(person=user.pk)
    if is_coordinator(user):
        return submissions
    given = editions_for_staff(user).order_by().values("pk")
    takes_part = Enrolment.objects.filter(
        person=OuterRef("person"),
        edition__training=OuterRef("training"),
        edition__in=given,
        status__in=TAKES_PART,
    )
    return submissions.filter(Exists(takes_part))


def in_open_trainings(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those of trainings in which the plugin is on: only there can they be judged."""
    return submissions.filter(training__in=list(trainings_with("praktijkopdracht")))


class Waiting(NamedTuple):
    """How many submissions wait for review in a training."""

    title: str
    slug: str
    number: int


def waiting_for(person_id: int, training_ids: Collection[int]) -> list[Waiting]:
    """The trainings in which something waits for this reviewer, by name.

    One query when nothing waits for anybody.
    """
    rows = _WAITING.run(person=person_id, training_ids=training_ids)
    if rows and not runs_academy(person_id):
        user = User.objects.get(pk=person_id)
        rows = list(_by_training(for_reviewer(user), training_ids))
    return [Waiting(*row) for row in rows]


def _by_training(
    submissions: QuerySet[Submission], training_ids: Collection[int] | Parameter
) -> QuerySet[Submission, tuple[str, str, int]]:
    """How many of these wait in each of the trainings."""
    return (
        submissions.filter(state=State.HANDED_IN, training__in=_readable(training_ids))
        .order_by("training__title", "training")
        .values("training")
        .annotate(number=Count("pk"))
        .values_list("training__title", "training__slug", "number")
    )


_WAITING: Statement[tuple[str, str, int]] = Statement(
    lambda person, training_ids: _by_training(
        Submission.objects.exclude(person=person), training_ids
    ),
    person=BigIntegerField(),
    training_ids=Keys(),
)
"""What waits for a coordinator."""


def news_for(person_id: int, training_ids: Collection[int]) -> QuerySet[Submission]:
    """What a participant has to know: what to improve, and what was approved just now."""
    since = clock.now() - NEWS_FOR
    return (
        Submission.objects.filter(
            Q(state=State.IMPROVE) | Q(state=State.APPROVED, reviewed_at__gt=since),
            person=person_id,
            training__in=_readable(training_ids),
        )
        .select_related("training")
        .only("assignment", "title", "state", "training__title", "training__slug")
        .order_by("-reviewed_at", "pk")
    )


def left_to_hand_in(person_id: int, training_ids: Collection[int]) -> list[OpenWork]:
    """The assignments of these trainings that somebody has not handed in, or has to improve.

    Three queries, however many trainings there are.
    """
    trainings = list(_readable(training_ids).only("path", "depth", "title", "slug"))
    handed_in = {
        (training, assignment): state
        for training, assignment, state in Submission.objects.filter(
            person=person_id, training__in=training_ids
        ).values_list("training", "assignment", "state")
    }
    return [
        OpenWork(one.title, training.title, address_of(training.slug, path_to(one.id)))
        for training, assignments in assignments_of(trainings)
        for one in assignments
        if handed_in.get((training.pk, one.id)) in {None, State.IMPROVE}
    ]


def _readable(training_ids: Collection[int] | Parameter) -> QuerySet[TrainingPage]:
    """Those trainings whose pages can be opened, so that no link is dead."""
    return for_participants(TrainingPage.objects.filter(pk__in=training_ids)).order_by()
