"""Programs of others that hear what happens, and what they were told."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from academy.webhooks.enums import TEST, WebhookEvent
from courses.common import clock


class Webhook(models.Model):
    """An address of another program, and what it hears of.

    The secret that messages are signed with is not here: it follows from `key` and the site's own
    secret (`signing`), so who reads the database alone, or a backup of it, can sign nothing.
    `old_key` is the one before, with which messages are signed too until `old_key_until`.
    """

    objects: ClassVar[models.Manager[Webhook]]

    name = models.CharField(_("naam"), max_length=60)
    url = models.URLField(_("adres"), max_length=500)
    events: Any = models.JSONField(_("gebeurtenissen"), default=list)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    old_key = models.UUIDField(null=True, editable=False)
    old_key_until = models.DateTimeField(null=True, editable=False)
    is_on = models.BooleanField(_("aan"), default=True)
    failing_since = models.DateTimeField(_("lukt niet sinds"), null=True, editable=False)
    given_up_at = models.DateTimeField(_("vanzelf uitgezet op"), null=True, editable=False)
    created_at = models.DateTimeField(_("gemaakt op"), default=clock.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering: ClassVar[list[str]] = ["name", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def events_in_words(self) -> list[str]:
        """What it hears of."""
        return [str(one.label) for one in WebhookEvent if one.value in self.events]


class WebhookMessage(models.Model):
    """Something that one program is told. The id follows from what happened and from the program,
    so writing it twice gives one; it is the `webhook-id` by which the program knows that, too."""

    objects: ClassVar[models.Manager[WebhookMessage]]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="messages")
    event = models.CharField(_("gebeurtenis"), max_length=40)
    payload: Any = models.JSONField()
    created_at = models.DateTimeField(_("geschreven op"), default=clock.now, db_index=True)
    delivered_at = models.DateTimeField(_("aangekomen op"), null=True)
    given_up = models.BooleanField(_("opgegeven"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("bericht van een webhook")
        verbose_name_plural = _("berichten van webhooks")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(given_up=False),
                name="webhook_message_arrived_or_not",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.webhook}"

    @property
    def event_in_words(self) -> str:
        """What it is about."""
        if self.event == TEST:
            return str(_("Een proef"))
        return str(WebhookEvent(self.event).label)


class WebhookAttempt(models.Model):
    """A time that a message was sent, and what came of it. Nothing of what the program answered."""

    objects: ClassVar[models.Manager[WebhookAttempt]]

    message = models.ForeignKey(WebhookMessage, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(_("wanneer"), default=clock.now)
    status = models.PositiveSmallIntegerField(_("antwoord"), null=True)
    trouble = models.CharField(_("wat er misging"), max_length=200, blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconden"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("poging van een webhook")
        verbose_name_plural = _("pogingen van webhooks")
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at:%d-%m-%Y %H:%M} {self.status or self.trouble}"

    @property
    def arrived(self) -> bool:
        """Whether the program says that it has it."""
        return self.status is not None and 200 <= self.status < 300
