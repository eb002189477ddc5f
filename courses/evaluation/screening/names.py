"""Names of people: of who was there, whatever their capitals, and what looks like a name.

Too much rather than too little: somebody looks at what is found. What looks like a name and is none
is in the exceptions that coordinators keep.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from courses.evaluation.enums import Finding
from courses.evaluation.redactions import Redaction, places_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WORD = re.compile(r"[’'‘`]t\b|[^\W\d_](?:[^\W\d_]|[-’'‘`](?=[^\W\d_]))*")


def plain(word: str) -> str:
    """A word without capitals, accents and kinds of apostrophes."""
    apart = unicodedata.normalize("NFKD", re.sub("[’‘`]", "'", word).casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))


def _set_of(words: str) -> frozenset[str]:
    return frozenset(map(plain, words.split()))


PARTICLES = _set_of(
    """
    al ben bin da de del den der di dos el het la op te ten ter van von 't
    """
)
"""Words between a first and a last name."""
BEGINS_A_NAME = _set_of(
    """
    ten ter van von 't
    """
)
"""Of these, the ones that begin a last name that stands by itself."""
FORMS_OF_ADDRESS = _set_of(
    """
    broer buurman buurvrouw collega coach coördinator dhr docent dokter dr ds heer juf
    juffrouw meester meneer mevr mevrouw mijnheer mr mw neef nicht oma opa pastoor tante
    trainer trainster vriend vriendin zus zuster
    """
)
"""Words before a name."""
NO_NAMES = _set_of(
    """
    academie amerika amsterdam apeldoorn april arabisch arabische augustus belgië corona
    december dinsdag donderdag duits duitse duitsland engels engelse europa excel facebook
    februari frans franse frankrijk god google infopunt instagram islam januari juli juni
    kerst maandag maart marokkaans marokkaanse marokko mei nederland nederlander
    nederlanders nederlands nederlandse november oekraïens oekraïense oekraïne oktober
    outlook pasen pools poolse powerpoint ramadan rotterdam september sinterklaas surinaams
    surinaamse suriname syrisch syrische syrië teams turkije turks turkse utrecht utrechtse
    vrijdag vrijwilligersacademie whatsapp woensdag word youtube zaterdag zeist zondag zoom
    """
)
"""Words with a capital that are no names of people."""
BEGINS_A_SENTENCE = _set_of(
    """
    aan af alleen alle als bedankt behalve bij daar dan dank dankzij dat de deze die dit door
    een eerst eigenlijk er even fijn geen gelukkig goed goede graag haar heel helaas het hij
    hoe hopelijk hun iedereen ik in je jullie kan later leuk maar meer met mij mijn misschien
    mooi mooie na naar naast net niet nog nu om omdat onder ons onze ook op over samen sinds
    soms super te tegen tijdens toch toen tot tussen twee uit vaak van veel volgens voor vooral
    waar waarom wanneer want wat we wel welke wie wij wil zeer zij zijn zo zonder
    """
)
"""Words with a capital because a sentence begins."""
ORDINARY = BEGINS_A_SENTENCE | _set_of(
    """
    bakker beer bloem boer bos bruin groen groot hart jong klein kok koning lang lief mark
    prins rood roos ruim smit snel vos wit zomer zwart
    """
)
"""Words that are ordinary too where somebody is called so: without a capital no name."""


@dataclass(frozen=True)
class _Word:
    """A word of a text; `plain` is its spelling to compare, `is_first` that a sentence begins."""

    start: int
    end: int
    text: str
    plain: str
    is_first: bool

    @property
    def has_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_abbreviation(self) -> bool:
        return len(self.text) > 1 and self.text.isupper() and len(self.text) <= 5


def name_words(names: Iterable[str]) -> frozenset[str]:
    """The words of names of people by which they can be found in a text."""
    words = (plain(found.group()) for name in names for found in WORD.finditer(name))
    return frozenset(word for word in words if len(word) > 1 and word not in PARTICLES)


def find(text: str, *, known: frozenset[str], exceptions: Sequence[str]) -> Iterator[Redaction]:
    """What is, or looks like, a name of a person. `known` are `name_words` of who was there."""
    words = list(_words(text))
    excepted = [place for one in exceptions for place in places_of(one, text)]
    is_name = [
        not any(start <= word.start and word.end <= end for start, end in excepted)
        and _is_name(words, number, known)
        for number, word in enumerate(words)
    ]
    number = 0
    while number < len(words):
        if not is_name[number]:
            number += 1
            continue
        last = _last_of_name(text, words, is_name, number)
        first = _first_of_name(text, words, number)
        yield Redaction(words[first].start, words[last].end, Finding.NAME)
        number = last + 1


def _words(text: str) -> Iterator[_Word]:
    end = 0
    for found in WORD.finditer(text):
        between = text[end : found.start()]
        is_first = not end or bool(re.search(r"[.!?:;…\n•\"“„(]|(?:^|\s)[-–]\s", between))
        # "mw. Jansen", "J. Jansen": no new sentence.
        before = text[:end].split()[-1:] if between.startswith(".") else []
        if before and (len(before[0]) == 1 or plain(before[0]) in FORMS_OF_ADDRESS):
            is_first = False
        yield _Word(found.start(), found.end(), found.group(), plain(found.group()), is_first)
        end = found.end()


def _is_name(words: Sequence[_Word], number: int, known: frozenset[str]) -> bool:
    word = words[number]
    before = words[number - 1] if number else None
    if _is_known(word, known):
        return True
    if not word.has_capital or word.is_abbreviation or word.plain in NO_NAMES:
        return False
    if before is not None and before.plain in FORMS_OF_ADDRESS:
        return True
    if len(word.text) < 2 or word.plain in PARTICLES:
        return False
    if not word.is_first:
        return word.plain not in BEGINS_A_SENTENCE
    return _begins_full_name(words, number)


def _is_known(word: _Word, known: frozenset[str]) -> bool:
    whole = {word.plain, word.plain.removesuffix("'s"), word.plain.removesuffix("s")}
    if not whole & known:
        return False
    if word.plain in ORDINARY:
        begins = word.is_first and word.plain in BEGINS_A_SENTENCE
        return word.has_capital and not begins
    return word.has_capital or (word.plain in known and len(word.plain) > 2)


def _begins_full_name(words: Sequence[_Word], number: int) -> bool:
    """Whether a word with which a sentence begins is followed by the rest of a name."""
    if words[number].plain in ORDINARY | FORMS_OF_ADDRESS:
        return False
    for following in words[number + 1 : number + 4]:
        if following.is_first:
            return False
        if following.plain in PARTICLES:
            continue
        return (
            following.has_capital
            and not following.is_abbreviation
            and following.plain not in NO_NAMES
        )
    return False


def _last_of_name(text: str, words: Sequence[_Word], is_name: Sequence[bool], number: int) -> int:
    """The number of the last word of a name: what follows with only a space, and particles."""
    last = number
    for place in range(number + 1, len(words)):
        between = text[words[place - 1].end : words[place].start]
        if between.strip(" .-") or len(between) > 3:
            break
        if is_name[place]:
            last = place
        elif words[place].plain not in PARTICLES:
            break
    return last


def _first_of_name(text: str, words: Sequence[_Word], number: int) -> int:
    """The number of its first word: "van" and "’t" in front of a last name belong to it."""
    first = number
    for place in range(number - 1, max(-1, number - 4), -1):
        if text[words[place].end : words[place + 1].start] != " ":
            break
        if words[place].plain not in PARTICLES:
            break
        if words[place].plain in BEGINS_A_NAME:
            first = place
    return first
