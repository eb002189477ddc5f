"""Reads Moodle XML, as `question/format/xml/format.php` of Moodle writes and reads it."""

from __future__ import annotations

import base64
import binascii
import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.utils.translation import gettext as _

from courses.plugin_api.api import Refusal
from plugins.vragenbank.formats.categories import path_of
from plugins.vragenbank.formats.markup import line
from plugins.vragenbank.formats.model import (
    WRONG,
    Answer,
    Essay,
    Matching,
    Number,
    Numerical,
    OneChoice,
    Option,
    Ordering,
    Pair,
    Question,
    SeveralChoices,
    ShortAnswer,
    Task,
    TrueFalse,
)
from plugins.vragenbank.formats.numbers import NotANumberError, number
from plugins.vragenbank.formats.reading import (
    FoundQuestion,
    ReadFile,
    Reading,
    UnusableError,
    line_place,
    read_one,
    refuse_if_too_many,
)
from plugins.vragenbank.formats.xml import Element, child, children, name_of, root_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

PLUGIN_FILE = "@@PLUGINFILE@@/"
DATA = re.compile(r"data:image/[a-z+.-]+;base64,(.*)", re.DOTALL | re.IGNORECASE)


def read_moodle(content: bytes) -> ReadFile:
    """The questions in a Moodle XML file.

    Raises:
        Refusal: it is no Moodle XML, or has far too many questions.
    """
    root = root_of(content)
    if name_of(root) != "quiz":
        raise Refusal(_("Dit is geen vragenbestand van Moodle."), field="file")
    elements = list(children(root, "question"))
    refuse_if_too_many(len(elements))
    pictures: dict[str, bytes] = {}
    found: list[FoundQuestion] = []
    category: tuple[str, ...] = ()
    for element in elements:
        if element.get("type") == "category":
            category = path_of(text_of(child(child(element, "category"), "text")))
        else:
            found.append(_found(element, category, pictures))
    if not found:
        raise Refusal(_("In dit bestand staan geen vragen."), field="file")
    return ReadFile(tuple(found), pictures)


def _found(
    element: Element, category: tuple[str, ...], pictures: dict[str, bytes]
) -> FoundQuestion:
    reading = _Moodle(pictures, element)
    title = line(text_of(child(child(element, "name"), "text")))

    def read() -> Question:
        return _question(element, title, category, reading)

    return read_one(line_place(element.sourceline), title, reading, read, place_of=reading.place_of)


class _Moodle(Reading):
    """Texts of Moodle XML: an element with a format, a `text` and the files in it."""

    def __init__(self, pictures: dict[str, bytes], question: Element) -> None:
        super().__init__(pictures, self._file)
        self._question = question
        self._files: dict[str, bytes] = {}

    def rich(self, element: Element | None, *, inline: bool = False) -> str:
        """The text in an element as HTML, by its format."""
        if element is None:
            return ""
        words = text_of(child(element, "text"))
        if not words and not len(element):
            # Older files have the text straight in the element.
            words = text_of(element)
        form = element.get("format", "html")
        if form == "markdown":
            self.note(_("Opmaak met Markdown is gewone tekst geworden."))
        if form in {"plain_text", "plain", "markdown"}:
            words = escape(words)
        if form not in {"html"}:
            words = words.strip().replace("\n", "<br/>")
        self._files = {
            one.get("name", ""): _base64(text_of(one)) for one in children(element, "file")
        }
        return self.html(words, inline=inline)

    def place_of(self, text: str) -> str:
        """The line in which a text stands."""
        holding = (one for one in self._question.iter() if (one.text or "").strip() == text)
        return line_place(next(holding, self._question).sourceline)

    def _file(self, address: str) -> bytes | None:
        if address.startswith(PLUGIN_FILE):
            name = unquote(address.removeprefix(PLUGIN_FILE).partition("?")[0])
            return self._files.get(name, self._files.get(name.rpartition("/")[2]))
        found = DATA.match(address)
        return _base64(found[1]) if found else None


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _question(
    element: Element, title: str, category: tuple[str, ...], reading: _Moodle
) -> Question:
    kind = element.get("type", "")
    read = TASKS.get(kind)
    if read is None:
        raise UnusableError(_without(kind))
    text = reading.rich(child(element, "questiontext"))
    task = read(element, reading)
    _note_the_rest(element, reading)
    return Question(
        title,
        text,
        task,
        feedback=reading.rich(child(element, "generalfeedback")),
        category=category,
        key=line(text_of(child(element, "idnumber"))),
    )


def _without(kind: str) -> str:
    if kind == "description":
        return _("Dit is een tekst zonder vraag. Zet die tekst zelf in de les.")
    if kind == "cloze":
        return _("Er is meer dan één plek om iets in te vullen. Dat kunnen wij niet.")
    return _("Dit soort vraag hebben wij niet: %(kind)s.") % {"kind": line(kind)[:40] or "?"}


def _note_the_rest(element: Element, reading: _Moodle) -> None:
    if any(True for _hint in children(element, "hint")):
        reading.note(_("Hints nemen we niet over."))
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        words = line(text_of(child(child(element, name), "text")))
        if words and not words.startswith(STANDARD_FEEDBACK):
            reading.note(_("De uitleg bij goed, deels goed en fout nemen we niet over."))
    if line(text_of(child(child(element, "graderinfo"), "text"))):
        reading.note(_("Aanwijzingen voor wie nakijkt nemen we niet over."))
    mark = text_of(child(element, "defaultgrade")).strip()
    if mark and not _is_one(mark):
        reading.note(_("Elke vraag telt bij ons even zwaar."))


STANDARD_FEEDBACK = (
    "Your answer is",
    "<p>Your answer is",
    "Je antwoord is",
    "<p>Je antwoord is",
    "Jouw antwoord is",
    "Het antwoord is",
)
"""What Moodle writes there by itself."""


def _is_one(mark: str) -> bool:
    try:
        return number(mark) == 1
    except NotANumberError:
        return False


def _weight(answer: Element) -> Decimal:
    text = answer.get("fraction") or text_of(child(answer, "fraction")) or "0"
    return number(text)


def _text(element: Element | None) -> str:
    """Plain text that somebody types or chooses."""
    inner = child(element, "text")
    return line(text_of(element if inner is None else inner))


def _choice(element: Element, reading: _Moodle) -> Task:
    options = tuple(
        Option(
            reading.rich(answer, inline=True),
            _weight(answer),
            reading.rich(child(answer, "feedback")),
        )
        for answer in children(element, "answer")
    )
    single = line(text_of(child(element, "single"))).lower() not in {"false", "0", "no"}
    # As Moodle: what says nothing stays in order.
    shuffled = line(text_of(child(element, "shuffleanswers"))).lower() not in {"", "false", "0"}
    if single:
        return OneChoice(options, shuffled=shuffled)
    return SeveralChoices(options, shuffled=shuffled)


def _true_false(element: Element, reading: _Moodle) -> TrueFalse:
    answers = list(children(element, "answer"))
    if len(answers) != 2:
        raise UnusableError(_("Er moeten minstens twee antwoorden zijn."))
    words = [_text(answer).lower() for answer in answers]
    # In old files the words are in the language of the site: then true comes first.
    says_true = words.index("true") if "true" in words else int(words[0] == "false")
    yes, no = answers[says_true], answers[1 - says_true]
    return TrueFalse(
        _weight(yes) > _weight(no),
        if_true=reading.rich(child(yes, "feedback")),
        if_false=reading.rich(child(no, "feedback")),
    )


def _short(element: Element, reading: _Moodle) -> ShortAnswer:
    found = [
        Answer(_text(answer), _weight(answer), reading.rich(child(answer, "feedback")))
        for answer in children(element, "answer")
    ]
    otherwise = ""
    if len(found) > 1 and found[-1].text == "*" and found[-1].weight == WRONG:
        otherwise = found.pop().feedback
    case = line(text_of(child(element, "usecase")))
    return ShortAnswer(tuple(found), case_sensitive=case == "1", otherwise=otherwise)


def _numerical(element: Element, reading: _Moodle) -> Numerical:
    found = []
    otherwise = ""
    for answer in children(element, "answer"):
        words, feedback = _text(answer), reading.rich(child(answer, "feedback"))
        if words == "*" and _weight(answer) == WRONG:
            otherwise = feedback
            continue
        tolerance = line(text_of(child(answer, "tolerance"))) or "0"
        found.append(Number(number(words), abs(number(tolerance)), _weight(answer), feedback))
    units = child(element, "units")
    if units is not None and len(units):
        reading.note(_("Eenheden, zoals cm of kg, nemen we niet over."))
    return Numerical(tuple(found), otherwise=otherwise)


def _matching(element: Element, reading: _Moodle) -> Matching:
    pairs, extra = [], []
    for one in children(element, "subquestion"):
        left, right = reading.rich(one, inline=True), _text(child(one, "answer"))
        if left:
            pairs.append(Pair(left, right))
        else:
            extra.append(right)
    return Matching(tuple(pairs), tuple(extra))


def _ordering(element: Element, reading: _Moodle) -> Ordering:
    answers = list(children(element, "answer"))
    weights = [_weight(answer) for answer in answers]
    if len(set(weights)) == len(weights):
        answers = [one for _place, one in sorted(zip(weights, answers, strict=True), key=_first)]
    return Ordering(tuple(reading.rich(answer, inline=True) for answer in answers))


def _first(pair: tuple[Decimal, Element]) -> Decimal:
    return pair[0]


def _essay(_element: Element, _reading: _Moodle) -> Essay:
    return Essay()


TASKS: dict[str, Callable[[Element, _Moodle], Task]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _short,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "essay": _essay,
}
