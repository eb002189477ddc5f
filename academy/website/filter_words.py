"""Words in a search that say when, where or in which language: the catalogue filters by those.

Who types "rouw, 's avonds" looks for texts on grief and not for the word "avond" in them. So does
who types "rouw s'avonds" or "rouw avont".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext
from rapidfuzz.distance import OSA

from courses.common import addresses
from courses.common.filters import TYPED
from courses.editions.enums import NEIGHBOURHOODS, District, Language, PartOfDay, Place
from courses.search import language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import TextChoices
    from django.http import QueryDict


_HOURS = ("5", "6", "7", "17", "18", "19", "vijf", "zes", "zeven")

AFTER_WORK = (
    *(f"{before} {hour} uur" for before in ("ik werk tot", "na", "vanaf") for hour in _HOURS),
    *("na zessen", "na zevenen", "na mijn werk", "na het werk", "na werktijd", "na werk"),
    *("after work", "after 6", "after six", "after 5", "after five"),
)
"""How who works by day asks for the evening; none of it is looked for in another spelling."""


class Filters(NamedTuple):
    """What was asked of the date: `chosen` by the field of the catalogue's filter, `labels` for who
    reads it, `in_sentence` all of them as a sentence on a date has them; `rest` is what is left to
    look for of what was `typed`."""

    chosen: Mapping[str, str]
    labels: list[str]
    in_sentence: str
    rest: str
    typed: str

    @property
    def address(self) -> str:
        """The trainings with such a date that fit the rest."""
        query = {**({"q": self.rest} if self.rest else {}), **self.chosen, TYPED: self.typed}
        return f"{addresses.CATALOGUE}?{urlencode(query)}#gevonden"


WORDS: Mapping[TextChoices, tuple[str, ...]] = {
    PartOfDay.EVENING: (
        *("'s avonds", "s avonds", "in de avond", "avonden", "avonds", "avond"),
        *("in the evening", "evenings", "evening", *AFTER_WORK),
    ),
    PartOfDay.DAY: (
        *("overdag", "'s ochtends", "s ochtends", "'s morgens", "s morgens", "'s middags"),
        *("s middags", "in de ochtend", "in de middag", "ochtend", "middag"),
        *("during the day", "daytime", "in the morning", "in the afternoon"),
    ),
    Place.ONLINE: ("online",),
    Language.ENGLISH: ("in het engels", "engelstalig", "engels", "in english", "english"),
    Language.EASY_DUTCH: ("in eenvoudig nederlands", "eenvoudig nederlands", "easy dutch"),
}
"""How people say it, in Dutch and English; of words that begin alike the longest first."""

ALSO_MISSPELT: frozenset[TextChoices] = frozenset(
    {PartOfDay.EVENING, PartOfDay.DAY, Place.ONLINE, Language.ENGLISH, District.OVERVECHT}
)
"""Those whose words are looked for in another spelling too."""

LEAST_MISSPELT = 5
"""Letters of a word that may be misspelt; among shorter ones one letter makes another word."""

NAMES = frozenset({District.OVERVECHT, District.LEIDSCHE_RIJN, District.VLEUTEN_DE_MEERN})
"""Districts whose name means nothing else: "west" alone may."""

ALSO_CALLED: Mapping[District, tuple[str, ...]] = {
    District.LEIDSCHE_RIJN: ("leidse rijn", "leidserijn", "leidscherijn"),
    District.VLEUTEN_DE_MEERN: ("vleuten de meern",),
}
"""Districts of more than one word as people write them."""

FIELDS = {PartOfDay: "dagdeel", Place: "vorm", Language: "taal", District: "wijk"}
BEFORE = re.compile(r"[\s,;']+(?:s'?|in de|in het|in the|in|met|en|and|with)?\s*$", re.IGNORECASE)
"""What stands before such a word and means nothing without it."""


def address_with_filters(query: QueryDict) -> str | None:
    """The catalogue for a search in it that says something of the date: what was said becomes a
    filter, and what was typed goes along, so that somebody sees how it was understood. What was
    understood of an earlier search goes; what was chosen by hand stays. None when nothing was said,
    nor earlier."""
    before = _said_earlier(query)
    found = filters_in(query.get("q", ""))
    if found is None and before is None:
        return None
    understood = query.copy()
    if before is not None:
        del understood[TYPED]
        for field, value in before.chosen.items():
            if understood.get(field) == value:
                del understood[field]
    if found is not None:
        understood["q"] = found.rest
        for field, value in {**found.chosen, TYPED: found.typed}.items():
            understood[field] = value
    return f"{addresses.CATALOGUE}?{understood.urlencode()}#gevonden"


def _said_earlier(query: QueryDict) -> Filters | None:
    """What an earlier search said, when something else is looked for now."""
    found = filters_in(query.get(TYPED, ""))
    if found is None or query.get("q", "").strip() in (found.rest, found.typed.strip()):
        return None
    return found


def filters_in(typed: str) -> Filters | None:
    """What a search says of the date; None when it says nothing of that."""
    if not typed:
        return None
    rest = f" {typed.replace('’', chr(39)).replace('‘', chr(39))} "
    chosen: dict[str, str] = {}
    labels, phrases = [], []
    for value, words in _vocabulary():
        field = FIELDS[type(value)]
        found = None if field in chosen else _place_of(value, words, rest)
        if found is not None:
            start, end = found
            before = BEFORE.sub("", rest[:start])
            rest = f"{before} {rest[end:]}"
            chosen[field] = value.value
            labels.append(str(value.label).lower())
            phrases.append(_in_sentence(value))
    if not chosen:
        return None
    rest = " ".join(rest.split()).strip(" ,;")
    if not set(language.words(rest)) - language.EMPTY_WORDS:
        # "Iets in Overvecht": of "iets" there is nothing to look for.
        rest = ""
    return Filters(chosen, labels, " ".join(phrases), rest, typed)


def _in_sentence(value: TextChoices) -> str:
    """As in "Er is nu geen datum …"."""
    name = str(value.label)
    if isinstance(value, District):
        return gettext("in de wijk %(district)s") % {"district": name}
    if isinstance(value, Language):
        spoken = name[:1].lower() + name[1:] if " " in name else name
        return gettext("in het %(language)s") % {"language": spoken}
    return name.lower()


def _vocabulary() -> Iterator[tuple[TextChoices, tuple[str, ...]]]:
    yield from WORDS.items()
    for district in District:
        name = str(district.label)
        own = (name, *ALSO_CALLED.get(district, ())) if district in NAMES else ()
        names = (*NEIGHBOURHOODS[district], *own)
        yield district, (f"in {name}", *(f"in {one}" for one in names), *names)


def _place_of(value: TextChoices, words: tuple[str, ...], typed: str) -> tuple[int, int] | None:
    """From where to where it is said, if it is."""
    choice = "|".join(re.escape(one) for one in words)
    found = re.search(rf"(?<![\w'])(?:{choice})(?![\w-])", typed, re.IGNORECASE)
    if found is not None:
        return found.span()
    return _misspelt(words, typed) if value in ALSO_MISSPELT else None


def _misspelt(words: tuple[str, ...], typed: str) -> tuple[int, int] | None:
    """Where a word stands that differs by one letter, or in writing only, and is no word itself."""
    texts = (text for text in words if text not in AFTER_WORK)
    meant = {one for text in texts for one in language.words(text) if len(one) >= LEAST_MISSPELT}
    for start, end, word in language.words_in_place(typed):
        if (
            len(word) >= LEAST_MISSPELT
            and any(_is_nearly(word, one) for one in meant)
            and not language.is_in_dictionary(word)
        ):
            return start, end
    return None


def _is_nearly(word: str, other: str) -> bool:
    return (
        OSA.distance(word, other, score_cutoff=1) == 1
        # "Overvegt" is two letters from "Overvecht".
        or language.sound(word) == language.sound(other)
    )
