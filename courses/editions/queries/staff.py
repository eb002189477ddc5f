"""What staff see and change of editions, and who gives them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import BigIntegerField, Case, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.common.edit_conflicts import Fact, fact, facts_of
from courses.common.statements import Parameter, Statement
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Location, Session
from courses.people.queries import is_coordinator, is_trainer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Field

    from courses.people.models import User

R = TypeVar("R")


def next_first(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """What is next comes first, as one works with that; what is over stands below it."""
    is_over = Case(When(ends_at__lt=clock.now(), then=1), default=0)
    to_come = Case(When(is_over=0, then="starts_at"))
    found: QuerySet[Edition] = (
        editions.alias(is_over=is_over)
        .alias(to_come=to_come)
        .order_by("is_over", "to_come", "-starts_at", "-pk")
    )
    return found


def editions_for_staff(user: User | AnonymousUser) -> QuerySet[Edition]:
    """The editions that `user` works with: a trainer's own, a coordinator's all, else none."""
    editions = Edition.objects.select_related("training")
    if is_coordinator(user):
        return editions
    if is_trainer(user):
        return editions.filter(trainers=user.pk)
    return editions.none()


def given_by(trainer: int | Parameter, edition: str) -> Q:
    """A condition on rows that name their edition so: this person gives it."""
    given = Edition.trainers.through.objects.filter(user=trainer)
    return Q(**{f"{edition}__in": given.values("edition")})


class ForStaff(Generic[R]):
    """A statement on rows of editions, or of those that a trainer gives.

    `build` makes the query of its parameters, as for a `Statement`; `edition` is what its rows call
    their edition.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[Any, R]],
        *,
        edition: str,
        finish: Callable[[QuerySet[Any, R]], QuerySet[Any, R]] = lambda found: found,
        **fields: Field[Any, Any],
    ) -> None:
        self._all: Statement[R] = Statement(lambda **values: finish(build(**values)), **fields)
        self._own: Statement[R] = Statement(
            lambda own_of, **values: finish(build(**values).filter(given_by(own_of, edition))),
            own_of=BigIntegerField(),
            **fields,
        )

    def run(self, user: User | AnonymousUser, **values: object) -> list[R]:
        """What it finds of the editions that somebody works with: see `editions_for_staff`."""
        if is_coordinator(user):
            return self._all.run(**values)
        return self._own.run(own_of=user.pk, **values) if is_trainer(user) else []


NAMED = ("starts_at", "ends_at", "training__title")
"""What a line reads that only names an edition; the whole training is a long row."""


EDITABLE = (
    "training",
    "capacity",
    "enrol_until",
    "place",
    "location",
    "online_link",
    "language",
    "minimum",
    "decide_by",
    "withdraw_until_hours",
    "first_session_required",
    "may_catch_up",
    "partners_only",
    "trainers",
    "note",
)


def edition_facts(edition: Edition) -> dict[str, Fact]:
    """What the page for an edition shows, as stored or as it would become."""
    sessions = sorted(edition.sessions.all(), key=lambda one: (one.starts_at, one.ends_at))
    plan = [
        f"{clock.local(one.starts_at):%d-%m-%Y %H:%M} – {clock.local(one.ends_at):%d-%m-%Y %H:%M}"
        + (f" ({one.title})" if one.title else "")
        + "".join(f", {where}" for where in (one.location, one.room, one.online_link) if where)
        for one in sessions
    ]
    return {
        **facts_of(edition, EDITABLE),
        "sessions": fact(_("Bijeenkomsten"), plan, "\n".join(plan)),
    }


LOCATION_FIELDS = (
    *("name", "address", "district", "own_map_link"),
    *("entrance", "step_free", "hearing", "transport", "photo", "is_archived"),
)


def location_facts(location: Location) -> dict[str, Fact]:
    """What the page for a location shows, as stored or as it would become."""
    return facts_of(location, LOCATION_FIELDS)


def gives(user: User | AnonymousUser, training_id: int) -> bool:
    """Whether the person gives or oversees a training: coordinators all, trainers those that they
    made or of which they have an edition that everybody can see. A draft of one's own is seen by
    nobody, so anybody could make it for that."""
    if is_coordinator(user):
        return True
    if not is_trainer(user):
        return False
    made = TrainingPage.objects.filter(pk=training_id, owner=user.pk)
    given = editions_for_staff(user).filter(training=training_id, status=EditionStatus.OPEN)
    return given.exists() or made.exists()


def trainings_given(user: User | AnonymousUser) -> QuerySet[TrainingPage]:
    """The trainings of which `gives` says yes, in one query."""
    trainings: QuerySet[TrainingPage] = TrainingPage.objects.all()
    if is_coordinator(user):
        return trainings
    if not is_trainer(user):
        return trainings.none()
    given = editions_for_staff(user).filter(status=EditionStatus.OPEN)
    return trainings.filter(Q(owner=user.pk) | Q(pk__in=given.values("training")))


RECENT = timedelta(days=2 * 365)
"""So long ago a training may have been given to tell how long its meetings last."""


def minutes_of_meetings() -> dict[int, int]:
    """How long the last meeting of each training lasted or will last, in minutes, by training.

    What a training says of itself is of all its meetings together, which does not tell how long
    one of them is. Who was not given lately, or only by others, is not in it.
    """
    recent = Session.objects.filter(
        edition__status=EditionStatus.OPEN,
        edition__reported=None,
        starts_at__gte=clock.now() - RECENT,
    ).order_by("starts_at", "pk")
    return {
        training: (ends_at - starts_at) // timedelta(minutes=1)
        for training, starts_at, ends_at in recent.values_list(
            "edition__training", "starts_at", "ends_at"
        )
    }
