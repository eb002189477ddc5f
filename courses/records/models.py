"""What somebody learned elsewhere, as that person says."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.uploads import MOST_BYTES


class TrainingElsewhere(models.Model):
    """A training that somebody followed with others, as the person says; nobody checked it.

    `seen_at` and `seen_by`: staff looked at it. That is no judgement.
    """

    objects: ClassVar[models.Manager[TrainingElsewhere]]

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="trainings_elsewhere",
    )
    title = models.CharField(_("training"), max_length=160)
    organisation = models.CharField(_("organisatie"), max_length=160)
    day = models.DateField(_("laatste dag"))
    hours = models.DecimalField(_("uren"), max_digits=5, decimal_places=1, null=True, blank=True)
    file_name = models.CharField(_("naam van het bestand"), max_length=120, blank=True)
    file_size = models.PositiveIntegerField(_("grootte van het bestand"), default=0)
    added_at = models.DateTimeField(_("toegevoegd op"), default=clock.now)
    seen_at = models.DateTimeField(_("gezien op"), null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("gezien door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("training van elders")
        verbose_name_plural = _("trainingen van elders")
        ordering: ClassVar[list[str]] = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file_size__lte=MOST_BYTES), name="elsewhere_file_not_too_big"
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0, hours__lte=1000),
                name="elsewhere_hours_that_can_be",
            ),
        ]
        indexes = [models.Index(fields=["seen_at"], name="elsewhere_by_seen")]

    def __str__(self) -> str:
        return self.title


class TrainingElsewhereFile(models.Model):
    """The bytes of the proof of it.

    In the database: it comes and goes in one transaction with its training, is in its backup and
    has no address of its own. A table apart, so that lists never read bytes.
    """

    training = models.OneToOneField(
        TrainingElsewhere, on_delete=models.CASCADE, related_name="stored"
    )
    content = models.BinaryField()

    class Meta:
        verbose_name = _("bewijs van een training van elders")
        verbose_name_plural = _("bewijzen van trainingen van elders")

    def __str__(self) -> str:
        return self.training.file_name
