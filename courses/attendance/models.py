"""Who was there."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.editions.models import Edition, Session
from courses.enrolment.models import Enrolment


class Attendance(models.Model):
    """Whether a participant was at a session. No row means: not marked yet."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attendances")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    present = models.BooleanField(_("aanwezig"))
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
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.present}"


class ClosedList(models.Model):
    """That the list of an edition is ready, so that certificates follow from it.

    No row means: still being filled in. The trainer closes it, or else the clock (`closed_by` is
    then empty). A closed list can be corrected, and stays closed.
    """

    edition = models.OneToOneField(
        Edition, primary_key=True, on_delete=models.CASCADE, related_name="closed_list"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("afgeronde presentielijst")
        verbose_name_plural = _("afgeronde presentielijsten")

    def __str__(self) -> str:
        return str(self.edition)
