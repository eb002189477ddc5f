"""What hard words there are, and texts in which they are explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.common.names import plain
from courses.common.public_version import memory
from courses.glossary.explaining import (
    Meaning,
    Vocabulary,
    explain,
    explain_behind_names,
    words_of,
)
from courses.glossary.first_words import first_words
from courses.glossary.inflection import as_forms, forms_of
from courses.glossary.models import GlossaryWord

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString


def vocabulary(language: str) -> Vocabulary:
    """The words that are explained in texts in this language; kept until one changes."""
    return memory.get(("vocabulary", language), lambda: _vocabulary(language))


def _vocabulary(language: str) -> Vocabulary:
    made = Vocabulary()
    words = list(GlossaryWord.objects.filter(language=language))
    meanings = {one.pk: Meaning(one.pk, one.word, one.meaning, one.in_english) for one in words}
    # A word of its own is no form of another: who feels lost (verloren) need not have lost somebody
    # (verlies). And what stands there letter by letter goes before what a rule makes of a word.
    for one in words:
        made.add([one.word], meanings[one.pk])
    for one in words:
        made.add(as_forms(one.other_forms), meanings[one.pk])
    for one in words:
        made.add(sorted(forms_of(one.word, one.language)), meanings[one.pk])
    return made


class Vocabularies(dict[str, Vocabulary]):
    """The words by language, each looked up once: for one page."""

    def __missing__(self, language: str) -> Vocabulary:
        self[language] = vocabulary(language)
        return self[language]


class WordsOnPage:
    """Explains words in the texts of a page: each once in each of its places.

    A place is a part of the page that is kept by itself: which words it explains may not depend on
    what was made in the same request. Its name is part of ids.
    """

    def __init__(self) -> None:
        self._vocabularies = Vocabularies()
        self._told: dict[str, frozenset[int]] = {}

    def explain(self, html: SafeString, *, language: str, place: str) -> SafeString:
        """A text in this language, whose words are explained where they first stand."""
        known = self._vocabularies[language]
        if not known:
            return html
        told = self._told.get(place, frozenset())
        done = explain(html, known, known=told, place=place)
        self._told[place] = told.union(one.key for one in done.words)
        return done.html


def explained(
    parts: Iterable[tuple[SafeString, str]], *, vocabularies: Vocabularies, place: str = "1"
) -> tuple[list[SafeString], list[Meaning]]:
    """The parts of one step of a lesson with each hard word explained once, and those words.

    Each part comes with the code of its language: a lesson may be translated in part. One with a
    form in it is left as it is: it is somebody's own, or an exercise (`explained_exercise`).
    """
    shown: list[SafeString] = []
    words: list[Meaning] = []
    for part, language in parts:
        known = vocabularies[language]
        if not known or "<form" in part:
            shown.append(part)
            continue
        done = explain(part, known, known=frozenset(one.key for one in words), place=place)
        shown.append(done.html)
        words += done.words
    return shown, words


def explained_exercise(body: SafeString, known: Vocabulary, *, place: str) -> SafeString:
    """What an exercise shows, with its hard words explained: in a text where they stand, in what
    names an input or asks a question behind it."""
    if not known:
        return body
    told = explain(body, known, place=place).html
    return explain_behind_names(told, known, place=f"{place}-v")


def hard_words_in(parts: Iterable[str], language: str) -> list[Meaning]:
    """The hard words in pieces of HTML in this language, each once, in the order of a dictionary:
    for where no word can be pressed, such as paper."""
    known = vocabulary(language)
    found = {one.key: one for part in parts for one in words_of(part, known)} if known else {}
    return sorted(found.values(), key=lambda one: (plain(one.word), one.key))


def first_words_to_add() -> list[GlossaryWord]:
    """The words of the academy's own trainings that are not in the list yet, unsaved."""
    there = {
        (one.language, one.word.lower()) for one in GlossaryWord.objects.only("language", "word")
    }
    found = (GlossaryWord(**values) for values in first_words())
    return [one for one in found if (one.language, one.word.lower()) not in there]


def words_found(text: str) -> list[GlossaryWord]:
    """The words that somebody looks for, or all; in the order of a dictionary, where a letter with
    an accent is that letter: a telephone types none by itself. Not by what explains them: that uses
    a word, and does not say what it means."""
    words = list(GlossaryWord.objects.all())
    if text:
        sought = plain(text)
        words = [one for one in words if sought and _has_form(one, sought)]
    return sorted(words, key=lambda one: (plain(one.word), one.pk))


def _has_form(word: GlossaryWord, sought: str) -> bool:
    """Whether what somebody looks for is part of a word, or one of its forms."""
    written = (word.word, *as_forms(word.other_forms))
    return any(sought in plain(one) for one in written) or sought in {
        plain(one) for one in forms_of(word.word, word.language)
    }
