"""Evaluation forms and what was answered, stored so that nobody can tell who said what.

There is no table with "an answer sheet". Marks and choices are counters; texts stand alone under
random ids. Who answered is kept apart, without a time. No query can join the two.

Wagtail's reference index is told to stay away: it keeps a numbered row for every row that it sees,
and those numbers would tell in which order people and texts came in.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.editions.models import Edition
from courses.evaluation.enums import MARKS, OTHER, FormStatus, Kind
from courses.plugin_api.contributions.base import Json


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
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["status", "closes_at"])]

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.edition)

    @property
    def takes_answers(self) -> bool:
        """Whether it can still be filled in; the tick closes it somewhat later than its time."""
        return self.status == FormStatus.OPEN and clock.now() < self.closes_at


class FormQuestion(models.Model):
    """One question of a form."""

    form = models.ForeignKey(EvaluationForm, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.CharField(_("vraag"), max_length=300)
    options: Json = models.JSONField(default=list, blank=True)
    other = models.BooleanField(default=False)
    required = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("vraag in een evaluatie")
        verbose_name_plural = _("vragen in evaluaties")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["form", "key"], name="one_question_per_key"),
            models.UniqueConstraint(fields=["form", "position"], name="one_question_per_position"),
        ]

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        """The question in the reader's language, as far as we have a translation."""
        return gettext(self.text)

    @property
    def values(self) -> list[str]:
        """Every value that can be counted: marks, or options and `OTHER`."""
        if self.kind == Kind.SCORE:
            return [str(mark) for mark in MARKS]
        if self.kind == Kind.OPEN:
            return []
        return [*self.options, *([OTHER] if self.other else [])]


class Participation(models.Model):
    """Whether an invited person has answered. On purpose without a time.

    The row stays, without the person, when an account goes: the figures keep their "n of how many".
    """

    form = models.ForeignKey(
        EvaluationForm, on_delete=models.CASCADE, related_name="participations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="evaluations"
    )
    answered = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("uitnodiging voor een evaluatie")
        verbose_name_plural = _("uitnodigingen voor evaluaties")
        constraints = [
            models.UniqueConstraint(fields=["form", "person"], name="one_participation_per_person")
        ]

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.person}: {self.answered}"


class AnswerCount(models.Model):
    """How often a value (a mark or an option) was chosen.

    All counters of a form are there from its start: a row that appears later would tell when.
    """

    question = models.ForeignKey(FormQuestion, on_delete=models.CASCADE, related_name="counts")
    value = models.CharField(max_length=200)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("telling in een evaluatie")
        verbose_name_plural = _("tellingen in evaluaties")
        constraints = [
            models.UniqueConstraint(fields=["question", "value"], name="one_counter_per_value"),
            models.CheckConstraint(condition=Q(count__gte=0), name="count_is_not_negative"),
        ]

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.value}: {self.count}"


class TextAnswer(models.Model):
    """A text that someone wrote: no person, no time, a random id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(FormQuestion, on_delete=models.CASCADE, related_name="texts")
    text = models.TextField()

    class Meta:
        verbose_name = _("tekst in een evaluatie")
        verbose_name_plural = _("teksten in evaluaties")
        ordering = ["id"]

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.text[:50]
