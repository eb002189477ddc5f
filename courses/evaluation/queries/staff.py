"""Which forms staff work with, and who fills in for somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from courses.common import clock
from courses.editions.queries import editions_for_staff
from courses.evaluation.enums import FormStatus, Occasion
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries.opening import without_answers
from courses.people.queries import is_coordinator, is_trainer

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from courses.common.statements import Moment
    from courses.editions.models import Edition
    from courses.people.models import User


def may_ask(user: User | AnonymousUser) -> bool:
    """Whether somebody shows codes and prints forms: who gives trainings or runs the academy."""
    return is_coordinator(user) or is_trainer(user)


def may_fill_in(user: User | AnonymousUser, form: EvaluationForm) -> bool:
    """Whether somebody types in what others answered: a coordinator, and not of an own training."""
    if not is_coordinator(user):
        return False
    return form.edition is None or not form.edition.trainers.filter(pk=user.pk).exists()


def forms_with_paper(*, now: Moment) -> QuerySet[EvaluationForm]:
    """Open forms for which something was typed in from paper that does not count yet; the first to
    close first."""
    return (
        EvaluationForm.objects.filter(
            status=FormStatus.OPEN, closes_at__gt=now, paper__isnull=False
        )
        .select_related("edition__training")
        .order_by("closes_at", "pk")
    )


def forms_for_staff(user: User | AnonymousUser) -> QuerySet[EvaluationForm]:
    """The forms with which somebody works: a coordinator all, a trainer those of own editions."""
    forms = EvaluationForm.objects.select_related("edition__training")
    if is_coordinator(user):
        return forms
    own = editions_for_staff(user) if is_trainer(user) else None
    return forms.filter(edition__in=own.values("pk")) if own is not None else forms.none()


def with_answers(forms: QuerySet[EvaluationForm]) -> QuerySet[EvaluationForm]:
    """The same with how many people were `invited`, and `answered`, until now."""
    return forms.annotate(
        invited=Count("participations"),
        answered=Count("participations", filter=Q(participations__answered=True)),
    )


def without_answers_for_staff(user: User | AnonymousUser) -> QuerySet[Edition]:
    """Editions of the past year of which no evaluation came back: a coordinator all, a trainer the
    own ones; with whether it `was_asked`."""
    asked = EvaluationForm.objects.filter(edition=OuterRef("pk"), occasion=Occasion.END)
    own = editions_for_staff(user).order_by().values("pk")
    found: QuerySet[Edition] = without_answers().filter(pk__in=own)
    rows: QuerySet[Edition] = found.annotate(was_asked=Exists(asked))
    return rows


def all_that_could_be_asked(user: User | AnonymousUser) -> tuple[int, int]:
    """How many editions of the past year that somebody works with have a form at their end, and of
    how many that form is still open."""
    now = clock.now()
    own = editions_for_staff(user).order_by().values("pk")
    forms = EvaluationForm.objects.filter(
        edition__in=own, occasion=Occasion.END, edition__ends_at__gt=now - timedelta(days=365)
    )
    still_open = forms.filter(status=FormStatus.OPEN, closes_at__gt=now)
    return forms.count(), still_open.count()


def open_forms_for_staff(user: User | AnonymousUser) -> QuerySet[EvaluationForm]:
    """Of those, the ones that take answers; the first to close first."""
    return (
        forms_for_staff(user)
        .filter(Q(status=FormStatus.OPEN), closes_at__gt=clock.now())
        .order_by("closes_at", "pk")
    )
