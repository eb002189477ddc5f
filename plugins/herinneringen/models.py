"""Whom the academy reminded of what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.enrolment.models import Enrolment


class Reminder(models.Model):
    """A reminder that was sent; of another moment, after the edition moved, one more is sent."""

    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("inschrijving"), on_delete=models.CASCADE, related_name="+"
    )
    starts_at = models.DateTimeField(_("begin van de uitvoering"))
    sent_at = models.DateTimeField(_("verstuurd op"), default=clock.now)

    class Meta:
        verbose_name = _("herinnering")
        verbose_name_plural = _("herinneringen")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "starts_at"], name="herinneringen_once_for_each_moment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} ({clock.local(self.sent_at):%d-%m-%Y})"
