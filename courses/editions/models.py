"""Scheduled runs of a training."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.editions.enums import EditionStatus, Place

if TYPE_CHECKING:
    from datetime import datetime


class Edition(ClusterableModel):
    """One run of a training, with one or more sessions.

    `starts_at` and `ends_at` repeat the first and last moment of the sessions, and `seats_taken`
    the number of seats that are confirmed or offered, so that lists need no joins and the
    database itself refuses one seat too many. Only services write them.
    """

    # Django makes it; the class above has no types to say so.
    objects: ClassVar[models.Manager[Edition]]

    training = models.ForeignKey(
        TrainingPage,
        verbose_name=_("training"),
        on_delete=models.PROTECT,
        related_name="editions",
    )
    status = models.CharField(
        _("status"), max_length=12, choices=EditionStatus, default=EditionStatus.DRAFT
    )
    capacity = models.PositiveSmallIntegerField(
        _("aantal plaatsen"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    place = models.CharField(_("vorm"), max_length=8, choices=Place, default=Place.VENUE)
    venue = models.CharField(_("naam van de locatie"), max_length=120, blank=True)
    address = models.CharField(_("adres"), max_length=200, blank=True)
    online_link = models.URLField(
        _("online link"), blank=True, help_text=_("Alleen deelnemers en trainers zien deze link.")
    )
    enrol_until = models.DateTimeField(
        _("inschrijven tot"),
        null=True,
        blank=True,
        help_text=_("Leeg: tot het begin van de eerste bijeenkomst."),
    )
    trainers = ParentalManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("trainers"),
        blank=True,
        related_name="editions",
    )
    note = models.CharField(
        _("opmerking bij de cijfers"),
        max_length=250,
        blank=True,
        help_text=_("Bijvoorbeeld waar de cijfers vandaan komen. Staat bij de cijfers."),
    )
    starts_at = models.DateTimeField(_("begint"), null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(_("eindigt"), null=True, editable=False, db_index=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    calendar_version = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="SEQUENCE in calendar files: one more whenever times, place or status change.",
    )

    class Meta:
        verbose_name = _("uitvoering")
        verbose_name_plural = _("uitvoeringen")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("capacity")), name="no_more_taken_than_seats"
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="at_least_one_seat"),
        ]

    def __str__(self) -> str:
        if self.starts_at is None:
            return str(self.training.title)
        return f"{self.training.title} – {clock.local(self.starts_at):%d-%m-%Y}"

    @property
    def seats_left(self) -> int:
        """How many seats are free."""
        return self.capacity - self.seats_taken

    @property
    def is_online(self) -> bool:
        return self.place == Place.ONLINE

    @property
    def is_past(self) -> bool:
        """Whether the last session is over."""
        return self.ends_at is not None and self.ends_at <= clock.now()

    @property
    def is_running(self) -> bool:
        """Whether the first session has begun and the last is not over."""
        return self.starts_at is not None and self.starts_at <= clock.now() and not self.is_past

    @property
    def has_begun(self) -> bool:
        """Whether the first session has begun, be it over or not."""
        return self.starts_at is not None and self.starts_at <= clock.now()

    @property
    def is_open_for_enrolment(self) -> bool:
        """Whether one can still enrol in it, or wait for a seat."""
        closes_at = self.closes_at
        return (
            self.status == EditionStatus.OPEN and closes_at is not None and clock.now() < closes_at
        )

    @property
    def closes_at(self) -> datetime | None:
        """The moment until which one can enrol: the cut-off, and never after the first session
        begins (None when nothing is planned yet)."""
        if self.starts_at is None or self.enrol_until is None:
            return self.starts_at
        return min(self.enrol_until, self.starts_at)


class Session(models.Model):
    """One meeting of an edition."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("onderwerp"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("begint"))
    ends_at = models.DateTimeField(_("eindigt"))

    class Meta:
        verbose_name = _("bijeenkomst")
        verbose_name_plural = _("bijeenkomsten")
        ordering: ClassVar[list[str]] = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("Een bijeenkomst eindigt na het begin."),
            )
        ]

    def __str__(self) -> str:
        return f"{clock.local(self.starts_at):%d-%m-%Y %H:%M}"

    def overlaps(self, other: Session) -> bool:
        """Whether the two are at one moment; one that begins as the other ends is not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    @property
    def minutes(self) -> int:
        """The length in minutes."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)
