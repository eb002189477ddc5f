"""The box of a form and its key: made when the form opens, emptied and destroyed when it closes.

A key is written before the form that names it is committed, and destroyed after the commit that
empties the box. Whatever dies between, no box is without its key; a key without a box is taken away
by the tick.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import BigIntegerField, Count, OuterRef, Subquery

from courses.common.commits import after_commit
from courses.common.statements import Statement, Update
from courses.evaluation import keys
from courses.evaluation.box import Record, Slots, UnreadableBox, seal, unseal
from courses.evaluation.enums import FormStatus
from courses.evaluation.keys import KeysAway
from courses.evaluation.models import (
    EvaluationForm,
    FormQuestion,
    PaperBatch,
    Participation,
    SealedBox,
)
from courses.evaluation.queries.sealing import box_sizes, keys_to_destroy, slots_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

logger = logging.getLogger("courses.evaluation")

STRAY_AFTER = timedelta(days=7)
"""How old a key is that no form names when the tick takes it away. Until then a database that was
put back by mistake can be replaced by the newer one."""


_INVITED = (
    Participation.objects.filter(form=OuterRef("form"))
    .order_by()
    .values("form")
    .annotate(number=Count("pk"))
    .values("number")
)
_BOX: Statement[tuple[bytes | memoryview, int | None]] = Statement(
    lambda form: (
        SealedBox.objects.filter(form=form)
        .annotate(room=Subquery(_INVITED))
        .values_list("content", "room")
    ),
    form=BigIntegerField(),
)
_WRITTEN = Update(
    lambda form: SealedBox.objects.filter(form=form), sets=["content"], form=BigIntegerField()
)


class KeyLost(Exception):  # noqa: N818 - it is no error of ours
    """The place for keys is there, and the key of this box is not."""


def key_of(form: EvaluationForm) -> bytes | None:
    """The key of the form's box; None when it has no box.

    Asked before the form is locked: nobody waits while a place for keys does not answer.

    Raises:
        KeysAway: the place for keys cannot be used now.
        KeyLost: the key is not there.
    """
    if form.sealed_with is None:
        return None
    key = keys.store().read(form.sealed_with)
    if key is None:
        raise KeyLost(form.sealed_with)
    return key


def key_again(locked: EvaluationForm, form: EvaluationForm, key: bytes | None) -> bytes | None:
    """The key of a locked form, of which `key` was read while it stood as in `form`.

    Raises:
        KeysAway, KeyLost: as `key_of`.
    """
    return key if locked.sealed_with == form.sealed_with else key_of(locked)


def start_box(form: EvaluationForm) -> bytes:
    """Give a locked form a key and an empty box; returns the key.

    Raises:
        KeysAway: the place for keys cannot be used now.
    """
    form.sealed_with = keys.store().make()
    key = keys.store().read(form.sealed_with)
    if key is None:
        raise KeysAway(f"{keys.store().place} does not keep what is written there")
    form.save(update_fields=["sealed_with"])
    SealedBox.objects.create(form=form, content=seal(b"", key=key, form_id=form.pk))
    return key


def put_in(
    form: EvaluationForm,
    key: bytes | None,
    questions: Sequence[FormQuestion],
    record: Record | None = None,
) -> None:
    """Write the box of a locked form anew, with this record too and a slot for each invited person.

    Raises:
        KeyLost: the box cannot be opened with this key.
        KeysAway: the form has no box yet, and the place for keys cannot be used now.
    """
    if key is None:
        key = start_box(form)
    # In a statement after the one that locks, so that it counts who was invited meanwhile.
    ((content, room),) = _BOX.run(form=form.pk)
    slots = Slots(questions)
    filled = slots.fill(slots.split(_opened(form, key, content)), room=room or 0, record=record)
    _WRITTEN.run(form=form.pk, content=seal(filled, key=key, form_id=form.pk))


def take_out(
    form: EvaluationForm, key: bytes | None, questions: Sequence[FormQuestion]
) -> list[Record]:
    """What is in the box of a locked form.

    Raises:
        KeyLost: the box cannot be opened with this key.
    """
    box = SealedBox.objects.filter(form=form.pk).first()
    if box is None:
        return []
    if key is None:
        raise KeyLost(form.sealed_with)
    slots = Slots(questions)
    return slots.read(slots.split(_opened(form, key, box.content)))


def end_box(form: EvaluationForm) -> None:
    """Take the box of a locked form away now, and destroy its key after the commit.

    So goes what was typed in from paper and never counted: it was encrypted with that key."""
    SealedBox.objects.filter(form=form.pk).delete()
    PaperBatch.objects.filter(form=form.pk).delete()
    if form.sealed_with is not None:
        # Should it fail, the tick does it.
        after_commit(_destroy, form.pk, form.sealed_with)


def _destroy(form_id: int, key_id: UUID) -> None:
    keys.store().destroy(key_id)
    EvaluationForm.objects.filter(pk=form_id, sealed_with=key_id).update(sealed_with=None)


def _opened(form: EvaluationForm, key: bytes, content: bytes | memoryview) -> bytes:
    try:
        return unseal(bytes(content), key=key, form_id=form.pk)
    except UnreadableBox as error:
        raise KeyLost(form.sealed_with) from error


def settle_boxes() -> int:
    """Bring boxes and keys up to date with the forms; returns how many were put right.

    Destroys keys of forms that are closed and keys that no form names, and gives each open form a
    box with a slot for everybody who is invited. Does what it can while keys are away.
    """
    settled = 0
    try:
        for form_id, key_id in keys_to_destroy():
            _destroy(form_id, key_id)
            settled += 1
        settled += _destroy_strays()
    except KeysAway:
        # Forms that an older version opened have no box, and where no key was ever made there is no
        # place for keys yet: the first box makes it.
        if EvaluationForm.objects.filter(sealed_with__isnull=False).exists():
            return settled
    for form_id in _too_small():
        settled += make_room(EvaluationForm.objects.get(pk=form_id))
    return settled


def _destroy_strays() -> int:
    # The keys first: a form that opens meanwhile has its key among neither.
    strays = {
        key_id for key_id, age in keys.store().ages().items() if age > STRAY_AFTER.total_seconds()
    }
    named = EvaluationForm.objects.filter(sealed_with__in=strays)
    strays -= set(named.values_list("sealed_with", flat=True))
    for key_id in strays:
        keys.store().destroy(key_id)
    return len(strays)


def _too_small() -> list[int]:
    """Open forms without a box, or with fewer slots than people who are invited."""
    return [
        one.form_id
        for one in box_sizes()
        if one.size is None or slots_of(one.form_id).count(one.size) < one.invited
    ]


def make_room(form: EvaluationForm) -> bool:
    """Give the box of a form a slot for everybody who is invited; whether that could be done.

    Where the key is away the next answer makes room, or the tick.
    """
    try:
        key = key_of(form)
        with transaction.atomic():
            locked = EvaluationForm.objects.select_for_update().get(pk=form.pk)
            if locked.status != FormStatus.OPEN or locked.sealed_with != form.sealed_with:
                return False
            put_in(locked, key, list(locked.questions.all()))
    except (KeysAway, KeyLost):
        return False
    return True
