"""The forms in which a word stands in a text, by rule.

Rules and no dictionary: a form too many does no harm, since it is no word and stands nowhere. What
goes otherwise (strong verbs: gekregen, liep) is written down beside the word.
"""

from __future__ import annotations

VOWELS = "aeiou"
LONG = ("aa", "ee", "oo", "uu")
SHORTEST_STEM = 2


def as_forms(text: str) -> list[str]:
    """The forms that somebody wrote with commas between them."""
    return [form for part in text.split(",") if (form := " ".join(part.split()))]


def forms_of(word: str, language: str = "nl") -> set[str]:
    """A word with its forms in lower case; of several words only the last is inflected.

    For a language without rules the word itself.
    """
    head, space, last = word.lower().rpartition(" ")
    inflected = RULES[language](last) if language in RULES else set()
    return {f"{head}{space}{form}" for form in {last, *inflected} if len(form) >= SHORTEST_STEM}


# --- Dutch -----------------------------------------------------------------------------------


def _dutch(word: str) -> set[str]:
    if not word[-1:].isalpha():
        return set()
    found = {f"{word}s", f"{word}’s", f"{word}'s", *_longer(word), *_diminutives(word)}
    if word.endswith("heid"):
        found.add(f"{word[:-4]}heden")
    if word.endswith("ie"):
        found.add(f"{word}ën")
    if word.endswith("en") and len(word) > SHORTEST_STEM + 2:
        found |= _verb(word)
    return found


def _longer(word: str) -> set[str]:
    """With `e` or `en` behind it, in the spelling that asks for: signalen, gesprekken, eenzame,
    brieven, huizen."""
    stem = _open(word)
    return {f"{stem}e", f"{stem}en"} | {f"{word}e", f"{word}en"}


def _open(word: str) -> str:
    """The stem as it stands before a vowel."""
    if len(word) > SHORTEST_STEM and word[-1] not in VOWELS:
        before = word[:-1]
        if before[-2:] in LONG:
            return f"{before[:-1]}{_voiced(word[-1])}"
        if before[-1] in VOWELS and (len(before) < 2 or before[-2] not in VOWELS):
            return word + word[-1]
        return f"{before}{_voiced(word[-1])}"
    return word


def _voiced(letter: str) -> str:
    return {"f": "v", "s": "z"}.get(letter, letter)


def _diminutives(word: str) -> set[str]:
    doubled = _open(word)
    return {
        f"{stem}{ending}{number}"
        for stem, endings in ((word, ("je", "tje", "pje")), (doubled, ("etje",)))
        for ending in endings
        for number in ("", "s")
    }


def _verb(word: str) -> set[str]:
    """Of a weak verb: signaleer, signaleert, signaleerde, gesignaleerd."""
    stem = _closed(word[:-2])
    endings = ("", "t", "d", "de", "den", "te", "ten")
    present = {f"{stem}{ending}" for ending in endings}
    return present | {
        *(f"ge{stem}{ending}" for ending in ("", "t", "d", "de", "te")),
        *(f"{word}{ending}" for ending in ("d", "de")),
    }


def _closed(stem: str) -> str:
    """The stem as it stands at the end of a word: signaleer of signaler, stop of stopp."""
    if len(stem) > SHORTEST_STEM and stem[-1] == stem[-2]:
        return stem[:-1]
    unvoiced = {"v": "f", "z": "s"}.get(stem[-1], stem[-1])
    if (
        len(stem) > SHORTEST_STEM
        and stem[-1] not in VOWELS
        and stem[-2] in "aeou"
        and stem[-3] not in VOWELS
    ):
        return f"{stem[:-1]}{stem[-2]}{unvoiced}"
    return stem[:-1] + unvoiced


# --- English ---------------------------------------------------------------------------------


def _english(word: str) -> set[str]:
    found = {f"{word}{ending}" for ending in ("s", "es", "’s", "'s", "d", "ed", "ing")}
    if word.endswith("y"):
        found |= {f"{word[:-1]}{ending}" for ending in ("ies", "ied")}
    if word.endswith("e"):
        found.add(f"{word[:-1]}ing")
    return found


RULES = {"nl": _dutch, "en": _english}
"""By language."""
