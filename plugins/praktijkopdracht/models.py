"""What participants hand in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.common import clock
from plugins.praktijkopdracht.enums import State

MOST_TEXT = 5000
MOST_BYTES = 10 * 1024 * 1024
MOST_REMARK = 2000


class Submission(models.Model):
    """What one person handed in for one assignment, and what the trainer said of it.

    `assignment` is the id of the block in the lesson; `title` is what the assignment was called
    when it was handed in, so that lists need no lessons. `file` is what the academy keeps the file
    under (`files.HANDED_IN`); its name and size stand here too, for lists. Handing in again uses
    the same row, and `revision` counts the changes: a trainer judges what he or she has read, and
    nothing newer. The last review stays until the next.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    training = models.ForeignKey(
        TrainingPage, verbose_name=_("training"), on_delete=models.CASCADE, related_name="+"
    )
    assignment = models.CharField(_("opdracht"), max_length=64)
    title = models.CharField(_("titel"), max_length=120)
    text = models.TextField(_("tekst"), blank=True)
    file_name = models.CharField(_("naam van het bestand"), max_length=120, blank=True)
    file = models.UUIDField(_("bestand"), null=True, blank=True)
    file_size = models.PositiveIntegerField(_("grootte van het bestand"), default=0)
    state = models.CharField(
        _("status"), max_length=10, choices=State, default=State.HANDED_IN.value
    )
    handed_in_at = models.DateTimeField(_("ingeleverd op"), default=clock.now)
    remark = models.TextField(_("opmerking"), blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("nagekeken door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("nagekeken op"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("ingeleverde opdracht")
        verbose_name_plural = _("ingeleverde opdrachten")
        ordering: ClassVar[list[str]] = ["handed_in_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "training", "assignment"],
                name="praktijkopdracht_one_submission",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="praktijkopdracht_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state=State.HANDED_IN) | Q(reviewed_at__isnull=False),
                name="praktijkopdracht_judged_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.IMPROVE) | ~Q(remark=""),
                name="praktijkopdracht_says_what_to_improve",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.HANDED_IN) | ~Q(text="") | ~Q(file_name=""),
                name="praktijkopdracht_handed_in_something",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), MOST_TEXT),
                name="praktijkopdracht_text_not_too_long",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("remark"), MOST_REMARK),
                name="praktijkopdracht_remark_not_too_long",
            ),
            models.CheckConstraint(
                condition=Q(file_size__lte=MOST_BYTES), name="praktijkopdracht_file_not_too_big"
            ),
        ]
        indexes = [models.Index(fields=["training", "state"])]

    def __str__(self) -> str:
        return f"{self.title} – {self.person}"
