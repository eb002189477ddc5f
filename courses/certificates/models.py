"""Certificates, frozen at the moment of issue."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import Orientation
from courses.certificates.codes import new_code
from courses.certificates.enums import CertificateState, Doubt, sheet_language
from courses.editions.models import Edition
from courses.enrolment.models import Enrolment
from courses.plugin_api.contributions.base import Json


class Certificate(models.Model):
    """What was issued: the PDF's bytes and the data shown. Later changes alter nothing here.

    An enrolment has one that counts, or that was taken back; the others have been replaced.

    `exception_reason` is why somebody has one who did not do all that the training asks: only staff
    read it. `hides_name` is the owner's choice that the check page does not tell whose it is. Both
    are no part of what was issued.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="certificates")
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("vervangt"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )
    code = models.CharField(_("code"), max_length=32, unique=True, default=new_code)
    issued_at = models.DateTimeField(_("uitgegeven op"))
    person_name = models.CharField(_("naam"), max_length=220)
    training_title = models.CharField(_("training"), max_length=255)
    data: Json = models.JSONField(_("gegevens"))
    template_version = models.CharField(max_length=150)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    signed_by = models.CharField(_("ondertekend door"), max_length=200, blank=True, editable=False)
    attachments: Json = models.JSONField(default=list, editable=False)
    """What is told of the files that plugins put in the PDF (`attachments.Attachment.as_json`)."""
    revoked_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)
    revoke_reason = models.CharField(_("reden"), max_length=250, blank=True)
    replaced_at = models.DateTimeField(_("vervangen op"), null=True, editable=False)
    replace_reason = models.CharField(_("reden"), max_length=250, blank=True, editable=False)
    doubt = models.CharField(
        _("na te kijken"), max_length=20, choices=Doubt, blank=True, editable=False
    )
    exception_reason = models.CharField(
        _("reden om het met de hand te geven"), max_length=250, blank=True, editable=False
    )
    hides_name = models.BooleanField(_("alleen code, geen naam"), default=False, editable=False)

    class Meta:
        verbose_name = _("certificaat")
        verbose_name_plural = _("certificaten")
        ordering = ["-issued_at"]
        indexes = [models.Index(fields=["doubt"], name="certificate_by_doubt")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(replaced_at__isnull=True),
                name="one_certificate_that_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_name} – {self.training_title}"

    @property
    def state(self) -> CertificateState:
        """Whether it still counts."""
        if self.replaced_at is not None:
            return CertificateState.REPLACED
        if self.revoked_at is not None:
            return CertificateState.REVOKED
        return CertificateState.VALID

    @property
    def language(self) -> str:
        """What it is written in; so is its card. Lists come with what was `spoken` (`queries`)."""
        known = self.__dict__.get("spoken")
        return sheet_language(self.enrolment.edition.language if known is None else known)

    @property
    def asks_for_a_look(self) -> bool:
        """Whether a coordinator has to decide about it."""
        if self.state == CertificateState.REVOKED:
            return self.doubt == Doubt.EARNED_AGAIN
        return self.is_valid and bool(self.doubt)

    @property
    def advice(self) -> str:
        """What a coordinator can do about the doubt; empty without one."""
        return Doubt(self.doubt).advice if self.doubt else ""

    @property
    def is_valid(self) -> bool:
        return self.state == CertificateState.VALID


class ErasedCertificate(models.Model):
    """What is left of a certificate whose owner was erased, so that its code still means something.

    Nothing of the person: no name, no file, no link to an enrolment.
    """

    code = models.CharField(_("code"), max_length=32, primary_key=True)
    training_title = models.CharField(_("training"), max_length=255)
    issued_on = models.DateField(_("uitgegeven op"))
    was_valid = models.BooleanField(_("was geldig"))

    class Meta:
        verbose_name = _("gewist certificaat")
        verbose_name_plural = _("gewiste certificaten")

    def __str__(self) -> str:
        return self.code


class WaitingCertificate(models.Model):
    """Somebody has earned a certificate that cannot be made: staff must do something first."""

    enrolment = models.OneToOneField(
        Enrolment, primary_key=True, on_delete=models.CASCADE, related_name="waiting_certificate"
    )
    reason = models.CharField(_("reden"), max_length=250)
    since = models.DateTimeField(_("wacht sinds"))

    class Meta:
        verbose_name = _("certificaat dat wacht")
        verbose_name_plural = _("certificaten die wachten")
        ordering = ["since", "pk"]

    def __str__(self) -> str:
        return str(self.enrolment)


class CertificateBatch(models.Model):
    """Certificates that are issued one after another for people of one edition.

    It is worked through in the background, and goes on where it stopped when a process is killed.
    An edition has one that is not finished at most. `exception_reason` is for who did not do all
    that the training asks; it is forgotten once the batch is finished, and stays with the
    certificates. `place` is how many of `enrolments` were looked at,
    `attempts` how often work was begun on the next of them.
    """

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="certificate_batches"
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(_("begonnen op"))
    exception_reason = models.CharField(max_length=250, blank=True)
    enrolments: Json = models.JSONField(default=list)
    place = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(_("gemaakt"), default=0)
    failed = models.PositiveIntegerField(_("mislukt"), default=0)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(_("klaar op"), null=True)

    class Meta:
        verbose_name = _("reeks certificaten")
        verbose_name_plural = _("reeksen certificaten")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(finished_at__isnull=True),
                name="one_certificate_batch_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.edition)

    @property
    def total(self) -> int:
        """How many people it is about."""
        return len(self.enrolments)

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class CertificateDesign(models.Model):
    """What the academy puts on every certificate that it makes from now on. There is one row.

    The signature is a picture for who looks: what proves that nothing was changed is the
    electronic signature (`signing`).
    """

    orientation = models.CharField(
        _("stand van het certificaat"),
        max_length=9,
        choices=Orientation,
        default=Orientation.LANDSCAPE,
    )
    signatory = models.CharField(_("naam"), max_length=80, blank=True)
    role = models.CharField(_("functie"), max_length=80, blank=True)
    signature = models.BinaryField(_("handtekening"), blank=True, default=b"", editable=False)

    class Meta:
        verbose_name = _("vormgeving van certificaten")
        verbose_name_plural = _("vormgevingen van certificaten")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
