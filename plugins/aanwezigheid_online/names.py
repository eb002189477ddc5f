"""The names that people give themselves in a meeting, taken apart.

`Jan de Vries - Humanitas`, `Jan (hij/hem)`, `iPhone van Jan`, `Jan & Anna`, `JdV (Jan de Vries)`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

REMARK = re.compile(
    r"\b(?:guest|gast|invite|ext|extern|external|host|co-?host|organi[sz]ator|organi[sz]er|presenter"
    r"|trainer|me|ik|jij|unverified|niet geverifieerd|onbekend|unknown|telefoon|phone|mobiel|mobile"
    r"|anoniem|anonymous|she|her|hers|he|him|his|they|them|zij|ze|haar|hij|hem|hen|hun|die|diens)\b",
    re.IGNORECASE,
)
"""Words between brackets that say nothing of what somebody is called."""

PRONOUNS = re.compile(
    r"\b(?:she|he|they|zij|ze|hij|hen|die)\s*/\s*(?:her|hers|him|his|them|they|haar|hem|hen|hun|diens)"
    r"(?:\s*/\s*\w+)?\b",
    re.IGNORECASE,
)
DEVICE = re.compile(
    r"\b(?:i-?phone|i-?pad|macbook|samsung|galaxy|huawei|xiaomi|oppo|android|windows|laptop|tablet"
    r"|computer|desktop|pc|telefoon|mobiel|phone|ipod|surface|chromebook|lenovo|user|gebruiker"
    r"|owner|eigenaar)\b(?:[\s-]*[a-z]?\d+\w*)?(?:\s+(?:van|of|de)\b)?",
    re.IGNORECASE,
)
POSSESSIVE = re.compile(r"['’]s?\b", re.IGNORECASE)
BRACKETS = re.compile(r"[(\[{<]([^()\[\]{}<>]*)[)\]}>]")
BESIDE = re.compile(r"\s+[-–—|/@•·:~]\s+|\s*[|;•]\s*|\s-(?=\w)|,\s+|_+")
"""Between a name and what comes with it, such as an organisation."""

TWO = re.compile(r"\s*(?:&|(?<=\w)\s?\+\s?(?=[^\W\d])|\ben\b|\band\b)\s*", re.IGNORECASE)
RECORDERS = re.compile(
    r"\b(?:otter\.?\s?ai|otterpilot|fireflies|read\.?\s?ai|fathom|tl;?dv|sembly|avoma|gong|grain"
    r"|krisp|supernormal|meetgeek|jamie|notetaker|note taker|notulist|notulen-?bot|meeting notes"
    r"|recorder|recording|opname|ai companion|copilot|assistant|assistent|transcri\w*|bot)\b",
    re.IGNORECASE,
)
"""Programs that listen along."""


@dataclass(frozen=True)
class ShownName:
    """A name as a meeting showed it, with what it may mean.

    `variants` are names to look for, the whole one first. `is_whole` says that the first is nothing
    but a name; with `has_two` two people may sit at one device.
    """

    text: str
    variants: tuple[str, ...]
    has_two: bool


def taken_apart(text: str) -> ShownName:
    """What a name may mean."""
    bare = PRONOUNS.sub(" ", BRACKETS.sub(" ", text))
    inside = [one for one in BRACKETS.findall(text) if not _is_remark(one)]
    parts = [part for one in (bare, *inside) for part in (one, *BESIDE.split(one))]
    people = [one for part in parts if len(two := _people_in(part)) > 1 for one in two]
    plain = [_tidy(one) for one in (*parts, *people)]
    without_device = [_tidy(POSSESSIVE.sub(" ", DEVICE.sub(" ", one))) for one in plain]
    found = dict.fromkeys(one for one in (*plain, *without_device) if _has_letters(one))
    return ShownName(text, tuple(found), has_two=bool(people))


def _people_in(text: str) -> list[str]:
    return [one for one in TWO.split(text) if any(character.isalpha() for character in one)]


def is_recorder(text: str) -> bool:
    """Whether this looks like a program that takes notes."""
    return RECORDERS.search(text) is not None


def words_of(name: str) -> frozenset[str]:
    """The words of a name without capitals and accents, in no order."""
    text = unicodedata.normalize("NFKD", name.casefold())
    text = "".join(one for one in text if not unicodedata.combining(one))
    return frozenset(re.sub(r"[^\w]+", " ", text.replace("'", "").replace("’", "")).split())


def _is_remark(text: str) -> bool:
    return not re.sub(r"[^\w]|\d", "", REMARK.sub("", text))


def _tidy(text: str) -> str:
    return " ".join(text.strip(" -–—|/@•·:~,.").split())


def _has_letters(text: str) -> bool:
    return sum(one.isalpha() for one in text) > 1 or any(one.isdigit() for one in text)
