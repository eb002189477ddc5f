"""What would be counted of a file with answers: which column is which question, and what is not
taken over and why. Nothing is stored here.

A column is one of our questions, or a question of its own; somebody can choose otherwise. What only
one person chose of a question of its own counts as "Anders, namelijk": it can be that person's own
words, which nobody reads before they were screened.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from rapidfuzz import fuzz

from courses.evaluation.answer_codes import Code, codes_in, decoded, may_have_codes, with_meanings
from courses.evaluation.answer_files import ASKS_WHO, OTHER_ANSWERS, Given, plain
from courses.evaluation.box import Answer, Record
from courses.evaluation.enums import OTHER, Kind, Tool
from courses.evaluation.models import FormQuestion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from courses.evaluation.answer_files import AnswerFile, SourceColumn

NOT_TAKEN = ""
OWN = {
    "own_score": Kind.SCORE,
    "own_choice": Kind.CHOICE,
    "own_multiple": Kind.MULTIPLE,
    "own_open": Kind.OPEN,
}
"""What a column can be besides one of our questions: a question of its own, of this kind."""

OWN_KEY = "elders."
"""How the key of such a question begins."""

ALIKE = 90
"""From how many percent of the letters the same a heading is taken for one of our questions."""

MOST_OPTIONS = 30
MOST_LEFT_OUT = 200
"""How many cells that are not taken over a page names."""

LONGEST_OPTION = 200
FIVE = 5


@dataclass(frozen=True)
class ColumnPlan:
    """What becomes of one column. `choice` is what is chosen for it; `question` None where it is
    not taken over. `notes` say what somebody should look at, `codes` are to be explained by
    somebody; `has_code` is whether its heading is one too."""

    number: int
    column: SourceColumn
    choice: str
    example: str
    question: FormQuestion | None = None
    answered: int = 0
    counts: tuple[tuple[str, int], ...] = ()
    texts: int = 0
    notes: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    has_code: bool = False

    @property
    def is_own(self) -> bool:
        """Whether it is no question of ours."""
        return self.choice in OWN

    @property
    def needs_words(self) -> bool:
        """Whether somebody can say what the question was."""
        return self.is_own and self.has_code

    @property
    def meanings(self) -> list[tuple[str, str]]:
        """What a code can mean where the column is one of our questions: values and their words."""
        if self.question is None or self.is_own:
            return []
        words = {**{one: one for one in self.question.values}, **dict(self.question.labels)}
        return [(one, words[one] if one != OTHER else _other()) for one in self.question.values]


def _other() -> str:
    return gettext("Anders, namelijk …")


@dataclass(frozen=True)
class Said:
    """What somebody said of columns, each by its number from 0: `choices` are "", the key of one of
    our questions after `q:`, or a key of `OWN`; `words` those of a question of its own that has a
    code; `codes` what codes mean, each by its place."""

    choices: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[int, str] = field(default_factory=dict)
    codes: Mapping[int, Mapping[int, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class LeftOut:
    """A cell, or with a heading of "" a row, that does not count, and why."""

    line: int
    heading: str
    why: str


@dataclass(frozen=True)
class ImportPlan:
    """What would be counted."""

    columns: tuple[ColumnPlan, ...]
    questions: tuple[FormQuestion, ...] = ()
    records: tuple[Record, ...] = ()
    left_out: tuple[LeftOut, ...] = field(default=())

    @property
    def some_left_out(self) -> tuple[LeftOut, ...]:
        """What a page names of what is left out."""
        return self.left_out[:MOST_LEFT_OUT]

    @property
    def number_not_named(self) -> int:
        """How many more there are."""
        return max(0, len(self.left_out) - MOST_LEFT_OUT)


def plan_import(
    file: AnswerFile, ours: Sequence[FormQuestion], said: Said | None = None
) -> ImportPlan:
    """What would be counted, with what somebody `said` of it."""
    said = said or Said()
    asked = [one for one in ours if one.kind != Kind.INTRO]
    known = {f"q:{one.key}": one for one in asked}
    plans: list[ColumnPlan] = []
    answers: list[dict[str, Answer]] = [{} for _row in file.rows]
    left_out = [LeftOut(line, "", gettext("Niet afgemaakt.")) for line in file.unfinished]
    taken: set[str] = set()
    for number, read in enumerate(file.columns):
        column = read
        given = [column.given(row) for row in file.rows]
        codes = codes_in(column, given, file.tool)
        choice = said.choices.get(number)
        notes: list[str] = []
        if choice is None or (choice not in known and choice not in OWN and choice != NOT_TAKEN):
            choice, notes = _best_choice(column, given, known, file.tool, taken, codes)
        if choice in taken:
            choice, notes = NOT_TAKEN, [_twice()]
        codes = _to_explain(codes, choice, known, said.codes.get(number, {}))
        column, given = decoded(column, given, codes, is_ours=choice in known)
        if choice in OWN and (words := said.words.get(number, "").strip()):
            column = replace(column, heading=words[:1000])
        question = known.get(choice) or _own_question(column, given, choice, file.tool, codes)
        if question is not None and choice in OWN and question.key in taken:
            question, choice, notes = None, NOT_TAKEN, [_twice()]
        example = next(
            (" · ".join(filter(None, (*one.texts, one.other))) for one in given if one.texts), ""
        )
        plan = ColumnPlan(number, column, choice, example[:80], notes=tuple(notes), codes=codes)
        plan = replace(plan, has_code=" " not in read.heading)
        if question is not None:
            taken.add(choice if choice in known else question.key)
            position = len([one for one in plans if one.question])
            question = _copied(question, position)
            plan = _counted(replace(plan, question=question), given, file, answers, left_out)
        plans.append(plan)
    empty = [number for number, one in enumerate(answers) if not one]
    left_out += [
        LeftOut(file.numbers[number], "", gettext("Geen antwoord dat telt.")) for number in empty
    ]
    return ImportPlan(
        tuple(plans),
        tuple(one.question for one in plans if one.question is not None),
        tuple(Record(one, early=True) for one in answers if one),
        tuple(sorted(left_out, key=lambda one: (one.line, one.heading))),
    )


def _to_explain(
    codes: Sequence[Code],
    choice: str,
    known: Mapping[str, FormQuestion],
    said: Mapping[int, str],
) -> tuple[Code, ...]:
    """The codes of a column that need a meaning for what is chosen for it."""
    question = known.get(choice)
    kind = question.kind if question is not None else OWN.get(choice)
    if kind is None or not may_have_codes(kind):
        return ()
    if question is None and kind == Kind.SCORE:
        return ()
    return with_meanings(codes, question, said)


def _twice() -> str:
    return gettext("Een andere kolom is deze vraag al.")


def _copied(question: FormQuestion, position: int) -> FormQuestion:
    """One of our questions, to be stored with another form."""
    names = [
        one.attname
        for one in FormQuestion._meta.concrete_fields
        if one.attname not in {"id", "form_id", "answered", "enough"}
    ]
    values = {name: getattr(question, name) for name in names}
    # What people had to answer elsewhere is not known.
    return FormQuestion(**{**values, "position": position, "required": False})


def _counted(
    plan: ColumnPlan,
    given: Sequence[Given],
    file: AnswerFile,
    answers: list[dict[str, Answer]],
    left_out: list[LeftOut],
) -> ColumnPlan:
    question = plan.question
    assert question is not None  # noqa: S101 - the caller says so
    separator = _separator(file.tool, given)
    counts: Counter[str] = Counter()
    answered = texts = 0
    for number, one in enumerate(given):
        answer, why = _read(question, one, separator)
        if one.unexplained:
            why = gettext("Er is niet gezegd wat “%(codes)s” betekent.") % {
                "codes": ", ".join(one.unexplained)
            }
        if why:
            left_out.append(LeftOut(file.numbers[number], plan.column.heading, why))
        if not answer.is_empty:
            answers[number][question.key] = answer
            counts.update(answer.values)
            answered += 1
            texts += bool(answer.text)
    labels = {**{mark: mark for mark in question.values}, OTHER: _other()}
    notes = [*plan.notes, *_notes(question, counts, plan.codes)]
    return replace(
        plan,
        answered=answered,
        counts=tuple((labels[one], counts[one]) for one in question.values if counts[one]),
        texts=texts,
        notes=tuple(notes),
    )


def _notes(question: FormQuestion, counts: Counter[str], codes: Sequence[Code]) -> list[str]:
    if question.kind == Kind.SCORE and counts and max(map(int, counts)) <= FIVE:
        return [
            gettext(
                "Geen cijfer is hoger dan 5. Was de schaal 1 tot en met 5? Neem het dan over als "
                "eigen vraag met één keuze: een 5 van 5 is geen 5 van 10."
            )
        ]
    if any(one.is_sure and not one.meaning for one in codes):
        return [
            gettext(
                "Hier staan codes en geen woorden. Zeg van elke code wat zij betekent. Of "
                "exporteer uit LimeSurvey met hele vragen en hele antwoorden."
            )
        ]
    return []


# --- Which question a column is -------------------------------------------------------------------


def _bare(text: str) -> str:
    """The words of a question, without its number and the characters around it."""
    text = re.sub(r"^\s*(vraag|question|q|v)?\s*\d+\s*[.:)]\s*", "", text, flags=re.IGNORECASE)
    # Microsoft Forms puts a number behind a question that stands there twice.
    return plain(re.sub(r"(?<=[?.!])\s*\d+$", "", text))


def _best_choice(
    column: SourceColumn,
    given: Sequence[Given],
    known: Mapping[str, FormQuestion],
    tool: Tool,
    taken: set[str],
    codes: Sequence[Code],
) -> tuple[str, list[str]]:
    heading = _bare(column.heading)
    if ASKS_WHO.search(column.heading):
        return NOT_TAKEN, [gettext("Deze vraag lijkt te vragen wie iemand is.")]
    fitting = {
        choice: one
        for choice, one in known.items()
        if choice not in taken and (_fits(one, column, given, tool) or _may_fit(one, column, codes))
    }
    for choice, one in fitting.items():
        if heading in {_bare(one.text), _bare(one.text_en), plain(one.key)} - {""}:
            return choice, []
    scored = [
        (max(fuzz.ratio(heading, _bare(text)) for text in (one.text, one.text_en)), choice)
        for choice, one in fitting.items()
    ]
    best = max(scored, default=(0, ""))
    if best[0] >= ALIKE:
        return best[1], [gettext("De woorden zijn iets anders. Is dit dezelfde vraag?")]
    kind = guessed_kind(column, given, tool)
    if kind == Kind.OPEN and codes and all(one.is_sure for one in codes):
        kind = Kind.CHOICE
    return next(choice for choice, one in OWN.items() if one == kind), []


def _may_fit(question: FormQuestion, column: SourceColumn, codes: Sequence[Code]) -> bool:
    """Whether codes can be answers to a question, as far as anybody knows before they are told."""
    several = question.kind == Kind.MULTIPLE
    fits = may_have_codes(question.kind) and several == bool(column.options)
    return fits and 0 < len(codes) <= len(question.values)


def _fits(question: FormQuestion, column: SourceColumn, given: Sequence[Given], tool: Tool) -> bool:
    if column.options:
        ours = {plain(text) for text in _option_texts(question)}
        alike = sum(plain(option) in ours for option in column.options)
        return question.kind == Kind.MULTIPLE and alike * 2 > len(column.options)
    separator = _separator(tool, given)
    read = [_read(question, one, separator) for one in given if one.texts or one.is_other]
    good = sum(not answer.is_empty for answer, _why in read)
    return not read or good * 2 > len(read)


def guessed_kind(column: SourceColumn, given: Sequence[Given], tool: Tool) -> Kind:
    """What kind of question a column seems to be."""
    if column.options:
        return Kind.MULTIPLE
    cells = [one.texts[0] for one in given if one.texts]
    if cells and sum(mark_of(cell) is not None for cell in cells) * 2 > len(cells):
        return Kind.SCORE
    separator = _separator(tool, given)
    pieces = Counter(piece for cell in cells for piece in _pieces(cell, separator, ()))
    several = sum(len(_pieces(cell, separator, ())) > 1 for cell in cells)
    often = sum(count for count in pieces.values() if count > 1)
    if several and often * 2 > pieces.total() and len(pieces) <= MOST_OPTIONS:
        return Kind.MULTIPLE
    whole = Counter(cells)
    repeated = sum(count for count in whole.values() if count > 1)
    is_short = all(len(cell) <= LONGEST_OPTION for cell in whole)
    if is_short and repeated * 2 > len(cells) and len(whole) <= MOST_OPTIONS:
        return Kind.CHOICE
    return Kind.OPEN


def _own_question(
    column: SourceColumn,
    given: Sequence[Given],
    choice: str,
    tool: Tool,
    codes: Sequence[Code],
) -> FormQuestion | None:
    """The question that a column is by itself; None where it is not taken over."""
    kind = OWN.get(choice)
    if kind is None:
        return None
    digest = sha256(f"{kind} {_bare(column.heading)}".encode()).hexdigest()[:20]
    options: list[str] = []
    other = False
    if kind in (Kind.CHOICE, Kind.MULTIPLE):
        sure = {one.meaning or one.code for one in codes if one.is_sure}
        options, other = _own_options(column, given, kind, _separator(tool, given), sure)
    return FormQuestion(
        key=f"{OWN_KEY}{digest}",
        kind=kind,
        text=column.heading[:1000],
        options=options,
        other=other,
        word_limit=300,
    )


def _own_options(
    column: SourceColumn,
    given: Sequence[Given],
    kind: Kind,
    separator: str,
    sure: Collection[str],
) -> tuple[list[str], bool]:
    """The options by the alphabet (their order in the file tells who came first), and whether there
    is "Anders". What is `sure` is no one's own words, also where one person chose it."""
    if column.options:
        options = list(dict.fromkeys(one[:LONGEST_OPTION] for one in column.options))
        return options, column.other is not None
    found: Counter[str] = Counter()
    for one in given:
        for cell in one.texts:
            pieces = _pieces(cell, separator, ()) if kind == Kind.MULTIPLE else [cell]
            found.update({piece for piece in pieces if len(piece) <= LONGEST_OPTION})
    options = sorted(
        (one for one, count in found.items() if count > 1 or one in sure), key=str.casefold
    )
    is_other = len(options) < len(found) or any(one.is_other for one in given)
    return options[:MOST_OPTIONS], is_other or len(options) > MOST_OPTIONS


# --- One answer -----------------------------------------------------------------------------------


def mark_of(text: str) -> str | None:
    """A whole mark from 1 to 10 as people and spreadsheets write it (`8`, `8,0`, `8/10`)."""
    found = re.fullmatch(r"\s*(10|[1-9])([.,]0+)?(\s*/\s*10)?\s*", text)
    return found[1] if found else None


def _read(question: FormQuestion, given: Given, separator: str) -> tuple[Answer, str]:
    """The answer, and why something of it does not count ("" when all does)."""
    cell = given.texts[0] if given.texts else ""
    if question.kind == Kind.OPEN:
        return Answer(text=" ".join(filter(None, (*given.texts, given.other)))), ""
    if question.kind == Kind.SCORE:
        mark = mark_of(cell)
        if cell and mark is None:
            return Answer(), gettext("“%(cell)s” is geen heel cijfer van 1 tot en met 10.") % {
                "cell": cell[:40]
            }
        return Answer((mark,) if mark else ()), ""
    if question.kind == Kind.CHOICE:
        return _chosen(question, given.texts[:1], given)
    pieces = list(given.texts)
    if len(pieces) == 1:
        pieces = _pieces(cell, separator, _option_texts(question))
    return _chosen(question, pieces, given)


def _chosen(question: FormQuestion, pieces: Iterable[str], given: Given) -> tuple[Answer, str]:
    by_words = {plain(text): option for text, option in _option_texts(question).items()}
    values: list[str] = []
    unknown: list[str] = []
    is_other = given.is_other
    for piece in pieces:
        option = by_words.get(plain(piece))
        if option is not None:
            values.append(option)
        elif plain(piece) in OTHER_ANSWERS:
            is_other = True
        else:
            unknown.append(piece)
    own_words = "; ".join(filter(None, (*unknown, given.other)))
    if own_words or is_other:
        if question.other:
            values.append(OTHER)
        elif own_words:
            why = gettext("“%(cell)s” is geen antwoord van deze vraag.") % {"cell": own_words[:40]}
            return Answer(tuple(dict.fromkeys(values))), why
    kept = tuple(dict.fromkeys(values))
    if question.kind == Kind.CHOICE:
        kept = kept[:1]
    return Answer(kept, own_words if OTHER in kept else ""), ""


def _option_texts(question: FormQuestion) -> dict[str, str]:
    """What people may have chosen, in both languages, with the value that counts."""
    english = zip(question.options_en, question.options, strict=False)
    return {
        **{text: option for text, option in english if text},
        **{o: o for o in question.options},
    }


def _separator(tool: Tool, given: Sequence[Given]) -> str:
    """What stands between several answers in one cell."""
    cells = [cell for one in given for cell in one.texts]
    if tool == Tool.MICROSOFT or any(cell.rstrip().endswith(";") for cell in cells):
        return ";"
    semicolons = sum(";" in cell for cell in cells)
    return ";" if semicolons and semicolons >= sum(", " in cell for cell in cells) / 2 else ", "


def _pieces(cell: str, separator: str, options: Iterable[str]) -> list[str]:
    """The answers in a cell. An option in which the separator stands stays whole; words between
    options that are none are one answer: somebody's own."""
    longest = sorted(options, key=len, reverse=True)
    rest, pieces, unknown = cell.strip(), [], ""
    while rest:
        option = next((one for one in longest if _begins(rest, one, separator)), None)
        if option is not None:
            pieces += [unknown] if unknown else []
            unknown = ""
            piece, rest = option, rest[len(option) :]
            pieces.append(piece)
            rest = rest.removeprefix(separator.strip()).strip()
            continue
        piece, _found, rest = rest.partition(separator)
        piece, rest = piece.strip().removesuffix(separator.strip()), rest.strip()
        if longest and separator != ";":
            unknown = separator.join(filter(None, (unknown, piece)))
        elif piece:
            pieces.append(piece)
    return [one for one in [*pieces, unknown] if one]


def _begins(text: str, option: str, separator: str) -> bool:
    if text[: len(option)].casefold() != option.casefold():
        return False
    after = text[len(option) :].lstrip()
    return not after or after.startswith(separator.strip())
