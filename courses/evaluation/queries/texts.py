"""What people wrote: who reviews, labels and reads it, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from courses.common.statements import Keys, Statement
from courses.evaluation.enums import ENOUGH, IN_REVIEW, Kind, TextStatus
from courses.evaluation.models import (
    EvaluationForm,
    FormQuestion,
    TemplateQuestion,
    TextAnswer,
    Topic,
)
from courses.evaluation.queries.disclosure.texts import readable_texts, texts_in_review

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from courses.common.statements import Parameter
    from courses.people.models import User

REVIEW = "evaluation.review_textanswer"
LABEL = "evaluation.label_textanswer"
MAKE_TOPICS = "evaluation.change_topic"


# --- Before it is read ------------------------------------------------------------------------


def may_review(user: User | AnonymousUser, form: EvaluationForm) -> bool:
    """Whether somebody sees what people wrote before it is released: never of an own training."""
    if not user.has_perm(REVIEW):
        return False
    return form.edition is None or not form.edition.trainers.filter(pk=user.pk).exists()


def forms_to_review(user: User | AnonymousUser) -> QuerySet[EvaluationForm]:
    """The forms with texts that this person has to review, the first to have closed first.

    With `to_see` and `in_review`: how many nobody looked at yet, and how many are not released.
    """
    return forms_for_reviewer(user.pk) if is_reviewer(user) else EvaluationForm.objects.none()


def is_reviewer(user: User | AnonymousUser) -> bool:
    """Whether somebody reviews what people wrote, of trainings that others gave."""
    return user.has_perm(REVIEW)


def forms_for_reviewer(reviewer: int | Parameter | None) -> QuerySet[EvaluationForm]:
    """The same for who may review, by key."""
    in_review = _in_review()
    return (
        _forms_in_review(reviewer)
        .annotate(
            in_review=_number_of(in_review),
            to_see=_number_of(in_review.filter(status=TextStatus.WAITING)),
        )
        .select_related("edition__training")
        .order_by("closes_at", "pk")
    )


def number_to_review(reviewer: User | AnonymousUser) -> int:
    """How many forms those are."""
    return _forms_in_review(reviewer.pk).count()


def _forms_in_review(reviewer: int | Parameter | None) -> QuerySet[EvaluationForm]:
    # From the few texts that wait to their forms: after years nearly no form has one.
    forms = EvaluationForm.objects.filter(pk__in=_in_review().values("question__form"))
    return forms.exclude(edition__trainers=reviewer)


def _in_review() -> QuerySet[TextAnswer]:
    return TextAnswer.objects.filter(
        status__in=IN_REVIEW, question__summary__isnull=False
    ).order_by()


def _number_of(texts: QuerySet[TextAnswer]) -> Coalesce:
    of_form = texts.filter(question__form=OuterRef("pk")).values("question__form")
    return Coalesce(Subquery(of_form.annotate(number=Count("pk")).values("number")), 0)


def texts_of_review(form: EvaluationForm) -> QuerySet[TextAnswer]:
    """What has to be reviewed of a form before it is released, question by question."""
    return (
        texts_in_review(EvaluationForm.objects.filter(pk=form.pk))
        .select_related("question")
        .order_by("question__position", "pk")
    )


@dataclass(frozen=True)
class ReviewState:
    """How far the review of a form is: what nobody looked at yet, what stays whole, what stays
    without some words, and what goes whole; `searched` whether the screening has been there."""

    waiting: int
    whole: int
    shortened: int
    left_out: int
    searched: bool

    @property
    def total(self) -> int:
        """Everything that is in review."""
        return self.waiting + self.whole + self.shortened + self.left_out


def review_state(texts: Iterable[TextAnswer]) -> ReviewState:
    """How far the review of these texts is."""
    waiting = whole = shortened = left_out = 0
    searched = True
    for one in texts:
        searched &= one.redactions is not None
        if one.status == TextStatus.WAITING:
            waiting += 1
        elif one.status == TextStatus.LEFT_OUT:
            left_out += 1
        elif any(redaction["on"] for redaction in one.redactions or []):
            shortened += 1
        else:
            whole += 1
    return ReviewState(waiting, whole, shortened, left_out, searched)


def number_in_review(forms: QuerySet[EvaluationForm]) -> int:
    """How many texts of these forms wait for who reviews; readers may know."""
    return texts_in_review(forms).count()


@dataclass(frozen=True)
class TextsUnder:
    """What there is to read under a question: whether anything, and how many texts wait for who
    reviews."""

    is_any: bool = False
    waiting: int = 0


def texts_under(forms: Sequence[int]) -> dict[tuple[str, str], TextsUnder]:
    """The same for each question of these forms (by key) with any, by its key and kind.

    Two queries.
    """
    waiting = waiting_under(forms)
    readable = set(_READABLE.run(forms=forms))
    return {one: TextsUnder(one in readable, waiting.get(one, 0)) for one in {*waiting, *readable}}


def waiting_under(forms: Sequence[int]) -> dict[tuple[str, str], int]:
    """How many texts of these forms (by key) wait, for each question that has some."""
    return {(key, kind): number for key, kind, number in _WAITING.run(forms=forms)}


def _waiting_in(forms: Parameter) -> QuerySet[Any, tuple[str, str, int]]:
    return _by_question(texts_in_review(EvaluationForm.objects.filter(pk__in=forms)))


def _by_question(texts: QuerySet[TextAnswer]) -> QuerySet[Any, tuple[str, str, int]]:
    return (
        texts.order_by().values_list("question__key", "question__kind").annotate(number=Count("pk"))
    )


def _readable_in(forms: Parameter) -> QuerySet[Any, tuple[str, str]]:
    # Whether there is one, by question: with the years there are many texts and few questions.
    released = TextAnswer.objects.filter(question=OuterRef("pk"), status=TextStatus.RELEASED)
    return (
        FormQuestion.objects.filter(Exists(released), form__in=forms, summary__isnull=False)
        .order_by()
        .values_list("key", "kind")
        .distinct()
    )


_WAITING: Statement[tuple[str, str, int]] = Statement(_waiting_in, forms=Keys())
_READABLE: Statement[tuple[str, str]] = Statement(_readable_in, forms=Keys())


def numbers_in_review(forms: QuerySet[EvaluationForm]) -> dict[tuple[str, str], int]:
    """How many wait for each question that has some, by key and kind."""
    return {(key, kind): number for key, kind, number in _by_question(texts_in_review(forms))}


def unscreened_forms() -> QuerySet[EvaluationForm]:
    """Forms with texts in which nothing looked for names yet, the first to have closed first."""
    return (
        EvaluationForm.objects.filter(
            questions__summary__isnull=False,
            questions__texts__status=TextStatus.WAITING,
            questions__texts__redactions__isnull=True,
        )
        .distinct()
        .order_by("closes_at", "pk")
    )


# --- Topics -----------------------------------------------------------------------------------


def may_label(user: User | AnonymousUser) -> bool:
    """Whether somebody says what texts that they may read are about, and which is a golden tip."""
    return user.has_perm(LABEL)


def topics_for(key: str) -> QuerySet[Topic]:
    """The topics that a text under this question can have."""
    return Topic.objects.filter(Q(key=key) | Q(key=""))


@dataclass(frozen=True)
class TopicCount:
    """How many texts are about a topic."""

    topic: Topic
    number: int

    @property
    def shown(self) -> int | None:
        """The number where it goes further than to who reads the texts; None for too few."""
        return self.number if self.number >= ENOUGH else None


def topic_counts(texts: QuerySet[TextAnswer]) -> list[TopicCount]:
    """The topics of these texts by name, with how many are about each. Two queries."""
    # Of what has a topic, which is little: whether it is among the texts.
    given = TextAnswer.topics.through.objects.filter(
        Exists(texts.order_by().filter(pk=OuterRef("textanswer")))
    )
    numbers = dict(given.values_list("topic").annotate(number=Count("pk")))
    topics = Topic.objects.filter(pk__in=numbers).order_by("name", "pk")
    return [TopicCount(one, numbers[one.pk]) for one in topics]


def topics_with_use() -> QuerySet[Topic]:
    """All topics, with how many texts have each (`number`)."""
    return Topic.objects.annotate(number=Count("texts")).order_by("name", "pk")


def open_questions() -> dict[str, str]:
    """The questions under which people can write, by key in their newest words: those that were
    asked, and those of forms that are prepared. Three queries."""
    takes_text = Q(kind=Kind.OPEN) | Q(other=True)
    prepared = TemplateQuestion.objects.filter(takes_text, template__is_archived=False)
    newest = FormQuestion.objects.filter(takes_text).order_by().values("key")
    keys = newest.annotate(newest=Max("pk")).values_list("newest", flat=True)
    asked = FormQuestion.objects.filter(pk__in=list(keys)).order_by("pk")
    return {
        **dict(prepared.order_by("pk").values_list("key", "text")),
        **dict(asked.values_list("key", "text")),
    }


# --- What goes further ------------------------------------------------------------------------


@dataclass(frozen=True)
class GoldenTip:
    """A text that staff chose as a tip for everybody; `subject` is the training, or the survey."""

    text: str
    question: str
    subject: str
    form_id: int


def golden_tips(form_ids: Collection[int]) -> list[GoldenTip]:
    """The golden tips in these forms, as far as they may be shown; by subject. One query.

    Only what is released, of questions that enough people answered.
    """
    rows = (
        readable_texts(EvaluationForm.objects.filter(pk__in=form_ids))
        .filter(is_golden_tip=True)
        .annotate(
            training=F("question__form__edition__training__title"),
            survey=F("question__form__title"),
        )
        .select_related("question")
        .order_by("training", "survey", "pk")
    )
    return [
        GoldenTip(
            text=one.text,
            question=one.question.label,
            subject=one.training or one.survey,
            form_id=one.question.form_id,
        )
        for one in rows
    ]
