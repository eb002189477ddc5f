"""Reads GIFT, the text format of Moodle.

As Moodle reads it (`question/format/gift/format.php`), but for two things. A number with a comma is
refused: Moodle takes `{#3,5}` for "any answer is right". And an empty line between braces does not
end a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from courses.plugin_api.api import Refusal
from plugins.vragenbank.formats.categories import path_of
from plugins.vragenbank.formats.encodings import UnknownEncodingError, decoded
from plugins.vragenbank.formats.markup import line as in_one_line
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
from plugins.vragenbank.formats.reading import (
    FoundQuestion,
    ReadFile,
    Reading,
    UnusableError,
    line_place,
    read_one,
    refuse_if_too_many,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ESCAPED = re.compile(r"\\([~=#{}:\\n])")
HIDDEN = {character: chr(0xF0000 + ord(character)) for character in "~=#{}:\\"}
"""Where a character stands that means itself: one that no text has, until all is taken apart."""

SHOWN = {ord(hidden): character for character, hidden in HIDDEN.items()}
UNUSED = re.compile("[\U000f0000-\U000f00ff]")
WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")
FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
ID = re.compile(r"\[id:((?:[^\]\\]|\\.)*)\]")
BLANK = "_____"
TRUE, FALSE = ("T", "TRUE"), ("F", "FALSE")


@dataclass
class _Block:
    """The lines of one question, without remarks."""

    line: int
    category: tuple[str, ...]
    lines: list[tuple[int, str]] = field(default_factory=list)
    id: str = ""
    gap: int | None = None
    """After how many lines there was an empty one between the braces."""

    def rest_after_gap(self) -> list[tuple[int, str]]:
        """Take away what stands after an empty line between braces: that was another question."""
        kept = self.gap or len(self.lines)
        rest, self.lines = self.lines[kept:], self.lines[:kept]
        return rest

    @property
    def text(self) -> str:
        return "\n".join(text for _line, text in self.lines).strip()

    def place_of(self, text: str) -> str:
        """The line in which a text stands."""
        lines = (line for line, words in self.lines if text in _shown(words))
        return line_place(next(lines, self.line))


def read_gift(content: bytes) -> ReadFile:
    """The questions in a GIFT file.

    Raises:
        Refusal: it is no text, has no question at all, or far too many.
    """
    try:
        text = decoded(content)
    except UnknownEncodingError as error:
        raise Refusal(
            _("We kunnen de tekens in dit bestand niet lezen. Bewaar het als UTF-8."), field="file"
        ) from error
    blocks = _blocks(UNUSED.sub("", text))
    refuse_if_too_many(len(blocks))
    found = tuple(_found(block) for block in blocks)
    if not any("{" in block.text for block in blocks):
        raise Refusal(_("In dit bestand staan geen vragen in GIFT."), field="file")
    return ReadFile(found)


def _blocks(text: str) -> list[_Block]:
    category: tuple[str, ...] = ()
    found: list[_Block] = []
    block: _Block | None = None
    kept_id = ""
    for place, raw in enumerate(text.splitlines(), start=1):
        stripped = raw.strip()
        if stripped.startswith("//"):
            kept_id = _id_in(stripped) or kept_id
            continue
        if stripped.startswith("$CATEGORY:"):
            block, kept_id = None, ""
            category = path_of(stripped.removeprefix("$CATEGORY:"))
            continue
        if block and _ends(block, stripped):
            block = None
        if not stripped:
            if block and block.gap is None:
                block.gap = len(block.lines)
            continue
        line = ESCAPED.sub(_hidden, raw)
        if block and block.gap is not None and "{" in line:
            # The brace was never closed, and here the next question has its own.
            rest = block.rest_after_gap()
            block = _Block(rest[0][0] if rest else place, category, rest)
            found.append(block)
        if block is None:
            block = _Block(place, category, id=kept_id)
            found.append(block)
        kept_id = ""
        block.lines.append((place, line))
    return found


def _id_in(remark: str) -> str:
    found = ID.search(remark)
    return re.sub(r"\\(.)", r"\1", found[1]) if found else ""


def _ends(block: _Block, line: str) -> bool:
    """Whether a question ends before this line.

    Also where the empty line or the brace was forgotten: the next question need not suffer for it.
    """
    return line.startswith("::") or (not line and not _is_open(block))


def _hidden(found: re.Match[str]) -> str:
    return " " if found[1] == "n" else HIDDEN[found[1]]


def _is_open(block: _Block) -> bool:
    """Whether the answers have begun and not ended."""
    return block.text.count("{") > block.text.count("}")


def _shown(text: str) -> str:
    return text.translate(SHOWN)


def _found(block: _Block) -> FoundQuestion:
    title, text = _title(block.text)
    reading = _Gift({})

    def read() -> Question:
        return _question(block, title, text, reading)

    return read_one(
        line_place(block.line), title or _beginning(text), reading, read, place_of=block.place_of
    )


def _title(text: str) -> tuple[str, str]:
    if text.startswith("::"):
        title, parted, rest = text[2:].partition("::")
        if parted:
            return in_one_line(_shown(title)), rest.strip()
    return "", text


def _beginning(text: str) -> str:
    return in_one_line(_shown(FORMAT.sub("", text.partition("{")[0])))[:80]


class _Gift(Reading):
    """Texts of GIFT: each may say its own format, and else has that of the question."""

    format = "moodle"

    def text(self, text: str, *, inline: bool = False, is_question: bool = False) -> str:
        """A text as HTML, by its format."""
        words, form = self._parted(text)
        if is_question:
            self.format = form
        if form == "markdown":
            self.note(_("Opmaak met Markdown is gewone tekst geworden."))
        if form in {"plain", "markdown"}:
            words = escape(words)
        if form != "html":
            words = words.replace("\n", "<br/>")
        return self.html(words, inline=inline)

    def words(self, text: str) -> str:
        """A text that somebody has to type or choose."""
        return in_one_line(self._parted(text)[0])

    def _parted(self, text: str) -> tuple[str, str]:
        text = text.strip()
        found = FORMAT.match(text)
        if found is None:
            return _shown(text), self.format
        return _shown(text[found.end() :].strip()), found[1]


def _question(block: _Block, title: str, text: str, reading: _Gift) -> Question:
    before, opened, rest = text.partition("{")
    answers, closed, after = rest.partition("}")
    if not opened and "}" not in before:
        raise UnusableError(_("Dit is een tekst zonder vraag. Zet die tekst zelf in de les."))
    if not opened or not closed or "}" in before or "{" in answers:
        raise UnusableError(_("Er mist een haak: { of }."))
    if "{" in after or "}" in after:
        raise UnusableError(_("Er is meer dan één plek om iets in te vullen. Dat kunnen wij niet."))
    if re.fullmatch(r"\s*[.?!]?\s*", after):
        before = f"{before.rstrip()}{after.strip()}" if after.strip() else before
    else:
        before = f"{before.rstrip()} {BLANK} {after.strip()}"
    shown = reading.text(before, is_question=True)
    answers, general = _general(answers.strip())
    task = _task(answers, reading)
    return Question(
        title,
        shown,
        task,
        feedback=reading.text(general),
        category=block.category,
        key=block.id,
    )


def _general(answers: str) -> tuple[str, str]:
    place = answers.rfind("####")
    return (answers, "") if place < 0 else (answers[:place].strip(), answers[place + 4 :])


def _task(answers: str, reading: _Gift) -> Task:
    if not answers:
        return Essay()
    begun = BEGUN.get(answers[0])
    if begun:
        return begun(answers[1:], reading)
    words = answers.partition("#")[0].strip().upper()
    if "~" not in answers and words in {*TRUE, *FALSE}:
        return _true_false(words in TRUE, answers, reading)
    return _by_signs(answers)(answers, reading)


def _by_signs(answers: str) -> Callable[[str, _Gift], Task]:
    if "~" in answers:
        return _choice
    return _matching if "->" in answers and "=" in answers else _short


def _choice(answers: str, reading: _Gift) -> Task:
    single = "=" in answers
    options = []
    for part in re.split(r"(?=[~=])", answers):
        if not part.strip():
            continue
        # What stands before the first sign is an answer too.
        is_right = part.startswith("=")
        weight, words = _weight(part.lstrip("~=") if part[0] in "~=" else part)
        if weight is None:
            weight = RIGHT if is_right else WRONG
        words, _sign, feedback = words.partition("#")
        options.append(Option(reading.text(words, inline=True), weight, reading.text(feedback)))
    return OneChoice(tuple(options)) if single else SeveralChoices(tuple(options))


def _weight(text: str) -> tuple[Decimal | None, str]:
    text = text.strip()
    found = WEIGHT.match(text)
    return (number(found[1]), text[found.end() :]) if found else (None, text)


def _parts(answers: str) -> Iterator[tuple[Decimal, str, str]]:
    """Weight, words and feedback of each answer that begins with `=`."""
    for part in answers.split("="):
        if part.strip():
            weight, words = _weight(part)
            words, _sign, feedback = words.partition("#")
            yield RIGHT if weight is None else weight, words, feedback


def _short(answers: str, reading: _Gift) -> ShortAnswer:
    found = [
        Answer(reading.words(words), weight, reading.text(feedback))
        for weight, words, feedback in _parts(answers)
    ]
    otherwise = ""
    if found and found[-1].text == "*" and found[-1].weight == WRONG:
        otherwise = found.pop().feedback
    return ShortAnswer(tuple(found), otherwise=otherwise)


def _numerical(answers: str, reading: _Gift) -> Numerical:
    answers, _sign, wrong = answers.partition("~")
    found = []
    for weight, words, feedback in _parts(answers):
        value, tolerance = _value(_shown(words).strip())
        found.append(Number(value, tolerance, weight, reading.text(feedback)))
    return Numerical(tuple(found), otherwise=reading.text(wrong.partition("#")[2]))


def _value(text: str) -> tuple[Decimal, Decimal]:
    low, dots, high = text.partition("..")
    if dots:
        least, most = number(low), number(high)
        middle = (least + most) / 2
        return number(str(middle)), abs(most - middle)
    value, parted, tolerance = text.partition(":")
    return number(value), abs(number(tolerance)) if parted else Decimal(0)


def _matching(answers: str, reading: _Gift) -> Matching:
    pairs, extra = [], []
    for part in answers.split("="):
        if not part.strip():
            continue
        left, arrow, right = part.partition("->")
        if not arrow:
            raise UnusableError(_("Bij een van de paren ontbreekt het pijltje: ->."))
        # Moodle reads no format in these.
        words, shown = in_one_line(_shown(right)), reading.text(left, inline=True)
        if shown:
            pairs.append(Pair(shown, words))
        else:
            extra.append(words)
    return Matching(tuple(pairs), tuple(extra))


def _true_false(is_true: bool, answers: str, reading: _Gift) -> TrueFalse:
    # First for who is wrong, then for who is right.
    wrong, _sign, right = answers.partition("#")[2].partition("#")
    by_answer = {is_true: reading.text(right), not is_true: reading.text(wrong)}
    return TrueFalse(is_true, if_true=by_answer[True], if_false=by_answer[False])


def _ordering(answers: str, reading: _Gift) -> Ordering:
    # Of Moodle's question type "ordering": a number, words for how to show it, and lines.
    head, *items = answers.split("\n")
    if not items or re.fullmatch(r"[\w\s%.]*", head) is None:
        raise UnusableError(_("De vorm van deze vraag kennen we niet."))
    return Ordering(tuple(reading.text(one, inline=True) for one in items if one.strip()))


BEGUN: dict[str, Callable[[str, _Gift], Task]] = {"#": _numerical, ">": _ordering}
"""Kinds that are known by their first character."""
