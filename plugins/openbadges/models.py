"""What the academy must remember of badges: which keys signed them, and their place in a list."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.common import clock


class PublishedKey(models.Model):
    """A public key that signed badges, so that they can be checked for ever after."""

    multibase = models.CharField(_("sleutel"), max_length=100, primary_key=True)
    since = models.DateTimeField(_("sinds"), default=clock.now)
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    class Meta:
        verbose_name = _("sleutel van badges")
        verbose_name_plural = _("sleutels van badges")
        ordering = ["-since", "multibase"]

    def __str__(self) -> str:
        return self.multibase


class StatusEntry(models.Model):
    """The place of a badge in a public list of zeros and ones, drawn by lot.

    It names the certificate by its code and nothing of a person. Whether the badge counts follows
    from the certificate.
    """

    code = models.CharField(_("code"), max_length=32, unique=True)
    number = models.PositiveIntegerField(_("lijst"))
    index = models.PositiveIntegerField(_("plaats in de lijst"))
    made_at = models.DateTimeField(_("gemaakt op"), default=clock.now)

    class Meta:
        verbose_name = _("plaats van een badge")
        verbose_name_plural = _("plaatsen van badges")
        constraints = [
            models.UniqueConstraint(fields=["number", "index"], name="openbadges_one_badge_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.index}"
