"""The one rule on what may be shown of what people answered.

An *atom* is what was answered to one question of one form. It is shown, and added to totals, when

* the form is closed;
* at least `ENOUGH` people answered **that question**, of those who were in the group when the form
  opened: staff can enrol somebody afterwards, and who answers for four invented people knows what
  the fifth said;
* and it does not tell what each one of those said: not all of them who were invited gave the same
  answer. Who is enrolled afterwards and says something else does not hide that.

What may be shown gets a `CellSummary` when the form closes, and nothing that shows figures reads
anything else. What may not be shown is not kept: who holds the database and knows who answered
would read in it what the only one said. So a total is a sum of whole atoms, and whatever two
figures somebody subtracts (all minus one partner, this month minus last, a trainer with one
edition), the difference is a sum of whole atoms too, each of five people or more.
`tests/courses/evaluation/queries/test_attack.py` tries it.

What remains: a reader who took part knows the own answer. A bar of nothing tells of all who
answered that none of them said that; a single bar tells what they all said, to who knows who did
not answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from courses.evaluation.enums import ENOUGH, MARKS, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from decimal import Decimal


@dataclass(frozen=True)
class Atom:
    """What was answered to one question of a closed form, by who was in the group when it opened.

    `answered` is None where it is not known how many people that were (of several choices, in forms
    from before it was kept). `counts` has the marks or options that were given, `texts` what people
    wrote.
    """

    kind: Kind
    enough: bool
    invited: int
    answered: int | None
    counts: Mapping[str, int]
    texts: Collection[str] = ()


def may_be_shown(atom: Atom) -> bool:
    """Whether what was answered may be shown and added up."""
    return atom.kind != Kind.INTRO and atom.enough and not _tells_of_each(atom)


def told_while_open(answered: int) -> int:
    """How many answers are told of a form that is open, of how many there are: as many fives as
    there are.

    A number that follows each answer would tell when somebody answered, to who saw them do it; and
    whether somebody had answered, to who counts a form on paper in that one's name.
    """
    return answered - answered % ENOUGH


def mean_may_be_shown(mean: Decimal, *, answered: int, invited: int | None) -> bool:
    """The same for a mean of which the marks are not known: a mean of 10 (or 1) is a 10 of all. Who
    does not know how many were invited, takes it that everybody answered."""
    tells = mean in (MARKS[0], MARKS[-1]) and (invited is None or answered >= invited)
    return answered >= ENOUGH and not tells


def _tells_of_each(atom: Atom) -> bool:
    """Whether everybody who was invited answered, and all said the same: the same mark, the same
    choice, a choice among others that all made, the same words. What told so was not kept, and
    tells so still."""
    if not (atom.texts if atom.kind == Kind.OPEN else any(atom.counts.values())):
        return True
    answered = _most_who_answered(atom)
    if answered < atom.invited:
        return False
    if atom.kind == Kind.OPEN:
        return len({" ".join(text.casefold().split()) for text in atom.texts}) == 1
    return any(count >= answered for count in atom.counts.values())


def _most_who_answered(atom: Atom) -> int:
    if atom.answered is not None:
        return atom.answered
    return max(atom.counts.values(), default=0)
