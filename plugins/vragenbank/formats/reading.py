"""What a reader found in a file: question by question, with what is not taken over and why."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.plugin_api.api import Refusal
from plugins.vragenbank.formats.markup import LeftOut, cleaned, line, plain
from plugins.vragenbank.formats.model import (
    KEY,
    RIGHT,
    Matching,
    Numerical,
    OneChoice,
    Ordering,
    Question,
    SeveralChoices,
    ShortAnswer,
    html_of,
    rights_of,
)
from plugins.vragenbank.formats.numbers import NotANumberError
from plugins.vragenbank.formats.pictures import name_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from courses.plugin_api.api import Text

MOST_QUESTIONS = 2000
MOST_TEXT = 20_000
MOST_TITLE = 200
MOST_OPTIONS = 50
NEARLY_ALL = RIGHT - 1
"""What weights must add up to: three times 33,33333 is not quite 100."""


@dataclass(frozen=True)
class FoundQuestion:
    """A question in a file: what it becomes, or why it cannot; `place` says where it stands.

    `lacks_picture` says that a picture of it is not taken over: nobody may be able to answer it.
    """

    place: str
    title: str
    question: Question | None = None
    notes: tuple[str, ...] = ()
    refused: str = ""
    lacks_picture: bool = False


@dataclass(frozen=True)
class ReadFile:
    """All that was found in a file, in order, with the pictures by name."""

    found: tuple[FoundQuestion, ...] = ()
    pictures: dict[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that can be taken over."""
        return tuple(one.question for one in self.found if one.question is not None)


class UnusableError(Exception):
    """One question cannot be taken over; the words say why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


LEFT_OUT = {
    LeftOut.SCRIPT: gettext_lazy("Een script is weggelaten."),
    LeftOut.MEDIA: gettext_lazy("Geluid, video of een ingesloten pagina is weggelaten."),
    LeftOut.FORMULA: gettext_lazy("Een formule is weggelaten."),
    LeftOut.TABLE: gettext_lazy("Een tabel is gewone tekst geworden."),
    LeftOut.STYLE: gettext_lazy("Kleuren en andere opmaak zijn weggelaten."),
    LeftOut.FORM: gettext_lazy("Een formulier in de tekst is weggelaten."),
    LeftOut.LINK: gettext_lazy("Een link die niet werkt is weggelaten. De tekst bleef staan."),
    LeftOut.EXTERNAL_PICTURE: gettext_lazy(
        "Een plaatje van een andere website is weggelaten. Voeg het in het bestand zelf toe."
    ),
    LeftOut.MISSING_PICTURE: gettext_lazy("Een plaatje zit niet in het bestand."),
    LeftOut.BAD_PICTURE: gettext_lazy(
        "Een plaatje is weggelaten. We nemen png, jpg en gif over, tot 2 MB."
    ),
}


class Reading:
    """Reads one question: cleans its HTML, and remembers what is not taken over.

    `attached` gives the content of a picture by its address in the file, or None.
    """

    def __init__(
        self, pictures: dict[str, bytes], attached: Callable[[str], bytes | None] | None = None
    ) -> None:
        self._pictures = pictures
        self._attached = attached or (lambda _address: None)
        self._left_out: set[LeftOut] = set()
        self._notes: list[str] = []

    def html(self, html: str, *, inline: bool = False) -> str:
        """HTML as it is kept.

        Raises:
            UnusableError: it is too long.
        """
        if len(html) > 4 * MOST_TEXT:
            raise UnusableError(_("Een tekst is te lang. Hij mag hoogstens 20.000 tekens hebben."))
        found = cleaned(html, picture=self._picture, inline=inline)
        if len(found.html) > MOST_TEXT:
            raise UnusableError(_("Een tekst is te lang. Hij mag hoogstens 20.000 tekens hebben."))
        self._left_out |= found.left_out
        return found.html

    def note(self, text: Text) -> None:
        """Remember that something is not taken over."""
        if str(text) not in self._notes:
            self._notes.append(str(text))

    @property
    def notes(self) -> tuple[str, ...]:
        """What is not taken over, in words."""
        return (*self._notes, *(str(LEFT_OUT[one]) for one in sorted(self._left_out)))

    @property
    def lacks_picture(self) -> bool:
        """Whether a picture is not taken over."""
        return not self._left_out.isdisjoint(
            {LeftOut.EXTERNAL_PICTURE, LeftOut.MISSING_PICTURE, LeftOut.BAD_PICTURE}
        )

    def _picture(self, address: str) -> str | LeftOut:
        content = self._attached(address)
        if content is None:
            outside = address.lower().startswith(("http:", "https:", "//", "ftp:"))
            return LeftOut.EXTERNAL_PICTURE if outside else LeftOut.MISSING_PICTURE
        name = name_of(content)
        if name is None:
            return LeftOut.BAD_PICTURE
        self._pictures[name] = content
        return name


def read_one(
    place: str,
    title: str,
    reading: Reading,
    read: Callable[[], Question],
    *,
    place_of: Callable[[str], str] | None = None,
) -> FoundQuestion:
    """What `read` makes of one question; why not, when it cannot be made or is not whole.

    `place_of` says in which line of the question a text stands.
    """
    try:
        question = read()
        question = replace(
            question, title=title_of(question.title or title, question.text), key=key_of(question)
        )
        reason = problem_of(question)
    except UnusableError as unusable:
        return FoundQuestion(place, title, notes=reading.notes, refused=str(unusable.reason))
    except NotANumberError as error:
        where = place_of(error.text) if place_of else place
        return FoundQuestion(
            place, title, notes=reading.notes, refused=about_number(error, place=where)
        )
    if reason:
        return FoundQuestion(place, question.title, notes=reading.notes, refused=reason)
    return FoundQuestion(
        place, question.title, question, reading.notes, lacks_picture=reading.lacks_picture
    )


def about_number(error: NotANumberError, *, place: str) -> str:
    """Why a number cannot be read, and where it stands."""
    if error.has_comma:
        return _(
            "%(place)s: het getal ‘%(text)s’ heeft een komma. Schrijf een punt: %(better)s."
        ) % {"place": place, "text": error.text, "better": error.text.strip().replace(",", ".")}
    return _("%(place)s: ‘%(text)s’ is geen getal.") % {"place": place, "text": error.text}


def title_of(title: str, text: str) -> str:
    """The title, or else the beginning of the text."""
    found = line(title) or plain(text)
    if len(found) <= MOST_TITLE:
        return found
    return found[: MOST_TITLE - 1].rstrip() + "…"


def key_of(question: Question) -> str:
    """A key that all formats can hold: the same one for the same key, always."""
    if not question.key or KEY.fullmatch(question.key):
        return question.key
    return "k" + hashlib.sha256(question.key.encode("utf-8", "replace")).hexdigest()[:24]


def problem_of(question: Question) -> str:
    """Why a question cannot be used as it is; empty when it can."""
    if not question.text:
        return _("De vraag heeft geen tekst.")
    if any(len(part) > MOST_TEXT for part in html_of(question)):
        return _("Een tekst is te lang. Hij mag hoogstens 20.000 tekens hebben.")
    return _problem_of_task(question)


def _problem_of_task(question: Question) -> str:
    match question.task:
        case OneChoice(options=options) | SeveralChoices(options=options):
            several = isinstance(question.task, SeveralChoices)
            texts = [option.text for option in options]
            weights = [option.weight for option in options]
            return _problem_of_list(texts) or _problem_of_weights(weights, several=several)
        case ShortAnswer(answers=answers):
            return _problem_of_answers(
                [answer.weight for answer in answers],
                is_empty=any(not answer.text for answer in answers),
            )
        case Numerical(answers=numbers):
            return _problem_of_answers([answer.weight for answer in numbers], is_empty=False)
        case Matching():
            return _problem_of_matching(question.task)
        case Ordering(items=items):
            return _problem_of_list(list(items))
        case _:
            return ""


def _problem_of_list(texts: list[str]) -> str:
    if len(texts) < 2:
        return _("Er moeten minstens twee antwoorden zijn.")
    if len(texts) > MOST_OPTIONS:
        return _("Er zijn te veel antwoorden. Het mogen er hoogstens 50 zijn.")
    if not all(texts):
        return _("Een antwoord heeft geen tekst.")
    if len(set(texts)) < len(texts):
        return _("Twee antwoorden zijn hetzelfde.")
    return ""


def _problem_of_weights(weights: list[Decimal], *, several: bool) -> str:
    if any(abs(weight) > RIGHT for weight in weights):
        return _("Een antwoord telt voor meer dan 100 procent.")
    if not several and max(weights) < RIGHT:
        return _("Geen antwoord is helemaal goed.")
    if several and sum(weight for weight in weights if weight > 0) < NEARLY_ALL:
        return _("De goede antwoorden zijn samen geen 100 procent.")
    return ""


def _problem_of_answers(weights: list[Decimal], *, is_empty: bool) -> str:
    if is_empty:
        return _("Een antwoord heeft geen tekst.")
    if len(weights) > MOST_OPTIONS:
        return _("Er zijn te veel antwoorden. Het mogen er hoogstens 50 zijn.")
    if not weights or max(weights) < RIGHT:
        return _("Geen antwoord is helemaal goed.")
    if any(not 0 <= weight <= RIGHT for weight in weights):
        return _("Een antwoord telt voor minder dan 0 of meer dan 100 procent.")
    return ""


def _problem_of_matching(task: Matching) -> str:
    if not all([*(pair.right for pair in task.pairs), *task.extra]):
        return _("Een antwoord heeft geen tekst.")
    if len(rights_of(task)) < 2:
        return _("Er moeten minstens twee antwoorden zijn.")
    return _problem_of_list([pair.left for pair in task.pairs])


def refuse_if_too_many(number: int) -> None:
    """Say no to a file with more questions than anybody needs.

    Raises:
        Refusal: there are more than 2000.
    """
    if number > MOST_QUESTIONS:
        raise Refusal(
            _("In dit bestand staan te veel vragen. Het mogen er hoogstens 2000 zijn."),
            field="file",
        )


def line_place(number: int) -> str:
    """Where something stands in a text file."""
    return _("Regel %(number)s") % {"number": number}
