"""Somebody who has every copy of the database, knows in which order people answered, and knows all
answers from after closing, and now wants to know whose they are."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Row = tuple[tuple[str, Any], ...]
Guess = list[int | None]
"""Which of the known answers somebody gave, in the order of answering; None for no idea."""

OF_ANSWERS = ("evaluation_textanswer", "evaluation_answercount", "evaluation_sealedbox")


@dataclass
class Copy:
    """Everything that one copy of the database holds."""

    rows: dict[str, Counter[Row]] = field(default_factory=dict)
    raw: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    readable: set[int] = field(default_factory=set)
    """Which of the known texts stand anywhere in the files, as they are or compressed."""

    @property
    def box(self) -> bytes:
        return b"".join(
            bytes(value)
            for row in self.rows["evaluation_sealedbox"]
            for name, value in row
            if name == "content"
        )

    def size(self) -> int:
        """How much the tables of answers hold."""
        return sum(
            len(value if isinstance(value, (bytes, memoryview)) else str(value))
            for table in OF_ANSWERS
            for row in self.rows[table].elements()
            for name, value in row
            if name not in ("xmin", "ctid")
        )


def copy_of_database(texts: Sequence[str] = (), before: Copy | None = None) -> Copy:
    """A copy of every row of every table with system columns, and of the files' bytes."""
    system = "xmin::text, ctid::text," if connection.vendor == "postgresql" else ""
    copy = Copy()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            rowid = "rowid AS rowid_," if connection.vendor == "sqlite" else ""
            name = connection.ops.quote_name(table)
            try:
                cursor.execute(f"SELECT {system or rowid} * FROM {name}")  # noqa: S608
            except Exception:  # noqa: BLE001 - some tables of SQLite have no row numbers
                cursor.execute(f"SELECT * FROM {name}")  # noqa: S608
            copy.raw[table] = rows = cursor.fetchall()
            if before and before.raw[table] == rows:
                copy.rows[table] = before.rows[table]
                continue
            columns = [column[0] for column in cursor.description]
            copy.rows[table] = Counter(
                tuple((one, _frozen(value)) for one, value in zip(columns, row, strict=True))
                for row in rows
            )
    if texts:
        files = [file.read_bytes() for file in database_files()]
        copy.readable = {
            place
            for place, text in enumerate(texts)
            if any(trace in content for content in files for trace in _traces(text))
        }
    return copy


def _frozen(value: Any) -> Any:
    return bytes(value) if isinstance(value, (bytes, memoryview)) else str(value)


def _traces(text: str) -> Iterable[bytes]:
    plain = text.encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    yield plain
    yield packer.compress(plain) + packer.flush()


def database_files() -> list[Path]:
    """The database and its log; of PostgreSQL the files of our tables."""
    if connection.vendor == "sqlite":
        main = str(connection.settings_dict["NAME"])
        return [file for end in ("", "-wal", "-journal") if (file := Path(main + end)).exists()]
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT current_setting('data_directory') || '/' || pg_relation_filepath(oid) "
            "FROM pg_class WHERE relname LIKE 'evaluation%' AND relkind IN ('r', 'i', 't') "
            "OR oid IN (SELECT reltoastrelid FROM pg_class WHERE relname LIKE 'evaluation%')"
        )
        return [Path(path) for (path,) in cursor.fetchall()]


def readable_anywhere(texts: Sequence[str]) -> bool:
    """Whether one of the texts stands in any file of the database or of its server's log."""
    files = database_files()
    if connection.vendor == "postgresql":
        folder = files[0].parents[2]
        files += [file for file in (folder / "pg_wal").iterdir() if file.is_file()]
    return any(
        text.split()[2].encode() in content
        for content in (file.read_bytes() for file in files)
        for text in texts
    )


@dataclass
class Evidence:
    """Copies from before the first and after each answer, and one from after closing.

    `truth` is which text each step brought. The attacks know all but that.
    """

    texts: Sequence[str]
    truth: Sequence[int]
    copies: Sequence[Copy]
    closed: Copy

    @property
    def steps(self) -> Iterable[tuple[Copy, Copy]]:
        return pairwise(self.copies)


def by_bytes(seen: Evidence) -> Guess:
    """The text that can first be read somewhere in the files."""
    return [_only(after.readable - before.readable) for before, after in seen.steps]


def by_rows(seen: Evidence) -> Guess:
    """The text of a row that is new, in any table."""
    return [
        _only(
            {
                place
                for table, rows in after.rows.items()
                for row in rows - before.rows[table]
                for _name, value in row
                for place, text in enumerate(seen.texts)
                if text in str(value)
            }
        )
        for before, after in seen.steps
    ]


def by_counters(seen: Evidence) -> Guess:
    """The mark of which the counter rose: text n came with mark n + 1, as far as marks go."""

    def counts(copy: Copy) -> Counter[str]:
        rows = map(dict, copy.rows["evaluation_answercount"])
        return Counter({str(row["value"]): int(row["count"]) for row in rows})

    found = []
    for before, after in seen.steps:
        risen = {
            place
            for place in range(len(seen.texts))
            if counts(after)[str(place + 1)] > counts(before)[str(place + 1)]
        }
        found.append(_only(risen))
    return found


def by_size(seen: Evidence) -> Guess:
    """The longest text where most was added, and so on."""
    grown = [after.size() - before.size() for before, after in seen.steps]
    lengths = [len(text) for text in seen.texts]
    steps = sorted(range(len(grown)), key=grown.__getitem__)
    longest = sorted(range(len(lengths)), key=lengths.__getitem__)
    guess: Guess = [None] * len(grown)
    for step, place in zip(steps, longest, strict=True):
        guess[step] = place
    return guess


def by_difference(seen: Evidence) -> Guess:
    """What two boxes say that are laid over each other, as a cipher used twice would betray it."""
    found = []
    for before, after in seen.steps:
        size = max(len(before.box), len(after.box))
        one, two = (box.ljust(size, b"\0") for box in (before.box, after.box))
        both = (int.from_bytes(one) ^ int.from_bytes(two)).to_bytes(size)
        found.append(
            _only({place for place, text in enumerate(seen.texts) if text.encode() in both})
        )
    return found


def in_order_of(key: Callable[[dict[str, Any]], Any]) -> Callable[[Evidence], Guess]:
    """The texts of the closed form in the order of one of their columns."""

    def attack(seen: Evidence) -> Guess:
        rows = sorted(map(dict, seen.closed.rows["evaluation_textanswer"]), key=key)
        order = [str(row["text"]) for row in rows]
        places = {text: place for place, text in enumerate(seen.texts)}
        return [places[text] for text in order if text in places]

    return attack


def by_place(seen: Evidence) -> Guess:
    """The texts of the closed form in the order in which they stand in the files."""
    content = max((file.read_bytes() for file in database_files()), key=len)
    places = [content.rfind(text.encode()) for text in seen.texts]
    return [*sorted(range(len(places)), key=places.__getitem__)]


def row_number(row: dict[str, Any]) -> Any:
    """Where the database put the row."""
    if "ctid" in row:
        page, place = row["ctid"].strip("()").split(",")
        return int(row["xmin"]), int(page), int(place)
    return int(row["rowid_"])


ATTACKS: dict[str, Callable[[Evidence], Guess]] = {
    "bytes in the files": by_bytes,
    "new rows": by_rows,
    "counters": by_counters,
    "sizes": by_size,
    "boxes over each other": by_difference,
    "row numbers": in_order_of(row_number),
    "ids": in_order_of(lambda row: row["id"]),
    "place in the files": by_place,
}


def hits(seen: Evidence, attack: Callable[[Evidence], Guess]) -> int:
    """How many are right, forwards or backwards, whichever is better."""
    guess = attack(seen)
    return max(
        sum(one == right for one, right in zip(order, seen.truth, strict=True))
        for order in (guess, guess[::-1])
    )


def _only(found: set[int]) -> int | None:
    return found.pop() if len(found) == 1 else None
