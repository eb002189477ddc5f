"""The state that plugins have on this site."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PluginFault(models.Model):
    """A failure of a plugin, with how often it happened, kept for the operator.

    Holds names of exceptions and places in the code, and nothing that anybody typed.
    """

    plugin = models.SlugField(_("uitbreiding"))
    place = models.CharField(_("waar"), max_length=100)
    error = models.CharField(_("soort fout"), max_length=200)
    last_frame = models.CharField(_("plek in de code"), max_length=500)
    frames = models.TextField(_("details"))
    count = models.PositiveIntegerField(_("hoe vaak"), default=1)
    first_at = models.DateTimeField(_("voor het eerst"))
    last_at = models.DateTimeField(_("voor het laatst"))

    class Meta:
        verbose_name = _("storing van een uitbreiding")
        verbose_name_plural = _("storingen van uitbreidingen")
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plugin", "place", "error", "last_frame"], name="one_row_for_a_fault"
            )
        ]

    def __str__(self) -> str:
        return f"{self.last_at:%Y-%m-%d %H:%M} {self.plugin}: {self.error} ({self.count} ×)"
