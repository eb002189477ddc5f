"""Asking a list of people: a survey is opened, and its end can be moved, within limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import audit, formats
from courses.common.errors import Refusal
from courses.evaluation.enums import ENOUGH, FormStatus, Occasion
from courses.evaluation.models import EvaluationForm, FormTemplate
from courses.evaluation.queries.surveys import LONGEST, NOTICE, earliest_end
from courses.evaluation.services.opening import invite, start_form
from courses.evaluation.services.templates import questions_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from courses.people.models import User


@transaction.atomic
def open_survey(
    *,
    template: FormTemplate,
    title: str,
    people: Iterable[User],
    closes_at: datetime,
    actor: User | None = None,
) -> EvaluationForm:
    """Ask these people to fill in a form, each once; they are told in the way that suits each.

    Raises:
        Refusal: the form is in the archive or asks nothing, there are too few people to show any
            answer of, or it would close too soon or too late (`field` is what is wrong).
    """
    locked = FormTemplate.objects.select_for_update().get(pk=template.pk)
    if locked.is_archived:
        raise Refusal(_("Dit formulier staat in het archief. Kies een ander."), field="template")
    title = " ".join(title.split())
    if not title:
        raise Refusal(_("Geef de enquête een titel."), field="title")
    # Also whoever sends the page twice: the second waits for the lock, and finds the first.
    same = EvaluationForm.objects.filter(
        occasion=Occasion.SURVEY, title__iexact=title, status=FormStatus.OPEN
    )
    if same.exists():
        raise Refusal(_("Er is al een enquête open met deze titel."), field="title")
    asked = list({person.pk: person for person in people if person.is_active}.values())
    if len(asked) < ENOUGH:
        raise Refusal(
            gettext(
                "Vraag het aan ten minste %(least)d mensen. Van minder mensen laten we geen "
                "antwoorden zien."
            )
            % {"least": ENOUGH},
            field="people",
        )
    form = start_form(
        edition=None,
        occasion=Occasion.SURVEY,
        questions=questions_for(locked),
        closes_at=closes_at,
        title=title,
        template=locked,
    )
    _refuse_end(form, closes_at)
    invite(form, asked)
    audit.record(form, "evaluation.survey_opened", actor=actor, people=len(asked))
    return form


@transaction.atomic
def move_end(*, form: EvaluationForm, closes_at: datetime, actor: User | None) -> EvaluationForm:
    """Let a survey close at another moment, later or earlier.

    Earlier is never at once: it is `NOTICE` ahead, in which anybody can still answer, so that
    nobody chooses whose answers are in. Nor in the last days before the end.

    Raises:
        Refusal: it is closed, or about to, or the moment is too soon or too late.
    """
    locked = EvaluationForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
    if locked.status != FormStatus.OPEN or not locked.takes_answers:
        raise Refusal(_("Deze enquête is gesloten."), field="closes_at")
    if closes_at < locked.closes_at and locked.closes_at <= earliest_end():
        raise Refusal(_("De enquête sluit bijna. Eerder kan niet meer."), field="closes_at")
    _refuse_end(locked, closes_at)
    if closes_at != locked.closes_at:
        locked.closes_at = closes_at
        locked.save(update_fields=["closes_at"])
        audit.record(
            locked, "evaluation.survey_moved", actor=actor, closes_at=closes_at.isoformat()
        )
    return locked


def _refuse_end(form: EvaluationForm, closes_at: datetime) -> None:
    if closes_at < earliest_end():
        raise Refusal(
            gettext(
                "Kies een dag die ten minste %(days)d dagen verder is. Zo kan niemand kiezen "
                "van wie de antwoorden erbij zijn."
            )
            % {"days": NOTICE.days},
            field="closes_at",
        )
    if closes_at > form.opened_at + LONGEST:
        raise Refusal(
            gettext("Een enquête is ten hoogste %(days)d dagen open. Dat is tot %(moment)s.")
            % {"days": LONGEST.days, "moment": formats.deadline(form.opened_at + LONGEST)},
            field="closes_at",
        )
