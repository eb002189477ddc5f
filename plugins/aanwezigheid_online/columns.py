"""What the columns of a report hold: by their names, in the languages that occur, and else by what
stands below.

Programs name their columns in the language of whoever downloads the report. Of the names that
occur in public code none was in Dutch, so the words for that are those of Microsoft's and Zoom's
own Dutch pages, and what a report is need not follow from a word: moments below each other are
when people came in and left, whatever is above them.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import TYPE_CHECKING

from plugins.aanwezigheid_online.moments import read_duration, read_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Column(Enum):
    """What a column holds."""

    NAME = "name"
    FIRST_NAME = "first name"
    LAST_NAME = "last name"
    ADDRESS = "address"
    ACCOUNT = "account"
    """Teams' name of an account ("UPN"), which looks like an address and often is one."""
    JOINED = "joined"
    LEFT = "left"
    DURATION = "duration"
    ROLE = "role"
    WAITED = "waited"
    """Whether somebody was in the waiting room and no further."""
    ATTENDED = "attended"
    ACTION = "action"
    AT = "at"
    """When somebody did what the action says."""


NAMES = frozenset(
    {
        "name", "full name", "participant", "participant name", "attendee", "attendee name",
        "display name", "user name", "username", "naam", "volledige naam", "deelnemer",
        "naam deelnemer", "naam van deelnemer", "weergavenaam", "gebruikersnaam", "nom",
        "nom complet",
        "participant nom", "teilnehmer", "vollstandiger name", "nombre", "nombre completo", "nome",
        "nome completo", "partecipante", "participante",
    }
)  # fmt: skip
FIRST_NAMES = frozenset({"first name", "given name", "voornaam", "prenom", "vorname"})
LAST_NAMES = frozenset(
    {
        "last name",
        "surname",
        "family name",
        "achternaam",
        "familienaam",
        "nachname",
        "nom de famille",
    }
)
ACTIONS = frozenset({"user action", "action", "gebruikersactie", "actie", "benutzeraktion"})
TIMES = frozenset({"timestamp", "time stamp", "tijdstempel", "tijd", "time", "zeitstempel"})
ORIGINAL = ("original", "oorspronkelijke", "originele", "ursprunglich", "origine")

WORDS: Mapping[Column, frozenset[str]] = {
    Column.ACCOUNT: frozenset({"upn"}),
    Column.ADDRESS: frozenset({"email", "mail", "emailadres", "mailadres", "courriel", "correo"}),
    Column.WAITED: frozenset({"waiting", "wachtkamer", "wachtruimte", "warteraum"}),
    Column.ATTENDED: frozenset({"attended", "bijgewoond", "teilgenommen"}),
    Column.DURATION: frozenset(
        {
            "duration",
            "duur",
            "dauer",
            "duree",
            "duracion",
            "duracao",
            "durata",
            "minutes",
            "minuten",
        }
    ),
    Column.JOINED: frozenset(
        {"join", "joined", "deelname", "deelgenomen", "toegetreden", "toetreding", "aangemeld"}
        | {"beitritt", "beitreten", "arrivee", "entrada", "ingresso", "union"}
    ),
    Column.LEFT: frozenset(
        {"leave", "left", "exited", "vertrek", "vertrokken", "verlaten", "afgemeld"}
        | {"verlassen", "depart", "salida", "saida", "uscita"}
    ),
    Column.ROLE: frozenset({"role", "rol", "rolle", "fonction", "funcao", "ruolo"}),
}
"""Words of which one is enough, in the order in which they decide: "duur van deelname" is a
duration."""

LONGEST, MOST_WORDS = 60, 8
"""A heading has no more; what is longer is a sentence in which such a word may occur."""

ENOUGH = 0.6
"""Of how many of the cells that are filled something must be so, to say it of a column."""


def named(heading: str) -> Column | None:  # noqa: PLR0911 - one rule after the other
    """What a column with this heading holds; None where the words say nothing."""
    if len(heading) > LONGEST or any(map(str.isdigit, heading)):
        return None
    text = _plain(heading)
    words = set(text.split())
    if not words or len(words) > MOST_WORDS:
        return None
    if text in FIRST_NAMES:
        return Column.FIRST_NAME
    if text in LAST_NAMES:
        return Column.LAST_NAME
    if text in NAMES or (words & {"name", "naam", "nom", "nome"} and words & set(ORIGINAL)):
        return Column.NAME
    if text in ACTIONS:
        return Column.ACTION
    if text in TIMES:
        return Column.AT
    if "time in session" in text:
        return Column.DURATION
    return next((column for column, known in WORDS.items() if words & known), None)


def _plain(heading: str) -> str:
    text = unicodedata.normalize("NFKD", heading.casefold())
    text = "".join(one for one in text if not unicodedata.combining(one))
    text = re.sub(r"\be[\s.-]?mail", "email", text)
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


def columns_of(headings: Sequence[str]) -> dict[Column, int]:
    """What the columns with these headings hold. Of two for the same the last counts: before a
    participant may stand who held the meeting."""
    return {column: place for place, one in enumerate(headings) if (column := named(one))}


def is_table(columns: Mapping[Column, int]) -> bool:
    """Whether these columns say of people how long or when they were there."""
    who = Column.NAME in columns or {Column.FIRST_NAME, Column.LAST_NAME} & set(columns)
    return bool(who) and bool(
        {Column.JOINED, Column.DURATION} & set(columns)
        or {Column.ACTION, Column.AT} <= set(columns)
    )


def completed(
    columns: Mapping[Column, int], headings: Sequence[str], rows: Sequence[Sequence[str]]
) -> dict[Column, int]:
    """The same, with what follows from the cells below headings that say nothing."""
    found = dict(columns)
    taken = set(found.values())
    width = max([len(headings), *map(len, rows)], default=0)
    free = [place for place in range(width) if place not in taken]

    def fill(column: Column, fits: Callable[[str], object]) -> None:
        if column in found:
            return
        for place in free:
            cells = [row[place] for row in rows if place < len(row) and row[place]]
            if cells and sum(bool(fits(one)) for one in cells) >= ENOUGH * len(cells):
                found[column] = place
                free.remove(place)
                return

    fill(Column.ADDRESS, lambda cell: "@" in cell and " " not in cell)
    fill(Column.JOINED, is_dated)
    if Column.JOINED in found:
        fill(Column.LEFT, is_dated)
    fill(Column.DURATION, lambda cell: read_duration(cell, unit=60, session=0) is not None)
    if Column.FIRST_NAME not in found and Column.LAST_NAME not in found:
        fill(Column.NAME, lambda cell: any(one.isalpha() for one in cell))
    return found


def is_dated(cell: str) -> bool:
    """Whether a cell holds a moment with its day."""
    moment = read_moment(cell)
    return moment is not None and moment.has_date
