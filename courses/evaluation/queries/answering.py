"""Who is invited to answer what, and who has been asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, DateTimeField, Exists, OuterRef, Q

from courses.common import clock
from courses.common.statements import Statement
from courses.evaluation.enums import INVITATION_AGAIN, INVITATIONS, FormStatus, Occasion
from courses.evaluation.models import EvaluationForm, Participation
from courses.notices.enums import NoticeState
from courses.notices.models import Notice

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from courses.common.statements import Moment, Parameter
    from courses.people.models import User


def invitations() -> QuerySet[Participation]:
    """Invitations of people who have an account that works, with person and form."""
    return Participation.objects.filter(person__is_active=True).select_related(
        "person", "form__edition__training"
    )


def invitation(*, person: User, form_id: int) -> Participation | None:
    """The person's invitation for this form, if there is one."""
    return invitations().filter(person=person.pk, form=form_id).first()


def invitation_with_key(key: int) -> Participation | None:
    """The invitation with this key; None when it, or its person, is gone."""
    return invitations().filter(pk=key).first()


def participation_of(person: User, edition_id: int) -> Participation | None:
    """The person's invitation for the form at the end of this edition, if there is one."""
    return (
        invitations()
        .filter(person=person.pk, form__edition__id=edition_id, form__occasion=Occasion.END)
        .first()
    )


def open_invitations(
    person: int | Parameter, *, now: Moment | None = None
) -> QuerySet[Participation]:
    """For which open forms the person is invited, answered or not."""
    return (
        Participation.objects.filter(
            person=person, form__status=FormStatus.OPEN, form__closes_at__gt=now or clock.now()
        )
        .select_related("form__edition__training")
        .order_by("form__closes_at", "pk")
    )


def to_evaluate(person: User) -> list[Participation]:
    """What the person is still asked to fill in; `form.edition.training` comes along."""
    return _TO_EVALUATE.run(person=person.pk, now=clock.now())


_TO_EVALUATE = Statement(
    lambda person, now: (
        open_invitations(person, now=now)
        .filter(answered=False)
        .only(
            "form__edition_id",
            "form__occasion",
            "form__title",
            "form__closes_at",
            "form__edition__training__title",
        )
    ),
    person=BigIntegerField(),
    now=DateTimeField(),
)


def asked(form: EvaluationForm, *, before: datetime | None = None) -> QuerySet[Participation]:
    """Who has been asked to answer: by a mail that went, a letter that was printed, a call in which
    they were spoken to (`before` a moment); and who answered without.

    The others are invited and do not know it yet, so nobody may say that they did not answer.
    """
    about = Q(facts__form=form.pk)
    if form.occasion == Occasion.END:
        about |= Q(edition=form.edition_id)
    told = Notice.objects.filter(
        about,
        person=OuterRef("person"),
        kind__in=(INVITATIONS[Occasion(form.occasion)], INVITATION_AGAIN),
        state=NoticeState.SENT,
        # Not what they were told before its answers were lost.
        settled_at__gte=form.opened_at,
    )
    if before is not None:
        told = told.filter(settled_at__lte=before)
    # Who is erased took the notices along.
    return Participation.objects.filter(
        Exists(told) | Q(answered=True) | Q(person=None), form=form.pk
    )
