"""Who was there."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.attendance.enums import WAS_THERE, Mark
from courses.common import clock
from courses.editions.models import Edition, Session
from courses.enrolment.models import Enrolment


class Attendance(models.Model):
    """Whether a participant was at a session. No row means: not marked yet.

    Who caught up a session elsewhere did so at `caught_up_in`, or as `caught_up_note` says.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attendances")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    mark = models.CharField(_("presentie"), max_length=10, choices=Mark)
    caught_up_in = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    caught_up_note = models.CharField(max_length=120, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    marked_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("aantekening op een presentielijst")
        verbose_name_plural = _("aantekeningen op presentielijsten")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "session"], name="one_attendance_per_session"
            ),
            models.CheckConstraint(
                condition=Q(mark=Mark.CAUGHT_UP) | Q(caught_up_in__isnull=True, caught_up_note=""),
                name="caught_up_elsewhere_only_where_marked_so",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.get_mark_display()}"

    @property
    def was_there(self) -> bool:
        """Whether the participant was at the session itself."""
        return self.mark in WAS_THERE

    @property
    def caught_up_where(self) -> str:
        """Where a missed session was caught up, in words; empty when it was not."""
        if self.caught_up_in is None:
            return self.caught_up_note
        return str(self.caught_up_in)


class MarkChange(models.Model):
    """That somebody marked a participant: what stood there before, and what since.

    An empty text is: not marked. Kept for as long as `periods` says.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="mark_changes")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="mark_changes")
    before = models.CharField(max_length=10, choices=Mark, blank=True)
    after = models.CharField(max_length=10, choices=Mark, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("wijziging op een presentielijst")
        verbose_name_plural = _("wijzigingen op presentielijsten")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.get_before_display()} → {self.get_after_display()}"


class ClosedList(models.Model):
    """That the list of an edition is ready, so that certificates follow from it.

    No row means: still being filled in. The trainer closes it, or else the clock (`closed_by` is
    then empty). A closed list can be corrected, and stays closed. One that was opened again counts
    no more until it is closed; the row stays, because certificates may have followed from it.
    """

    edition = models.OneToOneField(
        Edition, primary_key=True, on_delete=models.CASCADE, related_name="closed_list"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(default=clock.now)
    reopened_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("afgeronde presentielijst")
        verbose_name_plural = _("afgeronde presentielijsten")

    def __str__(self) -> str:
        return str(self.edition)
