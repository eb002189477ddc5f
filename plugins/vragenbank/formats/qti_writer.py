"""Writes items of QTI, each a document of its own."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from lxml import etree

from plugins.vragenbank.formats.markup import shown
from plugins.vragenbank.formats.model import (
    RIGHT,
    WRONG,
    Essay,
    Matching,
    Numerical,
    OneChoice,
    Ordering,
    SeveralChoices,
    ShortAnswer,
    TrueFalse,
    rights_of,
)
from plugins.vragenbank.formats.numbers import written
from plugins.vragenbank.formats.qti_names import LANG, TEMPLATES, Version, as_version

if TYPE_CHECKING:
    from plugins.vragenbank.formats.model import Number, Option, Question
    from plugins.vragenbank.formats.xml import Element

PICTURES = "images/"
RESPONSE, SCORE, FEEDBACK, GENERAL = "RESPONSE", "SCORE", "FEEDBACK", "FEEDBACK_GENERAL"
OTHERWISE = "otherwise"
YES, NO = "Waar", "Niet waar"


def write_item(question: Question, version: Version) -> bytes:
    """A question as an item; see `losses` for what QTI cannot hold."""
    root = as_version(_Item(question, version).root, version)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return content


def star_free(text: str) -> str:
    """The words of an answer without jokers."""
    return text.replace("\\*", "*")


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """A new last child."""
    element = etree.SubElement(parent, name, attributes)
    if text:
        element.text = text
    return element


def add_html(parent: Element, html: str) -> None:
    """The elements of cleaned HTML as children, with pictures where the package has them."""
    content = etree.fromstring(f"<x>{shown(html, lambda name: PICTURES + name)}</x>")
    last = parent[-1] if len(parent) else None
    if last is None:
        parent.text = (parent.text or "") + (content.text or "")
    else:
        last.tail = (last.tail or "") + (content.text or "")
    for one in content:
        parent.append(one)


class _Item:
    """One item, with the names of 2.1."""

    def __init__(self, question: Question, version: Version) -> None:
        self._question = question
        self._version = version
        self._feedback: list[tuple[str, str]] = []
        """Identifier and HTML of what is shown afterwards."""
        self.root = etree.Element("assessmentItem")
        for name, value in (
            ("identifier", question.key),
            ("title", question.title),
            (LANG, "nl"),
            ("adaptive", "false"),
            ("timeDependent", "false"),
        ):
            self.root.set(name, value)
        self._response = add(self.root, "responseDeclaration", identifier=RESPONSE)
        self._outcomes()
        self._body = add(self.root, "itemBody")
        add_html(add(self._body, "div"), question.text)
        self._processing = add(self.root, "responseProcessing")
        self._write_task()
        self._write_feedback()
        if not len(self._processing) and "template" not in self._processing.attrib:
            self.root.remove(self._processing)

    def _outcomes(self) -> None:
        number = {"cardinality": "single", "baseType": "float"}
        if not isinstance(self._question.task, Essay):
            for name, value in ((SCORE, "0"), ("MAXSCORE", "1")):
                one = add(self.root, "outcomeDeclaration", identifier=name, **number)
                add(add(one, "defaultValue"), "value", value)

    def _outcome(self, name: str, cardinality: str = "single") -> None:
        one = etree.Element(
            "outcomeDeclaration",
            {"identifier": name, "cardinality": cardinality, "baseType": "identifier"},
        )
        self._body.addprevious(one)

    def _declare(self, cardinality: str, base_type: str) -> None:
        self._response.set("cardinality", cardinality)
        self._response.set("baseType", base_type)

    def _correct(self, values: list[str]) -> None:
        correct = add(self._response, "correctResponse")
        for value in values:
            add(correct, "value", value)

    def _mapping(self, entries: list[tuple[str, Decimal]], **attributes: str) -> None:
        mapping = add(self._response, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
        for key, value in entries:
            add(mapping, "mapEntry", mapKey=key, mappedValue=written(value), **attributes)

    def _use(self, template: str) -> None:
        """Score by a rule that the standard knows by name, or the same written out."""
        self._rule = template
        wanted = self._feedback or self._question.feedback
        if not wanted:
            self._processing.set("template", TEMPLATES[self._version] % template)
        elif template == "map_response":
            score = add(self._processing, "setOutcomeValue", identifier=SCORE)
            add(score, "mapResponse", identifier=RESPONSE)
        else:
            condition = add(self._processing, "responseCondition")
            then = add(condition, "responseIf")
            match = add(then, "match")
            add(match, "variable", identifier=RESPONSE)
            add(match, "correct", identifier=RESPONSE)
            self._score(then, Decimal(1))
            self._score(add(condition, "responseElse"), Decimal(0))

    @staticmethod
    def _score(parent: Element, value: Decimal) -> None:
        score = add(parent, "setOutcomeValue", identifier=SCORE)
        add(score, "baseValue", written(value), baseType="float")

    @staticmethod
    def _show(parent: Element, identifier: str, outcome: str = FEEDBACK) -> None:
        chosen = add(parent, "setOutcomeValue", identifier=outcome)
        add(chosen, "baseValue", identifier, baseType="identifier")

    # --- Kinds ---

    def _write_task(self) -> None:
        match self._question.task:
            case OneChoice() as task:
                self._choice(task, several=False, mapped=_has_parts(task.options))
            case SeveralChoices() as task:
                self._choice(task, several=True, mapped=not task.all_or_nothing)
            case TrueFalse() as task:
                self._true_false(task)
            case ShortAnswer() as task:
                self._short(task)
            case Numerical() as task:
                self._numerical(task)
            case Matching() as task:
                self._matching(task)
            case Ordering() as task:
                self._ordering(task)
            case Essay():
                self._essay()

    @property
    def _least(self) -> str:
        return "1" if self._question.must_answer else "0"

    def _choices(self, *, several: bool, shuffled: bool) -> Element:
        self._declare("multiple" if several else "single", "identifier")
        return add(
            self._body,
            "choiceInteraction",
            responseIdentifier=RESPONSE,
            shuffle=str(shuffled).lower(),
            maxChoices="0" if several else "1",
            minChoices=self._least,
        )

    def _choice(self, task: OneChoice | SeveralChoices, *, several: bool, mapped: bool) -> None:
        interaction = self._choices(several=several, shuffled=task.shuffled)
        options = task.options
        keys = [f"CHOICE_{number}" for number in range(1, len(options) + 1)]
        for key, option in zip(keys, options, strict=True):
            add_html(add(interaction, "simpleChoice", identifier=key), option.text)
            if option.feedback:
                self._feedback.append((key, option.feedback))
        pairs = list(zip(keys, options, strict=True))
        # Of one answer only one can be right in QTI; what is as good says the mapping.
        rights = [key for key, one in pairs if one.weight > WRONG]
        full = [key for key, one in pairs if one.weight == RIGHT]
        self._correct(rights if several else full[:1])
        if mapped:
            weighed = [(key, one.weight / 100) for key, one in pairs if one.weight != WRONG]
            self._mapping(weighed)
        self._use("map_response" if mapped else "match_correct")
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self._feedback:
            several = self._response.get("cardinality", "single")
            self._outcome(FEEDBACK, several)
            chosen = add(self._processing, "setOutcomeValue", identifier=FEEDBACK)
            add(chosen, "variable", identifier=RESPONSE)

    def _true_false(self, task: TrueFalse) -> None:
        interaction = self._choices(several=False, shuffled=False)
        add(interaction, "simpleChoice", YES, identifier="true")
        add(interaction, "simpleChoice", NO, identifier="false")
        told = (("true", task.if_true), ("false", task.if_false))
        self._feedback += [(key, html) for key, html in told if html]
        self._correct(["true" if task.is_true else "false"])
        self._use("match_correct")
        self._show_chosen()

    def _entry(self, base_type: str, length: int) -> None:
        self._declare("single", base_type)
        add(
            add(self._body, "p"),
            "textEntryInteraction",
            responseIdentifier=RESPONSE,
            expectedLength=str(length),
        )

    def _short(self, task: ShortAnswer) -> None:
        longest = max(len(answer.text) for answer in task.answers)
        self._entry("string", min(max(longest, 10), 200))
        texts = [star_free(answer.text) for answer in task.answers]
        full = [text for text, one in zip(texts, task.answers, strict=True) if one.weight == RIGHT]
        self._correct(full[:1])
        self._mapping(
            [(text, one.weight / 100) for text, one in zip(texts, task.answers, strict=True)],
            caseSensitive=str(task.case_sensitive).lower(),
        )
        told = {
            text: (f"ANSWER_{number}", one.feedback)
            for number, (text, one) in enumerate(zip(texts, task.answers, strict=True), start=1)
        }
        self._feedback += [(key, html) for key, html in told.values() if html]
        if task.otherwise:
            self._feedback.append((OTHERWISE, task.otherwise))
        self._use("map_response")
        if not self._feedback:
            return
        self._outcome(FEEDBACK)
        condition = add(self._processing, "responseCondition")
        for text, (key, html) in told.items():
            then = add(condition, "responseElseIf" if len(condition) else "responseIf")
            match = add(then, "stringMatch", caseSensitive=str(task.case_sensitive).lower())
            add(match, "variable", identifier=RESPONSE)
            add(match, "baseValue", text, baseType="string")
            if html:
                self._show(then, key)
        if task.otherwise:
            self._show(add(condition, "responseElse"), OTHERWISE)

    def _numerical(self, task: Numerical) -> None:
        self._entry("float", 15)
        self._correct([written(one.value) for one in task.answers if one.weight == RIGHT][:1])
        condition = add(self._processing, "responseCondition")
        for number, one in enumerate(task.answers, start=1):
            then = add(condition, "responseElseIf" if number > 1 else "responseIf")
            self._is_close(then, one)
            self._score(then, one.weight / 100)
            if one.feedback:
                self._feedback.append((f"ANSWER_{number}", one.feedback))
                self._show(then, f"ANSWER_{number}")
        otherwise = add(condition, "responseElse")
        self._score(otherwise, Decimal(0))
        if task.otherwise:
            self._feedback.append((OTHERWISE, task.otherwise))
            self._show(otherwise, OTHERWISE)
        if self._feedback:
            self._outcome(FEEDBACK)

    def _is_close(self, then: Element, one: Number) -> None:
        """That the answer differs by no more than the tolerance.

        In 3.0 between two numbers, which is the same: Cito's player of 3.0 knows no tolerance
        (`findings/qti-components-tolerance.sh`).
        """
        if one.tolerance and self._version is Version.QTI_30:
            both = add(then, "and")
            self._compare(both, "gte", one.value - one.tolerance)
            self._compare(both, "lte", one.value + one.tolerance)
        elif one.tolerance:
            tolerance = f"{written(one.tolerance)} {written(one.tolerance)}"
            self._compare(then, "equal", one.value, toleranceMode="absolute", tolerance=tolerance)
        else:
            self._compare(then, "equal", one.value, toleranceMode="exact")

    @staticmethod
    def _compare(parent: Element, name: str, value: Decimal, **attributes: str) -> None:
        test = add(parent, name, **attributes)
        add(test, "variable", identifier=RESPONSE)
        add(test, "baseValue", written(value), baseType="float")

    def _matching(self, task: Matching) -> None:
        self._declare("multiple", "directedPair")
        interaction = add(
            self._body,
            "matchInteraction",
            responseIdentifier=RESPONSE,
            shuffle="true",
            maxAssociations=str(len(task.pairs)),
            minAssociations=self._least,
        )
        rights = {text: f"RIGHT_{number}" for number, text in enumerate(rights_of(task), start=1)}
        lefts = add(interaction, "simpleMatchSet")
        for number, pair in enumerate(task.pairs, start=1):
            one = add(lefts, "simpleAssociableChoice", identifier=f"LEFT_{number}", matchMax="1")
            add_html(one, pair.left)
        targets = add(interaction, "simpleMatchSet")
        for text, key in rights.items():
            add(targets, "simpleAssociableChoice", text, identifier=key, matchMax="0")
        pairs = [
            f"LEFT_{number} {rights[pair.right]}" for number, pair in enumerate(task.pairs, start=1)
        ]
        self._correct(pairs)
        part = (Decimal(1) / len(pairs)).quantize(Decimal("0.00001"), ROUND_HALF_UP)
        self._mapping([(pair, part) for pair in pairs])
        self._use("map_response")

    def _ordering(self, task: Ordering) -> None:
        self._declare("ordered", "identifier")
        interaction = add(
            self._body, "orderInteraction", responseIdentifier=RESPONSE, shuffle="true"
        )
        keys = [f"ITEM_{number}" for number in range(1, len(task.items) + 1)]
        for key, item in zip(keys, task.items, strict=True):
            add_html(add(interaction, "simpleChoice", identifier=key), item)
        self._correct(keys)
        self._use("match_correct")

    def _essay(self) -> None:
        self._declare("single", "string")
        add(
            self._body,
            "extendedTextInteraction",
            responseIdentifier=RESPONSE,
            expectedLines="6",
            minStrings=self._least,
        )

    # --- Afterwards ---

    def _write_feedback(self) -> None:
        if self._question.feedback:
            self._outcome(GENERAL)
            self._show(self._processing, "general", GENERAL)
        told = [(FEEDBACK, key, html) for key, html in self._feedback]
        if self._question.feedback:
            told.append((GENERAL, "general", self._question.feedback))
        for outcome, key, html in told:
            feedback = add(
                self.root,
                "modalFeedback",
                outcomeIdentifier=outcome,
                identifier=key,
                showHide="show",
            )
            if self._version is Version.QTI_30:
                feedback = add(feedback, "contentBody")
            add_html(add(feedback, "div"), html)


def _has_parts(options: tuple[Option, ...]) -> bool:
    """Whether more than one option counts."""
    return sum(1 for option in options if option.weight != WRONG) > 1
