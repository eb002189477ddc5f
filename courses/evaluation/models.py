"""Evaluation forms and what was answered, stored so that nobody can tell who said what.

There is no table with "an answer sheet". Marks and choices are counters; texts stand alone under
random ids. Who answered is kept apart, without a time. No query can join the two.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.editions.models import Edition
from courses.evaluation.enums import FormStatus, Kind


class EvaluationForm(models.Model):
    """The form of one edition, with its questions as they were when it opened."""

    edition = models.OneToOneField(
        Edition, on_delete=models.PROTECT, related_name="evaluation_form"
    )
    status = models.CharField(
        _("status"), max_length=6, choices=FormStatus, default=FormStatus.OPEN
    )
    opened_at = models.DateTimeField(_("open sinds"))
    closes_at = models.DateTimeField(_("sluit op"))

    class Meta:
        verbose_name = _("evaluatieformulier")
        verbose_name_plural = _("evaluatieformulieren")

    def __str__(self) -> str:
        return str(self.edition)


class FormQuestion(models.Model):
    """One question of a form."""

    form = models.ForeignKey(EvaluationForm, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.CharField(_("vraag"), max_length=300)
    options: Any = models.JSONField(default=list, blank=True)
    other = models.BooleanField(default=False)
    required = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["form", "key"], name="one_question_per_key"),
            models.UniqueConstraint(fields=["form", "position"], name="one_question_per_position"),
        ]

    def __str__(self) -> str:
        return self.text


class Participation(models.Model):
    """Whether an invited person has answered. On purpose without a time."""

    form = models.ForeignKey(
        EvaluationForm, on_delete=models.CASCADE, related_name="participations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="evaluations"
    )
    answered = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "person"], name="one_participation_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.answered}"


class AnswerCount(models.Model):
    """How often a value (a mark or an option) was chosen."""

    question = models.ForeignKey(FormQuestion, on_delete=models.CASCADE, related_name="counts")
    value = models.CharField(max_length=200)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "value"], name="one_counter_per_value"),
            models.CheckConstraint(condition=Q(count__gte=0), name="count_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.value}: {self.count}"


class TextAnswer(models.Model):
    """A text that someone wrote: no person, no time, a random id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(FormQuestion, on_delete=models.CASCADE, related_name="texts")
    text = models.TextField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:50]
