"""Reads items of QTI 2.0 to 3.0.

Rules for points may be whole programs in QTI. Read are the standard's own (`match_correct`,
`map_response`), also written out, and comparing with a number or a text. Where somebody wrote other
rules, the answers that the item calls right count, and that is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from courses.plugin_api.api import Refusal
from plugins.vragenbank.formats.markup import cleaned, line, plain
from plugins.vragenbank.formats.model import (
    RIGHT,
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
from plugins.vragenbank.formats.numbers import number
from plugins.vragenbank.formats.qti_names import with_21_names
from plugins.vragenbank.formats.reading import FoundQuestion, Reading, UnusableError, read_one
from plugins.vragenbank.formats.xml import Element, child, children, name_of, root_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

BLANK = "_____"
FIVE_DECIMALS = Decimal("0.00001")
INTERACTION = re.compile(r"[a-zA-Z]+Interaction")
SILENT = frozenset({"rubricBlock", "templateBlock", "templateInline", "stylesheet", "infoControl"})
SAYS_TRUE = frozenset({"waar", "true", "juist", "ja", "yes", "wahr", "vrai"})


def read_item(
    content: bytes,
    *,
    place: str,
    category: tuple[str, ...] = (),
    pictures: dict[str, bytes],
    attached: Callable[[str], bytes | None] | None = None,
) -> FoundQuestion:
    """The question in an item. `attached` gives a file beside it by its address.

    Raises:
        Refusal: it is no XML, or no item of QTI 2 or 3.
    """
    root = root_of(content)
    if name_of(root) == "questestinterop":
        raise Refusal(_("Dit is QTI 1.2. Kies bij het opslaan QTI 2.1, 2.2 of 3.0."), field="file")
    with_21_names(root)
    if root.tag != "assessmentItem":
        raise Refusal(_("In dit bestand staat geen vraag in QTI 2 of 3."), field="file")
    reading = Reading(pictures, attached)
    title = line(root.get("title") or "")

    def read() -> Question:
        return _Item(root, reading).question(category)

    return read_one(place, title, reading, read)


@dataclass(frozen=True)
class _Case:
    """One branch of the rules: what was answered, the points for it, and what is shown then."""

    kind: str
    value: str
    tolerance: Decimal
    points: Decimal | None
    feedback: str


class _Item:
    """One item, with the names of 2.1."""

    def __init__(self, root: Element, reading: Reading) -> None:
        self._root = root
        self._reading = reading
        body = child(root, "itemBody")
        if body is None:
            raise UnusableError(_("De vraag heeft geen tekst."))
        self._body = body
        found = [one for one in body.iter() if INTERACTION.fullmatch(name_of(one))]
        if not found:
            raise UnusableError(_("Dit is een tekst zonder vraag. Zet die tekst zelf in de les."))
        if len(found) > 1:
            raise UnusableError(
                _("Er is meer dan één plek om iets in te vullen. Dat kunnen wij niet.")
            )
        if any(True for _one in root.iter("templateDeclaration", "printedVariable")):
            raise UnusableError(_("Deze vraag heeft steeds andere getallen. Dat kunnen wij niet."))
        self._interaction = found[0]
        name = self._interaction.get("responseIdentifier", "RESPONSE")
        self._declaration = next(
            (one for one in children(root, "responseDeclaration") if one.get("identifier") == name),
            None,
        )
        self._processing = child(root, "responseProcessing")
        self._told = self._modal_feedback()
        self._used: set[str] = set()

    def question(self, category: tuple[str, ...]) -> Question:
        """The question."""
        read = TASKS.get(self._interaction.tag)
        if read is None:
            raise UnusableError(
                _("Dit soort vraag hebben wij niet: %(kind)s.")
                % {"kind": self._interaction.tag[:40]}
            )
        task = read(self)
        text = self._reading.html(self._text())
        general = self._general()
        if set(self._told) - self._used:
            self._reading.note(_("Uitleg met eigen regels nemen we niet over."))
        return Question(
            line(self._root.get("title") or ""),
            text,
            task,
            feedback=general,
            category=category,
            key=self._root.get("identifier") or "",
            must_answer=self._must_answer(),
        )

    def _must_answer(self) -> bool:
        for name in ("minChoices", "minAssociations", "minStrings"):
            if name in self._interaction.attrib:
                least = self._interaction.get(name).strip()
                if least.isdigit() and int(least) > 1:
                    self._reading.note(_("Hoeveel iemand minstens kiest, nemen we niet over."))
                return bool(least != "0")
        # As the standard has it: where nothing is said these may be left open.
        return self._interaction.tag not in {
            "choiceInteraction",
            "matchInteraction",
            "extendedTextInteraction",
        }

    # --- Texts ---

    def _text(self) -> str:
        """The text before and after the interaction, with a blank where one types in a sentence."""
        html = _html_of(self._body)
        before, _sign, after = html.partition(BLANK_MARK)
        follows = plain(after.partition("</p>")[0].partition("</div>")[0])
        blank = BLANK if re.search(r"\w", follows) and self._is_inline else ""
        return before + blank + after

    @property
    def _is_inline(self) -> bool:
        return self._interaction.tag in {"textEntryInteraction", "inlineChoiceInteraction"}

    def _modal_feedback(self) -> dict[str, str]:
        """HTML by identifier, of what is shown afterwards."""
        found: dict[str, str] = {}
        for one in self._root.iter("modalFeedback", "feedbackBlock", "feedbackInline"):
            if one.get("showHide", "show") == "show" and one.get("identifier"):
                found.setdefault(one.get("identifier"), _inner(one))
        return found

    def _feedback(self, key: str) -> str:
        if key not in self._told:
            return ""
        self._used.add(key)
        return self._reading.html(self._told[key])

    def _general(self) -> str:
        """What is shown whatever was answered."""
        if self._processing is None:
            return ""
        keys = [
            line(text_of(base))
            for one in children(self._processing, "setOutcomeValue")
            for base in children(one, "baseValue")
            if base.get("baseType") == "identifier"
        ]
        return cleaned("".join(self._feedback(key) for key in keys)).html

    # --- Points ---

    def _correct(self) -> list[str]:
        correct = child(self._declaration, "correctResponse")
        if correct is None:
            return []
        return [text_of(one).strip() for one in children(correct, "value")]

    def _mapped(self) -> list[tuple[Element, Decimal]]:
        mapping = child(self._declaration, "mapping")
        if mapping is None:
            return []
        return [
            (one, number(one.get("mappedValue") or "0")) for one in children(mapping, "mapEntry")
        ]

    def _mapped_keys(self) -> list[str]:
        return [one.get("mapKey", "") for one, value in self._mapped() if value > 0]

    def _top(self) -> Decimal | None:
        mapping = child(self._declaration, "mapping")
        text = "" if mapping is None else mapping.get("upperBound", "")
        return number(text) if text and number(text) > 0 else None

    def _scores_by(self) -> str:
        """`mapping`, `correct` or `other`: by what the points go."""
        if self._processing is None:
            return "mapping" if self._mapped() and not self._correct() else "correct"
        template = (self._processing.get("template") or "").lower()
        if "map_response" in template:
            return "mapping"
        if "match_correct" in template:
            return "correct"
        if any(True for _one in self._processing.iter("mapResponse")):
            return "mapping"
        if any(child(one, "correct") is not None for one in self._processing.iter("match")):
            return "correct"
        return "other"

    def _note_rules(self) -> None:
        self._reading.note(_("De puntentelling is anders: wat goed is, telt bij ons voor alles."))

    # --- Kinds ---

    def choice(self) -> Task:
        """One or several of a list."""
        options = [
            (one.get("identifier", ""), self._option(one))
            for one in self._interaction.iter("simpleChoice", "inlineChoice")
        ]
        several = (
            self._declaration is not None and self._declaration.get("cardinality") == "multiple"
        )
        correct = self._correct()
        by = self._scores_by()
        if by == "mapping":
            weights = self._weights({key for key, _option in options}, several=several)
        else:
            if by == "other":
                self._note_rules()
            weights = dict.fromkeys(correct, RIGHT)
        task_options = tuple(
            Option(text, weights.get(key, WRONG), self._feedback(key)) for key, text in options
        )
        if several:
            self._note_limits()
            return SeveralChoices(
                task_options, all_or_nothing=by != "mapping", shuffled=self._is_shuffled()
            )
        by_key = dict(zip((key for key, _text in options), task_options, strict=False))
        if set(by_key) == {"true", "false"} and by_key["true"].text.lower() in SAYS_TRUE:
            return TrueFalse(
                by_key["true"].weight > by_key["false"].weight,
                if_true=by_key["true"].feedback,
                if_false=by_key["false"].feedback,
            )
        return OneChoice(task_options, shuffled=self._is_shuffled())

    def _is_shuffled(self) -> bool:
        """Whether the order may be any; where one has a place of its own they all keep theirs."""
        choices = self._interaction.iter("simpleChoice", "inlineChoice")
        return self._interaction.get("shuffle", "false").strip() == "true" and not any(
            one.get("fixed", "false").strip() == "true" for one in choices
        )

    def _option(self, element: Element) -> str:
        for one in list(element.iter("feedbackInline")):
            _remove(one)
        return self._reading.html(_inner(element), inline=True)

    def _weights(self, keys: set[str], *, several: bool) -> dict[str, Decimal]:
        values = {
            one.get("mapKey", ""): value
            for one, value in self._mapped()
            if one.get("mapKey", "") in keys
        }
        positive = [value for value in values.values() if value > 0]
        if not positive:
            raise UnusableError(_("Geen antwoord is helemaal goed."))
        scale = self._top() or (sum(positive, Decimal(0)) if several else max(positive))
        return {key: _percent(value, scale) for key, value in values.items()}

    def _note_limits(self) -> None:
        most = self._interaction.get("maxChoices", "0").strip()
        if most.isdigit() and int(most) > 1:
            self._reading.note(_("Hoeveel iemand hoogstens kiest, nemen we niet over."))

    def entry(self) -> Task:
        """Words or a number."""
        kind = "" if self._declaration is None else self._declaration.get("baseType", "")
        return self._numerical() if kind in {"float", "integer"} else self._short()

    def _short(self) -> ShortAnswer:
        cases = self._cases("stringMatch", "match")
        feedback = {one.value: one.feedback for one in cases if one.value}
        mapped = [(one.get("mapKey", ""), value, one) for one, value in self._mapped()]
        if mapped and self._scores_by() != "correct":
            top = self._top() or max(value for _key, value, _one in mapped)
            if top <= 0:
                raise UnusableError(_("Geen antwoord is helemaal goed."))
            weighed = [(key, _percent(value, top)) for key, value, _one in mapped]
            # Said of an entry or not: the standard minds capitals.
            sensitive = any(one.get("caseSensitive", "true") == "true" for *_rest, one in mapped)
        else:
            if self._scores_by() == "other":
                self._note_rules()
            weighed, sensitive = [(text, RIGHT) for text in self._correct()], True
        answers = tuple(
            Answer(line(text).replace("*", "\\*"), weight, self._feedback(feedback.get(text, "")))
            for text, weight in weighed
        )
        return ShortAnswer(answers, case_sensitive=sensitive, otherwise=self._otherwise(cases))

    def _numerical(self) -> Numerical:
        cases = self._cases("equal", "and")
        scored = [one for one in cases if one.value and one.points is not None]
        if scored:
            top = max(one.points or WRONG for one in scored)
            if top <= 0:
                raise UnusableError(_("Geen antwoord is helemaal goed."))
            found = [
                Number(
                    number(one.value),
                    one.tolerance,
                    _percent(one.points or WRONG, top),
                    self._feedback(one.feedback),
                )
                for one in scored
            ]
        elif self._mapped() and self._scores_by() == "mapping":
            top = self._top() or max(value for _one, value in self._mapped())
            if top <= 0:
                raise UnusableError(_("Geen antwoord is helemaal goed."))
            found = [
                Number(number(one.get("mapKey", "")), weight=_percent(value, top))
                for one, value in self._mapped()
            ]
        else:
            if self._scores_by() == "other":
                self._note_rules()
            found = [Number(number(text)) for text in self._correct()]
        return Numerical(tuple(found), otherwise=self._otherwise(cases))

    def _cases(self, *kinds: str) -> list[_Case]:
        """The branches of the rules that compare the answer with something."""
        if self._processing is None:
            return []
        names = ("responseIf", "responseElseIf", "responseElse")
        branches = (branch for name in names for branch in self._processing.iter(name))
        return [case for branch in branches if (case := self._case(branch, kinds))]

    def _case(self, branch: Element, kinds: tuple[str, ...]) -> _Case | None:
        points, feedback = None, ""
        for one in children(branch, "setOutcomeValue"):
            base = child(one, "baseValue")
            if base is None:
                continue
            words = text_of(base).strip()
            if base.get("baseType") == "identifier":
                feedback = words
            elif one.get("identifier") == "SCORE":
                points = number(words)
        if branch.tag == "responseElse":
            return _Case("otherwise", "", WRONG, points, feedback)
        test = next((one for one in branch if one.tag in kinds), None)
        if test is None:
            return None
        if test.tag == "and":
            return self._range(test, points, feedback)
        base = child(test, "baseValue")
        if base is not None:
            value = text_of(base).strip() if test.tag == "equal" else text_of(base)
        elif child(test, "correct") is not None and self._correct():
            value = self._correct()[0]
        else:
            return None
        return _Case(test.tag, value, self._tolerance(test, value), points, feedback)

    @staticmethod
    def _tolerance(test: Element, value: str) -> Decimal:
        mode = test.get("toleranceMode", "exact")
        parts = (test.get("tolerance") or "0").split()
        if mode == "exact" or not parts:
            return WRONG
        widest = max(abs(number(one)) for one in parts)
        return abs(number(value)) * widest / 100 if mode == "relative" else widest

    @staticmethod
    def _range(test: Element, points: Decimal | None, feedback: str) -> _Case | None:
        bounds = [
            number(text_of(child(one, "baseValue")))
            for one in test.iter("gte", "lte", "gt", "lt")
            if child(one, "baseValue") is not None
        ]
        if len(bounds) != 2:
            return None
        middle = (bounds[0] + bounds[1]) / 2
        return _Case("range", str(middle), abs(bounds[0] - middle), points, feedback)

    def _otherwise(self, cases: list[_Case]) -> str:
        last = [one.feedback for one in cases if one.kind == "otherwise" and one.feedback]
        return self._feedback(last[0]) if last else ""

    def matching(self) -> Matching:
        """To each left its right."""
        sets = list(children(self._interaction, "simpleMatchSet"))
        if len(sets) != 2:
            raise UnusableError(_("De vorm van deze vraag kennen we niet."))
        lefts = {
            one.get("identifier", ""): self._reading.html(_inner(one), inline=True)
            for one in children(sets[0], "simpleAssociableChoice")
        }
        rights = {
            one.get("identifier", ""): self._word(one)
            for one in children(sets[1], "simpleAssociableChoice")
        }
        pairs = [text.split() for text in self._correct() or self._mapped_keys()]
        belongs = [
            (pair[0], pair[1])
            for pair in pairs
            if len(pair) == 2 and pair[0] in lefts and pair[1] in rights
        ]
        by_left = dict(belongs)
        if not len(belongs) == len(by_left) == len(lefts):
            raise UnusableError(_("Bij elke regel moet precies één antwoord horen."))
        used = set(by_left.values())
        if self._scores_by() == "correct":
            self._reading.note(_("Ook een deel van de goede antwoorden levert bij ons iets op."))
        return Matching(
            tuple(Pair(text, rights[by_left[key]]) for key, text in lefts.items()),
            tuple(text for key, text in rights.items() if key not in used),
        )

    def _word(self, element: Element) -> str:
        html = self._reading.html(_inner(element), inline=True)
        if "<img" in html:
            self._reading.note(_("Een plaatje bij een antwoord is weggelaten."))
        return plain(html)

    def ordering(self) -> Ordering:
        """In the right order."""
        texts = {
            one.get("identifier", ""): self._reading.html(_inner(one), inline=True)
            for one in self._interaction.iter("simpleChoice")
        }
        correct = self._correct()
        if sorted(correct) != sorted(texts):
            raise UnusableError(_("Het bestand zegt niet wat de goede volgorde is."))
        return Ordering(tuple(texts[key] for key in correct))

    def essay(self) -> Essay:
        """A text."""
        return Essay()


TASKS: dict[str, Callable[[_Item], Task]] = {
    "choiceInteraction": _Item.choice,
    "inlineChoiceInteraction": _Item.choice,
    "textEntryInteraction": _Item.entry,
    "extendedTextInteraction": _Item.essay,
    "matchInteraction": _Item.matching,
    "orderInteraction": _Item.ordering,
}

BLANK_MARK = "\ue000"
"""Where the interaction stands, while its text is put together."""


def _percent(value: Decimal, whole: Decimal) -> Decimal:
    found = (100 * value / whole).quantize(FIVE_DECIMALS, ROUND_HALF_UP)
    return number(format(max(min(found, RIGHT), -RIGHT), "f"))


def _inner(element: Element) -> str:
    return escape(element.text or "", quote=False) + "".join(
        _html_of(one) + escape(one.tail or "", quote=False) for one in element
    )


def _html_of(element: Element) -> str:
    """An element of an item as HTML: what a reader sees, before the answer."""
    name = name_of(element)
    if not name or name in SILENT or name in {"feedbackBlock", "feedbackInline", "modalFeedback"}:
        return ""
    if INTERACTION.fullmatch(name):
        prompt = child(element, "prompt")
        asked = "" if prompt is None else f"<p>{_inner(prompt)}</p>"
        return asked + BLANK_MARK
    if name == "object" and (element.get("type") or "").startswith("image/"):
        alt = line(text_of(element))
        return f'<img src="{escape(element.get("data") or "")}" alt="{escape(alt)}"/>'
    attributes = "".join(
        f' {key}="{escape(element.get(key))}"'
        for key in ("src", "alt", "href", "style")
        if element.get(key)
    )
    if name in {"itemBody", "contentBody"}:
        return _inner(element)
    return f"<{name}{attributes}>{_inner(element)}</{name}>"


def _remove(element: Element) -> None:
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
