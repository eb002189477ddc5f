"""The one place that gives figures.

Everything that shows figures (pages, exports, plugins) asks `figures` or `figures_by`. They show
nothing of a form that still takes answers, nor of a form with fewer than `ENOUGH` answers. Who
joined after the form opened does not help to reach that number: staff can enrol somebody
afterwards, and who answers for four invented people knows what the fifth said. A total adds up
only forms that may be shown by themselves: were a hidden form part of a total, taking the others
from that total would lay it bare.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext

from courses.enrolment.models import Enrolment
from courses.evaluation.enums import ENOUGH, MARKS, OTHER, FormStatus, Kind
from courses.evaluation.models import AnswerCount, EvaluationForm, FormQuestion, TextAnswer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

OVERALL = "overall"
"""The key of the question for the overall mark."""


class Reason(Enum):
    """Why the figures of a form are not shown."""

    OPEN = "open"
    TOO_FEW = "too_few"
    LOST = "lost"


@dataclass(frozen=True)
class SuppressedFigures:
    """A form whose figures are not shown; how many people answered is no secret."""

    form_id: int
    edition_id: int | None
    reason: Reason
    invited: int
    answered: int
    closes_at: datetime


@dataclass(frozen=True)
class Bar:
    """How often one value was given."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class QuestionFigures:
    """What was answered to one question, over all forms that count.

    `n` is how many people gave a mark or a choice, or how many texts there are. For a question
    with more choices that number is not known (None): counters do not tell who chose what.
    """

    key: str
    kind: Kind
    text: str
    n: int | None
    mean: Decimal | None = None
    bars: tuple[Bar, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The question in the reader's language."""
        return gettext(self.text)

    @property
    def most(self) -> int:
        """The highest count, for drawing bars."""
        return max((bar.count for bar in self.bars), default=0)


@dataclass(frozen=True)
class Figures:
    """The figures of one or more forms together.

    `forms` is how many forms count, `invited` and `answered` are the people of those forms.
    `withheld` are the forms that do not count, and why.
    """

    forms: int = 0
    invited: int = 0
    answered: int = 0
    questions: tuple[QuestionFigures, ...] = ()
    withheld: tuple[SuppressedFigures, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether there is anything to show."""
        return self.forms > 0

    @property
    def mean(self) -> Decimal | None:
        """The mean of the overall mark, unrounded."""
        return next((one.mean for one in self.questions if one.key == OVERALL), None)


class _FormRow(TypedDict):
    """A form, with how many were invited and answered; `by` is what it is grouped by."""

    pk: int
    edition_id: int | None
    status: str
    closes_at: datetime
    invited: int
    answered: int
    counted: int
    by: object


class _QuestionRow(TypedDict):
    """A question as it was asked, in the newest words and with every option that it ever had."""

    key: str
    kind: str
    text: str
    options: list[str]
    other: bool
    position: int


@dataclass
class _Group:
    """Figures in the making."""

    forms: int = 0
    invited: int = 0
    answered: int = 0
    withheld: list[SuppressedFigures] = field(default_factory=list)
    questions: dict[tuple[str, str], _QuestionRow] = field(default_factory=dict)
    counts: dict[tuple[str, str], dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    texts: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))


def figures(forms: QuerySet[EvaluationForm], *, texts: bool = True) -> Figures:
    """The figures of these forms together."""
    return figures_by(forms, by=None, texts=texts).get(None, Figures())


def figures_by(
    forms: QuerySet[EvaluationForm],
    *,
    by: str | None,
    keys: Collection[str] | None = None,
    texts: bool = False,
) -> dict[object, Figures]:
    """The figures of these forms per value of `by`, in a fixed number of queries.

    Args:
        forms: which forms; a filter on people must not be part of it.
        by: a path from a form, such as `edition_id` or `edition__training_id`; None puts all
            forms in one group under None.
        keys: only these questions; None for all.
        texts: also what people wrote.
    """
    groups: dict[object, _Group] = {}
    shown = [
        row["pk"]
        for row in _people_per_form(forms, by)
        if _add_form(groups.setdefault(row["by"], _Group()), row)
    ]
    if shown:
        _add_questions(groups, shown, by, keys)
        _add_counts(groups, shown, by, keys)
        if texts:
            _add_texts(groups, shown, by, keys)
    return {key: _finish(group) for key, group in groups.items()}


def _people_per_form(forms: QuerySet[EvaluationForm], by: str | None) -> Iterable[_FormRow]:
    answered = Q(participations__answered=True)
    joined_late = Enrolment.objects.filter(
        person=OuterRef("participations__person"),
        edition=OuterRef("edition"),
        enrolled_at__gt=OuterRef("opened_at"),
    )
    rows = (
        EvaluationForm.objects.filter(pk__in=forms.order_by().values("pk"))
        .annotate(
            invited=Count("participations"),
            answered=Count("participations", filter=answered),
            counted=Count("participations", filter=answered & ~Q(Exists(joined_late))),
        )
        .order_by("closes_at", "pk")
        .values(
            *("pk", "edition_id", "status", "closes_at", "invited", "answered", "counted"),
            *_paths(by),
        )
    )
    return [
        _FormRow(
            pk=row["pk"],
            edition_id=row["edition_id"],
            status=row["status"],
            closes_at=row["closes_at"],
            invited=row["invited"],
            answered=row["answered"],
            counted=row["counted"],
            by=row[by] if by else None,
        )
        for row in rows
    ]


def _add_form(group: _Group, row: _FormRow) -> bool:
    """Count the form in, or note why not; returns whether it may be shown."""
    if row["status"] == FormStatus.OPEN:
        reason = Reason.OPEN
    elif row["status"] == FormStatus.LOST:
        reason = Reason.LOST
    elif row["counted"] < ENOUGH:
        reason = Reason.TOO_FEW
    else:
        group.forms += 1
        group.invited += row["invited"]
        group.answered += row["answered"]
        return True
    group.withheld.append(
        SuppressedFigures(
            form_id=row["pk"],
            edition_id=row["edition_id"],
            reason=reason,
            invited=row["invited"],
            answered=row["answered"],
            closes_at=row["closes_at"],
        )
    )
    return False


def _paths(by: str | None, prefix: str = "") -> list[str]:
    return [prefix + by] if by else []


def _add_questions(
    groups: dict[object, _Group], shown: list[int], by: str | None, keys: Collection[str] | None
) -> None:
    questions = FormQuestion.objects.filter(form__in=shown)
    if keys is not None:
        questions = questions.filter(key__in=keys)
    path = f"form__{by}" if by else None
    # The newest wording comes first and stays.
    for row in questions.order_by("-form__closes_at", "-form", "position").values(
        "key", "kind", "text", "options", "other", "position", *_paths(path)
    ):
        found = groups[row[path] if path else None].questions
        first = _QuestionRow(
            key=row["key"],
            kind=row["kind"],
            text=row["text"],
            options=[],
            other=row["other"],
            position=row["position"],
        )
        known = found.setdefault((row["key"], row["kind"]), first)
        known["options"] += [one for one in row["options"] if one not in known["options"]]
        known["other"] = known["other"] or row["other"]


def _add_counts(
    groups: dict[object, _Group], shown: list[int], by: str | None, keys: Collection[str] | None
) -> None:
    counts = AnswerCount.objects.filter(question__form__in=shown)
    if keys is not None:
        counts = counts.filter(question__key__in=keys)
    path = f"question__form__{by}" if by else None
    for row in (
        counts.order_by()
        .values("question__key", "question__kind", "value", *_paths(path))
        .annotate(total=Sum("count"))
    ):
        group = groups[row[path] if path else None]
        group.counts[row["question__key"], row["question__kind"]][row["value"]] = row["total"]


def _add_texts(
    groups: dict[object, _Group], shown: list[int], by: str | None, keys: Collection[str] | None
) -> None:
    texts = TextAnswer.objects.filter(question__form__in=shown)
    if keys is not None:
        texts = texts.filter(question__key__in=keys)
    path = f"question__form__{by}" if by else None
    # Ordered by a random id: no form's texts stand together.
    for row in texts.order_by("pk").values(
        "question__key", "question__kind", "text", *_paths(path)
    ):
        group = groups[row[path] if path else None]
        group.texts[row["question__key"], row["question__kind"]].append(row["text"])


def _finish(group: _Group) -> Figures:
    return Figures(
        forms=group.forms,
        invited=group.invited,
        answered=group.answered,
        questions=tuple(
            _finish_question(row, group.counts[key], tuple(group.texts[key]))
            for key, row in sorted(group.questions.items(), key=_core_first)
        ),
        withheld=tuple(group.withheld),
    )


def _core_first(item: tuple[tuple[str, str], _QuestionRow]) -> tuple[bool, int, str]:
    (key, _kind), row = item
    return "." in key, row["position"], key


def _finish_question(
    row: _QuestionRow, counts: dict[str, int], texts: tuple[str, ...]
) -> QuestionFigures:
    kind = Kind(row["kind"])
    bars = _bars(kind, row, counts)
    total = sum(bar.count for bar in bars)
    mean = None
    if kind == Kind.SCORE and total:
        mean = Decimal(sum(int(bar.value) * bar.count for bar in bars)) / total
    return QuestionFigures(
        key=row["key"],
        kind=kind,
        text=row["text"],
        n={Kind.MULTIPLE: None, Kind.OPEN: len(texts)}.get(kind, total),
        mean=mean,
        bars=bars,
        texts=texts,
    )


def _bars(kind: Kind, row: _QuestionRow, counts: dict[str, int]) -> tuple[Bar, ...]:
    if kind == Kind.OPEN:
        return ()
    if kind == Kind.SCORE:
        return tuple(Bar(str(mark), str(mark), counts.get(str(mark), 0)) for mark in MARKS)
    bars = [Bar(one, gettext(one), counts.get(one, 0)) for one in row["options"]]
    if row["other"]:
        bars.append(Bar(OTHER, gettext("Anders, namelijk …"), counts.get(OTHER, 0)))
    return tuple(bars)
