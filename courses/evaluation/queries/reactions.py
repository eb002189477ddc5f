"""What was done with what people said: who hears it, where it can be read, and where it is due."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, DateTimeField, Exists, OuterRef, Q
from wagtail.models import ModelLogEntry

from courses.common import clock
from courses.common.edit_conflicts import facts_of
from courses.common.statements import Statement
from courses.evaluation.enums import REACTION, FormStatus, Occasion, ReactionStatus
from courses.evaluation.models import CellSummary, EvaluationForm, Participation, Reaction
from courses.evaluation.queries.staff import forms_for_staff
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from courses.common.edit_conflicts import Facts
    from courses.common.statements import Moment

DUE_AFTER = timedelta(days=60)
"""How long after a form closed people should have heard what was done with it."""

DUE_FOR = timedelta(days=365)
"""How long after it closed anybody is still reminded of that, and people are still told."""

READ_FOR = timedelta(days=365)
"""How long a reaction stands on the own page of who was asked."""

MOST_ON_OWN_PAGE = 5
WRITTEN = ("heard", "done", "is_shared")
"""What staff fill in."""


def published_reactions() -> QuerySet[Reaction]:
    """Reactions that people can read, the newest first."""
    return Reaction.objects.filter(status=ReactionStatus.PUBLISHED).order_by("-published_at", "-pk")


def facts(reaction: Reaction) -> Facts:
    """What a page shows of a reaction, to see whether somebody else changed it since."""
    return facts_of(reaction, WRITTEN)


# --- Where it is read -----------------------------------------------------------------------------


def reaction_to_before(form: EvaluationForm) -> Reaction | None:
    """The newest reaction to others who were asked about the same: about this training, or in a
    survey with the same form."""
    others = published_reactions().filter(is_shared=True).exclude(form=form.pk)
    if form.edition is not None:
        return others.filter(form__edition__training=form.edition.training_id).first()
    if form.template_id is None:
        return None
    return others.filter(form__occasion=Occasion.SURVEY, form__template=form.template_id).first()


def reaction_for_visitors(training_id: int) -> Reaction | None:
    """What everybody may read of what earlier groups of a training said: the words, and no more."""
    shared = published_reactions().filter(is_shared=True, form__edition__training=training_id)
    return shared.only("heard", "done").first()


def reactions_for(person: User) -> list[Reaction]:
    """What became of the forms that a person was asked to fill in, the newest first; answered or
    not, since nobody is to see which."""
    return _REACTIONS_FOR.run(person=person.pk, now=clock.now())


_REACTIONS_FOR = Statement(
    lambda person, now: (
        published_reactions()
        .filter(form__participations__person=person, published_at__gt=now - READ_FOR)
        .select_related("form__edition__training")[:MOST_ON_OWN_PAGE]
    ),
    person=BigIntegerField(),
    now=DateTimeField(),
)


def reaction_of(notice: Notice) -> Reaction | None:
    """The reaction that a notice is about; None when it is gone."""
    return (
        Reaction.objects.select_related("form__edition__training")
        .filter(form=notice.facts.get("form"))
        .first()
    )


# --- Who hears it ---------------------------------------------------------------------------------


def people_to_tell(form: EvaluationForm) -> QuerySet[User]:
    """Whom the reaction to a form is told: everybody who was invited, and did not hear of it yet.

    Not only who answered: that somebody is told would say that he or she did. Nobody, when it was
    so long ago that a call about it would only surprise.
    """
    if form.closes_at <= clock.now() - DUE_FOR:
        return User.objects.none()
    waiting_or_told = Notice.objects.filter(
        person=OuterRef("pk"), kind=REACTION, facts__form=form.pk
    ).exclude(state__in=(NoticeState.DROPPED, NoticeState.FAILED))
    invited = Participation.objects.filter(form=form.pk)
    return (
        User.objects.filter(pk__in=invited.values("person"), is_active=True)
        .exclude(Exists(waiting_or_told))
        .order_by("sort_name", "pk")
    )


# --- For staff ------------------------------------------------------------------------------------


def forms_to_react_to(user: User | AnonymousUser) -> QuerySet[EvaluationForm]:
    """Closed forms that somebody answered, of which a user may write what was done with it: a
    coordinator all, a trainer those of own editions; the latest to close first."""
    return (
        forms_for_staff(user)
        .filter(status=FormStatus.CLOSED, answered_count__gt=0)
        .select_related("reaction")
        .order_by("-closes_at", "-pk")
    )


def without_reaction(*, now: Moment) -> QuerySet[EvaluationForm]:
    """Forms that closed `DUE_AFTER` ago or longer, and of which nobody has told what was done with
    it; the longest ago last.

    Not of what is asked later on, and not where nothing may be seen: there is nothing to tell.
    """
    return (
        EvaluationForm.objects.filter(
            Exists(CellSummary.objects.filter(form=OuterRef("pk"))),
            Q(reaction=None) | ~Q(reaction__status=ReactionStatus.PUBLISHED),
            status=FormStatus.CLOSED,
            occasion__in=(Occasion.END, Occasion.SURVEY),
            closes_at__lte=now - DUE_AFTER,
            closes_at__gt=now - DUE_FOR,
        )
        .select_related("edition__training")
        .order_by("-closes_at", "pk")
    )


def history_of(reaction: Reaction) -> QuerySet[ModelLogEntry]:
    """What was done with a reaction and by whom, the newest first, with its words at each time."""
    found: QuerySet[ModelLogEntry] = (
        ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Reaction), object_id=str(reaction.pk)
        )
        .select_related("user")
        .order_by("-timestamp", "-pk")
    )
    return found
