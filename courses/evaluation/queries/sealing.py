"""Which forms have a box and a key, and which should."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count
from django.db.models.functions import Length

from courses.evaluation import keys
from courses.evaluation.box import Slots
from courses.evaluation.enums import FormStatus
from courses.evaluation.keys import KeysAway
from courses.evaluation.models import EvaluationForm, FormQuestion

if TYPE_CHECKING:
    from uuid import UUID


class BoxSize(NamedTuple):
    """An open form, how many bytes its box has (None without a box), and how many are invited."""

    form_id: int
    size: int | None
    invited: int


def box_sizes() -> list[BoxSize]:
    """Every open form with the size of its box."""
    rows = (
        EvaluationForm.objects.filter(status=FormStatus.OPEN)
        .order_by("pk")
        .values_list("pk", Length("box__content"), Count("participations"))
    )
    return [BoxSize(*row) for row in rows]


def slots_of(form_id: int) -> Slots:
    """How the slots of this form are filled. Its questions never change."""
    return Slots(FormQuestion.objects.filter(form=form_id))


def keys_to_destroy() -> list[tuple[int, UUID]]:
    """Forms that are closed and have a key yet."""
    rows = EvaluationForm.objects.exclude(status=FormStatus.OPEN).filter(sealed_with__isnull=False)
    return [(pk, key) for pk, key in rows.order_by("pk").values_list("pk", "sealed_with") if key]


def forms_without_key() -> list[int]:
    """Open forms of which the key is not there.

    Raises:
        KeysAway: the place for keys cannot be used now.
    """
    rows = EvaluationForm.objects.filter(status=FormStatus.OPEN, sealed_with__isnull=False)
    named = dict(rows.order_by("pk").values_list("pk", "sealed_with"))
    if not named:
        return []
    there = keys.store().ages()
    missing = [pk for pk, key_id in named.items() if key_id not in there]
    # A form that closed meanwhile has no key any more.
    return list(rows.filter(pk__in=missing).order_by("pk").values_list("pk", flat=True))


def keys_problem() -> str:
    """What is wrong with the keys of open forms, for the operator; "" while nothing is."""
    try:
        missing = len(forms_without_key())
    except KeysAway as away:
        return f"The keys of evaluations cannot be used: {away}"
    return f"Keys of evaluations that are not there: {missing}" if missing else ""
