"""Who wants to hear of a new date of a training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.editions.enums import EVENING, PartOfDay

if TYPE_CHECKING:
    from courses.editions.models import Edition


class Interest(models.Model):
    """Somebody wants to hear when a training has a new date. It goes when
    she enrols or stops, and after a year.

    `part_of_day` is when she can come; empty where that does not matter.
    `known` are the editions that are no news: one could enrol in them already, or was told of them.
    """

    objects: ClassVar[models.Manager[Interest]]

    training = models.ForeignKey(
        TrainingPage,
        verbose_name=_("training"),
        on_delete=models.CASCADE,
        related_name="interests",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="interests",
    )
    part_of_day = models.CharField(
        _("kan alleen"), max_length=7, choices=PartOfDay, blank=True, default="", db_default=""
    )
    known: Any = models.JSONField(default=list)
    since = models.DateTimeField(_("sinds"), default=clock.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("wens voor een nieuwe datum")
        verbose_name_plural = _("wensen voor een nieuwe datum")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["training", "person"], name="one_interest_a_training")
        ]

    def __str__(self) -> str:
        return f"{self.training} – {self.person}"

    @property
    def when(self) -> str:
        """The part of the day within a sentence; nothing where that does not matter."""
        return str(self.get_part_of_day_display()).lower()

    def suits(self, edition: Edition) -> bool:
        """Whether an edition begins at the part of the day at which this person can come."""
        if not self.part_of_day or edition.starts_at is None:
            return True
        is_evening = clock.local(edition.starts_at).time() >= EVENING
        return is_evening == (self.part_of_day == PartOfDay.EVENING)
