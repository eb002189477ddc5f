"""What is kept of closed forms so that figures need no counting."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.editions.models import Edition
from courses.evaluation.enums import Kind
from courses.evaluation.models.forms import EvaluationForm, FormQuestion
from courses.people.enums import Background


class CellSummary(models.Model):
    """The sums of one question of one closed form, made when it closes, if they may be shown.

    What may not be shown has none (see `queries.disclosure.rule`), so a sum over these rows is
    never more than what anybody may see. `key`, `kind`, `wording` and `form` repeat the question's,
    so that a sum needs no join. `answered` is how many people answered; None where that is not
    known. Marks have their sum, and a counter for each.

    What an edition is about (training, trainer, district, …) is not repeated: it can be put right
    afterwards, and figures follow. `is_reported` says that the answers were not given here
    (`ImportedEvaluation`): they count like all others, and every sum says how many of them it has.
    """

    question = models.OneToOneField(
        FormQuestion, on_delete=models.CASCADE, primary_key=True, related_name="summary"
    )
    form = models.ForeignKey(EvaluationForm, on_delete=models.CASCADE, related_name="summaries")
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind)
    wording = models.PositiveIntegerField(_("versie"))
    answered = models.PositiveBigIntegerField(_("beantwoord"), null=True)
    is_reported = models.BooleanField(_("volgens opgave"), default=False)
    total = models.PositiveBigIntegerField(_("som van de cijfers"), default=0)
    mark_1 = models.PositiveIntegerField(default=0)
    mark_2 = models.PositiveIntegerField(default=0)
    mark_3 = models.PositiveIntegerField(default=0)
    mark_4 = models.PositiveIntegerField(default=0)
    mark_5 = models.PositiveIntegerField(default=0)
    mark_6 = models.PositiveIntegerField(default=0)
    mark_7 = models.PositiveIntegerField(default=0)
    mark_8 = models.PositiveIntegerField(default=0)
    mark_9 = models.PositiveIntegerField(default=0)
    mark_10 = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("som van een evaluatievraag")
        verbose_name_plural = _("sommen van evaluatievragen")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["key", "kind", "form"], name="cells_of_a_question")
        ]

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.key}: {self.answered}"


class BackgroundCount(models.Model):
    """As what people took part in an edition, counted when its form opened and when it closed.

    Kept as a number, so that an overview of years does not look at everybody. Who changes the own
    background later took part as what that person was then.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="backgrounds")
    background = models.CharField(_("achtergrond"), max_length=20, choices=Background)
    number = models.PositiveIntegerField(_("aantal"), default=0)

    class Meta:
        verbose_name = _("aantal deelnemers per achtergrond")
        verbose_name_plural = _("aantallen deelnemers per achtergrond")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["edition", "background"], name="one_count_per_background"
            ),
            models.CheckConstraint(condition=Q(number__gte=0), name="background_is_not_negative"),
        ]

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.background}: {self.number}"
