"""Certificates, frozen at the moment of issue."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.certificates.codes import new_code
from courses.enrolment.models import Enrolment


class Certificate(models.Model):
    """What was issued: the PDF's bytes and the data shown. Later changes alter nothing here."""

    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, related_name="certificate"
    )
    code = models.CharField(_("code"), max_length=32, unique=True, default=new_code)
    issued_at = models.DateTimeField(_("uitgegeven op"))
    person_name = models.CharField(_("naam"), max_length=220)
    training_title = models.CharField(_("training"), max_length=255)
    data: Any = models.JSONField(_("gegevens"))
    template_version = models.CharField(max_length=150)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    revoked_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)
    revoke_reason = models.CharField(_("reden"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("certificaat")
        verbose_name_plural = _("certificaten")
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"{self.person_name} – {self.training_title}"
