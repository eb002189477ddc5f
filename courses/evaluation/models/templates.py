"""Forms as they are prepared: what is asked when a form opens. Nothing here is ever answered."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from courses.catalogue.models import TrainingPage
from courses.evaluation.enums import Kind, Occasion, Purpose
from courses.evaluation.fields import LinesField

WORDS = (10, 300)
"""How few and how many words may be allowed for an answer."""

USUAL_WORDS = 75


class FormTemplate(ClusterableModel):
    """What is asked at some occasion: of all trainings (`is_standard`), of one (`training`), or
    only where somebody chooses it (neither).

    A form that opens takes the questions over, so a change here touches none that was opened.
    """

    # Django makes them; the class above has no types to say so.
    id: int
    pk: int
    objects: ClassVar[models.Manager["FormTemplate"]]

    title = models.CharField(
        _("naam"), max_length=120, help_text=_("Alleen wie formulieren maakt, ziet deze naam.")
    )
    purpose = models.CharField(_("waarvoor"), max_length=9, choices=Purpose)
    is_standard = models.BooleanField(_("standaard"), default=False, editable=False)
    training = models.ForeignKey(
        TrainingPage,
        verbose_name=_("training"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="form_templates",
    )
    is_archived = models.BooleanField(_("in het archief"), default=False, editable=False)

    class Meta:
        verbose_name = _("formulier")
        verbose_name_plural = _("formulieren")
        ordering: ClassVar[list[str]] = ["title", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["purpose"], condition=Q(is_standard=True), name="one_standard_form"
            ),
            models.UniqueConstraint(
                fields=["training", "purpose"],
                condition=Q(is_archived=False, training__isnull=False),
                name="one_own_form_of_a_training",
            ),
            models.CheckConstraint(
                condition=Q(is_standard=False) | Q(training__isnull=True, is_archived=False),
                name="a_standard_form_is_for_all",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TemplateQuestion(models.Model):
    """One question of a form that is prepared.

    `key` stays the same for good and goes along with a copy; `wording` is its version. What has the
    same key, kind and wording is one question, whose figures may be added up.
    """

    sort_order_field = "position"

    template = ParentalKey(FormTemplate, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    key = models.CharField(max_length=80, editable=False)
    wording = models.PositiveIntegerField(_("versie"), default=1, editable=False)
    kind = models.CharField(_("soort"), max_length=8, choices=Kind)
    text = models.CharField(_("vraag of tekst"), max_length=1000)
    text_en = models.CharField(_("in het Engels"), max_length=1000, blank=True, default="")
    options = LinesField(
        _("antwoorden"), default=list, blank=True, help_text=_("Elk antwoord op een eigen regel.")
    )
    options_en = LinesField(
        _("antwoorden in het Engels"),
        default=list,
        blank=True,
        help_text=_("In dezelfde volgorde, of leeg."),
    )
    other = models.BooleanField(_("met “Anders, namelijk …”"), default=False)
    low_end = models.CharField(_("wat een 1 betekent"), max_length=80, blank=True, default="")
    high_end = models.CharField(_("wat een 10 betekent"), max_length=80, blank=True, default="")
    low_end_en = models.CharField(_("1 in het Engels"), max_length=80, blank=True, default="")
    high_end_en = models.CharField(_("10 in het Engels"), max_length=80, blank=True, default="")
    word_limit = models.PositiveSmallIntegerField(
        _("hoeveel woorden"),
        default=USUAL_WORDS,
        validators=[MinValueValidator(WORDS[0]), MaxValueValidator(WORDS[1])],
    )
    required = models.BooleanField(_("verplicht"), default=False)

    class Meta:
        verbose_name = _("vraag van een formulier")
        verbose_name_plural = _("vragen van formulieren")
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["template", "key"], name="one_template_question_per_key"
            )
        ]

    def __str__(self) -> str:
        return self.text


class FollowUp(models.Model):
    """Whether a training asks again later; where there is no row, `queries.asks_later` says so."""

    training = models.ForeignKey(
        TrainingPage,
        verbose_name=_("training"),
        on_delete=models.CASCADE,
        related_name="follow_ups",
    )
    occasion = models.CharField(
        _("aanleiding"),
        max_length=9,
        choices=[(one.value, one.label) for one in (Occasion.TEN_WEEKS, Occasion.YEAR)],
    )
    is_asked = models.BooleanField(_("wordt gevraagd"))

    class Meta:
        verbose_name = _("vraag na afloop")
        verbose_name_plural = _("vragen na afloop")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["training", "occasion"], name="one_choice_to_ask_later")
        ]

    def __str__(self) -> str:
        return f"{self.training}: {self.get_occasion_display()}"
