"""Writes Moodle XML."""

from __future__ import annotations

import base64
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from lxml import etree

from plugins.vragenbank.formats import categories
from plugins.vragenbank.formats.markup import pictures_in, shown
from plugins.vragenbank.formats.model import (
    RIGHT,
    WRONG,
    Essay,
    Matching,
    Numerical,
    OneChoice,
    Ordering,
    Question,
    SeveralChoices,
    ShortAnswer,
    TrueFalse,
)
from plugins.vragenbank.formats.numbers import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.vragenbank.formats.model import Bank, Option
    from plugins.vragenbank.formats.xml import Element

KINDS: dict[type, str] = {
    OneChoice: "multichoice",
    SeveralChoices: "multichoice",
    TrueFalse: "truefalse",
    ShortAnswer: "shortanswer",
    Numerical: "numerical",
    Matching: "matching",
    Ordering: "ordering",
    Essay: "essay",
}
FIVE_DECIMALS = Decimal("0.00001")


def write_moodle(bank: Bank) -> bytes:
    """The questions of a bank; see `losses` for what Moodle XML cannot hold."""
    quiz = etree.Element("quiz")
    category: tuple[str, ...] = ()
    for question in bank.questions:
        if question.category != category:
            category = question.category
            _text(
                _add(_add(quiz, "question", type="category"), "category"),
                categories.written(category),
            )
        _Writer(quiz, question, bank.pictures).write()
    etree.indent(quiz)
    content: bytes = etree.tostring(quiz, xml_declaration=True, encoding="UTF-8")
    return content


def _add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    element = etree.SubElement(parent, name, attributes)
    if text:
        element.text = text
    return element


def _text(parent: Element, text: str) -> None:
    _add(parent, "text", text)


class _Writer:
    """Writes one question."""

    def __init__(self, quiz: Element, question: Question, pictures: Mapping[str, bytes]) -> None:
        self._question = question
        self._pictures = pictures
        self._element = _add(quiz, "question", type=KINDS[type(question.task)])

    def write(self) -> None:
        """All of it."""
        question, element = self._question, self._element
        _text(_add(element, "name"), question.title)
        self._rich(_add(element, "questiontext", format="html"), question.text)
        self._rich(_add(element, "generalfeedback", format="html"), question.feedback)
        _add(element, "defaultgrade", "1.0000000")
        _add(element, "penalty", "0")
        _add(element, "hidden", "0")
        _add(element, "idnumber", question.key)
        match question.task:
            case OneChoice() | SeveralChoices():
                self._choice(question.task)
            case TrueFalse():
                self._true_false(question.task)
            case ShortAnswer():
                self._short(question.task)
            case Numerical():
                self._numerical(question.task)
            case Matching():
                self._matching(question.task)
            case Ordering():
                self._ordering(question.task)
            case Essay():
                _add(element, "responseformat", "editor")
                _add(element, "responserequired", "1")

    def _rich(self, element: Element, html: str) -> None:
        names = list(dict.fromkeys(pictures_in(html)))
        address = shown(html, lambda name: f"@@PLUGINFILE@@/{name}")
        _text(element, etree.CDATA(address) if _fits_cdata(address) else address)
        for name in names:
            content = base64.b64encode(self._pictures.get(name, b"")).decode()
            _add(element, "file", content, name=name, path="/", encoding="base64")

    def _answer(
        self, text: str, weight: Decimal, feedback: str, *, form: str = "moodle_auto_format"
    ) -> Element:
        answer = _add(self._element, "answer", fraction=written(weight), format=form)
        if form == "html":
            self._rich(answer, text)
        else:
            _text(answer, text)
        self._rich(_add(answer, "feedback", format="html"), feedback)
        return answer

    def _choice(self, task: OneChoice | SeveralChoices) -> None:
        several = isinstance(task, SeveralChoices)
        _add(self._element, "single", "false" if several else "true")
        _add(self._element, "shuffleanswers", str(task.shuffled).lower())
        _add(self._element, "answernumbering", "none")
        for option, weight in zip(task.options, weights_of(task), strict=True):
            self._answer(option.text, weight, option.feedback, form="html")

    def _true_false(self, task: TrueFalse) -> None:
        self._answer("true", RIGHT if task.is_true else WRONG, task.if_true)
        self._answer("false", WRONG if task.is_true else RIGHT, task.if_false)

    def _short(self, task: ShortAnswer) -> None:
        _add(self._element, "usecase", "1" if task.case_sensitive else "0")
        for answer in task.answers:
            self._answer(answer.text, answer.weight, answer.feedback)
        if task.otherwise:
            self._answer("*", WRONG, task.otherwise)

    def _numerical(self, task: Numerical) -> None:
        for one in task.answers:
            answer = self._answer(written(one.value), one.weight, one.feedback)
            _add(answer, "tolerance", written(one.tolerance))
        if task.otherwise:
            _add(self._answer("*", WRONG, task.otherwise), "tolerance", "0")

    def _matching(self, task: Matching) -> None:
        _add(self._element, "shuffleanswers", "true")
        for pair in task.pairs:
            self._subquestion(pair.left, pair.right)
        for text in task.extra:
            self._subquestion("", text)

    def _subquestion(self, left: str, right: str) -> None:
        element = _add(self._element, "subquestion", format="html")
        self._rich(element, left)
        _text(_add(element, "answer"), right)

    def _ordering(self, task: Ordering) -> None:
        for name, value in (
            ("layouttype", "VERTICAL"),
            ("selecttype", "ALL"),
            ("selectcount", "0"),
            ("gradingtype", "ABSOLUTE_POSITION"),
            ("showgrading", "SHOW"),
            ("numberingstyle", "none"),
        ):
            _add(self._element, name, value)
        for place, item in enumerate(task.items, start=1):
            answer = _add(self._element, "answer", fraction=str(place), format="html")
            self._rich(answer, item)


def _fits_cdata(text: str) -> bool:
    return bool(text) and "]]>" not in text


def weights_of(task: OneChoice | SeveralChoices) -> list[Decimal]:
    """The weights for a format that knows no "exactly these or nothing".

    What is right then counts for its part, and what is wrong takes as much away.
    """
    if isinstance(task, OneChoice) or not task.all_or_nothing:
        return [option.weight for option in task.options]
    rights = sum(1 for option in task.options if _is_right(option))
    part = (RIGHT / max(rights, 1)).quantize(FIVE_DECIMALS, ROUND_HALF_UP)
    return [part if _is_right(option) else -part for option in task.options]


def _is_right(option: Option) -> bool:
    return option.weight > WRONG
