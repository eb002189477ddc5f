"""How long participants were online."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.attendance.enums import Mark
from courses.common import clock
from courses.editions.models import Session
from courses.enrolment.models import Enrolment

LONGEST_NAMES = 500


class OnlinePresence(models.Model):
    """What the last report that a trainer confirmed said of a participant at a session; also of who
    was not in it, where the list was filled in so.

    `names` are those under which the person was seen, one on a line: a trainer who said once whose
    name it is need not say so again. `mark` is what was filled in because of the report, at
    `marked_at`; empty where the trainer left the list as it was. If the list says something else
    by now, or since another moment, somebody changed it by hand.
    """

    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("inschrijving"), on_delete=models.CASCADE, related_name="+"
    )
    session = models.ForeignKey(
        Session, verbose_name=_("bijeenkomst"), on_delete=models.CASCADE, related_name="+"
    )
    minutes = models.PositiveIntegerField(_("minuten"))
    first_at = models.DateTimeField(_("eerste keer binnen"), null=True, blank=True)
    times = models.PositiveSmallIntegerField(_("aantal keer binnen"), default=0)
    names = models.CharField(_("namen in het rapport"), max_length=LONGEST_NAMES, blank=True)
    mark = models.CharField(_("presentie"), max_length=10, choices=Mark, blank=True)
    marked_at = models.DateTimeField(_("ingevuld op"), null=True, blank=True)
    reported_at = models.DateTimeField(_("rapport gelezen op"), default=clock.now)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("rapport gelezen door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("aanwezigheid online")
        verbose_name_plural = _("aanwezigheden online")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "session"], name="aanwezigheid_online_once_a_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.minutes}"
