"""Closing a form whose time is over."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from courses.common.errors import Refusal
from courses.evaluation.enums import FormStatus
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries.closing import forms_to_close
from courses.evaluation.services import tallies


@transaction.atomic
def close_form(*, form: EvaluationForm) -> EvaluationForm:
    """Close a form whose time is over, and keep how many answered each question.

    Harmless when repeated.

    Raises:
        Refusal: the form is still open.
    """
    locked = EvaluationForm.objects.select_for_update().get(pk=form.pk)
    if locked.status != FormStatus.OPEN:
        return locked
    if locked.takes_answers:
        raise Refusal(_("Dit formulier is nog open. Het sluit vanzelf."))
    tallies.keep(tallies.counted_before(locked, list(locked.questions.all())))
    people = locked.participations.aggregate(
        invited=Count("pk"), answered=Count("pk", filter=Q(answered=True))
    )
    locked.invited_count, locked.answered_count = people["invited"], people["answered"]
    locked.status = FormStatus.CLOSED
    locked.save(update_fields=["status", "invited_count", "answered_count"])
    return locked


def close_due_forms() -> int:
    """Close every form whose time is over; returns how many."""
    due = list(forms_to_close())
    for form in due:
        close_form(form=form)
    return len(due)
