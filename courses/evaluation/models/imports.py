"""Evaluations that were held elsewhere, before this academy or beside it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.evaluation.enums import Tool
from courses.evaluation.models.forms import EvaluationForm, FormQuestion


class ImportedEvaluation(models.Model):
    """That the figures of a form are as somebody else reported: nobody answered it here.

    `source` says who reported it or where the papers are. `fingerprint` is made of what was read,
    with the site's secret, so that the same answers never count twice; "" of what was typed in.
    The form has no participations; its `invited_count` is None where nobody knows it.
    """

    form = models.OneToOneField(
        EvaluationForm, on_delete=models.CASCADE, primary_key=True, related_name="imported"
    )
    tool = models.CharField(_("waar het vandaan komt"), max_length=10, choices=Tool)
    source = models.CharField(_("bron"), max_length=250)
    fingerprint = models.CharField(max_length=64, blank=True, default="", editable=False)
    imported_at = models.DateTimeField(_("overgenomen op"))

    class Meta:
        verbose_name = _("overgenomen evaluatie")
        verbose_name_plural = _("overgenomen evaluaties")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=~Q(fingerprint=""),
                name="the_same_answers_are_imported_once",
            )
        ]

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.form)


class ReportedMean(models.Model):
    """The mean of a question of which nobody knows how often each mark was given.

    How many people gave one is the question's `answered`. There is one only where it may be shown.
    It is shown apart and never added up: without the marks its spread is unknown.
    """

    question = models.OneToOneField(
        FormQuestion, on_delete=models.CASCADE, primary_key=True, related_name="reported_mean"
    )
    mean = models.DecimalField(_("gemiddelde"), max_digits=4, decimal_places=2)

    class Meta:
        verbose_name = _("gemiddelde volgens opgave")
        verbose_name_plural = _("gemiddelden volgens opgave")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(mean__gte=1, mean__lte=10), name="a_reported_mean_is_a_mark"
            )
        ]

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.question}: {self.mean}"
