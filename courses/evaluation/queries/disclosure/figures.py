"""Everything that was answered to forms, question by question, as far as it may be shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext

from courses.common.process_cache import most_recent
from courses.common.statements import KeyList, Keys, Several, Statement
from courses.evaluation.enums import MARKS, OTHER, FormStatus, Kind, TextStatus
from courses.evaluation.models import (
    AnswerCount,
    CellSummary,
    EvaluationForm,
    FormQuestion,
    ReportedMean,
    TextAnswer,
)
from courses.evaluation.queries.disclosure.cells import (
    OVERALL,
    Grouping,
    MarkSums,
    by_path,
    everything,
    summed,
    summing,
)
from courses.evaluation.queries.disclosure.rule import told_while_open

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
    from datetime import datetime
    from decimal import Decimal

    from courses.common.statements import Parameter


class Reason(Enum):
    """Why the figures of a form are not shown."""

    OPEN = "open"
    LOST = "lost"
    TOO_FEW = "too_few"
    """Fewer than `ENOUGH` people answered, or it would tell what each one said: which of these, is
    not said, since that would tell it too."""


@dataclass(frozen=True)
class SuppressedFigures:
    """A form of which nothing is shown; how many people were asked and answered is no secret.
    `asked` is None until it closed: invitations still go; until then `answered` counts by fives
    (see `told_while_open`)."""

    form_id: int
    edition_id: int | None
    reason: Reason
    invited: int
    answered: int
    closes_at: datetime
    asked: int | None = None


@dataclass(frozen=True)
class Bar:
    """How often one value was given."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class QuestionFigures:
    """What was answered to one question in one wording, over all forms that count for it.

    `n` is how many people answered it, also where they could make several choices; None where
    forms count that did not keep that yet; `reported` is how many of them answered elsewhere, as
    others reported. `forms` is how many forms count. `sums` is there for marks. `texts` is what
    people wrote and was released, if that was asked for.
    """

    key: str
    kind: Kind
    wording: int
    question: FormQuestion
    n: int | None
    forms: int
    sums: MarkSums | None = None
    bars: tuple[Bar, ...] = ()
    texts: tuple[str, ...] = ()
    reported: int = 0

    @property
    def text(self) -> str:
        """The question as it was asked, in Dutch."""
        return self.question.text

    @property
    def label(self) -> str:
        """The question in the reader's language."""
        return self.question.label

    @property
    def mean(self) -> Decimal | None:
        """The mean of the marks, unrounded; None for other questions."""
        return self.sums.mean if self.sums else None


@dataclass(frozen=True)
class MeanAsReported:
    """A mean of which the marks are not known: shown apart, and part of no sum. `source` says who
    reported it."""

    form_id: int
    question: FormQuestion
    mean: Decimal
    n: int
    source: str


@dataclass(frozen=True)
class Figures:
    """The figures of one or more forms together.

    `forms` is how many forms have something that is shown, `invited`, `asked` (whom a mail, a
    letter or a call reached) and `answered` are the people of those forms; `of_unknown` is of how
    many forms nobody knows how many were invited: their people are in none of the three.
    `withheld` are the other forms, and why. `sources` says of forms that were answered elsewhere
    who reported them; `means` are those of which there is nothing more.
    """

    forms: int = 0
    invited: int = 0
    asked: int = 0
    answered: int = 0
    of_unknown: int = 0
    questions: tuple[QuestionFigures, ...] = ()
    withheld: tuple[SuppressedFigures, ...] = ()
    sources: tuple[str, ...] = ()
    means: tuple[MeanAsReported, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether there is anything to show."""
        return self.forms > 0

    def question(self, key: str) -> QuestionFigures | None:
        """The newest wording of a question; None when it was not asked, or is not shown."""
        found = [one for one in self.questions if one.key == key]
        return max(found, key=lambda one: one.wording, default=None)

    @property
    def mean(self) -> Decimal | None:
        """The mean of the overall mark in its newest wording, unrounded."""
        overall = self.question(OVERALL)
        return overall.mean if overall else None


CHOICES = frozenset({Kind.CHOICE, Kind.MULTIPLE})
"""The kinds of questions of which each option is counted apart."""


class _Identity(NamedTuple):
    """What makes two questions the same one; a `wording` that changed makes another."""

    key: str
    kind: str
    wording: int


@dataclass
class _Group:
    """Figures in the making."""

    forms: int = 0
    invited: int = 0
    asked: int = 0
    answered: int = 0
    of_unknown: int = 0
    withheld: list[SuppressedFigures] = field(default_factory=list)
    cells: dict[_Identity, dict[str, int]] = field(default_factory=dict)
    counts: dict[_Identity, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    texts: dict[_Identity, list[str]] = field(default_factory=lambda: defaultdict(list))
    sources: list[str] = field(default_factory=list)
    means: list[MeanAsReported] = field(default_factory=list)


def figures(forms: QuerySet[EvaluationForm], *, texts: bool = True) -> Figures:
    """The figures of these forms together."""
    return figures_by(forms, by=None, texts=texts).get(None, Figures())


def figures_by(
    forms: QuerySet[EvaluationForm],
    *,
    by: str | None,
    keys: Collection[str] | None = None,
    texts: bool = False,
) -> dict[Hashable, Figures]:
    """The figures of these forms per value of `by`, in a fixed number of queries.

    Args:
        forms: which forms; a filter on people must not be part of it.
        by: a path from a form, such as `edition_id` or `edition__training_id`; None puts all
            forms in one group under None.
        keys: only these questions; None for all.
        texts: also what people wrote.
    """
    form_keys = KeyList(forms.order_by().values_list("pk", flat=True))
    return figures_of(form_keys, by=by, keys=keys, texts=texts)


def figures_of(
    forms: KeyList,
    *,
    by: str | None,
    keys: Collection[str] | None = None,
    texts: bool = False,
) -> dict[Hashable, Figures]:
    """The same of forms that are known by their keys."""
    asked = _statements(by, keys is not None)
    values: dict[str, Any] = {"forms": forms}
    if keys is not None:
        values["keys"] = list(keys)
    groups: dict[Hashable, _Group] = defaultdict(_Group)
    _add_forms(groups, asked, values)
    for row in asked.cells.run(**values):
        one = _Identity(row["key"], row["kind"], row["wording"])
        groups[row["by"]].cells[one] = row
    kinds = {one.kind for group in groups.values() for one in group.cells}
    # The marks stand in the cells themselves.
    for group, key, kind, wording, value, number in (
        asked.choices.run(**values) if kinds & CHOICES else ()
    ):
        groups[group].counts[_Identity(key, kind, wording)][value] = number
    if texts:
        for group, key, kind, wording, text in asked.texts.run(**values):
            groups[group].texts[_Identity(key, kind, wording)].append(text)
    found = {cell["newest"] for group in groups.values() for cell in group.cells.values()}
    newest = {one.pk: one for one in _QUESTIONS.run(questions=list(found))}
    return {key: _finish(group, newest) for key, group in groups.items()}


_QUESTIONS: Statement[FormQuestion] = Statement(
    lambda questions: FormQuestion.objects.filter(pk__in=questions), questions=Keys()
)


@dataclass(frozen=True)
class _Statements:
    """What is asked of forms by their keys."""

    forms: Statement[tuple[Any, ...]]
    cells: Statement[dict[str, Any]]
    choices: Statement[tuple[Any, ...]]
    texts: Statement[tuple[Any, ...]]


@most_recent(50)
def _statements(by: str | None, with_keys: bool) -> _Statements:
    grouping = by_path(by) if by else everything
    fields: dict[str, Keys | Several] = {"forms": Keys()}
    if with_keys:
        fields["keys"] = Several(CharField())

    def cells(forms: Parameter, keys: list[Parameter] | None = None) -> QuerySet[CellSummary]:
        found = CellSummary.objects.filter(form__in=forms).order_by()
        return found if keys is None else found.filter(key__in=keys)

    def asked(build: Callable[[QuerySet[CellSummary]], QuerySet[Any, Any]]) -> Statement[Any]:
        return Statement(lambda **parameters: build(cells(**parameters)), **fields)

    return _Statements(
        forms=Statement(lambda **parameters: _forms(grouping, **parameters), **fields),
        cells=asked(lambda found: _sums_of(found, grouping)),
        choices=asked(lambda found: _choices_of(found, grouping)),
        texts=asked(lambda found: _texts_of(found, grouping)),
    )


def _forms(
    grouping: Grouping, forms: Parameter, keys: list[Parameter] | None = None
) -> QuerySet[Any, Any]:
    cells = CellSummary.objects.filter(form=OuterRef("pk"))
    return (
        EvaluationForm.objects.filter(pk__in=forms)
        .annotate(
            by=grouping(""),
            is_shown=Exists(cells if keys is None else cells.filter(key__in=keys)),
        )
        .order_by("closes_at", "pk")
        .values_list(
            *("by", "pk", "edition_id", "status", "closes_at", "imported__source"),
            *("invited_count", "asked_count", "answered_count", "is_shown"),
        )
    )


def _sums_of(cells: QuerySet[CellSummary], grouping: Grouping) -> QuerySet[Any, Any]:
    found: Any = (
        cells.annotate(by=grouping("form__"))
        .values("by", "key", "kind", "wording")
        .annotate(known=Count("answered"), people=Sum("answered"), **summing())
    )
    return cast("QuerySet[Any, Any]", found)


def _choices_of(cells: QuerySet[CellSummary], grouping: Grouping) -> QuerySet[Any, Any]:
    """How often each option was chosen."""
    chosen = cells.filter(kind__in=sorted(CHOICES))
    return (
        AnswerCount.objects.filter(question__in=chosen.values("pk"))
        .order_by()
        .annotate(by=grouping("question__form__"))
        .values_list("by", "question__key", "question__kind", "question__wording", "value")
        .annotate(number=Sum("count"))
    )


def _texts_of(cells: QuerySet[CellSummary], grouping: Grouping) -> QuerySet[Any, Any]:
    return (
        TextAnswer.objects.filter(question__in=cells.values("pk"), status=TextStatus.RELEASED)
        .annotate(by=grouping("question__form__"))
        # Ordered by a random id: no form's texts stand together.
        .order_by("pk")
        .values_list("by", "question__key", "question__kind", "question__wording", "text")
    )


def _add_forms(
    groups: dict[Hashable, _Group], statements: _Statements, values: Mapping[str, Any]
) -> None:
    """Count each form in, or note why not."""
    rows = statements.forms.run(**values)
    by_form: dict[int, list[MeanAsReported]] = defaultdict(list)
    if reported := [row[1] for row in rows if row[5]]:
        forms = EvaluationForm.objects.filter(pk__in=reported)
        for mean in means_as_reported(forms, keys=values.get("keys")):
            by_form[mean.form_id].append(mean)
    unclosed = {row[1] for row in rows if row[3] == FormStatus.OPEN}
    so_far = _people_so_far(unclosed) if unclosed else {}
    for by, pk, edition_id, status, closes_at, source, *people, is_shown in rows:
        invited, asked, answered = people
        if pk in unclosed:
            invited, answered = so_far[pk][0], told_while_open(so_far[pk][1])
        group = groups[by]
        if not is_shown and pk not in by_form:
            group.withheld.append(
                SuppressedFigures(
                    pk,
                    edition_id,
                    _reason(status),
                    invited or 0,
                    answered or 0,
                    closes_at,
                    asked=None if pk in unclosed else invited if asked is None else asked,
                )
            )
            continue
        group.forms += 1
        group.sources += [source] if source else []
        group.means += by_form[pk]
        if invited is None:
            group.of_unknown += 1
            continue
        group.invited += invited
        group.asked += invited if asked is None else asked
        group.answered += answered


def means_as_reported(
    forms: QuerySet[EvaluationForm], *, keys: Collection[str] | None = None
) -> list[MeanAsReported]:
    """The means of which the marks are not known, the earliest first. One query where there are
    none, as nearly everywhere; else two."""
    # First the few that there are: databases would look through all forms.
    known = set(_WITH_MEANS.run())
    if not known:
        return []
    means = ReportedMean.objects.filter(
        pk__in=known, question__form__in=forms.order_by().values("pk")
    )
    if keys is not None:
        means = means.filter(question__key__in=keys)
    return [
        MeanAsReported(
            one.question.form_id,
            one.question,
            one.mean,
            one.question.answered or 0,
            one.question.form.imported.source,
        )
        for one in means.select_related(
            "question__form__imported", "question__form__edition__training"
        ).order_by("question__form__closes_at", "question__position", "pk")
    ]


_WITH_MEANS: Statement[int] = Statement(
    lambda: ReportedMean.objects.order_by().values_list("pk", flat=True)
)


def _reason(status: str) -> Reason:
    return {FormStatus.OPEN: Reason.OPEN, FormStatus.LOST: Reason.LOST}.get(
        FormStatus(status), Reason.TOO_FEW
    )


def _people_so_far(forms: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many people were invited to forms that are not closed, and answered."""
    answered = Count("participations", filter=Q(participations__answered=True))
    found = EvaluationForm.objects.filter(pk__in=forms).order_by()
    return {
        pk: (invited, number)
        for pk, invited, number in found.annotate(
            invited=Count("participations"), number=answered
        ).values_list("pk", "invited", "number")
    }


def _finish(group: _Group, newest: dict[int, FormQuestion]) -> Figures:
    questions = [
        _finish_question(
            one, cell, newest[cell["newest"]], group.counts[one], tuple(group.texts[one])
        )
        for one, cell in group.cells.items()
    ]
    return Figures(
        forms=group.forms,
        invited=group.invited,
        asked=group.asked,
        answered=group.answered,
        of_unknown=group.of_unknown,
        questions=tuple(sorted(questions, key=_core_first)),
        withheld=tuple(group.withheld),
        sources=tuple(dict.fromkeys(group.sources)),
        means=tuple(group.means),
    )


def _core_first(one: QuestionFigures) -> tuple[bool, int, str, int]:
    return "." in one.key, one.question.position, one.key, -one.wording


def _finish_question(
    identity: _Identity,
    cell: dict[str, int],
    question: FormQuestion,
    counts: dict[str, int],
    texts: tuple[str, ...],
) -> QuestionFigures:
    kind = Kind(identity.kind)
    sums = summed(cell) if kind == Kind.SCORE else None
    return QuestionFigures(
        key=identity.key,
        kind=kind,
        wording=identity.wording,
        question=question,
        n=int(cell["people"]) if cell["known"] == cell["forms"] else None,
        forms=cell["forms"],
        sums=sums,
        bars=tuple(_bars(kind, question, sums, counts)),
        texts=texts,
        reported=int(cell["reported"]),
    )


def _bars(
    kind: Kind, question: FormQuestion, sums: MarkSums | None, counts: dict[str, int]
) -> Iterable[Bar]:
    if sums is not None:
        return [
            Bar(str(mark), str(mark), count) for mark, count in zip(MARKS, sums.counts, strict=True)
        ]
    if kind not in CHOICES:
        return []
    # Every option that ever was, the newest question's first.
    known = dict(question.labels)
    known |= {value: gettext(value) for value in counts if value not in known and value != OTHER}
    bars = [Bar(value, label, counts.get(value, 0)) for value, label in known.items()]
    if question.other or counts.get(OTHER):
        bars.append(Bar(OTHER, gettext("Anders, namelijk …"), counts.get(OTHER, 0)))
    return bars
