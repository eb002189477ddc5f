"""What the plugin knows of each package. What somebody reached stands with the lesson's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.common import clock
from plugins.scorm.manifest import Manifest

if TYPE_CHECKING:
    from courses.plugin_api.api import Json


class Package(models.Model):
    """A package in a training.

    Its files are kept by the academy under `file_id`; `contents` is what its manifest says, read
    when it was uploaded.
    """

    training = models.ForeignKey(
        TrainingPage, verbose_name=_("training"), on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(_("titel"), max_length=200)
    file_id = models.CharField(max_length=36)
    contents: Json = models.JSONField()
    added_at = models.DateTimeField(_("toegevoegd op"), default=clock.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("SCORM-pakket")
        verbose_name_plural = _("SCORM-pakketten")
        ordering: ClassVar[list[str]] = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def manifest(self) -> Manifest:
        """What there is to open, and how it is judged."""
        return Manifest.of_json(self.contents)
