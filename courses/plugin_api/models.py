"""The state that plugins have on this site."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PluginFault(models.Model):
    """One failure of a plugin, kept for the operator."""

    plugin = models.SlugField(_("uitbreiding"))
    place = models.CharField(_("waar"), max_length=100)
    message = models.CharField(_("melding"), max_length=500)
    traceback = models.TextField(_("details"))
    happened_at = models.DateTimeField(_("wanneer"))

    class Meta:
        verbose_name = _("storing van een uitbreiding")
        verbose_name_plural = _("storingen van uitbreidingen")
        ordering = ["-happened_at"]
        indexes = [models.Index(fields=["plugin", "-happened_at"])]

    def __str__(self) -> str:
        return f"{self.plugin}: {self.message}"
