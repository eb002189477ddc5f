"""Forms as they are prepared: which one is used where, and what of it people have seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import EventKind
from courses.common.edit_conflicts import fact, facts_of
from courses.evaluation import question_checks
from courses.evaluation.enums import Kind, Occasion, Purpose
from courses.evaluation.models import (
    EvaluationForm,
    FollowUp,
    FormQuestion,
    FormTemplate,
    TemplateQuestion,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from courses.catalogue.models import TrainingPage
    from courses.common.edit_conflicts import Fact

PURPOSE_OF = {
    Occasion.END: Purpose.END,
    Occasion.TEN_WEEKS: Purpose.TEN_WEEKS,
    Occasion.YEAR: Purpose.YEAR,
    Occasion.SURVEY: Purpose.SURVEY,
}

LATER = (Occasion.TEN_WEEKS, Occasion.YEAR)
"""The occasions at which a training asks once more."""

ASKED_UNLESS_SAID = frozenset({Occasion.TEN_WEEKS})
"""What trainings ask later where nobody chose: after ten weeks, and not after a year. Lectures and
network meetings ask nothing later unless somebody says so."""


# --- Which form is used where ---------------------------------------------------------------------


def purpose_at(training: TrainingPage, occasion: Occasion) -> Purpose:
    """What kind of form a training needs then: a lecture and a network meeting have a short one."""
    if occasion == Occasion.END and training.kind != EventKind.TRAINING:
        return Purpose.SHORT
    return PURPOSE_OF[occasion]


def standard_form(purpose: Purpose) -> FormTemplate | None:
    """The form that is used where a training has none of its own."""
    return FormTemplate.objects.filter(purpose=purpose, is_standard=True).first()


def template_for(training: TrainingPage, occasion: Occasion) -> FormTemplate | None:
    """Which form a training uses: its own, else the standard one."""
    purpose = purpose_at(training, occasion)
    own = FormTemplate.objects.filter(training=training.pk, purpose=purpose, is_archived=False)
    return own.first() or standard_form(purpose)


@dataclass(frozen=True)
class FormInUse:
    """A form that a training uses at one occasion."""

    occasion: Occasion
    purpose: Purpose
    template: FormTemplate | None
    is_asked: bool

    @property
    def is_own(self) -> bool:
        """Whether it is of this training alone."""
        return self.template is not None and self.template.training_id is not None

    @property
    def can_be_left_out(self) -> bool:
        """Whether the training chooses if it asks then."""
        return self.occasion in LATER


def forms_of(training: TrainingPage) -> list[FormInUse]:
    """The forms that a training uses, in the order of time; three queries."""
    purposes = {one: purpose_at(training, one) for one in Occasion if one is not Occasion.SURVEY}
    found = FormTemplate.objects.filter(purpose__in=purposes.values(), is_archived=False)
    own = {one.purpose: one for one in found.filter(training=training.pk)}
    standard = {one.purpose: one for one in found.filter(is_standard=True)}
    chosen = dict(FollowUp.objects.filter(training=training).values_list("occasion", "is_asked"))
    return [
        FormInUse(
            occasion,
            purpose,
            own.get(purpose) or standard.get(purpose),
            occasion not in LATER or chosen.get(occasion, is_asked_unless_said(training, occasion)),
        )
        for occasion, purpose in purposes.items()
    ]


def is_asked_unless_said(training: TrainingPage, occasion: Occasion) -> bool:
    """Whether a training asks at an occasion later on where nobody chose."""
    return training.kind == EventKind.TRAINING and occasion in ASKED_UNLESS_SAID


def asks_later(training: TrainingPage, occasion: Occasion) -> bool:
    """Whether a training asks again at this occasion."""
    chosen = FollowUp.objects.filter(training=training.pk, occasion=occasion).first()
    return chosen.is_asked if chosen is not None else is_asked_unless_said(training, occasion)


def with_use(templates: QuerySet[FormTemplate]) -> QuerySet[FormTemplate]:
    """With how often people were asked with it, and when last; `use_of` tells."""
    found: QuerySet[FormTemplate] = templates.annotate(
        number_of_forms=Count("forms", distinct=True), last_used=Max("forms__opened_at")
    )
    return found


def use_of(template: FormTemplate) -> tuple[int, datetime | None]:
    """How often people were asked with a form that comes from `with_use`, and when last."""
    return getattr(template, "number_of_forms", 0), getattr(template, "last_used", None)


def is_used(template: FormTemplate) -> bool:
    """Whether people were ever asked with it."""
    return EvaluationForm.objects.filter(template=template.pk).exists()


def forms_for_surveys() -> QuerySet[FormTemplate]:
    """What a survey can ask, the standard one first."""
    return FormTemplate.objects.filter(purpose=Purpose.SURVEY, is_archived=False).order_by(
        "-is_standard", "title", "pk"
    )


# --- What it asks ---------------------------------------------------------------------------------


def questions_of(template: FormTemplate) -> list[TemplateQuestion]:
    """Its questions in order, also those that are typed and not yet stored."""
    questions = list(template.questions.all())
    last = len(questions)
    return sorted(
        questions, key=lambda one: (last if one.position is None else one.position, one.pk or 0)
    )


def form_questions(questions: Iterable[TemplateQuestion]) -> list[FormQuestion]:
    """The same as questions of a form, not stored: only what belongs to the kind of each."""
    return [_form_question(one, position) for position, one in enumerate(questions)]


def _form_question(question: TemplateQuestion, position: int) -> FormQuestion:
    chooses, is_mark = question.kind in CHOICES, question.kind == Kind.SCORE
    return FormQuestion(
        position=position,
        key=question.key,
        wording=question.wording,
        kind=question.kind,
        text=question.text,
        text_en=question.text_en,
        options=list(question.options) if chooses else [],
        options_en=list(question.options_en) if chooses else [],
        other=chooses and question.other,
        required=question.kind != Kind.INTRO and question.required,
        low_end=question.low_end if is_mark else "",
        high_end=question.high_end if is_mark else "",
        low_end_en=question.low_end_en if is_mark else "",
        high_end_en=question.high_end_en if is_mark else "",
        word_limit=question.word_limit,
    )


CHOICES = frozenset({Kind.CHOICE, Kind.MULTIPLE})


@dataclass(frozen=True)
class Content:
    """What makes an answer comparable: the words that somebody answers to."""

    kind: str
    text: str
    options: tuple[str, ...]
    other: bool
    ends: tuple[str, str]

    @property
    def is_answered(self) -> bool:
        """Whether there are answers that could be added up."""
        return self.kind != Kind.INTRO

    def is_typo_of(self, other: Content) -> bool:
        """Whether only words around the answers differ. What people choose from are the values
        that are counted: another word there is another answer."""
        return (self.kind, self.options, self.other) == (other.kind, other.options, other.other)


def content_of(question: TemplateQuestion | FormQuestion) -> Content:
    """The words of a question, as far as they belong to its kind."""
    chooses, is_mark = question.kind in CHOICES, question.kind == Kind.SCORE
    return Content(
        question.kind,
        " ".join(question.text.split()),
        tuple(question.options) if chooses else (),
        chooses and question.other,
        (question.low_end.strip(), question.high_end.strip()) if is_mark else ("", ""),
    )


Wordings = dict[tuple[str, int], set[Content]]
"""By key and number of the version: the words that have it."""


def wordings_asked(keys: Collection[str]) -> Wordings:
    """With which words these questions were ever put to people."""
    # Thousands of forms asked the same words: the database says which there are.
    columns = ("key", "wording", "kind", "text", "options", "other", "low_end", "high_end")
    rows = FormQuestion.objects.filter(key__in=keys).order_by().values(*columns).distinct()
    return _by_wording(FormQuestion(**row) for row in rows)


def wordings_prepared(keys: Collection[str], *, besides: FormTemplate) -> Wordings:
    """With which words they stand in other forms that are prepared."""
    return _by_wording(TemplateQuestion.objects.filter(key__in=keys).exclude(template=besides.pk))


def _by_wording(questions: Iterable[FormQuestion | TemplateQuestion]) -> Wordings:
    found: Wordings = {}
    for one in questions:
        found.setdefault((one.key, one.wording), set()).add(content_of(one))
    return found


# --- Typing errors that were mended in the standard form ----------------------------------------


@dataclass(frozen=True)
class MendedQuestion:
    """A question of a copy whose words are others than those of the standard form, though it is the
    same version: a typing error was mended in one of the two."""

    question: TemplateQuestion
    standard: TemplateQuestion


WORDS_AROUND = ("text", "text_en", "options_en", "low_end", "high_end", "low_end_en", "high_end_en")
"""What may differ within one version of a question: people choose from the same answers."""


def mended_in_standard(template: FormTemplate) -> list[MendedQuestion]:
    """Where the standard form has other words for a version that this form asks too, in order."""
    standard = None if template.is_archived else standard_form(Purpose(template.purpose))
    if standard is None or standard.pk == template.pk:
        return []
    theirs = {(one.key, one.wording): one for one in questions_of(standard)}
    found = [
        MendedQuestion(one, theirs[one.key, one.wording])
        for one in questions_of(template)
        if (one.key, one.wording) in theirs
    ]
    return [one for one in found if _has_other_words(one)]


def _has_other_words(one: MendedQuestion) -> bool:
    if not content_of(one.standard).is_typo_of(content_of(one.question)):
        return False
    return any(getattr(one.question, name) != getattr(one.standard, name) for name in WORDS_AROUND)


# --- For its screens ------------------------------------------------------------------------------


def template_facts(template: FormTemplate) -> dict[str, Fact]:
    """What the page of a form shows, as stored or as it would become."""
    shown = [_as_shown(one) for one in questions_of(template)]
    return {
        **facts_of(template, ("title", "purpose")),
        "questions": fact(_("Vragen"), shown, "\n\n".join("\n".join(one) for one in shown)),
    }


def _as_shown(question: TemplateQuestion) -> list[str]:
    ends = (question.low_end, question.high_end, question.low_end_en, question.high_end_en)
    return [
        f"{question.get_kind_display()}: {question.text}"
        + (f" ({gettext('verplicht')})" if question.required else ""),
        *filter(None, (question.text_en, " – ".join(filter(None, ends)))),
        *(f"• {one}" for one in (*question.options, *question.options_en)),
        *([gettext("Anders, namelijk …")] if question.other else []),
        *(
            [gettext("%(limit)d woorden") % {"limit": question.word_limit}]
            if question.kind == Kind.OPEN
            else []
        ),
    ]


@dataclass(frozen=True)
class QuestionWarning:
    """What may be wrong with a question, for who makes the form."""

    number: int
    text: str
    sentences: list[str]


def question_warnings(questions: Sequence[TemplateQuestion]) -> list[QuestionWarning]:
    """The questions with which something may be wrong, by their number on the page."""
    found = [
        QuestionWarning(
            number,
            one.text,
            question_checks.warnings(
                question_checks.QuestionWords(
                    kind=one.kind,
                    text=one.text,
                    text_en=one.text_en,
                    options=one.options if one.kind in CHOICES else (),
                    low_end=one.low_end,
                    high_end=one.high_end,
                )
            ),
        )
        for number, one in enumerate(questions, start=1)
    ]
    return [one for one in found if one.sentences]
