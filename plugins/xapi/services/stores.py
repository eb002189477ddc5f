"""Which record store hears what happens here."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from courses.common import clock, limits, outgoing
from courses.plugin_api.api import Refusal
from plugins.xapi import sealing
from plugins.xapi.models import OutgoingStatement, RecordStore, RemovalRequest

if TYPE_CHECKING:
    from plugins.xapi.enums import Version

TESTS = limits.Limit("xapi store test", 20, limits.HOUR)
MOST_BYTES = 200_000


def current() -> RecordStore | None:
    """The store that counts; None where nobody named one."""
    return RecordStore.objects.filter(is_current=True).first()


def current_on() -> RecordStore | None:
    """The same, if it is on."""
    store = current()
    return store if store is not None and store.is_on else None


@transaction.atomic
def save_store(
    *, name: str, endpoint: str, key: str, secret: str, version: Version, is_on: bool
) -> RecordStore:
    """Name the store that counts from now on. Without a secret the one that it has stays.

    Another address is another store: nobody agreed to share with that one yet. What waits for the
    earlier one waits until that counts again.

    Raises:
        Refusal: there is no secret, or one was kept for another address.
    """
    stores = {one.endpoint: one for one in RecordStore.objects.select_for_update()}
    store = stores.get(endpoint)
    if store is None or not store.is_current:
        # What was filled in for one machine goes to no other.
        if not secret:
            words = _("Vul het geheim in. Bij een nieuw adres hoort een eigen geheim.")
            raise Refusal(words, field="secret")
        RecordStore.objects.filter(is_current=True).update(is_current=False)
        store = store or RecordStore(endpoint=endpoint)
    store.name, store.key, store.version, store.is_on = name, key, version.value, is_on
    store.is_current = True
    if secret:
        store.secret = sealing.sealed(secret)
    # Whatever was wrong may be right now.
    store.try_again_at, store.failures, store.failing_since, store.trouble = None, 0, None, ""
    store.save()
    return store


def try_store(store: RecordStore) -> str:
    """Ask whether the store knows us: what is wrong, in words for an administrator, or nothing.

    It is asked for one statement, and nothing is sent to it.

    Raises:
        Refusal: that was done often enough for now.
    """
    try:
        limits.take((TESTS, [store.pk]))
    except limits.RateLimited as no:
        words = _("Je probeerde het al vaak. Het kan %(when)s weer.")
        raise Refusal(words % {"when": no.when}) from no
    try:
        answer = outgoing.ask(
            "GET",
            f"{address(store)}?limit=1",
            headers=headers(store),
            most_bytes=MOST_BYTES,
        )
    except outgoing.Unreachable as no:
        return _("De recordstore is niet te bereiken: %(why)s.") % {"why": no}
    if answer.is_ok:
        return ""
    if answer.status in {401, 403}:
        return _("De recordstore kent deze sleutel met dit geheim niet.")
    if answer.status == 404:
        return _("Op dit adres is geen recordstore. Haal ‘statements’ weg van het eind.")
    return _("De recordstore antwoordt met fout %(status)s.") % {"status": answer.status}


def address(store: RecordStore) -> str:
    """Where its statements are."""
    return f"{store.endpoint.rstrip('/')}/statements"


def headers(store: RecordStore) -> dict[str, str]:
    """Who we are, and in which version we speak."""
    word = base64.b64encode(f"{store.key}:{sealing.opened(store.secret)}".encode()).decode()
    return {
        "Authorization": f"Basic {word}",
        "X-Experience-API-Version": store.version,
        "Content-Type": "application/json",
        "Accept": "application/json",
    }


@transaction.atomic
def send_refused_again(*, store: RecordStore) -> int:
    """Let what the store refused be sent once more; how many."""
    refused = OutgoingStatement.objects.filter(consent__store=store, sent_at=None)
    return refused.exclude(refused="").update(refused="", claimed_until=None)


@transaction.atomic
def note_removed(*, store: RecordStore) -> int:
    """An administrator says that the numbers were removed at the store; how many."""
    return RemovalRequest.objects.filter(store=store).delete()[0]


@transaction.atomic
def note_arrived(store: RecordStore) -> None:
    """Something arrived: all is well."""
    RecordStore.objects.filter(pk=store.pk).update(
        arrived_at=clock.now(), failing_since=None, failures=0, try_again_at=None, trouble=""
    )
