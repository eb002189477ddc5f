"""The form on paper: large type, to fill in with a pen, the same questions in the same order."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, override

from courses.common import formats, pdf, process_cache
from courses.common.addresses import EVALUATION
from courses.evaluation import links
from courses.evaluation.codes import code_of_edition
from courses.evaluation.enums import Kind, Occasion
from courses.evaluation.queries import asking
from courses.notices.writing import academy_name, link_for, our_postal_address, our_telephone
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from courses.editions.models import Edition
    from courses.evaluation.models import EvaluationForm, FormQuestion, Participation

WORDS_ON_A_LINE = 9
"""How many words of handwriting fit between the margins."""

FEWEST_LINES, MOST_LINES = 3, 7
LINES_FOR_OTHER = 2


@dataclass(frozen=True)
class PaperQuestion:
    """A question as it stands on paper; `number` is None for a text between questions."""

    question: FormQuestion
    number: int | None

    @property
    def ends(self) -> list[str]:
        """What the lowest and the highest mark mean."""
        return ends_of(self.question)

    @property
    def lines(self) -> range:
        """A line to write on for each."""
        if self.question.kind != Kind.OPEN:
            return range(LINES_FOR_OTHER)
        wanted = ceil(self.question.word_limit / WORDS_ON_A_LINE)
        return range(min(max(wanted, FEWEST_LINES), MOST_LINES))


@dataclass(frozen=True)
class PaperForm:
    """What stands on a form on paper besides the academy's own."""

    heading: str
    code: str
    questions: Sequence[FormQuestion]
    when: str = ""
    closes_at: datetime | None = None


def ends_of(question: FormQuestion) -> list[str]:
    """`1: heel slecht` and `10: heel goed`, in the language that is set."""
    low, high = question.ends
    return [f"1: {low or gettext('heel slecht')}", f"10: {high or gettext('heel goed')}"]


def of_form(form: EvaluationForm) -> PaperForm:
    """The paper of a form that has been opened."""
    return PaperForm(
        heading=asking.heading_of(form),
        code=asking.code_of(form),
        questions=list(form.questions.all()),
        when=_when(form.edition),
        closes_at=form.closes_at,
    )


def of_edition(edition: Edition, questions: Sequence[FormQuestion]) -> PaperForm:
    """The paper for the end of an edition, before its form is there."""
    return PaperForm(
        heading=asking.heading_for(Occasion.END, edition.training.title),
        code=code_of_edition(edition.pk),
        questions=questions,
        when=_when(edition),
    )


def paper_form(paper: PaperForm, *, language: str, in_envelope: bool = False) -> bytes:
    """The PDF: A4, tagged (PDF/UA-1), in this language; `in_envelope` for who gets it by post.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters.
    """
    with override(language):
        html = _html(paper, in_envelope=in_envelope)
        # Forms that differ in numbers alone are laid out alike.
        lines = _lines_below(_TEXT.sub(lambda found: _DIGIT.sub("0", found[0]), html))
    if lines:
        html = html.replace(ROOM_BELOW, _room_below(lines, language))
    return pdf.render(html, css=pdf.css_of(STYLE))


STYLE = "evaluation/pdf/paper.css"
ROOM_BELOW = "<!-- room -->"
"""Where there may be lines to write more on."""
_TEXT, _DIGIT = re.compile(r">[^<]*"), re.compile(r"\d")
LINES_BELOW = (10, 5)
"""How many of them are tried: the most that fit on the last page, which has room for something."""


@process_cache.most_recent(64)
def _lines_below(html: str) -> int:
    """How many lines to write more on fit on the last page of a form; 0 for none."""
    css, language = pdf.css_of(STYLE), get_language() or "nl"
    pages = _number_of_pages(pdf.render(html, css=css, tagged=False))
    for lines in LINES_BELOW:
        more = html.replace(ROOM_BELOW, _room_below(lines, language))
        if _number_of_pages(pdf.render(more, css=css, tagged=False)) == pages:
            return lines
    return 0


def _number_of_pages(content: bytes) -> int:
    from pypdf import PdfReader  # noqa: PLC0415 - slow, and only paper needs it

    return len(PdfReader(io.BytesIO(content)).pages)


def _room_below(lines: int, language: str) -> str:
    with override(language):
        return get_template("evaluation/pdf/_room.html").render({"lines": range(lines)})


def _html(paper: PaperForm, *, in_envelope: bool) -> str:
    values = {
        "language": get_language(),
        "heading": paper.heading,
        "academy": academy_name(),
        "paper": mark_safe(_section(paper, in_envelope=in_envelope)),
    }
    return get_template("evaluation/pdf/paper_alone.html").render(values)


def enclosures_for(participation: Participation | None) -> list[bytes]:
    """The form that goes along with a letter, in the language of who gets it.

    Raises:
        PdfUnavailable, MissingGlyphs: as `paper_form`.
    """
    if participation is None or participation.person is None:
        return []
    paper, language = of_form(participation.form), participation.person.language
    return [paper_form(paper, language=language, in_envelope=True)]


def _section(paper: PaperForm, *, in_envelope: bool) -> str:
    number, questions = 0, []
    for question in paper.questions:
        is_asked = question.kind != Kind.INTRO
        number += is_asked
        questions.append(PaperQuestion(question, number if is_asked else None))
    return get_template("evaluation/pdf/paper.html").render(
        {
            "language": get_language(),
            "academy": academy_name(),
            "heading": paper.heading,
            "when": paper.when,
            "questions": questions,
            "closes_at": paper.closes_at,
            "return_to": _return_to(in_envelope=in_envelope),
            "telephone": our_telephone(),
            "address": link_for(ContactWay.LETTER, EVALUATION),
            "code": links.readable(paper.code),
        }
    )


def _return_to(*, in_envelope: bool) -> str:
    """What one does with a form that is filled in: at the end of a session, or at home."""
    lines = our_postal_address()
    where = {"address": ", ".join(lines)}
    if in_envelope:
        sent = (
            gettext("Doe dit formulier in een envelop, en stuur die naar: %(address)s.") % where
            if lines
            else gettext(
                "Doe dit formulier in een envelop. Bel ons, dan zeggen we waar hij heen gaat."
            )
        )
        # A name on the envelope would lie beside the answers until somebody parts the two.
        name = gettext(
            "Zet nergens je naam op. Bel of mail ons dat je het stuurde. Dan vragen we het niet "
            "nog een keer."
        )
        return f"{sent} {name}"
    if lines:
        return (
            gettext(
                "Doe het formulier in de envelop die rondgaat. Nam je het mee naar huis? Stuur het "
                "dan naar: %(address)s."
            )
            % where
        )
    return gettext(
        "Doe het formulier in de envelop die rondgaat. Nam je het mee naar huis? Bel ons."
    )


def _when(edition: Edition | None) -> str:
    """The day of the last session, so that nobody takes it for the form of another group."""
    if edition is None or edition.ends_at is None:
        return ""
    return formats.day(edition.ends_at)
