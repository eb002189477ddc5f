"""Letting programs know: making webhooks, writing messages, and what comes of sending them."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from academy.webhooks import payloads, queries, signing
from academy.webhooks.enums import TEST, WebhookEvent
from academy.webhooks.models import Webhook, WebhookAttempt, WebhookMessage
from courses.common import audit, clock, limits, outgoing, retention
from courses.common.commits import after_commit
from courses.common.errors import Refusal
from courses.common.retention import Period
from courses.plugin_api.events import Event, MessageWritten, publish

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from courses.common.edit_conflicts import FormSnapshot
    from courses.people.models import User
    from courses.plugin_api.contributions.base import Json

MOST = 20
"""Webhooks that an academy can have."""

OLD_KEY_WORKS = timedelta(hours=24)
"""How long messages are signed with the old secret too: time to give the program the new one."""

FAILS_FOR = timedelta(days=5)
"""How long nothing arrives before a webhook is switched off."""

SECONDS = 10.0
"""How long a program has to say that it has a message."""

MOST_ANSWERED = 64 * 1024

GONE = 410
"""The answer of a program that wants to hear no more."""

TESTS = limits.Limit("webhook test", 20, limits.HOUR)

KEPT = Period("webhook_messages", default=30, least=7, most=90)
"""How long is kept what programs were told."""

_IDS = uuid.UUID("c2a4a3f5-9f0d-4ea1-8a75-0d5f3f8b7a21")


# --- Webhooks -------------------------------------------------------------------------------------


@transaction.atomic
def create_webhook(
    *, name: str, url: str, events: Collection[WebhookEvent], actor: User | None
) -> Webhook:
    """Let a program hear of these events from now on.

    Raises:
        Refusal: nothing can be sent to that address, there is nothing to hear of, or there are
            enough of them.
    """
    _refuse_address(url)
    values = _values(events)
    if Webhook.objects.count() >= MOST:
        raise Refusal(_("Er zijn al %(n)d webhooks. Haal er eerst een weg.") % {"n": MOST})
    webhook = Webhook.objects.create(name=name, url=url, events=values, created_at=clock.now())
    _changed(webhook, "webhook.create", actor)
    return webhook


@transaction.atomic
def change_webhook(
    *,
    webhook: Webhook,
    name: str,
    url: str,
    events: Collection[WebhookEvent],
    actor: User | None,
    snapshot: FormSnapshot,
) -> Webhook:
    """Give a webhook another name, address or events. What is on its way goes to the new address,
    and is signed with the same secret.

    Raises:
        Conflict: somebody else changed since what would be changed back.
        Refusal: nothing can be sent to that address, or there is nothing to hear of.
    """
    _refuse_address(url)
    values = _values(events)
    locked = _lock(webhook)
    snapshot.refuse_if_stale(
        stored=queries.facts_of(locked),
        wanted=queries.facts_of(Webhook(name=name, url=url, events=values)),
    )
    if url != locked.url:
        # What did not arrive at the old address says nothing of the new one.
        locked.failing_since = None
    locked.name, locked.url, locked.events = name, url, values
    locked.save(update_fields=["name", "url", "events", "failing_since"])
    _changed(locked, "webhook.change", actor)
    return locked


@transaction.atomic
def rotate_secret(*, webhook: Webhook, actor: User | None) -> Webhook:
    """Give a webhook another secret. The one that it had works on for `OLD_KEY_WORKS`."""
    locked = _lock(webhook)
    locked.old_key, locked.old_key_until = locked.key, clock.now() + OLD_KEY_WORKS
    locked.key = uuid.uuid4()
    locked.save(update_fields=["key", "old_key", "old_key_until"])
    _changed(locked, "webhook.rotate", actor)
    return locked


@transaction.atomic
def switch_webhook(*, webhook: Webhook, on: bool, actor: User | None) -> Webhook:
    """Switch a webhook on or off. What could not be sent meanwhile is not sent afterwards."""
    locked = _lock(webhook)
    if locked.is_on != on:
        locked.is_on = on
        locked.failing_since = locked.given_up_at = None
        locked.save(update_fields=["is_on", "failing_since", "given_up_at"])
        _changed(locked, "webhook.on" if on else "webhook.off", actor)
    return locked


@transaction.atomic
def remove_webhook(*, webhook: Webhook, actor: User | None) -> None:
    """Take a webhook away with all that is known of what it was told."""
    locked = _lock(webhook)
    _changed(locked, "webhook.remove", actor)
    locked.delete()


def _values(events: Collection[WebhookEvent]) -> list[str]:
    if not events:
        raise Refusal(_("Kies ten minste één gebeurtenis."), field="events")
    return [one.value for one in WebhookEvent if one in events]


def _refuse_address(url: str) -> None:
    try:
        outgoing.checked(url)
    except outgoing.Unreachable as no:
        raise Refusal(
            _("Naar dit adres kunnen wij niets sturen. Neem een adres dat begint met https://."),
            field="url",
        ) from no


def _lock(webhook: Webhook) -> Webhook:
    return Webhook.objects.select_for_update().get(pk=webhook.pk)


def _changed(webhook: Webhook, action: str, actor: User | None) -> None:
    audit.record(webhook, action, actor=actor)
    queries.forget_kept()
    after_commit(queries.changes.bump)


# --- Messages -------------------------------------------------------------------------------------


@transaction.atomic
def write_messages(*, event: Event) -> int:
    """Write down what each program that wants it is told of an event; how many messages.

    Safe to repeat: the id of a message follows from the event and the program.
    """
    told = payloads.of_event(event)
    rows = [
        WebhookMessage(
            id=uuid.uuid5(_IDS, f"{event.id} {webhook.pk} {kind}"),
            webhook=webhook,
            event=kind,
            payload=payload,
            created_at=clock.now(),
        )
        for webhook in Webhook.objects.filter(is_on=True)
        for kind, payload in told.items()
        if kind in webhook.events
    ]
    WebhookMessage.objects.bulk_create(rows, ignore_conflicts=True)
    publish(*(_written(row) for row in rows))
    return len(rows)


@transaction.atomic
def send_test(*, webhook: Webhook, actor: User | None) -> WebhookMessage:
    """Send a program a message about nothing, also where the webhook is off.

    Raises:
        Refusal: that was done often enough for now.
    """
    try:
        limits.take((TESTS, [webhook.pk]))
    except limits.RateLimited as no:
        sentence = _("Je stuurde al veel proeven. Probeer het %(when)s weer.")
        raise Refusal(sentence % {"when": no.when}) from no
    message = WebhookMessage.objects.create(
        webhook=webhook, event=TEST, payload=payloads.of_test(), created_at=clock.now()
    )
    audit.record(webhook, "webhook.test", actor=actor)
    publish(_written(message))
    return message


def _written(message: WebhookMessage) -> MessageWritten:
    return MessageWritten(id=message.pk.hex, training_id=0, message_id=str(message.pk))


def deliver(*, message_id: str, is_last: bool) -> bool:
    """Send a message, unless it arrived or nobody waits for it; whether it is done with.

    `is_last` says that it will not be tried again.
    """
    message = WebhookMessage.objects.select_related("webhook").filter(pk=message_id).first()
    if message is None or message.delivered_at is not None:
        return True
    if not message.webhook.is_on and message.event != TEST:
        WebhookMessage.objects.filter(pk=message.pk).update(given_up=True)
        return True
    attempt = _send(message)
    return _settle(message, attempt, is_last=is_last or message.event == TEST)


def _send(message: WebhookMessage) -> WebhookAttempt:
    """One try. No transaction is open while the other side is waited for."""
    webhook, now = message.webhook, clock.now()
    content = content_of(message.payload)
    keys = [webhook.key]
    if webhook.old_key and webhook.old_key_until and now < webhook.old_key_until:
        keys.append(webhook.old_key)
    attempt, started = WebhookAttempt(message=message, at=now), perf_counter()
    try:
        answer = outgoing.ask(
            "POST",
            webhook.url,
            content=content,
            headers={
                "Content-Type": "application/json",
                **signing.headers(message_id=message.pk, moment=now, content=content, keys=keys),
            },
            most_bytes=MOST_ANSWERED,
            seconds=SECONDS,
        )
        attempt.status = answer.status
    except outgoing.Unreachable as no:
        attempt.trouble = str(no)[:200]
    attempt.milliseconds = round((perf_counter() - started) * 1000)
    return attempt


def content_of(payload: Json) -> bytes:
    """A message as it is sent and signed."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


@transaction.atomic
def _settle(message: WebhookMessage, attempt: WebhookAttempt, *, is_last: bool) -> bool:
    """Write down what came of it; whether it is done with."""
    webhook = Webhook.objects.select_for_update().filter(pk=message.webhook_id).first()
    if webhook is None:
        # Somebody took it away while the other side was waited for.
        return True
    attempt.save()
    rows = WebhookMessage.objects.filter(pk=message.pk)
    if attempt.arrived:
        rows.update(delivered_at=attempt.at, given_up=False)
        if webhook.failing_since is not None:
            webhook.failing_since = None
            webhook.save(update_fields=["failing_since"])
        return True
    if is_last:
        rows.update(given_up=True)
    if message.event != TEST:
        _note_failure(webhook, attempt)
    return is_last or not webhook.is_on


def _note_failure(webhook: Webhook, attempt: WebhookAttempt) -> None:
    if webhook.failing_since is None:
        webhook.failing_since = attempt.at
    too_long = attempt.at - webhook.failing_since >= FAILS_FOR
    if webhook.is_on and (too_long or attempt.status == GONE):
        webhook.is_on, webhook.given_up_at = False, attempt.at
        _changed(webhook, "webhook.give_up", None)
    webhook.save(update_fields=["failing_since", "is_on", "given_up_at"])


def old_messages() -> QuerySet[WebhookMessage]:
    """What programs were told, or were to be told, long ago."""
    return WebhookMessage.objects.filter(created_at__lt=clock.now() - KEPT.length)


def forget_old() -> int:
    """Remove `old_messages` with their attempts; how many messages."""
    return retention.delete(old_messages())
