"""Who takes part in which edition."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.editions.models import Edition
from courses.enrolment.enums import EnrolmentStatus, MoveAnswer, without_result


class Enrolment(models.Model):
    """One person in one edition. Coming back after leaving reuses the row.

    `enrolled_at` is since when it is one in this edition: who comes back or is moved enrols anew,
    unless nothing was held meanwhile (`services.joining`).
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="enrolments",
    )
    edition = models.ForeignKey(
        Edition, verbose_name=_("uitvoering"), on_delete=models.PROTECT, related_name="enrolments"
    )
    status = models.CharField(_("status"), max_length=14, choices=EnrolmentStatus)
    enrolled_at = models.DateTimeField(_("ingeschreven op"), default=clock.now)
    queued_at = models.DateTimeField(
        _("op de wachtlijst sinds"),
        null=True,
        blank=True,
        help_text=_("Bepaalt de volgorde van de wachtlijst."),
    )
    by_staff = models.BooleanField(
        _("ingeschreven door de academie"),
        default=False,
        help_text=_("Voor wie belde of schreef. Regels kunnen dan anders zijn."),
    )
    comes_with = models.ForeignKey(
        "self",
        verbose_name=_("komt samen met"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="companions",
        help_text=_("Op de wachtlijst krijgen zij samen een plaats, of geen van beiden."),
    )
    # Of who came together with another that goes elsewhere: until then `comes_with` says it.
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("meegenomen door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    offer_expires_at = models.DateTimeField(_("aanbod geldt tot"), null=True, blank=True)
    changed_at = models.DateTimeField(_("gewijzigd op"), default=clock.now)

    class Meta:
        verbose_name = _("inschrijving")
        verbose_name_plural = _("inschrijvingen")
        ordering = ["enrolled_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "edition"], name="one_enrolment_per_person"),
            models.CheckConstraint(
                condition=~Q(status=EnrolmentStatus.WAITING) | Q(queued_at__isnull=False),
                name="waiting_has_a_place_in_the_queue",
            ),
            models.CheckConstraint(
                condition=~Q(status=EnrolmentStatus.OFFERED) | Q(offer_expires_at__isnull=False),
                name="offer_has_a_deadline",
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "status"]),
            # For the offers that end soon: nearly all rows have none.
            models.Index(fields=["offer_expires_at"], name="enrolment_offer_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.edition}"

    @property
    def offer_stands(self) -> bool:
        """Whether there is an offer that can be accepted now; never longer than its edition."""
        return (
            self.status == EnrolmentStatus.OFFERED
            and self.offer_expires_at is not None
            and clock.now() < self.offer_expires_at
            and self.edition.is_open_for_enrolment
        )

    @property
    def state(self) -> EnrolmentStatus:
        """Where the person stands at this moment, also when the tick has yet to write it down."""
        status = EnrolmentStatus(self.status)
        if status == EnrolmentStatus.OFFERED and not self.offer_stands:
            return EnrolmentStatus.EXPIRED
        if status == EnrolmentStatus.WAITING and not self.edition.is_open_for_enrolment:
            return EnrolmentStatus.NO_PLACE
        return status

    @property
    def state_without_result(self) -> EnrolmentStatus:
        """The same for who may not know how it went."""
        return without_result(self.state)


class EnrolmentQuestion(models.Model):
    """What a training asks of who enrols, and why: access needs, a diet.

    One that is not asked any more stays for the answers that were given to it.
    """

    training = models.ForeignKey(
        TrainingPage,
        verbose_name=_("training"),
        on_delete=models.CASCADE,
        related_name="enrolment_questions",
    )
    text = models.CharField(_("vraag"), max_length=150)
    reason = models.CharField(
        _("waarom wij dit vragen"),
        max_length=250,
        help_text=_("Staat bij de vraag. Zonder reden vragen wij niets."),
    )
    is_required = models.BooleanField(_("verplicht"), default=False)
    on_sheet = models.BooleanField(
        _("op de presentielijst"),
        default=False,
        help_text=_(
            "Op de lijst die de trainer invult of print. Niet op de lijst waarop deelnemers "
            "tekenen."
        ),
    )
    is_asked = models.BooleanField(_("wordt nu gevraagd"), default=True)
    order = models.PositiveSmallIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("vraag bij inschrijven")
        verbose_name_plural = _("vragen bij inschrijven")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class EnrolmentAnswer(models.Model):
    """What somebody answered; erased four weeks after the edition, or when the person leaves."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(
        EnrolmentQuestion, on_delete=models.CASCADE, related_name="answers"
    )
    text = models.CharField(_("antwoord"), max_length=300)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("antwoord bij inschrijven")
        verbose_name_plural = _("antwoorden bij inschrijven")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "question"], name="one_answer_per_enrolment_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.text}"


class MoveRequest(models.Model):
    """Somebody is asked to go to another date of the training, since two groups become one."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="move_requests")
    from_edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    to_edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=4, choices=MoveAnswer, default=MoveAnswer.OPEN)
    answered_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("vraag om te verplaatsen")
        verbose_name_plural = _("vragen om te verplaatsen")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "to_edition"], name="asked_to_move_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} → {self.to_edition}"

    @property
    def can_be_answered(self) -> bool:
        """Whether it was not answered yet, and one can still go there."""
        return self.answer == MoveAnswer.OPEN and self.to_edition.is_open_for_enrolment

    @property
    def answer_in_words(self) -> str:
        """What was answered; or that nobody has to any more, since one cannot go there now."""
        if self.answer == MoveAnswer.OPEN and not self.can_be_answered:
            return gettext("Niet meer nodig: die datum kan niet meer")
        return self.get_answer_display()


class ErasedParticipants(models.Model):
    """How many people took part in an edition whose accounts have been erased since.

    Numbers and nothing else: no person, no moment, no background, and no telling which of them
    were the same person in two editions. So figures of the past stay what they were.
    """

    edition = models.OneToOneField(
        Edition, on_delete=models.PROTECT, related_name="erased_participants"
    )
    number = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("aantal gewiste deelnemers")
        verbose_name_plural = _("aantallen gewiste deelnemers")
        constraints = [
            models.CheckConstraint(
                condition=Q(completed__lte=F("number")), name="erased_completed_took_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.number}"
