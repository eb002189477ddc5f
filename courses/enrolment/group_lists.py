"""Lists of people as others keep them: pasted, or from a spreadsheet, as Excel in Dutch writes it.

What is read is text in rows and columns, and what each column probably is. Nothing is kept. What
Excel spoiled is mended where nothing was lost (a telephone number without its 0), and is an error
where something was (`6,12E+08`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from unicodedata import combining, normalize

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import clock, contact_details, names, uploaded_tables
from courses.common.errors import Refusal

MOST_BYTES = uploaded_tables.MOST_BYTES
MOST_ROWS = 1000
MOST_COLUMNS = 30
MOST_IN_A_CELL = 300
MOST_TOGETHER = 500_000
"""How many characters a whole list may have: it comes back with the form, since nothing is kept."""

SIZE = uploaded_tables.Size(rows=10 * MOST_ROWS, columns=MOST_COLUMNS)


class Part(StrEnum):
    """What a column can be."""

    NAME = "name"
    FIRST_NAME = "first_name"
    PREFIX = "prefix"
    LAST_NAME = "last_name"
    EMAIL = "email"
    TELEPHONE = "telephone"
    BIRTH = "birth_year"
    STREET = "street"
    NUMBER = "number"
    POSTCODE = "postcode"
    CITY = "city"
    NOTE = "note"


PART_LABELS = {
    Part.NAME: _("Hele naam"),
    Part.FIRST_NAME: _("Voornaam"),
    Part.PREFIX: _("Tussenvoegsel"),
    Part.LAST_NAME: _("Achternaam"),
    Part.EMAIL: _("E-mailadres"),
    Part.TELEPHONE: _("Telefoon"),
    Part.BIRTH: _("Geboortejaar of -datum"),
    Part.STREET: _("Straat"),
    Part.NUMBER: _("Huisnummer"),
    Part.POSTCODE: _("Postcode"),
    Part.CITY: _("Woonplaats"),
    Part.NOTE: _("Notitie voor wie de training geeft"),
}

KNOWN_AS = {
    Part.NAME: "naam volledigenaam deelnemer deelnemers vrijwilliger vrijwilligers name fullname "
    "voorenachternaam voornaamachternaam voornaamenachternaam",
    Part.FIRST_NAME: "voornaam roepnaam voornamen firstname givenname",
    Part.PREFIX: "tussenvoegsel tussenvoegsels tussenv tv tussenvgsl voorvoegsel voorvoegsels",
    Part.LAST_NAME: "achternaam familienaam geslachtsnaam lastname surname familyname",
    Part.EMAIL: "email emailadres mail mailadres emailaddress emailvrijwilliger",
    Part.TELEPHONE: "telefoon telefoonnummer telefoonnr tel telnr mobiel mobielnummer mobielnr gsm "
    "phone telephone mobile 06 06nummer 06nr",
    Part.BIRTH: "geboortejaar geboortedatum gebdatum gebjaar geboren birthdate birthyear "
    "dateofbirth geboorte",
    Part.STREET: "straat adres straatenhuisnummer straathuisnummer straatenhuisnr straathuisnr "
    "straatennummer straatnummer straatennr straatnr straatnaam street address",
    Part.NUMBER: "huisnummer huisnr nr nummer",
    Part.POSTCODE: "postcode pc zip postalcode",
    Part.CITY: "woonplaats plaats stad city gemeente",
    Part.NOTE: "opmerking opmerkingen bijzonderheid bijzonderheden notitie notities remark remarks",
}

BY_HEADING = {heading: part for part, text in KNOWN_AS.items() for heading in text.split()}

WHOSE = frozenset(
    {"vrijwilliger", "vrijwilligers", "deelnemer", "deelnemers", "van", "de", "het", "een"}
    | {"je", "jouw", "uw", "prive", "eigen"}
)
"""Words that say whose something is, and nothing of what: `Naam vrijwilliger`."""

MOST_ABOVE = 10
"""Among how many of the first lines the headings are looked for: above them can stand a title."""

ENOUGH_HEADINGS = 2
"""How many headings below the first line have to be known: one such word can be a name."""


@dataclass(frozen=True)
class ListTable:
    """A list as it was read: headings (empty where there were none), and rows as long as those.

    `parts` is what each column was taken for; None for one that is not used. `above` are the lines
    above the headings, such as a title; they are nobody. `typed` is the text as it was pasted.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    parts: tuple[Part | None, ...]
    above: tuple[str, ...] = ()
    typed: str = ""


def read_file(data: bytes) -> ListTable:
    """The list in an uploaded file, whatever it is called.

    Raises:
        Refusal: with a sentence that says what to do; it is no list, or too large.
    """
    text = uploaded_tables.text_of_file(data)
    if text is not None:
        return _table_of_text(text)
    return _table(uploaded_tables.cells_of_file(data, SIZE))


def read_text(text: str) -> ListTable:
    """The list in a text that was pasted: a table, or the line of addresses of a mail.

    Raises:
        Refusal: there is nothing in it, or too much.
    """
    addressed = _addressed(text)
    if addressed:
        # Nobody wrote headings above it, so none are shown.
        table = replace(_table([["Naam", "E-mail"], *addressed]), headings=("", ""))
    else:
        table = _table_of_text(text)
    return replace(table, typed=text if len(text) <= MOST_TOGETHER else "")


def _table_of_text(text: str) -> ListTable:
    table = _table(uploaded_tables.cells_of_text(text, SIZE))
    if any(_parts_of(table.headings)) or '"' in text or text.startswith("sep="):
        return table
    # Nobody said what a column is: then each line is read for what it says itself.
    return _table([_cells_of_line(line) for line in re.split(r"\r\n?|\n", text)])


_ADDRESS = r"[^\s<>,;@\"']{1,100}@[^\s<>,;@\"']{1,200}"
ADDRESSED = re.compile(
    # `jan@example.org <jan@example.org>`, `Vries, Jan de <jan@example.org>`, `jan@example.org`
    rf"(?:(?P<twice>{_ADDRESS})\s*<|(?P<name>[^<>@;\t\r\n]{{0,200}}?)\s*<)"
    rf"\s*(?:mailto:)?(?P<address>{_ADDRESS})\s*>|(?P<bare>{_ADDRESS})"
)
NAME_ONLY = re.compile(r"(?P<name>[^<>@;\t]{1,200}?)\s*(?=;|$)")
BETWEEN = re.compile(r"[\s,;]*")


def _after_separators(text: str, place: int) -> int:
    found = BETWEEN.match(text, place)
    return found.end() if found else place


def _addressed(text: str) -> list[list[str]]:
    """Names and addresses as Outlook and others write to whom a mail goes; nothing where there is
    anything else in the text, or no more than an address on each line."""
    found: list[list[str]] = []
    place = _after_separators(text, 0)
    # Somebody whom the mail program did not know stands among them by name.
    is_line = "<" in text and "\n" not in text.strip()
    while place < len(text):
        one = ADDRESSED.match(text, place) or (NAME_ONLY.match(text, place) if is_line else None)
        if one is None:
            return []
        known = one.groupdict()
        name = " ".join((known["name"] or "").split()).strip("\"' ")
        found.append([name, known.get("address") or known.get("bare") or ""])
        place = _after_separators(text, one.end())
    is_list = "<" in text or len(found) > len(text.strip().splitlines())
    return found if is_list else []


NAME_AND_MORE = re.compile(rf"(?P<name>[^<>@,;|\d+(]{{1,200}}?)\s+(?P<more>{_ADDRESS}|[\d+(].*)")
CELL_ENDS = re.compile(r"[;\t|]")
COMMA = re.compile(r",(?=(\s?))")
SURNAME_ALONE = re.compile(
    rf"(?:(?:{'|'.join(sorted(names.PREFIXES))})\s+)*[^\W\d_][^\s\d@]*", re.I
)


def _cells_of_line(line: str) -> list[str]:
    """The cells of one line, in which somebody wrote commas, semicolons and tabs by turns."""
    return [part for cell in CELL_ENDS.split(line) for part in _parts_of_cell(cell)]


def _parts_of_cell(cell: str) -> list[str]:
    """The same cell; in parts where it holds commas between more than a name."""
    parts = [tidy_cell(part) for part in cell.split(",")]
    # In `Vries, Jan de, 06 12345678` the first comma stands within the name; a table has no
    # spaces behind its commas.
    spaced = [bool(one[1]) for one in COMMA.finditer(cell)]
    is_one = all(spaced) and not any(_kind_of(part) for part in parts)
    if is_one or _kind_of(tidy_cell(cell)):
        return [cell]
    for place, is_spaced in enumerate(spaced):
        both = parts[place : place + 2]
        is_name = SURNAME_ALONE.fullmatch(both[0]) and re.fullmatch(r"[^\d@]+", both[1])
        if is_spaced and is_name:
            return [*parts[:place], ", ".join(both), *parts[place + 2 :]]
    return parts


def _apart(row: list[str]) -> list[str]:
    """The same; a line that is one cell is taken apart where it says more than a name: somebody
    wrote it with another delimiter than the other lines, or with nothing but a space."""
    filled = [cell for cell in row if cell]
    if len(filled) != 1:
        return row
    cells = [tidy_cell(cell) for cell in _cells_of_line(filled[0])]
    if len(cells) > 1 and any(_kind_of(cell) for cell in cells):
        return cells
    both = NAME_AND_MORE.fullmatch(filled[0])
    return [both["name"], both["more"]] if both and _kind_of(both["more"]) else row


DAY_OR_YEAR = re.compile(r"\d[\d ./-]*")


def _kind_of(cell: str) -> Part | None:
    """What this one cell is for sure, in whichever column it stands."""
    if ADDRESSED.fullmatch(cell):
        return Part.EMAIL
    if _may_be_telephone(cell):
        return Part.TELEPHONE
    is_day = DAY_OR_YEAR.fullmatch(cell) and not DAY_NUMBER.fullmatch(cell)
    return Part.BIRTH if is_day and year_of(cell) is not None else None


NO_NAMES = frozenset({Part.EMAIL, Part.TELEPHONE, Part.BIRTH})
"""Columns in which a name has nothing to do."""


def _in_columns_of_their_kind(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The same rows of a list without headings, where each writes in an order of its own: a name,
    an address, a number or a year goes to the column of its kind, or to a new one. What finds that
    column filled stays where it was, or comes in a column behind the others."""
    parts = list(_each_once(tuple(_guess(list(column)) for column in zip(*rows, strict=True))))
    found = [_kind_of(cell) for row in rows for cell in row]
    kinds = [kind for kind in dict.fromkeys(found) if kind]
    parts += [kind for kind in (*kinds, Part.NAME) if kind not in parts]
    moved = [_in_places(row, parts) for row in rows]
    width = max(len(row) for row in moved)
    full = [[*row, *[""] * (width - len(row))] for row in moved]
    filled = [place for place in range(width) if any(row[place] for row in full)]
    return [tuple(row[place] for place in filled) for row in full]


def _in_places(row: tuple[str, ...], parts: list[Part | None]) -> list[str]:
    """One row with each cell in the column of its kind, where that is free."""
    placed = [""] * len(parts)
    left = list(enumerate(row))
    # What stands well stays, before anything comes to stand there.
    for is_at_home in (True, False):
        for place, cell in list(left):
            goal = _goal_of(cell, place, parts)
            if goal is not None and (goal == place) == is_at_home and not placed[goal]:
                placed[goal] = cell
                left.remove((place, cell))
    name = parts.index(Part.NAME)
    for place, cell in left:
        is_name = parts[place] in {*NO_NAMES, None} and re.fullmatch(r"[^\d@]+", cell)
        goal = name if is_name and not placed[name] else place
        if placed[goal]:
            placed.append(cell)
        else:
            placed[goal] = cell
    return placed


def _goal_of(cell: str, place: int, parts: list[Part | None]) -> int | None:
    """The column of the kind of a cell; None for what can stand anywhere, as a name can."""
    kind = _kind_of(cell)
    if kind is None:
        return place if cell and parts[place] not in {*NO_NAMES, None} else None
    return place if parts[place] == Part.POSTCODE else parts.index(kind)


def _table(cells: list[list[str]]) -> ListTable:
    rows = [_apart([tidy_cell(cell) for cell in row[:MOST_COLUMNS]]) for row in cells]
    rows = [row for row in rows if any(row)]
    if not rows:
        raise Refusal(_("In deze lijst staat niets."), field="file")
    too_long = sum(len(cell) for row in rows for cell in row) > MOST_TOGETHER
    if len(rows) > MOST_ROWS + 1 or too_long:
        raise Refusal(
            gettext("In deze lijst staan te veel mensen. Neem er ten hoogste %(most)d tegelijk.")
            % {"most": MOST_ROWS},
            field="file",
        )
    # openpyxl gives each row all the columns that were asked for, also those where nothing is.
    width = max(place for row in rows for place, cell in enumerate(row, start=1) if cell)
    full = [tuple((row + [""] * width)[:width]) for row in rows]
    place = _line_of_headings(full)
    if place is None:
        return _without_known_headings(full, width)
    rows_below = tuple(full[place + 1 :])
    return ListTable(
        full[place],
        rows_below,
        _with_a_name(_parts_of(full[place]), rows_below),
        above=tuple(" ".join(filter(None, row)) for row in full[:place]),
    )


def _line_of_headings(rows: list[tuple[str, ...]]) -> int | None:
    """Where the headings are: the line with the most that are known, and nobody in or above it.

    None where there are none: then the first line is somebody, or has headings of its own.
    """
    best, known = None, 0
    for place, row in enumerate(rows[:MOST_ABOVE]):
        if any(_is_of_a_person(cell) for cell in row):
            break
        found = sum(part is not None for part in _parts_of(row))
        if found > known and (place == 0 or found >= ENOUGH_HEADINGS):
            best, known = place, found
    return best


def _parts_of(headings: tuple[str, ...]) -> tuple[Part | None, ...]:
    return _each_once(tuple(_part_of(heading) for heading in headings))


def _part_of(heading: str) -> Part | None:
    """What a heading says; whose it is, it may say too (`E-mail vrijwilliger`)."""
    if part := BY_HEADING.get(_plain(heading)):
        return part
    words = [word for word in re.split(r"[^a-z0-9]+", _without_accents(heading)) if word]
    words = [word for word in words if word not in WHOSE]
    if part := BY_HEADING.get("".join(words)):
        return part
    parts = {BY_HEADING.get(word) for word in words}
    return parts.pop() if len(parts) == 1 else None


def _with_a_name(
    parts: tuple[Part | None, ...], rows: tuple[tuple[str, ...], ...]
) -> tuple[Part | None, ...]:
    """The same; where no column is a name, the first that looks like names is."""
    if {Part.NAME, Part.FIRST_NAME, Part.LAST_NAME} & set(parts):
        return parts
    for place, part in enumerate(parts):
        if part is None and _guess([row[place] for row in rows]) == Part.NAME:
            return (*parts[:place], Part.NAME, *parts[place + 1 :])
    return parts


def _without_known_headings(rows: list[tuple[str, ...]], width: int) -> ListTable:
    """A list of which no heading is known: columns go by what is in them.

    Where above each column stands a word, and below it addresses or numbers, the first row is
    headings all the same, in words of their own. A cell that is empty tells nothing, and a row with
    an address, a digit or a comma in it is somebody: taken for headings, that person would be lost.
    """
    first, others = rows[0], rows[1:]
    below = tuple(_guess([row[place] for row in others]) for place in range(width))
    telling = [first[place] for place, part in enumerate(below) if part not in {None, Part.NAME}]
    are_words = all(cell and not re.search(r"[@\d,]", cell) for cell in first)
    if telling and are_words:
        return ListTable(first, tuple(others), _each_once(below))
    rows = _in_columns_of_their_kind(rows)
    parts = tuple(_guess(list(column)) for column in zip(*rows, strict=True))
    return ListTable(("",) * len(parts), tuple(rows), _each_once(parts))


def tidy_cell(cell: str) -> str:
    """A cell as it is shown: one line, not too long, without characters that cannot be stored, nor
    the bullet before a line or the dash where there is nothing."""
    return BULLET.sub("", uploaded_tables.tidy_cell(cell, MOST_IN_A_CELL))


BULLET = re.compile(r"^[•·▪◦‣*–-](?: |$)")


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", _without_accents(heading))


def _without_accents(text: str) -> str:
    return "".join(one for one in normalize("NFKD", text.casefold()) if not combining(one))


def _each_once(parts: tuple[Part | None, ...]) -> tuple[Part | None, ...]:
    return tuple(one if one not in parts[:place] else None for place, one in enumerate(parts))


def _is_of_a_person(cell: str) -> bool:
    """Whether this is somebody's address or number, and so never a heading."""
    return re.search(r"[^\s@]@[^\s@]", cell) is not None or _may_be_telephone(cell)


LEAST_DIGITS = 9
"""Of a telephone number, in the Netherlands without its 0."""


def _may_be_telephone(cell: str) -> bool:
    """Also one with a mistake in it, or spoiled by Excel: the row then says what is wrong."""
    looks_like_one = (
        re.fullmatch(r"[+(]?[0-9][0-9 ()./-]*", cell)
        and contact_details.count_digits(cell) >= LEAST_DIGITS
    )
    mended = mended_telephone(cell)[0]
    return bool(looks_like_one or is_spoiled(cell) or contact_details.telephone_digits(mended))


def _guess(cells: list[str]) -> Part | None:
    """What a column without a heading holds, by most of what is in it."""
    filled = [cell for cell in cells if cell]

    def most(fits: object) -> bool:
        return callable(fits) and sum(bool(fits(cell)) for cell in filled) * 2 > len(filled)

    if most(lambda cell: "@" in cell):
        return Part.EMAIL
    if most(_may_be_telephone):
        return Part.TELEPHONE
    if most(contact_details.is_postcode):
        return Part.POSTCODE
    # A column of numbers can be anything.
    if most(lambda cell: year_of(cell) is not None and not DAY_NUMBER.fullmatch(cell)):
        return Part.BIRTH
    return Part.NAME if most(lambda cell: re.search(r"[^\W\d_]", cell)) else None


# --- One row --------------------------------------------------------------------------------------


def details(row: tuple[str, ...], parts: tuple[Part | None, ...]) -> dict[str, str]:
    """What a row says of somebody, by the names of the fields of a person, as text."""
    found = {part: cell for part, cell in zip(parts, row, strict=False) if part and cell}
    first, last = found.get(Part.FIRST_NAME, ""), found.get(Part.LAST_NAME, "")
    if Part.NAME in found and not (first and last):
        first, last = names.split_name(found[Part.NAME])
    last = last or ""
    if found.get(Part.PREFIX):
        last = f"{found[Part.PREFIX]} {last}".strip()
    if "," in last and not first:
        first, last = names.split_name(last)
    street = " ".join(filter(None, (found.get(Part.STREET), found.get(Part.NUMBER))))
    addressed = ADDRESSED.fullmatch(found.get(Part.EMAIL, ""))
    if addressed and addressed["name"] and not (first or last):
        first, last = names.split_name(addressed["name"].strip("\"' "))
    return {
        "first_name": first,
        "last_name": last,
        "email": _address_of(addressed, found.get(Part.EMAIL, "")),
        "telephone": found.get(Part.TELEPHONE, ""),
        "birth_year": found.get(Part.BIRTH, ""),
        "street": street,
        "postcode": found.get(Part.POSTCODE, ""),
        "city": found.get(Part.CITY, ""),
        "note": found.get(Part.NOTE, ""),
    }


def unused(row: tuple[str, ...], parts: tuple[Part | None, ...]) -> list[str]:
    """What stands in a row and is not used, since its column is nothing that we know."""
    return [cell for cell, part in zip(row, parts, strict=False) if cell and part is None]


def absent(table: ListTable) -> tuple[str, frozenset[int]]:
    """The heading of a column that says who was there, and the rows of who was not; nothing where
    there is none. An empty cell says so beside others that are ticked."""
    for place, heading in enumerate(table.headings):
        cells = [_plain(row[place]) or row[place] for row in table.rows]
        if table.parts[place] is not None or _plain(heading) not in SAYS_WHO_WAS_THERE:
            continue
        no = NOT_THERE | ({""} if any(cell not in NOT_THERE | {""} for cell in cells) else set())
        found = (number for number, cell in enumerate(cells, start=1) if cell in no)
        return heading, frozenset(found)
    return "", frozenset()


SAYS_WHO_WAS_THERE = frozenset(
    {"aanwezig", "aanwezigheid", "presentie", "present", "erbij", "waserbij", "geweest", "opkomst"}
)
NOT_THERE = frozenset({"nee", "n", "0", "no", "niet", "afwezig", "nietaanwezig", "false", "onwaar"})


def may_be_misread(table: ListTable, row: tuple[str, ...]) -> bool:
    """Whether something of a row is not used that nobody put in a column with a heading: it can be
    half a name, or the only number."""
    headings = table.headings
    return any(
        cell and part is None and not heading
        for cell, part, heading in zip(row, table.parts, headings, strict=True)
    )


def _address_of(addressed: re.Match[str] | None, cell: str) -> str:
    """The address in `Jan <jan@example.org>` or `mailto:jan@example.org`; else what is there."""
    address = (addressed["address"] or addressed["bare"]) if addressed else cell
    return address.removeprefix("mailto:")


SCIENTIFIC = re.compile(r"([0-9])[.,]([0-9]+)E\+?0?([0-9]+)", re.IGNORECASE)
LOCAL_DIGITS, WITH_COUNTRY = 9, 11


def mended_telephone(text: str) -> tuple[str, bool]:
    """The number as it was before Excel took it for an amount, and whether that was needed.

    A lost 0 comes back, and so does the plus before 31. Of `6,12345678E+08` all digits are there;
    of `6,12E+08` they are not: that stays as it is, and is no number.
    """
    written = re.sub(r"\s", "", text)
    scientific = SCIENTIFIC.fullmatch(written)
    if scientific and len(scientific[2]) == int(scientific[3]):
        written = scientific[1] + scientific[2]
    digits = re.sub(r"[().-]", "", written.removesuffix(".0"))
    if re.fullmatch(r"[1-9][0-9]{8}", digits):
        return f"0{digits}", True
    if re.fullmatch(r"31[1-9][0-9]{8}", digits):
        return f"+{digits}", True
    return text, False


def is_spoiled(text: str) -> bool:
    """Whether a number lost digits to Excel."""
    return SCIENTIFIC.fullmatch(re.sub(r"\s", "", text)) is not None


YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DAY_NUMBER = re.compile(r"[1-9]\d{4}")
EXCELS_FIRST_DAY = date(1899, 12, 30)
"""From which Excel counts days: it shows a date so in a cell that holds no date any more."""

SHORT_DATE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{2})")


def year_of(text: str) -> int | None:
    """The year in a year or a date: 1956, 12-3-1956, 1956-03-12, 12/3/56, or 20526, which Excel
    makes of a date; None if there is none."""
    whole = YEAR.search(text)
    if whole:
        return int(whole[0])
    if DAY_NUMBER.fullmatch(text.strip()):
        return (EXCELS_FIRST_DAY + timedelta(days=int(text))).year
    short = SHORT_DATE.fullmatch(text.strip())
    if short is None:
        return None
    # Nobody who is born yet is older than a century.
    this_year = clock.local_day(clock.now()).year
    century = this_year - this_year % 100
    year = century + int(short[1])
    return year if year <= this_year else year - 100
