"""Does a Dutch text stay at level B1? Hints about sentences and words, by small rules.

Four things that research on plain Dutch agrees on, and that a machine can see: long sentences, rare
words, the passive, and verbs that became nouns. It hints; a person decides. What it says of our own
texts, and how often it is wrong, stands in docs/plain-language.md.

How rare a word is comes from wordfreq's short list (some 25,000 words that are said or written once
in a million or more). It is loaded when first asked: a second, and about 10 MB of memory.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.html import strip_tags

from courses.common.process_cache import for_process, most_recent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LONGEST_SENTENCE = 20
"""In words. Lessons have seven on average; from here on people lose the thread."""

SHORTEST_RARE = 7
"""Shorter words are seldom hard, and often names or abbreviations."""


class HintKind(StrEnum):
    """What a hint is about."""

    LONG = "long"
    RARE = "rare"
    PASSIVE = "passive"
    NOUNS = "nouns"
    STIFF = "stiff"


@dataclass(frozen=True)
class Hint:
    """Something that could be plainer: the words, in which sentence, and what to say instead."""

    kind: HintKind
    words: str
    sentence: str
    instead: str = ""


STIFF = {
    "alsmede": "en",
    "betreffende": "over",
    "conform": "volgens",
    "derhalve": "daarom",
    "desalniettemin": "toch",
    "dient te": "moet",
    "dienen te": "moeten",
    "door middel van": "met",
    "echter": "maar",
    "evenals": "en ook",
    "ge\u00efnitieerd": "begonnen",
    "hieromtrent": "hierover",
    "in het kader van": "voor",
    "in verband met": "door",
    "indien": "als",
    "inzake": "over",
    "met betrekking tot": "over",
    "met ingang van": "vanaf",
    "middels": "met",
    "mits": "als",
    "nadien": "daarna",
    "omtrent": "over",
    "reeds": "al",
    "tevens": "ook",
    "teneinde": "om",
    "ten behoeve van": "voor",
    "ten gevolge van": "door",
    "trachten": "proberen",
    "u dient": "je moet",
    "uitsluitend": "alleen",
    "verstrekken": "geven",
    "voornoemde": "deze",
    "zodoende": "zo",
    "zulks": "dit",
}
"""Words of offices, and what people say."""

_STIFF = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(sorted(map(re.escape, STIFF), key=len, reverse=True))
    + r")(?![\w-])",
    re.I,
)

KNOWN = {
    "evaluatie": "what we call it on every screen, and explain there",
    "feliciteren": "everybody has a birthday",
    "infopunt": "the name of who answers the telephone",
    "presentielijst": "the name of the list that trainers keep",
    "mantelzorg": "what half of the readers do",
    "page-validation": "the name of a program",
    "schorre": "everybody knows schor, which is seldom written",
}
"""Words that are fine here, and why; words made with them too."""

BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|td|th|dd|dt|div|blockquote)>|<br\s*/?>", re.I)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\{?[^{}]*\}?\}")
ADDRESS = re.compile(
    r"\S+@\S+|https?://\S+|(?:/[\w-]+)+/|\bwww\.\S+"
    # The name of a file, and of a kind of file.
    r"|\b[\w-]+\.(?:csv|docx?|html?|jpe?g|jwt|json|pdf|png|pptx?|txt|vtt|xlsx?|xml|zip)\b"
    r"|\b[\w-]+/[\w.-]+\+\w+"
)
SENTENCE_END = re.compile(r"(?<=[.!?…])[”’\"')\]]*\s+(?=[^a-z])|\n{1,}|(?<=:)\s+(?=[A-ZÀ-Þ‘“])")
ABBREVIATION = re.compile(r"[A-Z]{2,}")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
LATIN = re.compile(r"[A-Za-zÀ-ɏ'’-]+")

PARTICIPLE = (
    r"(?:ge|be|ver|ont|her|er(?!om)|(?:aan|af|bij|door|in|mee|na|om|op|over|toe|uit|voor|weg)ge)"
)
_PASSIVE = re.compile(
    rf"\b(?:word|wordt|worden|werd|werden)\b(?P<between>(?:\s+[^\s,;:.?!]+){{0,6}}?)\s+"
    rf"(?P<participle>{PARTICIPLE}[a-zë]{{3,}}(?:d|t|en))\b",
    re.I,
)
_PASSIVE_TURNED = re.compile(
    rf"\b(?P<participle>{PARTICIPLE}[a-zë]{{3,}}(?:d|t|en))\s+(?:word|wordt|worden|werd|werden)\b",
    re.I,
)
NO_PARTICIPLE = frozenset(
    """
    gezond bekend verdriet bezoek verder beter gerust gewoon getrouwd verlegen verkeerd bewust
    verdrietig gelukkig bestand geluid gebied geheugen gesprekken gedachten gevallen gevoelens
    verhalen gegevens berichten vergeten beneden erachter bekenden bevoegd gelijk ervaren tevreden
    verantwoordelijk geboren opeens onderdelen bestanden gebeurtenissen gerecht verliefd
    geboorteland gezin getal gebruik
    """.split()  # noqa: SIM905 - a list of words
)
_NOUNS = re.compile(
    r"\b(?:het|bij het|door het|voor het|na het)\s+(?P<verb>[a-zë]{4,}en)\s+van\b"
    r"|\b(?:de|een|ter|tot)\s+(?P<noun>[a-zë]{4,}(?:ering|isatie|heid|stelling|lening|oefening))\s+"
    r"van\b",
    re.I,
)
NO_VERB = frozenset(
    """
    leven eten geheugen vertrouwen wachtwoord weten teken lichaam oosten westen noorden zuiden
    verleden gegeven wezen midden
    """.split()  # noqa: SIM905 - a list of words
)


def plain_hints(text: str, *, known: Collection[str] = ()) -> list[Hint]:
    """What could be plainer in a text, in the order of the text. `known` are words that are fine
    here, in small letters; HTML and placeholders are looked through."""
    return [hint for sentence in sentences(text) for hint in _of_sentence(sentence, known)]


def sentences(text: str) -> list[str]:
    """The sentences of a text. A heading, a point in a list and a line are one each."""
    plain = html.unescape(strip_tags(BLOCK_END.sub("\n", text)))
    # With a capital, so that one at the start of a sentence is a start.
    plain = ADDRESS.sub("…", PLACEHOLDER.sub("Iets", plain))
    found = (" ".join(one.split()) for one in SENTENCE_END.split(plain))
    return [one for one in found if WORD.search(one)]


def words_of(sentence: str) -> list[str]:
    """The words of a sentence; numbers and signs are none."""
    return WORD.findall(sentence)


def _of_sentence(sentence: str, known: Collection[str]) -> Iterator[Hint]:
    words = words_of(sentence)
    if len(words) > LONGEST_SENTENCE:
        yield Hint(HintKind.LONG, sentence, sentence)
    for found in _STIFF.finditer(sentence):
        if found[0].lower() not in known:
            yield Hint(HintKind.STIFF, found[0], sentence, STIFF[found[0].lower()])
    yield from _passives(sentence)
    for found in _NOUNS.finditer(sentence):
        word = (found["verb"] or found["noun"]).lower()
        if word not in NO_VERB and word not in known:
            yield Hint(HintKind.NOUNS, found[0], sentence)
    yield from _rare_words(sentence, words, known)


def _passives(sentence: str) -> Iterator[Hint]:
    for pattern in (_PASSIVE, _PASSIVE_TURNED):
        for found in pattern.finditer(sentence):
            if found["participle"].lower() not in NO_PARTICIPLE:
                yield Hint(HintKind.PASSIVE, found[0], sentence)
                return


def _rare_words(sentence: str, words: list[str], known: Collection[str]) -> Iterator[Hint]:
    seen: set[str] = set()
    for position, word in enumerate(words):
        small = word.lower()
        if small in seen or small in known or _is_name(word, alone=len(words) == 1, at=position):
            continue
        if ABBREVIATION.fullmatch("".join(words[position + 1 : position + 2])):
            # What stands before ID or URL is the name that a program gives to it.
            continue
        seen.add(small)
        is_known = any(one in small for one in KNOWN)
        if len(word) >= SHORTEST_RARE and not is_known and is_rare(small):
            yield Hint(HintKind.RARE, word, sentence)


def _is_name(word: str, *, alone: bool, at: int) -> bool:
    """A capital inside a sentence is a name or an abbreviation, and so is one that stands alone; so
    is what is written in other letters than ours."""
    if not LATIN.fullmatch(word):
        return True
    return (word[0].isupper() and (at > 0 or alone)) or word[1:] != word[1:].lower()


LEARNED = re.compile(
    r".{3,}(?:[ai]tie|ntie|iteit|iseren|ficeren|iteren|isering|atief|isme|iële?)(?:s|n|en|ve)?"
)
"""Words that came from Latin are hard before they are rare: newspapers are full of them."""

COMMON_LEARNED = 8e-6
"""Such a word is common when it is said this often, of all words; `informatie` is, `participatie`
hardly."""


@for_process
def _common_words() -> frozenset[str]:
    # Dear to import: only who asks for hints pays for it.
    from wordfreq import get_frequency_dict  # noqa: PLC0415

    words = get_frequency_dict("nl", wordlist="small")
    return frozenset(
        word
        for word, often in words.items()
        if often >= COMMON_LEARNED or not LEARNED.fullmatch(word)
    )


@most_recent(5000)
def is_rare(word: str) -> bool:
    """Whether few people use a word (in small letters) or the words that it is made of."""
    return not _is_familiar(word, parts=3)


ENDINGS = tuple("en s e je jes tje tjes t d de te den ten er st ste ’s 's n r re".split())  # noqa: SIM905 - a list of words
JOINTS = ("", "s", "en", "e", "-", "n")
SHORTEST_PART = 3


def _is_familiar(word: str, *, parts: int) -> bool:
    common = _common_words()
    if word in common or _stem_is_common(word, common):
        return True
    if "-" in word:
        return all(_is_familiar(part, parts=parts) for part in word.split("-") if part)
    if parts == 1:
        return False
    for place in range(2, len(word) - SHORTEST_PART + 1):
        if not _is_part(word[:place], common):
            continue
        for joint in JOINTS:
            rest = word[place:]
            if not rest.startswith(joint):
                continue
            rest = rest[len(joint) :]
            if len(rest) >= SHORTEST_PART and _is_familiar(rest, parts=parts - 1):
                return True
    return False


PREFIXES = frozenset(
    "aan af bij door in mee na om onder op over toe uit voor weg on her be ver terug".split()  # noqa: SIM905 - a list of words
)


def _is_part(word: str, common: frozenset[str]) -> bool:
    return word in PREFIXES or (len(word) >= SHORTEST_PART and word in common)


def _stem_is_common(word: str, common: frozenset[str]) -> bool:
    """Whether another form of the word is common: `nuttige` by `nuttig`, `belde` by `bellen`."""
    return any(one in common for one in _other_forms(word))


VOICELESS = {"v": "f", "z": "s"}


def _other_forms(word: str) -> Iterator[str]:
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < SHORTEST_PART:
            continue
        last = VOICELESS.get(stem[-1], stem[-1])
        yield from (stem, stem + "en", stem[:-1] + last)
        if stem[-1] == stem[-2]:
            # bellen: bel
            yield stem[:-1]
        elif stem[-2] in "aeou":
            # lopen: loop; lezen: lees
            yield stem[:-1] + stem[-2] + last
    if word.startswith("ge") and len(word) >= SHORTEST_RARE - 1:
        # getypt: typen; gebeld: bellen
        rest = re.sub(r"[td]e?n?$", "", word[2:])
        yield from (word[2:], rest, rest + "en", rest + rest[-1:] + "en")
