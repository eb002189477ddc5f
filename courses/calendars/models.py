"""The address with which somebody has the own sessions in a calendar."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.common import clock


class CalendarFeed(models.Model):
    """That a person has such an address; a new `key` makes the old address worth nothing.

    The address itself is not here: it is the key with the site's signature (`links`), so who reads
    the database alone, or a backup of it, can open nobody's calendar.
    """

    objects: ClassVar[models.Manager[CalendarFeed]]

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="calendar_feed",
    )
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("gemaakt op"), default=clock.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("adres van een eigen agenda")
        verbose_name_plural = _("adressen van eigen agenda's")

    def __str__(self) -> str:
        return str(self.person)
