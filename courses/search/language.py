"""Words as people type them: taken apart, and which words are forms of one another.

A word has *forms*: itself, and what the Dutch word list (else the English one) leads to from there.
Those answers swap ("bel" gives "bellen", and "bellen" gives "bel"), so words are compared by their
sets of forms, which end after a few steps, and never by one lemma. The lists are read when a word
is first looked up: a third of a second for each language, and 8 MB for both. As tables of Python
they took 71; a word is now found in some 100 microseconds instead of 15, once in each process.

A word has a *stem* too, which takes in what no list has ("zingeven" and "zingeving"), and a *sound*
for who writes as it is said ("eensaamheit").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from anyascii import anyascii
from simplemma import is_known, lemmatize

from courses.common.process_cache import most_recent

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_STEPS = 3
"""How often a form is looked up again: answers of the list may go round for ever."""

MOST_WORDS_KEPT = 60_000
LONGEST_WORD = 40
LEAST_STEM = 4
"""Characters that are left of a word when its ending goes."""

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n+")

_OF_WORDS = (
    "heden heid ingen ing elijke lijke lijk baar tjes pjes jes tje pje je aars aar ende end en er "
    "ers es e s t"
)
_ENDINGS = tuple(sorted(_OF_WORDS.split(), key=len, reverse=True))

_SOUNDS = tuple(
    (re.compile(one), other)
    for one, other in (
        ("ij|ei|y", "i"),
        ("sch", "s"),
        ("ch", "g"),
        ("sj|sh", "s"),
        ("ck|kh|q", "k"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("x", "ks"),
        ("ph|v", "f"),
        ("th|dt|d$", "t"),
        ("z", "s"),
        ("ou|au", "au"),
        ("oe|uu", "u"),
        ("ie", "i"),
        ("eu", "u"),
        (r"(.)\1+", r"\1"),
    )
)

_EMPTY = """
    de het een en of maar want dus als dan dat die dit deze wat wie waar wanneer hoe waarom welke
    ik je jij u mij me mijn jouw uw zijn haar hij zij ze we wij ons onze jullie hun hen er hier daar
    is ben bent was waren wordt worden word heb hebt heeft had hebben kan kun kunt kunnen mag mogen
    moet moeten wil wilt willen zou zal zullen ga gaat gaan doe doet doen kom komt komen
    in op aan bij van voor met om te naar uit over door tot tegen onder tijdens na per via
    niet geen wel ook nog al nu eens heel erg graag meer iets iemand niemand alles andere ander
    zoek zoeken vind vinden weet weten krijg krijgen geef geven hulp helpen
    leren leer omgaan mensen mens
    the a an and or of to in on at for with about from by is are was be been i you he she it we they
    my your his her our their me him them this that these those what who where when how why which
    do does did can could would should want need like get have has had some any not
    help learn people
    """
EMPTY_WORDS = frozenset(_EMPTY.split())
"""Words that say nothing of what somebody looks for, in Dutch and English."""

_FAINT = """
    training trainingen cursus cursussen workshop workshops les lessen gratis
    utrecht vrijwilliger vrijwilligers vrijwilligerswerk informatie info academie
    course courses class classes lesson free volunteer volunteers ouderen oudere elderly
    """
FAINT_WORDS = frozenset(_FAINT.split())
"""Words that nearly everything here is about; beside others they count little."""


def folded(word: str) -> str:
    """A word as words are compared: small letters without accents, whatever the script."""
    word = word.replace("\u2019", "").replace("'", "").casefold()[:LONGEST_WORD]
    return word if word.isascii() else re.sub(r"[^a-z0-9]", "", anyascii(word).lower())


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return [word for word in map(folded, WORD.findall(text)) if word]


def words_in_place(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word stands in a text, from and to, and the word folded."""
    return ((one.start(), one.end(), folded(one[0])) for one in WORD.finditer(text))


def sentences(text: str) -> list[str]:
    """The sentences of a text, without white space around them."""
    return [one.strip() for one in _SENTENCE_END.split(text) if one.strip()]


def is_in_dictionary(word: str) -> bool:
    """Whether it is a word of Dutch or English that is in the lists. Many names are not."""
    return _is_known(word, "nl") or _is_known(word, "en")


def _is_known(word: str, language: str) -> bool:
    return is_known(word, lang=language, low_memory=True)


@most_recent(MOST_WORDS_KEPT)
def forms(word: str) -> frozenset[str]:
    """The word and what it leads to. Two words are forms of one another when these sets meet."""
    if word.isdigit() or not word.isascii():
        return frozenset({word})
    language = "en" if not _is_known(word, "nl") and _is_known(word, "en") else "nl"
    found, step = {word}, word
    for _ in range(MOST_STEPS):
        step = folded(lemmatize(step, lang=language, low_memory=True))
        if step in found:
            break
        found.add(step)
    return frozenset(found)


@most_recent(MOST_WORDS_KEPT)
def stem(word: str) -> str:
    """What is left without an ending, as it sounds: "zingef" of "zingeving" and "zingeven"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_STEM:
            word = word.removesuffix(ending)
            break
    return sound(word)


@most_recent(MOST_WORDS_KEPT)
def sound(word: str) -> str:
    """A word as it sounds, roughly."""
    for pattern, other in _SOUNDS:
        word = pattern.sub(other, word)
    return word
