"""Questions of a bank for a system elsewhere: in words, without pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from courses.plugin_api.api import PortableAnswer, PortableExercise, PortableQuestion
from plugins.vragenbank.drawing import NO_SEED, is_drawn, mark, versions_for
from plugins.vragenbank.formats.markup import PICTURE_SCHEME
from plugins.vragenbank.formats.model import (
    RIGHT,
    Essay,
    Matching,
    Numerical,
    OneChoice,
    Ordering,
    SeveralChoices,
    ShortAnswer,
    TrueFalse,
    html_of,
    rights_of,
)
from plugins.vragenbank.formats.numbers import written
from plugins.vragenbank.queries import question_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from courses.plugin_api.api import ExerciseContext
    from plugins.vragenbank.formats.model import Option, Question


def portable(ctx: ExerciseContext) -> PortableExercise:
    """The questions of an exercise; of a draw one and the same for everybody."""
    questions = [question_in(one) for one in versions_for(ctx, NO_SEED)]
    along = [one for one in questions if _comes_along(one)]
    remarks = []
    if is_drawn(ctx.config):
        remarks.append(_("Iedereen krijgt daar dezelfde vragen."))
    left = len(questions) - len(along)
    if left:
        told = ngettext("%(n)d vraag blijft hier.", "%(n)d vragen blijven hier.", left)
        remarks.append(told % {"n": left})
        remarks.append(_("Daar hoort een plaatje bij, of een antwoord dat in meer vormen kan."))
    return PortableExercise(
        ctx.config.get("title") or "",
        ctx.config.get("introduction") or "",
        questions=[_portable(one) for one in along],
        remark=" ".join(remarks),
    )


def _comes_along(question: Question) -> bool:
    """A question with a picture, or with words or numbers that leave room, stays here."""
    if any(PICTURE_SCHEME in html for html in html_of(question)):
        return False
    match question.task:
        case ShortAnswer(answers=answers):
            return not any("*" in one.text.replace("\\*", "") for one in answers)
        case Numerical(answers=numbers):
            return not any(one.tolerance for one in numbers)
        case _:
            return True


def _portable(question: Question) -> PortableQuestion:
    asked = PortableQuestion(_safe(question.text), explanation=_safe(question.feedback))
    match question.task:
        case TrueFalse() as task:
            sides = (
                (pgettext("antwoord", "Waar"), task.is_true, task.if_true),
                (_("Niet waar"), not task.is_true, task.if_false),
            )
            answers = [
                PortableAnswer(words, int(is_so), _safe(told)) for words, is_so, told in sides
            ]
            asked = replace(asked, answers=answers)
        case OneChoice(options=options):
            asked = replace(asked, answers=_answers(options, question))
        case SeveralChoices() as task:
            answers = _answers(task.options, question)
            partly = not task.all_or_nothing
            asked = replace(asked, answers=answers, several=True, counts_partly=partly)
        case Matching() as task:
            pairs = [(_safe(pair.left), pair.right) for pair in task.pairs]
            others = [one for one in rights_of(task) if one not in {pair[1] for pair in pairs}]
            asked = replace(asked, pairs=pairs, extra=others)
        case Ordering(items=items):
            rows = [(_safe(item), str(place)) for place, item in enumerate(items, start=1)]
            asked = replace(asked, pairs=sorted(rows, key=lambda row: _mark(question, str(row[1]))))
        case ShortAnswer() | Numerical() as task:
            asked = replace(asked, words=_words(task))
        case Essay():
            pass
    return asked


def _words(task: ShortAnswer | Numerical) -> list[str]:
    """What one may type; of a number with a point and with a comma."""
    if isinstance(task, ShortAnswer):
        return [one.text.replace("\\*", "*") for one in task.answers if one.weight == RIGHT]
    told = [written(one.value) for one in task.answers if one.weight == RIGHT]
    return [*told, *(one.replace(".", ",") for one in told if "." in one)]


def _mark(question: Question, what: str) -> str:
    return mark(question.key or question.title, what)


def _answers(options: Sequence[Option], question: Question) -> list[PortableAnswer]:
    """In another order than the file had: there the right one is often the first."""
    mixed = sorted(options, key=lambda one: _mark(question, one.text))
    return [
        PortableAnswer(
            _safe(one.text), worth=max(0.0, float(one.weight / RIGHT)), feedback=_safe(one.feedback)
        )
        for one in mixed
    ]


def _safe(html: str) -> SafeString:
    """Of HTML that was cleaned when it came in the text is taken."""
    return mark_safe(html)
