"""What is known of the files that plugins keep; what is in them stands in the storage."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.common import clock

LONGEST_PATH = 400


class PluginFile(models.Model):
    """A file, or an opened package of files, that a plugin keeps in a training.

    `kind` is the name of the contribution. `size` and `sha256` are of what was uploaded, `stored`
    are the bytes that it takes here. A file without a person is of the training.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plugin = models.SlugField(_("uitbreiding"))
    kind = models.CharField(max_length=50)
    training = models.ForeignKey(
        TrainingPage, verbose_name=_("training"), on_delete=models.CASCADE, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    name = models.CharField(_("naam"), max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("grootte"))
    stored = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    is_package = models.BooleanField(default=False)
    kept_at = models.DateTimeField(_("bewaard op"), default=clock.now)

    class Meta:
        verbose_name = _("bestand van een uitbreiding")
        verbose_name_plural = _("bestanden van uitbreidingen")
        ordering: ClassVar[list[str]] = ["kept_at", "pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["plugin", "kind"])]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> str:
        """Where in the storage all that is in it stands."""
        return f"{self.plugin}/{self.pk}"


class PackedFile(models.Model):
    """A file in an opened package. `number` is its place in the storage: what somebody called a
    file is no name for a disk."""

    package = models.ForeignKey(PluginFile, on_delete=models.CASCADE, related_name="packed")
    number = models.PositiveIntegerField()
    path = models.CharField(max_length=LONGEST_PATH)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("bestand in een pakket")
        verbose_name_plural = _("bestanden in pakketten")
        ordering: ClassVar[list[str]] = ["package", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["package", "path"], name="one_packed_file_at_a_path"),
        ]

    def __str__(self) -> str:
        return self.path
