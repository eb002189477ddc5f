"""Files with answers as LimeSurvey, Microsoft Forms and Google Forms write them.

What is read are columns with the answers to one question each. Columns with times, names, addresses
and numbers of respondents are left out while reading: nothing of them goes along any further.

The three differ in where several answers to one question go. LimeSurvey gives each option a column
with "Y", "Yes" or "Ja", and own words one that ends in `[other]`. Microsoft Forms writes them into
one cell, with a `;` after each, also the last; Google Forms too, with `;` between them in its own
file and `, ` in a spreadsheet. In both, own words stand among the options as if they were one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.common import uploaded_tables
from courses.common.errors import Refusal
from courses.enrolment import group_lists
from courses.evaluation.enums import Tool

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_ROWS = 2000
MOST_COLUMNS = 200
MOST_IN_A_CELL = 4000
MOST_TOGETHER = 1_000_000
"""How many characters all cells may have: they come back with the form, since nothing is kept."""

SIZE = uploaded_tables.Size(rows=MOST_ROWS + 2, columns=MOST_COLUMNS)

YES = frozenset({"y", "yes", "ja", "1", "true", "x"})
NO = frozenset({"", "n", "no", "nee", "0", "na", "nvt", "false"})
OTHER_HEADINGS = frozenset({"other", "anders", "andere", "overig", "overige", "anders namelijk"})
OTHER_ANSWERS = OTHER_HEADINGS | {"oth"}

_MICROSOFT = frozenset(
    {"starttime", "completiontime", "begintijd", "starttijd", "tijdvanvoltooien"}
    | {"lastmodifiedtime", "tijdvanlaatstewijziging", "voltooiingstijd", "totalpoints"}
    | {"totaalaantalpunten", "quizfeedback", "testfeedback"}
)
_GOOGLE = frozenset({"timestamp", "tijdstempel", "username", "gebruikersnaam"})
_LIMESURVEY = frozenset(
    {"responseid", "antwoordid", "responsid", "reactieid", "lastpage", "laatstepagina"}
    | {"submitdate", "datesubmitted", "datumverzonden", "datumingediend", "startlanguage"}
    | {"begintaal", "starttaal", "seed", "zaad", "startdate", "datestarted", "datumgestart"}
    | {"datestamp", "datelastaction", "datumlaatsteactie", "ipaddr", "ipaddress", "ipadres"}
    | {"refurl", "referrerurl", "verwijzendeurl", "token", "toegangscode", "interviewtime"}
    | {"totaltime"}
)
_SUBMITTED = frozenset({"submitdate", "datesubmitted", "datumverzonden", "datumingediend"})
_NOBODY_ASKED = _MICROSOFT | _GOOGLE | _LIMESURVEY | {"id"}
_BESIDE_AN_ANSWER = re.compile(r"(points|punten|feedback) [-–] ", re.IGNORECASE)
_TIME_IT_TOOK = re.compile(r"(group ?time|question ?time)\W*\d*.*|\w+Time", re.ASCII)
ASKS_WHO = re.compile(
    r"\b(je|jouw|uw|your)\b.*\b(naam|name|e-?mail\w*|telefoon\w*|phone|adres|address|geboorte\w*)\b"
    r"|\b(e-?mail ?adres|telefoonnummer|voornaam|achternaam)\b",
    re.IGNORECASE,
)
"""What a question looks like that asks who somebody is."""


@dataclass(frozen=True)
class Given:
    """What stands in a row for one question: texts of answers, and own words beside them.

    `unexplained` are codes of which nobody said what they mean.
    """

    texts: tuple[str, ...]
    other: str = ""
    is_other: bool = False
    unexplained: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceColumn:
    """The answers to one question, in one column or (`options`) in one for each option.

    `heading` is the question's text, or its code where the file has codes.
    """

    heading: str
    places: tuple[int, ...]
    options: tuple[str, ...] = ()
    other: int | None = None

    def given(self, row: Sequence[str]) -> Given:
        """What one row says."""
        words = row[self.other] if self.other is not None else ""
        if self.options:
            chosen = tuple(
                option
                for place, option in zip(self.places, self.options, strict=True)
                if plain(row[place]) in YES
            )
            is_ticked = plain(words) in YES - {"x"}
            own = "" if is_ticked or plain(words) in NO else words
            return Given(chosen, own, is_other=bool(own) or is_ticked)
        cell = row[self.places[0]]
        if self.other is not None and (words or plain(cell) in OTHER_ANSWERS):
            return Given((), words, is_other=True)
        return Given((cell,) if cell else ())


@dataclass(frozen=True)
class AnswerFile:
    """What was read: from which tool, the columns with answers, and a row for each respondent.

    `numbers` is on which line of the file each row stood, `left_out` the headings of columns that
    were left out, `unfinished` on which lines somebody stopped halfway.
    """

    tool: Tool
    columns: tuple[SourceColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    left_out: tuple[str, ...] = ()
    unfinished: tuple[int, ...] = ()


def plain(text: str) -> str:
    """The letters and digits of a heading or a short answer, to compare."""
    return re.sub(r"[\W_]", "", text.casefold())


def read_file(data: bytes) -> AnswerFile:
    """The answers in an uploaded file.

    Raises:
        Refusal: with a sentence that says what to do; it is no table, or too large.
    """
    cells = uploaded_tables.cells_of_file(data, SIZE)
    rows = [[uploaded_tables.tidy_cell(one, MOST_IN_A_CELL) for one in row] for row in cells]
    lines = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if len(lines) < 2:
        raise Refusal(_("In dit bestand staan geen antwoorden."), field="file")
    if len(lines) > MOST_ROWS + 1 or sum(len(one) for row in rows for one in row) > MOST_TOGETHER:
        raise Refusal(_("In dit bestand staat te veel."), field="file")
    width = max(place for _n, row in lines for place, cell in enumerate(row, start=1) if cell)
    if width > MOST_COLUMNS:
        raise Refusal(_("In dit bestand staat te veel."), field="file")
    full = [(number, tuple((row + [""] * width)[:width])) for number, row in lines]
    return _answers(full[0][1], full[1:])


def _answers(headings: tuple[str, ...], lines: list[tuple[int, tuple[str, ...]]]) -> AnswerFile:
    tool = tool_of(headings)
    submitted = next((n for n, one in enumerate(headings) if plain(one) in _SUBMITTED), None)
    unfinished = [
        number
        for number, row in lines
        if tool == Tool.LIMESURVEY and submitted is not None and plain(row[submitted]) in NO
    ]
    kept = [(number, row) for number, row in lines if number not in set(unfinished)]
    cells = [[row[place] for _number, row in kept] for place in range(len(headings))]
    out = {
        place
        for place, heading in enumerate(headings)
        if _is_about_who(heading, cells[place], tool) or not (heading and any(cells[place]))
    }
    places = [place for place in range(len(headings)) if place not in out]
    file = AnswerFile(
        tool,
        tuple(SourceColumn(headings[place], (new,)) for new, place in enumerate(places)),
        tuple(tuple(_unmasked(row[place]) for place in places) for _number, row in kept),
        tuple(number for number, _row in kept),
        left_out=tuple(headings[place] for place in sorted(out) if headings[place]),
        unfinished=tuple(unfinished),
    )
    return replace(file, columns=tuple(_together(file)))


def tool_of(headings: Iterable[str]) -> Tool:
    """Which tool writes such headings."""
    found = {plain(one) for one in headings}
    if found & {"starttime", "begintijd", "starttijd"} and "id" in found:
        return Tool.MICROSOFT
    if found & {"timestamp", "tijdstempel"}:
        return Tool.GOOGLE
    if found & _SUBMITTED or {"lastpage", "startlanguage"} <= found:
        return Tool.LIMESURVEY
    return Tool.OTHER


def _is_about_who(heading: str, cells: Sequence[str], tool: Tool) -> bool:
    """Whether a column says who or when, and not what."""
    name = plain(heading)
    if name in _NOBODY_ASKED or name in group_lists.BY_HEADING:
        return True
    if _BESIDE_AN_ANSWER.match(heading):
        return True
    if tool == Tool.LIMESURVEY and _TIME_IT_TOOK.fullmatch(heading):
        return True
    if tool == Tool.GOOGLE and name == "score":
        # Of a quiz: "7 / 10".
        return True
    filled = [cell for cell in cells if cell]
    addresses = sum(re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", cell) is not None for cell in filled)
    return addresses * 2 > len(filled)


def _unmasked(cell: str) -> str:
    """LimeSurvey writes an apostrophe before what Excel would take for a formula."""
    return cell[1:] if cell.startswith("'=") else cell


# --- Columns that belong together -----------------------------------------------------------------

_SUB = re.compile(r"(?P<base>.*?)[ _]*\[(?P<sub>[^\[\]]*)\]")
_SHORT_SUB = re.compile(r"(?P<base>\w+?)_(?P<sub>SQ\w+|other|comment)")
_CODE = re.compile(r"\w+(\[\w+\])?[.:] +(?=\S)")


def _together(file: AnswerFile) -> Iterable[SourceColumn]:
    """The columns, those of one question as one."""
    if file.tool != Tool.LIMESURVEY:
        yield from file.columns
        return
    groups: list[tuple[str, list[tuple[str, int]]]] = []
    for column in file.columns:
        base, sub = _parts(column.heading)
        if groups and sub and groups[-1][0] == base:
            groups[-1][1].append((sub, column.places[0]))
        else:
            groups.append((base, [(sub, column.places[0])]))
    for base, members in groups:
        yield from _of_group(file, base, members)


def _parts(heading: str) -> tuple[str, str]:
    """The question and the option of a heading; an option of "" where it has none."""
    text = heading
    if " " not in text and text.count("_") > 2:
        text = text.replace("_", " ")
    if (code := _CODE.match(text)) and not text[code.end() :].startswith("["):
        text = text[code.end() :]
    found = _SUB.fullmatch(text) or _SHORT_SUB.fullmatch(text)
    return (found["base"], found["sub"].strip()) if found else (text, "")


def _of_group(
    file: AnswerFile, base: str, members: list[tuple[str, int]]
) -> Iterable[SourceColumn]:
    others = [place for sub, place in members if plain(sub) in map(plain, OTHER_HEADINGS)]
    rest = [(sub, place) for sub, place in members if place not in others]
    other = others[0] if others else None
    is_ticked = rest and all(
        sub and plain(row[place]) in YES | NO for sub, place in rest for row in file.rows
    )
    if is_ticked and (len(rest) > 1 or other is not None):
        subs, places = zip(*rest, strict=True)
        yield SourceColumn(base, tuple(places), tuple(subs), other)
        return
    for sub, place in rest:
        yield SourceColumn(f"{base} [{sub}]" if sub else base, (place,), other=other)
        other = None
    if other is not None:
        yield SourceColumn(base, (other,))
