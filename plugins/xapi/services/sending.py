"""Sending what was written down: in batches, at least once, with pauses that grow while the store
is away.

A statement that the store has already is one that arrived: its id is the same. What the store will
not take by itself is set apart, so that it holds up nothing else.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q

from courses.common import clock, outgoing
from plugins.xapi.models import OutgoingStatement, RecordStore
from plugins.xapi.services import stores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

AT_ONCE = 50
"""Statements in one request: about 80,000 bytes."""
MOST_ROUNDS = 20
"""Requests in a row; what is left is for the next time."""
CLAIMED_FOR = timedelta(minutes=2)
"""How long a batch is somebody's, longer than a store may take; after that another may send it."""
PAUSES = tuple(timedelta(minutes=one) for one in (1, 5, 15, 60))
"""How long the store is left alone after each failure in a row; the last one stays."""
MOST_BYTES = 200_000
CONFLICT = 409
OF_THE_STATEMENTS = frozenset({400, 409, 413, 422})
"""What a store answers when it is about what was sent, and not about who sends it or when."""


class NotTaken(Exception):  # noqa: N818 - an answer to whoever asks, no fault of the program
    """The store takes nothing now; the message says why, for an operator."""


def send_waiting() -> int:
    """Send what waits, unless the store is to be left alone for now; how many arrived.

    Not inside a transaction. Harmless to repeat, and to do twice at once.

    Raises:
        NotTaken: the store is away, or does not know us. What waits stays.
    """
    store = stores.current_on()
    if store is None or (store.try_again_at is not None and clock.now() < store.try_again_at):
        return 0
    arrived = 0
    for _round in range(MOST_ROUNDS):
        batch = _claim(store)
        if not batch:
            break
        try:
            arrived += _send(store, batch)
        except NotTaken as no:
            _let_go(store, str(no))
            raise
    if arrived:
        stores.note_arrived(store)
    return arrived


@transaction.atomic
def _claim(store: RecordStore) -> list[OutgoingStatement]:
    """The oldest that wait, for us alone for a while. Only of who still agrees."""
    now = clock.now()
    waiting = OutgoingStatement.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lt=now),
        consent__store=store,
        consent__withdrawn_at=None,
        sent_at=None,
        refused="",
    )
    ordered = waiting.select_for_update(of=("self",), skip_locked=True).order_by("written_at", "at")
    batch = list(ordered[:AT_ONCE])
    OutgoingStatement.objects.filter(pk__in=[one.pk for one in batch]).update(
        claimed_until=now + CLAIMED_FOR
    )
    return batch


def _send(store: RecordStore, batch: Sequence[OutgoingStatement]) -> int:
    """How many of these arrived. Of a batch that is refused each half is tried."""
    status = _post(store, batch)
    if 200 <= status < 300:
        return _keep_sent(batch)
    if status not in OF_THE_STATEMENTS:
        raise NotTaken(f"{store.endpoint}: status {status}")
    if len(batch) > 1:
        middle = len(batch) // 2
        return _send(store, batch[:middle]) + _send(store, batch[middle:])
    if status == CONFLICT:
        # It has one with this id, from an earlier time that it did not answer.
        return _keep_sent(batch)
    _keep_refused(batch, status)
    return 0


def _post(store: RecordStore, batch: Sequence[OutgoingStatement]) -> int:
    content = json.dumps([one.body for one in batch], ensure_ascii=False).encode()
    try:
        answer = outgoing.ask(
            "POST",
            stores.address(store),
            content=content,
            headers=stores.headers(store),
            most_bytes=MOST_BYTES,
        )
    except outgoing.Unreachable as no:
        raise NotTaken(str(no)) from no
    return answer.status


@transaction.atomic
def _keep_sent(batch: Sequence[OutgoingStatement]) -> int:
    return _rows(batch).update(sent_at=clock.now(), body=None, claimed_until=None)


@transaction.atomic
def _keep_refused(batch: Sequence[OutgoingStatement], status: int) -> None:
    _rows(batch).update(refused=f"status {status}", claimed_until=None)


@transaction.atomic
def _let_go(store: RecordStore, why: str) -> None:
    """Let others send what is not sent, and leave the store alone for a while."""
    OutgoingStatement.objects.filter(consent__store=store, sent_at=None).update(claimed_until=None)
    locked = RecordStore.objects.select_for_update().get(pk=store.pk)
    now = clock.now()
    RecordStore.objects.filter(pk=store.pk).update(
        failures=F("failures") + 1,
        failing_since=locked.failing_since or now,
        try_again_at=now + PAUSES[min(locked.failures, len(PAUSES) - 1)],
        trouble=why[:200],
    )


def _rows(batch: Sequence[OutgoingStatement]) -> QuerySet[OutgoingStatement]:
    return OutgoingStatement.objects.filter(pk__in=[one.pk for one in batch])
