"""What the server remembers of itself."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When a program last did its round: whoever stands still is noticed by its silence."""

    name = models.CharField(_("naam"), max_length=40, primary_key=True)
    seen_at = models.DateTimeField(_("gezien op"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("levensteken")
        verbose_name_plural = _("levenstekens")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
