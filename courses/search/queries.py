"""What is found for what somebody types, and what was not found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from courses.common import clock
from courses.common.content_language import reading_in
from courses.common.process_cache import Shelf
from courses.common.public_version import texts_version
from courses.common.retention import Period
from courses.search import language
from courses.search.models import UnfoundWord, WordGroup, parts
from courses.search.sources import sources
from courses.search.word_index import Found, Group, Hit, Index
from courses.translations.reading import Words, marks_of, reading_language

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from courses.search.sources import Document

SECONDS = 24 * 60 * 60
"""How long an index is used at most; long before that its stamp says that something changed."""

LONGEST_EXCERPT = 220
"""Characters of what is shown of a text that fits."""

LEAST_TIMES = 3
"""How often a word must have led to nothing before anybody sees it."""

KEPT = Period("search_words", default=365, least=60, most=730)
"""How long counts are kept: as many months as fit, the one of today included."""

_indexes: Shelf[Index] = Shelf(16)
"""Two for each language that is read: of texts alone, and with the dates."""


def find(text: str) -> Found:
    """What visitors may find for these words, the best first, in the reader's language.

    Two queries at most, whatever is found: whether the texts and the dates are still as they were;
    the languages of the site are known, or a third.
    """
    return index().find(text, now=clock.now())


def index() -> Index:
    """All that can be found now, as the reader reads it. Inside a transaction it is made anew: what
    is seen there may never become public."""
    token = texts_version.read()
    reading = reading_language()
    stamp = [one.stamp() for one in sources(changing_often=False)]
    dates = [one.stamp() for one in sources(changing_often=True)]
    # Asked once here, and not for each text.
    with reading_in(reading):
        if connection.in_atomic_block or not settings.PAGE_CACHE_SECONDS:
            return _whole(_of_texts(reading.code), reading.code)
        # Two may read in one language with other screens: Dutch, when theirs is not offered.
        key = (get_language(), reading.code)
        # A request holds the languages of its start, so one that changed since has another version.
        of_texts = token + repr((reading, stamp)).encode()
        of_all = of_texts + repr(dates).encode()
        found = _indexes.get(("all", *key), of_all)
        if found is not None:
            return found
        texts = _indexes.get(("texts", *key), of_texts)
        if texts is None:
            made = _of_texts(reading.code)
            texts = _indexes.put(("texts", *key), of_texts, made, seconds=SECONDS)
        whole = _whole(texts, reading.code)
        return _indexes.put(("all", *key), of_all, whole, seconds=SECONDS)


def _of_texts(spoken: str) -> Index:
    return Index(
        one for source in sources(changing_often=False) for one in source.documents(spoken)
    )


def keys_that_fit(documents: Iterable[Document], text: str) -> set[str]:
    """Of these documents, which need not be public, the keys of those in which each word is, as
    visitors' words are understood: in another form, otherwise spelled, or as the academy says."""
    among, now = Index(documents, _groups()), clock.now()
    says_nothing = language.EMPTY_WORDS | language.FAINT_WORDS
    # Also the s of "'s avonds".
    words = [one for one in language.words(text) if len(one) > 1 and one not in says_nothing]
    found = [{hit.document.key for hit in among.find(one, now=now).hits} for one in words]
    return set.intersection(*found) if found else set()


def _groups() -> list[Group]:
    rows = WordGroup.objects.order_by("pk").values_list("typed", "meant")
    return [Group(parts(typed), parts(meant)) for typed, meant in rows]


def _whole(texts: Index, spoken: str) -> Index:
    groups = _groups()
    more = [one for source in sources(changing_often=True) for one in source.documents(spoken)]
    return Index(more, groups, base=texts)


# --- What is shown of it --------------------------------------------------------------------------


class Shown(NamedTuple):
    """A document that fits as a list shows it, with the words marked.

    `title_marks` and `excerpt_marks` are attributes that say in which language each of them is.
    """

    document: Document
    title: SafeString
    excerpt: SafeString
    title_marks: SafeString
    excerpt_marks: SafeString


def shown(hit: Hit) -> Shown:
    """With the sentence that fits best; of a text that is closed nothing."""
    document = hit.document
    # Each with the text that it stands in, which knows its language.
    lines = [(document.summary, document.summary)] if document.summary else []
    lines += [(line, text) for text in document.texts for line in language.sentences(text)]
    best, whole = max(lines, key=lambda line: _number_in(line[0], hit.words), default=("", ""))
    return Shown(
        document,
        _marked(document.title, hit.words),
        _marked(_cut(best, hit.words), hit.words),
        _language_of(document, document.title),
        _language_of(document, whole),
    )


def _language_of(document: Document, text: str) -> SafeString:
    known = document.is_dutch or isinstance(text, Words)
    return marks_of(text) if known else SafeString("")


def _number_in(line: str, wanted: frozenset[str]) -> int:
    return len(wanted & set(language.words(line)))


def _cut(line: str, wanted: frozenset[str]) -> str:
    """The part of a long sentence that is about it."""
    if len(line) <= LONGEST_EXCERPT:
        return line
    first = next((at for at, _end, word in language.words_in_place(line) if word in wanted), 0)
    begin = max(0, first - LONGEST_EXCERPT // 3)
    if begin:
        begin = line.find(" ", begin) + 1
    end = line.rfind(" ", begin, begin + LONGEST_EXCERPT)
    end = end if end > 0 and begin + LONGEST_EXCERPT < len(line) else len(line)
    return f"{'… ' if begin else ''}{line[begin:end]}{' …' if end < len(line) else ''}"


def _marked(text: str, wanted: frozenset[str]) -> SafeString:
    made, at = [], 0
    for start, end, word in language.words_in_place(text):
        if word in wanted and word not in language.EMPTY_WORDS:
            made += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
            at = end
    return SafeString("".join([*made, escape(text[at:])]))


# --- What led to nothing --------------------------------------------------------------------------


class Unfound(NamedTuple):
    """A word that led to nothing, and how often in the months that are kept."""

    word: str
    times: int


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def months_kept() -> int:
    """Of how many months counts are kept."""
    return KEPT.days // 30


def first_month_kept() -> date:
    """The oldest month of which counts are kept."""
    months = clock.today().year * 12 + clock.today().month - 1 - (months_kept() - 1)
    return clock.today().replace(year=months // 12, month=months % 12 + 1, day=1)


def unfound_words() -> list[Unfound]:
    """The words that led to nothing, the most frequent first: from `LEAST_TIMES` on."""
    rows = (
        UnfoundWord.objects.filter(month__gte=first_month_kept())
        .values("word")
        .annotate(sum=Sum("times"))
        .filter(sum__gte=LEAST_TIMES)
        .order_by("-sum", "word")
    )
    return [Unfound(word, times) for word, times in rows.values_list("word", "sum")]
