"""What the plugin keeps."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.common import clock

LONGEST = 2000


class Note(models.Model):
    """What somebody wants to remember of a training; for that person alone."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    training = models.ForeignKey(
        TrainingPage, verbose_name=_("training"), on_delete=models.CASCADE, related_name="+"
    )
    text = models.TextField(_("notitie"), max_length=LONGEST)
    changed_at = models.DateTimeField(_("gewijzigd op"), default=clock.now)

    class Meta:
        verbose_name = _("notitie")
        verbose_name_plural = _("notities")
        constraints = [
            models.UniqueConstraint(
                # For the whole database, so it begins with the plugin's own name.
                name="${slug}_one_note",
                fields=["person", "training"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.training} – {self.person}"
