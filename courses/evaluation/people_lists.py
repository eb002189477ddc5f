"""Who is meant by the rows of a list: people who have an account, and nobody else.

A list for a survey makes no accounts. Who has the same e-mail address, or the same name with the
same telephone number or year of birth, is the same person; where only the name fits, somebody
decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db.models import Q

from courses.common import contact_details, names
from courses.enrolment import group_lists
from courses.people.queries import active_people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courses.enrolment.group_lists import ListTable
    from courses.people.models import User

NOBODY = "nobody"
"""The decision that a row is none of the people who could be meant."""


@dataclass
class RecognisedRow:
    """One row: what was read, and who it is or could be."""

    number: int
    name: str
    details: list[str]
    person: User | None = None
    candidates: list[User] = field(default_factory=list)
    decision: str = ""
    line: str = ""
    """The row as it was pasted, where it seems to be nobody."""

    @property
    def is_unknown(self) -> bool:
        """Whether nobody with an account is like it."""
        return self.person is None and not self.candidates and not self.line


def recognise(table: ListTable, decisions: Mapping[int, str]) -> list[RecognisedRow]:
    """Who each row is; some queries for all rows. `decisions` is the key of who was chosen for a
    row, by its number."""
    read = [group_lists.details(cells, table.parts) for cells in table.rows]
    known = _KnownPeople(read)
    rows = []
    for number, one in enumerate(read, start=1):
        name = f"{one['first_name']} {one['last_name']}".strip()
        row = RecognisedRow(number, name, [one[key] for key in ("email", "telephone") if one[key]])
        row.person, row.candidates = known.who(one)
        cells = [cell for cell in table.rows[number - 1] if cell]
        if row.person is None and not row.candidates and not _may_be_somebody(one, cells):
            row.line = " · ".join(cells)
        row.decision = decisions.get(number, "")
        if row.person is None and row.decision:
            row.person = next((p for p in row.candidates if str(p.pk) == row.decision), None)
        rows.append(row)
    return rows


MOST_NAMES = 6
"""How many words a name has at most: more are a sentence."""


def _may_be_somebody(row: Mapping[str, str], cells: Sequence[str]) -> bool:
    """Whether a row can be a person: it has a name, or an address that can be one. Lists are pasted
    with what stood around them: a greeting, a date, a line."""
    if row["email"]:
        return bool(re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", row["email"].strip()))
    name = f"{row['first_name']} {row['last_name']}".strip()
    is_name = bool(re.search(r"[^\W\d_]", name)) and not re.search(r"[\d@:!?<>|=_]", name)
    is_sentence = any(cell.endswith((",", ".", ":", "!")) for cell in cells)
    return is_name and not is_sentence and len(name.split()) <= MOST_NAMES


def _digits(row: Mapping[str, str]) -> str:
    return contact_details.telephone_digits(group_lists.mended_telephone(row["telephone"])[0])


def _sort_key(row: Mapping[str, str]) -> str:
    return names.sort_key(row["first_name"], row["last_name"])


class _KnownPeople:
    """Active people with the addresses and names of a list."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        emails = {row["email"].strip().lower() for row in rows} - {""}
        keys = {_sort_key(row) for row in rows} - {""}
        others = dict(
            EmailAddress.objects.filter(email__in=emails, verified=True).values_list(
                "email", "user"
            )
        )
        people = active_people().filter(
            Q(email__in=emails) | Q(pk__in=others.values()) | Q(sort_name__in=keys)
        )
        by_key = {one.pk: one for one in people}
        self.by_email = {one.email: one for one in by_key.values() if one.email}
        self.by_email |= {email: by_key[pk] for email, pk in others.items() if pk in by_key}
        self.by_name: dict[str, list[User]] = defaultdict(list)
        for one in by_key.values():
            self.by_name[one.sort_name].append(one)

    def who(self, row: Mapping[str, str]) -> tuple[User | None, list[User]]:
        """The person, or the people who could be meant."""
        found = self.by_email.get(row["email"].strip().lower())
        if found is not None:
            return found, []
        namesakes = self.by_name.get(_sort_key(row), [])
        digits, year = _digits(row), group_lists.year_of(row["birth_year"])
        same = [
            one
            for one in namesakes
            if (digits and one.telephone_digits == digits) or (year and one.birth_year == year)
        ]
        return (same[0], []) if len(same) == 1 else (None, namesakes)
