"""What comes back of evaluations, what is told of it, and the report of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import (
    BigIntegerField,
)
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from courses.common import clock, formats
from courses.common.statements import Statement
from courses.desk.first_few import FirstFew, FirstFewOfEditions, counted, first_few
from courses.desk.todos.todo import EDITION, SOON, Line, Todo, edition_line, looks_for
from courses.editions import queries as editions
from courses.editions.models import Edition
from courses.evaluation import queries as evaluation
from courses.people.queries import is_coordinator
from courses.reports.selections import ended_in, held_by, period_of
from courses.reports.year_texts import report_of

if TYPE_CHECKING:
    from courses.evaluation.models import EvaluationForm
    from courses.people.models import User

LAST_MONTH, LOOKED_AFTER = 12, 4
"""In which month the year report is shown first, and from which month on not any more."""


_WITHOUT_ANSWERS = FirstFewOfEditions(
    lambda now: evaluation.without_answers(now=now).only(*editions.NAMED), "now", edition="pk"
)


@looks_for(_WITHOUT_ANSWERS.build)
def without_evaluation(user: User) -> Todo | None:
    """Editions that were held and of which nothing came back, or nothing was ever asked."""
    count, first = _WITHOUT_ANSWERS.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext(
            "Van %(n)d uitvoering is er geen evaluatie",
            "Van %(n)d uitvoeringen is er geen evaluatie",
            count,
        )
        % {"n": count},
        count,
        reverse("evaluation_without"),
        [edition_line(one, reverse("evaluation_of_edition", args=[one.pk])) for one in first],
    )


_WITHOUT_REACTION = FirstFewOfEditions(
    lambda now: evaluation.without_reaction(now=now).only("title", *EDITION),
    "now",
    edition="edition",
)


@looks_for(_WITHOUT_REACTION.build)
def without_reaction(user: User) -> Todo | None:
    """Evaluations that closed long ago, of which nobody told what was done with them."""
    count, first = _WITHOUT_REACTION.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext(
            "Vertel wat je deed met %(n)d evaluatie",
            "Vertel wat je deed met %(n)d evaluaties",
            count,
        )
        % {"n": count},
        count,
        reverse("evaluation_reactions"),
        [Line(str(one), reverse("evaluation_reaction", args=[one.pk])) for one in first],
    )


def year_report(user: User) -> Todo | None:
    """Around New Year: that the report of the year writes itself, until somebody has made it final.

    In December nobody need ask anything; from January on it is asked whether it is final.
    """
    today = clock.today()
    if not is_coordinator(user):
        return None
    if today.month == LAST_MONTH:
        year, sentence = today.year, gettext("Kijk alvast naar het jaarverslag van %(year)d")
    elif today.month < LOOKED_AFTER:
        year, sentence = today.year - 1, gettext("Stel het jaarverslag van %(year)d vast")
        held = ended_in(held_by(Edition.objects.all()), period_of(year))
        if report_of(year).is_final or not held.exists():
            return None
    else:
        return None
    return Todo(sentence % {"year": year}, 1, reverse("year_report", args=[year]))


_LOST = FirstFew(lambda now: evaluation.lost_forms(now=now).only("title", *EDITION), "now")


@looks_for(_LOST.build)
def lost_evaluations(user: User) -> Todo | None:
    """Evaluations of which the key went lost, and so all answers: nobody can bring them back."""
    count, first = _LOST.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext(
            "Van %(n)d evaluatie zijn de antwoorden verloren",
            "Van %(n)d evaluaties zijn de antwoorden verloren",
            count,
        )
        % {"n": count},
        count,
        reverse("evaluation_reports:index"),
        # With a way to ask the people anew.
        [Line(one.subject, reverse("evaluation_ask_again", args=[one.pk])) for one in first],
    )


_PAPER = FirstFew(
    lambda now: evaluation.forms_with_paper(now=now).only("title", "closes_at", *EDITION), "now"
)


@looks_for(_PAPER.build)
def paper_to_count(user: User) -> Todo | None:
    """Evaluations that were typed in from paper and count only when somebody ticks the names."""
    count, first = _PAPER.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext(
            "Van %(n)d evaluatie tellen papieren formulieren nog niet mee",
            "Van %(n)d evaluaties tellen papieren formulieren nog niet mee",
            count,
        )
        % {"n": count},
        count,
        reverse("evaluation_asking"),
        [
            Line(
                f"{one.subject}: {gettext('sluit op')} {formats.deadline(one.closes_at)}",
                reverse("evaluation_paper", args=[one.pk]),
            )
            for one in first
        ],
        urgent=any(one.closes_at < clock.now() + SOON for one in first),
    )


_TEXTS: Statement[EvaluationForm] = Statement(
    lambda user: first_few(evaluation.forms_for_reviewer(user)), user=BigIntegerField()
)


@looks_for(lambda user: evaluation.forms_for_reviewer(user))
def texts_to_review(user: User) -> Todo | None:
    """Open answers that nobody reads before this person has looked at them and released them."""
    count, first = counted(_TEXTS.run(user=user.pk)) if evaluation.is_reviewer(user) else (0, [])
    if not count:
        return None
    return Todo(
        ngettext(
            "Bekijk de open antwoorden van %(n)d evaluatie",
            "Bekijk de open antwoorden van %(n)d evaluaties",
            count,
        )
        % {"n": count},
        count,
        reverse("evaluation_reviews"),
        [
            Line(f"{one}: {_to_see(one)}", reverse("evaluation_review", args=[one.pk]))
            for one in first
        ],
    )


def _to_see(form: EvaluationForm) -> str:
    number: int = form.to_see  # type: ignore[attr-defined]  # counted by the query
    if not number:
        return gettext("alles is bekeken, geef het vrij")
    return ngettext("%(n)d tekst", "%(n)d teksten", number) % {"n": number}
