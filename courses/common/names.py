"""People's names: how they are kept, and their order in a list.

Wherever people are listed, they stand in Dutch order: by the main part of the surname, so
"de Vries" under V and "’t Hart" under H; accents and capitals make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTH_OF_KEY = 240

PREFIXES = frozenset(
    [
        "'s",
        "'t",
        "aan",
        "bij",
        "d'",
        "da",
        "de",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "dos",
        "du",
        "het",
        "in",
        "of",
        "onder",
        "op",
        "over",
        "te",
        "ten",
        "ter",
        "thoe",
        "toe",
        "tot",
        "uit",
        "van",
        "vom",
        "von",
        "voor",
        "vor",
        "zu",
        "zum",
        "zur",
    ]
)
"""Words before a surname that do not count for its place in a list, when they stand apart and
something comes after them. Not "El", "Al-", "Ben" or "Aït", and not what is one word with the name
("d'Hont", "Vandenberg"): those are part of it. That is the population register's rule: a space says
whether "d'" is a prefix, so "d' Hont" stands under H, and French and Italian names under D."""

AFTER_DE = frozenset({"la", "las", "le", "les", "lo", "los"})
"""Prefixes only behind "de": "de la Cruz", but "Le Thi" stays."""

APOSTROPHES = dict.fromkeys(map(ord, "’‘‛ʼʻ`´′＇"), "'")

LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "þ": "th"})
"""Letters that Unicode does not take apart; with `æ` and `œ` below."""

UNSEEN = frozenset(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060\u2061\u2062\u2063"
    "\u2064\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\u2800\u3164\ufeff\uffa0"
)
"""Characters that come along from elsewhere, show nothing, and change nothing of how a name is
written."""

JOINERS = "\u200c\u200d"
"""These do say something, inside words of scripts whose letters join."""

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e")
"""Characters that make a text be read in another order than it is written."""


ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Marks that can stand on any letter, unlike those that belong to one script."""

PILES = re.compile(f"(?<=[{ACCENTS}]{{3}})[{ACCENTS}]+")
"""Accents on top of three accents: no language writes them, and a heap covers what is around."""

MOST_MARKS = 8
"""How many marks of any kind one letter may carry; Burmese and Tibetan write five."""

NO_LETTERS = frozenset("\ufffc\ufffd\ufdfd")
"""Characters for a character or a thing that is missing, and one that is a sentence, wider than the
page."""

INSTEAD_OF_A_NAME = " -\u2010\u2011\u2012–—―\u2212_.…·"


def tidy(text: str) -> str:
    """A name as it is kept: composed letters (NFC), single spaces, and nothing that is not seen.

    Letters in the shape for one place in a word become the letter itself; a mark without a letter
    to stand on is left out. A lone dash or dot is no name: people with one name type it where a
    form wants two.
    """
    text = "".join(
        character for character in text if character not in UNSEEN and not _is_selector(character)
    )
    text = re.sub("[\ufb00-\ufdfb\ufe70-\ufefc]", _letter_itself, text)
    text = re.sub(f"[{JOINERS}]+", _joiner, text)
    # Last: without what stood between them, a letter and its accent may be one.
    words = (_from_the_first_letter(word) for word in text.split())
    name = unicodedata.normalize("NFC", " ".join(filter(None, words)))
    return name if name.strip(INSTEAD_OF_A_NAME) else ""


def refused_characters(text: str) -> str:
    """The characters that no name can have, each once: orders to a machine, or no character at all.

    Empty for nearly everybody.
    """
    refused = [character for character in text if _is_refused(character)]
    refused += [character for pile in PILES.findall(text) for character in pile]
    return "".join(dict.fromkeys([*refused, *_above_the_most_marks(text)]))


def in_sentence(characters: str) -> str:
    """Characters as a sentence names them, each once: `→ (U+2192), U+202E`.

    What is not seen, or turns the direction of what follows, is named by its number alone.
    """
    return ", ".join(
        f"{one} (U+{ord(one):04X})" if one.isprintable() else f"U+{ord(one):04X}"
        for one in dict.fromkeys(characters)
    )


def sort_key(first_name: str, last_name: str) -> str:
    """By what somebody stands in a list: `vries⇥jan⇥de` for Jan de Vries.

    To be compared character by character, as the column that holds it does. Who has one name stands
    by that. Two spellings that differ in capitals, accents, kind of apostrophe or hyphen have one
    place. At most `LENGTH_OF_KEY` characters.
    """
    prefixes, main = split_surname(tidy(last_name))
    parts = (plain(main), plain(first_name), plain(prefixes))
    if not parts[0]:
        parts = (parts[1], "", "")
    return "\t".join(parts)[:LENGTH_OF_KEY]


def in_list(first_name: str, last_name: str) -> str:
    """A name as it stands in a list by surname: `Vries, Jan de`."""
    prefixes, main = split_surname(last_name)
    if not plain(main):
        return first_name
    return f"{main}, {' '.join(part for part in (first_name, prefixes) if part)}".rstrip(", ")


def split_surname(last_name: str) -> tuple[str, str]:
    """The prefixes before a surname, and its main part: `("van den", "Berg")`."""
    # "'tHart" and "'s-Gravesande" are written in one, and are two all the same.
    apart = re.sub(r"^(['’‘‛ʼʻ`´′＇][sStT])[-\s]*(?=\w)", r"\1 ", last_name.strip())
    words = apart.split()
    taken = 0
    while taken < len(words) - 1 and _is_prefix(words, taken):
        taken += 1
    if not plain(" ".join(words[taken:])):
        taken = 0
    return " ".join(words[:taken]), " ".join(words[taken:])


def _is_prefix(words: list[str], place: int) -> bool:
    word = words[place].translate(APOSTROPHES).casefold()
    if word in AFTER_DE:
        return place > 0 and words[place - 1].casefold() == "de"
    return word in PREFIXES


def plain(text: str) -> str:
    """Small letters without accents, digits, and one space where something else stood."""
    if text.isascii() and text.replace(" ", "").isalnum():
        # As nearly all are, in lists of many: all that follows leaves them as they are.
        return " ".join(text.lower().split())
    text = unicodedata.normalize("NFKD", tidy(text)).casefold()
    # Once more: a small letter can fall apart where its capital did not.
    text = unicodedata.normalize("NFKD", text).translate(APOSTROPHES)
    text = text.replace("æ", "ae").replace("œ", "oe").translate(LETTERS)
    text = re.sub(f"['.\u0300-\u036f{JOINERS}]", "", text)
    return " ".join(
        "".join(
            character if unicodedata.category(character)[0] in "LMN" else " " for character in text
        ).split()
    )


def _from_the_first_letter(word: str) -> str:
    while word and unicodedata.category(word[0])[0] == "M":
        word = word[1:]
    return word


def _letter_itself(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found.group())


def _above_the_most_marks(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks > MOST_MARKS:
            yield character


def _joiner(found: re.Match[str]) -> str:
    """One joiner, if it stands between two letters of a script that uses it; else nothing."""
    text, start, end = found.string, found.start(), found.end()
    around = text[start - 1 : start] + text[end : end + 1]
    joins = len(around) == 2 and all(_may_join(character) for character in around)
    return found.group()[0] if joins else ""


def _may_join(character: str) -> bool:
    # From Arabic on; Latin, Greek, Cyrillic, Armenian and Hebrew come before it.
    return "\u0600" <= character < "\u1e00" and unicodedata.category(character)[0] in "LM"


def _is_selector(character: str) -> bool:
    """Whether it chooses another shape of the character before it."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0000" <= character <= "\U000e01ef"


def _is_refused(character: str) -> bool:
    return (
        character in TURNING
        or character in NO_LETTERS
        or unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
        or (
            unicodedata.category(character) == "Cf"
            and character not in UNSEEN
            and character not in JOINERS
        )
    )


def split_name(name: str) -> tuple[str, str]:
    """First and last name of `Jan de Vries`, also as `Vries, Jan de`, `de Vries, Jan` or
    `Jan, de Vries`."""
    before, comma, after = (part.strip() for part in name.partition(","))
    if comma:
        words = after.split()
        if len(words) > 1 and words[0].casefold() in PREFIXES:
            return before, after
        prefixes: list[str] = []
        while len(words) > 1 and words[-1].casefold() in PREFIXES | AFTER_DE:
            prefixes.insert(0, words.pop())
        return " ".join(words), " ".join([*prefixes, before])
    first, *rest = name.split() or [""]
    return first, " ".join(rest)
