"""Closing a form whose time is over: the box becomes counters and texts."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.errors import Refusal
from courses.evaluation.enums import FormStatus
from courses.evaluation.keys import KeysAway
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries.answering import asked
from courses.evaluation.queries.closing import (
    LOST_AFTER,
    early_participations,
    forms_to_close,
)
from courses.evaluation.services import tallies
from courses.evaluation.services.sealing import KeyLost, end_box, key_again, key_of, take_out
from courses.evaluation.services.summaries import count_backgrounds, summarise

if TYPE_CHECKING:
    from courses.evaluation.box import Record
    from courses.evaluation.models import FormQuestion

logger = logging.getLogger("courses.evaluation")


def close_form(*, form: EvaluationForm) -> EvaluationForm:
    """Close a form whose time is over: count what is in its box, and destroy the key.

    A form whose key is lost closes as `LOST`, without answers, when its key did not come back in
    `LOST_AFTER`. Harmless when repeated.

    Raises:
        Refusal: the form is still open, or its key is not there (yet).
    """
    try:
        key = key_of(form)
    except KeysAway as away:
        raise _key_away() from away
    except KeyLost:
        key = None
    with transaction.atomic():
        locked = EvaluationForm.objects.select_for_update().get(pk=form.pk)
        if locked.status != FormStatus.OPEN:
            return locked
        if locked.takes_answers:
            raise Refusal(_("Dit formulier is nog open. Het sluit vanzelf."))
        _close(locked, key_again(locked, form, key))
        return locked


def _close(form: EvaluationForm, key: bytes | None) -> None:
    people = form.participations.aggregate(
        invited=Count("pk"), answered=Count("pk", filter=Q(answered=True))
    )
    questions = list(form.questions.all())
    form.status = FormStatus.CLOSED
    records: list[Record] = []
    try:
        records = take_out(form, key, questions)
    except KeyLost as lost:
        if people["answered"]:
            if clock.now() < form.closes_at + LOST_AFTER:
                raise _key_away() from lost
            logger.error("evaluation %d: the key is lost, and all answers with it", form.pk)
            form.status = FormStatus.LOST
    if form.status == FormStatus.CLOSED:
        _count(form, questions, records)
    form.invited_count, form.answered_count = people["invited"], people["answered"]
    form.asked_count = asked(form).count()
    form.save(update_fields=["status", "invited_count", "asked_count", "answered_count"])
    end_box(form)
    summarise(form=form)
    if form.edition is not None:
        count_backgrounds(edition=form.edition)


def _count(form: EvaluationForm, questions: list[FormQuestion], records: list[Record]) -> None:
    found = tallies.counted_before(form, questions)
    tallies.add(found, records)
    tallies.keep(found, invited=_in_time(form, records))


def _in_time(form: EvaluationForm, records: list[Record]) -> int:
    """How many of the group were invited in time. Who answered and was erased since is known by the
    answer alone: leaving the academy changes no figure."""
    known = early_participations(form)
    silent = known.filter(answered=False).count()
    return max(known.count(), silent + sum(record.early for record in records))


def _key_away() -> Refusal:
    return Refusal(_("De sleutel van dit formulier is er nu niet. Het sluit als hij er weer is."))


def close_due_forms() -> int:
    """Close every form whose time is over; returns how many. Those whose key is away wait."""
    closed = 0
    for form in forms_to_close():
        with suppress(Refusal):
            close_form(form=form)
            closed += 1
    return closed
