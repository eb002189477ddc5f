"""The figures of each closed form by itself, which a process keeps as long as they stand.

What stands in the cells of a form, and how many people were asked and answered, is written when it
closes and never changes but by making its sums anew. Then the form gets another `summed_as`, in the
same transaction. So what is kept under that number is what the database holds; of what changed
since somebody looked, only that is read.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import FilteredRelation, Q

from courses.common.process_cache import Memo
from courses.common.statements import KeyList, Keys, Statement
from courses.evaluation.enums import Kind
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries.disclosure.cells import MARK_COLUMNS, OVERALL, MarkSums

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

MOST = 20_000
"""Of how many forms figures are kept: some ten megabytes."""
UNNUMBERED = 0
"""Instead of the number of a form that an older version closed: what it has is not kept."""


class FormFigures(NamedTuple):
    """How many were invited to a closed form (None where nobody knows), asked, and answered; and
    the marks given to the question for the overall mark in one wording, where they may be shown.
    `numbers` are what sums of marks are made of: the three for how groups differ, how many were
    reported, and how often each mark was given."""

    invited: int | None
    asked: int
    answered: int
    wording: int | None
    question: int
    numbers: tuple[int, ...]


_kept: Memo[int, tuple[int, FormFigures]] = Memo(plugin_free=True)

_ASKED: Statement[tuple[Any, ...]] = Statement(
    lambda forms: (
        EvaluationForm.objects.filter(pk__in=forms)
        .order_by()
        .annotate(
            cell=FilteredRelation(
                "summaries", condition=Q(summaries__key=OVERALL, summaries__kind=Kind.SCORE)
            )
        )
        .values_list(
            *("pk", "invited_count", "asked_count", "answered_count"),
            *("cell__wording", "cell__pk", "cell__answered", "cell__total", "cell__is_reported"),
            *(f"cell__{column}" for column in MARK_COLUMNS),
        )
    ),
    forms=Keys(joins_many=True),
)


def figures_of_each(forms: Iterable[tuple[int, int]]) -> dict[int, FormFigures]:
    """The figures of these closed forms, each a key with its `summed_as`. One query for those that
    are not kept, none where all are."""
    found: dict[int, FormFigures] = {}
    unknown: dict[int, int] = {}
    kept = _kept.look_up
    for form, summed_as in forms:
        known = kept(form)
        if known is None or known[0] != summed_as:
            unknown[form] = summed_as
        else:
            found[form] = known[1]
    if unknown:
        read = {row[0]: _figures_in(row) for row in _ASKED.run(forms=KeyList(unknown))}
        _keep(unknown, read)
        found |= read
    return found


def _keep(forms: Mapping[int, int], read: Mapping[int, FormFigures]) -> None:
    if len(_kept) + len(forms) > MOST:
        _kept.clear()
    for form, figures in islice(read.items(), MOST):
        if forms[form] != UNNUMBERED:
            _kept.put(form, (forms[form], figures))


def _figures_in(row: tuple[Any, ...]) -> FormFigures:
    _form, invited, asked, answered, wording, question, marked, total, is_reported, *counts = row
    # Of whom a mail reached nobody kept that yet, everybody who was invited counts.
    people = (invited, invited if asked is None else asked, answered or 0)
    if wording is None:
        return FormFigures(*people, None, 0, ())
    n = marked or 0
    reported = n if is_reported else 0
    numbers = (n * n, n * total, total * total, reported, *counts)
    return FormFigures(*people, wording, question, numbers)


def added(figures: Sequence[FormFigures]) -> MarkSums:
    """The marks of some forms together, all of one wording."""
    sums = [sum(column) for column in zip(*[one.numbers for one in figures], strict=True)]
    n_n, n_total, total_total, reported, *counts = sums
    newest = max(one.question for one in figures)
    return MarkSums(len(figures), tuple(counts), n_n, n_total, total_total, newest, reported)
