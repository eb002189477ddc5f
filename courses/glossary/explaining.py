"""Explains hard words in a text, where they stand.

The first time that a word stands in a piece, it becomes a button that shows what it means (a
popover: keyboard, touch and Escape are the browser's, without script). Of the HTML nothing else
changes, to the letter: what is not such a word is copied.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

WORD = re.compile(r"[^\W\d_](?:[\w’'-]*[^\W_])?")
BEHIND = re.compile(r"[.,:;!?…)\]’”'\"»]+")
"""What ends a word and may not begin a line. Not `&`: that begins a reference."""
BETWEEN = re.compile(r"\s+")
REFERENCE = re.compile(r"&#?\w+;\Z")
NEXT_REFERENCE = re.compile(r"&#?\w+;")

_CLOSED = """
    a abbr audio button code dfn form h1 h2 h3 h4 h5 h6 iframe label legend math object option pre
    script select style summary svg textarea title video
"""
CLOSED = frozenset(_CLOSED.split())
"""In these no word is explained: they do something, head something, or show what was typed."""

NAMES = frozenset({"label", "legend"})
"""What names an input or asks a question: a word in it is explained behind it, as a button in a
label would take its presses and be read out as part of the name."""


TOKEN = re.compile(
    r"""
    <!--.*?(?:-->|\Z)
    | <(?P<raw>script|style|textarea|title)\b.*?(?:</(?P=raw)\s*>|\Z)
    | <(?P<end>/?)(?P<name>[a-z][^\s/>]*)
      (?:[^>"']|"[^"]*"|'[^']*')*?
      (?P<ends_itself>/?)>
    | <[^<>]*>?
    | (?P<text>[^<]+)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
"""A remark, an element with raw text, a tag, something that looks like a tag, or text."""


@dataclass(frozen=True)
class Meaning:
    """A word and what it means. `in_english` may be empty."""

    key: int
    word: str
    meaning: str
    in_english: str = ""


@dataclass
class Vocabulary:
    """Words by the forms in which they stand in a text."""

    singles: dict[str, Meaning] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]] = field(default_factory=dict)

    def add(self, forms: Iterable[str], meaning: Meaning) -> None:
        """Know a word in these forms; who came first keeps a form."""
        for form in forms:
            first, *rest = form.lower().split()
            if rest:
                self.phrases.setdefault(first, []).append((tuple(rest), meaning))
            else:
                self.singles.setdefault(first, meaning)

    def __bool__(self) -> bool:
        return bool(self.singles or self.phrases)

    def found_in(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, Meaning]]:
        """The words that stand between two places, with where each begins and ends."""
        words = list(WORD.finditer(text, start, end))
        number = 0
        while number < len(words):
            length, meaning = self._at(text, words, number)
            if meaning is not None:
                yield words[number].start(), words[number + length - 1].end(), meaning
            number += length

    def _at(self, text: str, words: list[re.Match[str]], number: int) -> tuple[int, Meaning | None]:
        """The longest of ours that begins here: of how many words it is, and what it means."""
        first = words[number].group().lower().replace("'", "’")
        plain = first.replace("’", "'")
        longest: tuple[int, Meaning | None] = (
            1,
            self.singles.get(first) or self.singles.get(plain),
        )
        for rest, meaning in self.phrases.get(first, ()):
            others = words[number + 1 : number + 1 + len(rest)]
            follows = [one.group().lower() for one in others] == list(rest)
            if follows and 1 + len(rest) > longest[0]:
                ends = [words[number].end(), *(one.end() for one in others)]
                gaps = zip(ends, others, strict=False)
                if all(BETWEEN.fullmatch(text, end, one.start()) for end, one in gaps):
                    longest = (1 + len(rest), meaning)
        return longest


@dataclass
class Explained:
    """A piece of text with its words explained, and which words those are, in their order."""

    html: SafeString
    words: tuple[Meaning, ...] = ()


def explain(
    html: str, vocabulary: Vocabulary, *, known: frozenset[int] = frozenset(), place: str = "1"
) -> Explained:
    """Explain words where they first stand; those that are `known` were explained before.

    `html` is safe already, and made by us or the editor. `place` tells the pieces of a page apart:
    it is part of ids.
    """
    pieces: list[str] = []
    words: list[Meaning] = []
    told = set(known)
    done = 0
    for start, end in open_texts(html):
        for begins, ends, meaning in vocabulary.found_in(html, start, end):
            if meaning.key in told or _is_cut(html, begins, ends):
                continue
            told.add(meaning.key)
            words.append(meaning)
            behind = BEHIND.match(html, ends, end)
            mark = behind.group() if behind else ""
            pieces += (html[done:begins], _button(html[begins:ends], mark, meaning, place))
            done = ends + len(mark)
    pieces.append(html[done:])
    return Explained(mark_safe("".join(pieces)), tuple(words))


def explain_behind_names(html: str, vocabulary: Vocabulary, *, place: str) -> SafeString:
    """List the words of each label and question behind it, each where it first stands."""
    pieces: list[str] = []
    told: set[int] = set()
    here: dict[int, Meaning] = {}
    done = 0
    for start, end, is_end in _names(html):
        if is_end:
            if here:
                pieces += (html[done:end], _listed(here.values(), place))
                done, here = end, {}
            continue
        for begins, ends, meaning in vocabulary.found_in(html, start, end):
            if meaning.key not in told and not _is_cut(html, begins, ends):
                told.add(meaning.key)
                here[meaning.key] = meaning
    pieces.append(html[done:])
    return mark_safe("".join(pieces))


def words_of(html: str, vocabulary: Vocabulary) -> Iterator[Meaning]:
    """The words that would be explained in a text or behind a name in it, as often as they stand
    there."""
    texts = (
        *open_texts(html),
        *((start, end) for start, end, is_end in _names(html) if not is_end),
    )
    for start, end in texts:
        for begins, ends, meaning in vocabulary.found_in(html, start, end):
            if not _is_cut(html, begins, ends):
                yield meaning


def _listed(words: Collection[Meaning], place: str) -> SafeString:
    """Words behind the name in which they stand. Spans: a label may stand in a paragraph."""
    buttons = format_html_join(
        ", ", "{}", ((_button(escape(one.word), "", one, place),) for one in words)
    )
    name = ngettext("Moeilijk woord:", "Moeilijke woorden:", len(words))
    return format_html('<span class="va-word__behind">{} {}</span>', name, buttons)


def _is_cut(html: str, begins: int, ends: int) -> bool:
    """Whether a letter that is written as a reference (`&eacute;`) belongs to the word too."""
    before = REFERENCE.search(html, max(0, begins - 12), begins)
    after = NEXT_REFERENCE.match(html, ends)
    return any(found is not None and unescape(found[0]).isalnum() for found in (before, after))


def _button(text: str, mark: str, meaning: Meaning, place: str) -> SafeString:
    """The word as it stands, with what it means behind it.

    `text` is HTML without tags, `mark` what ends it: a browser would begin a line with that, as it
    may break a line behind every button.
    """
    name = f"woord-{place}-{meaning.key}"
    english = (
        format_html(
            ' <span class="va-word__english">{} <span lang="en">{}</span></span>',
            _("Engels:"),
            meaning.in_english,
        )
        if meaning.in_english
        else ""
    )
    return format_html(
        '<span class="va-word__whole">'
        '<button type="button" class="va-word" popovertarget="{name}">{text}'
        '<span class="va-visually-hidden"> ({explain})</span></button>{mark}</span>'
        '<span class="va-word__meaning" id="{name}" popover>'
        "<strong>{word}</strong>: {meaning}{english} "
        '<button type="button" class="va-word__close" popovertarget="{name}" '
        'popovertargetaction="hide">{close}</button></span>',
        name=name,
        text=mark_safe(text),
        mark=mark_safe(mark),
        explain=_("uitleg"),
        close=_("Sluit"),
        word=meaning.word,
        meaning=meaning.meaning,
        english=english,
    )


def open_texts(html: str) -> Iterator[tuple[int, int]]:
    """The pieces of text in which words may be explained, by their place.

    Pages ask this for each reader of a lesson, so it is a few times faster than a parser. What is
    no tag by HTML's rules counts as text, in which nothing is found between `<` and `>`.
    """
    for token, inside in _tokens(html):
        if token["text"] is not None and not inside:
            yield token.start(), token.end()


def _names(html: str) -> Iterator[tuple[int, int, bool]]:
    """The pieces of text in labels and questions by their place, and where each of these ends."""
    for token, inside in _tokens(html):
        if token["text"] is not None and len(inside) == 1 and inside[0] in NAMES:
            yield token.start(), token.end(), False
        elif token["end"] and not inside and token["name"].lower() in NAMES:
            yield token.start(), token.end(), True


def _tokens(html: str) -> Iterator[tuple[re.Match[str], list[str]]]:
    """All that HTML is made of, with the elements around it in which no word is explained; behind
    the end of one, without it."""
    inside: list[str] = []
    for token in TOKEN.finditer(html):
        name = (token["name"] or "").lower()
        if name in CLOSED or (inside and name == inside[-1]):
            if not token["end"]:
                if not token["ends_itself"]:
                    inside.append(name)
            elif inside and inside[-1] == name:
                inside.pop()
        yield token, inside
