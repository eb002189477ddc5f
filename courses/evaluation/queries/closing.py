"""Which forms are to be closed, and who joined a group too late to count for `ENOUGH`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Coalesce, Least

from courses.common import clock
from courses.enrolment.models import Enrolment
from courses.evaluation.enums import FormStatus
from courses.evaluation.models import EvaluationForm, Participation

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.common.statements import Moment
    from courses.people.models import User

LOST_AFTER = timedelta(days=3)
"""How long a form whose key is not there waits for it after its time is over: a folder may not be
mounted, or another machine may have it."""


def forms_to_close() -> QuerySet[EvaluationForm]:
    """Forms whose time is over."""
    return EvaluationForm.objects.filter(
        status=FormStatus.OPEN, closes_at__lte=clock.now()
    ).order_by("closes_at", "pk")


def lost_forms(*, now: Moment) -> QuerySet[EvaluationForm]:
    """Forms of the past two months whose answers are lost, the latest first."""
    return (
        EvaluationForm.objects.filter(
            status=FormStatus.LOST, closes_at__gt=now - timedelta(days=60)
        )
        .select_related("edition__training")
        .order_by("-closes_at", "pk")
    )


def people_to_ask_again(form: EvaluationForm) -> list[User]:
    """Who was invited to a form and can still be asked, in an order that says nothing."""
    invited = form.participations.filter(person__is_active=True).select_related("person")
    return [one.person for one in invited.order_by("person") if one.person is not None]


def joined_late() -> ExpressionWrapper[Any]:
    """Whether the person of an outer query's participation joined the group after the form opened,
    or after the last session: a form can open ten weeks later, or anew when its answers were lost.

    Staff can enrol somebody afterwards, and who answers for four invented people knows what the
    fifth said. So it must be seen that somebody was there in time: who was asked, and went to
    another edition since, may have come late. Of a survey nobody comes late, nor does who was
    erased: nobody can say so any more.
    """
    opened = OuterRef("form__opened_at")
    in_time = Enrolment.objects.filter(
        person=OuterRef("person"),
        edition=OuterRef("form__edition"),
        enrolled_at__lte=Least(opened, Coalesce(F("edition__ends_at"), opened)),
    )
    about_an_edition = Q(form__edition__isnull=False, person__isnull=False)
    return ExpressionWrapper(about_an_edition & ~Exists(in_time), output_field=BooleanField())


def early_participations(form: EvaluationForm | OuterRef) -> QuerySet[Participation]:
    """Who was invited to a form and did not join late. Not who was erased since: nobody can say any
    more that they did not."""
    return Participation.objects.filter(~joined_late(), form=form, person__isnull=False)


def late_answers(form: EvaluationForm) -> int:
    """How many people answered who joined the group after the form opened."""
    return Participation.objects.filter(joined_late(), form=form, answered=True).count()
