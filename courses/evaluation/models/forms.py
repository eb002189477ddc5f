"""Evaluation forms and what was answered, stored so that nobody can tell who said what.

There is no table with "an answer sheet". While a form is open all its answers stand in one sealed
box. When it closes they become counters, and texts that stand alone under random ids. Who answered
is kept apart, without a time. No query can join the two.

Wagtail's reference index is told to stay away: it keeps a numbered row for every row that it sees,
and those numbers would tell in which order people and texts came in.
"""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.editions.models import Edition
from courses.evaluation.enums import MARKS, OTHER, FormStatus, Kind, Occasion
from courses.plugin_api.contributions.base import Json

WORD_LIMIT = 75
"""How many words a text may have where nobody chose another number."""


class EvaluationForm(models.Model):
    """A form that people are asked to fill in, with its questions as they were when it opened.

    It is about an edition, or it is a survey: then `edition` is None and it has a `title`.
    `invited_count`, `asked_count` (whom a mail, a letter or a call reached before it closed) and
    `answered_count` are kept when the form closes (None while it is open). `summed_as` is another
    number each time its sums (`CellSummary`) are made, by which a process knows that those it has
    read still stand, and these three; None where there never were any. So of a closed form nothing
    of all that changes but together with `summarise`.
    """

    edition = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evaluation_forms",
        verbose_name=_("uitvoering"),
    )
    occasion = models.CharField(
        _("aanleiding"), max_length=9, choices=Occasion, default=Occasion.END
    )
    title = models.CharField(_("titel"), max_length=200, blank=True, default="")
    # What it was made from; its questions are its own since.
    template = models.ForeignKey(
        "evaluation.FormTemplate",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="forms",
        verbose_name=_("formulier"),
    )
    status = models.CharField(
        _("status"), max_length=6, choices=FormStatus, default=FormStatus.OPEN
    )
    opened_at = models.DateTimeField(_("open sinds"))
    closes_at = models.DateTimeField(_("sluit op"))
    reminders = models.PositiveSmallIntegerField(
        _("herinneringen"),
        default=0,
        help_text=_("Hoe vaak wie nog niet antwoordde is herinnerd, iedereen tegelijk."),
    )
    # The id of the key of its box, until that key is destroyed.
    sealed_with = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    invited_count = models.PositiveIntegerField(_("uitgenodigd"), null=True, blank=True)
    asked_count = models.PositiveIntegerField(_("gevraagd"), null=True, blank=True)
    answered_count = models.PositiveIntegerField(_("ingevuld"), null=True, blank=True)
    summed_as = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("evaluatieformulier")
        verbose_name_plural = _("evaluatieformulieren")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["status", "closes_at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["edition", "occasion"],
                condition=Q(edition__isnull=False),
                name="one_form_per_occasion",
            ),
            models.CheckConstraint(
                condition=Q(edition__isnull=True, occasion=Occasion.SURVEY)
                | (Q(edition__isnull=False) & ~Q(occasion=Occasion.SURVEY)),
                name="only_a_survey_has_no_edition",
            ),
        ]

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.title if self.edition is None else str(self.edition)

    @property
    def subject(self) -> str:
        """What it is about, in the words that a screen shows."""
        return self.title if self.edition is None else self.edition.training.title

    @property
    def takes_answers(self) -> bool:
        """Whether it can still be filled in; the tick closes it somewhat later than its time."""
        return self.status == FormStatus.OPEN and clock.now() < self.closes_at


class FormQuestion(models.Model):
    """One question of a form.

    `wording` is the version of the question: figures add up what has the same key, kind and
    wording. `answered` is how many people answered it, and `enough` whether at least five of those
    were in the group when the form opened; both are written when the form closes. `answered` is
    None while it is open, and for questions with several choices of forms that were answered before
    this was kept.
    """

    form = models.ForeignKey(EvaluationForm, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.CharField(_("vraag"), max_length=1000)
    text_en = models.CharField(_("vraag in het Engels"), max_length=1000, blank=True, default="")
    options: Json = models.JSONField(default=list, blank=True)
    options_en: Json = models.JSONField(default=list, blank=True)
    other = models.BooleanField(default=False)
    required = models.BooleanField(default=False)
    low_end = models.CharField(_("wat een 1 betekent"), max_length=80, blank=True, default="")
    high_end = models.CharField(_("wat een 10 betekent"), max_length=80, blank=True, default="")
    low_end_en = models.CharField(_("1 in het Engels"), max_length=80, blank=True, default="")
    high_end_en = models.CharField(_("10 in het Engels"), max_length=80, blank=True, default="")
    word_limit = models.PositiveSmallIntegerField(
        _("hoeveel woorden"),
        default=WORD_LIMIT,
        validators=[MinValueValidator(10), MaxValueValidator(300)],
    )
    wording = models.PositiveIntegerField(_("versie"), default=1)
    answered = models.PositiveIntegerField(_("beantwoord"), null=True, blank=True)
    enough = models.BooleanField(_("genoeg antwoorden"), default=False)

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
        """The question in the reader's language, as far as there is a translation."""
        return _in_english(self.text_en) or gettext(self.text)

    @property
    def is_only_dutch(self) -> bool:
        """Whether who reads English gets it in Dutch: nobody wrote it in English."""
        return get_language() == "en" and not self.text_en and gettext(self.text) == self.text

    @property
    def ends(self) -> tuple[str, str]:
        """What 1 and 10 mean, in the reader's language; empty where nobody said so."""
        return (
            _in_english(self.low_end_en) or self.low_end,
            _in_english(self.high_end_en) or self.high_end,
        )

    @property
    def labels(self) -> list[tuple[str, str]]:
        """The options with the words of each in the reader's language; without `OTHER`."""
        english = dict(zip(self.options, self.options_en, strict=False))
        return [(one, _in_english(english.get(one, "")) or gettext(one)) for one in self.options]

    @property
    def values(self) -> list[str]:
        """Every value that can be counted: marks, or options and `OTHER`."""
        if self.kind == Kind.SCORE:
            return [str(mark) for mark in MARKS]
        if self.kind in (Kind.OPEN, Kind.INTRO):
            return []
        return [*self.options, *([OTHER] if self.other else [])]

    @property
    def takes_text(self) -> bool:
        """Whether somebody can write own words here."""
        return self.kind == Kind.OPEN or self.other


def _in_english(text: str) -> str:
    """The text for who reads English; "" for anybody else."""
    return text if get_language() == "en" else ""


class SealedBox(models.Model):
    """Everything that was answered to a form that is open, encrypted as a whole.

    It is written anew, in another order, at each answer, and always has the same size. The key is
    kept outside the database. When the form closes the box is emptied into counters and texts.
    """

    form = models.OneToOneField(
        EvaluationForm, on_delete=models.CASCADE, primary_key=True, related_name="box"
    )
    content = models.BinaryField()

    class Meta:
        verbose_name = _("bundel verzegelde antwoorden")
        verbose_name_plural = _("bundels verzegelde antwoorden")

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.form)


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

    There are none while a form is open. What nobody chose has no counter, or one of 0.
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
