"""Counts the words that lead to nothing, so that a coordinator can say what they mean.

Kept are words of the dictionary, one of each search, by month. Who typed, when and what else does
not go in, and cannot be got out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction
from django.db.models import F

from courses.common import clock, retention
from courses.people.models import User
from courses.search import language
from courses.search.models import UnfoundWord
from courses.search.queries import first_month_kept, month_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

LEAST_LETTERS = 4
MOST_WORDS = 3
"""Of a longer text no word is kept: it may be a story about somebody."""

MOST_IN_MONTH = 2000
"""Different words of one month; whoever types more tries out the dictionary."""


def count_unfound(*, typed: str, unfound: tuple[str, ...]) -> None:
    """Count one word of a search that found nothing; which one says `word_to_count`.

    A count that cannot be written now is lost, which harms nobody: a search never fails for it.
    """
    word = word_to_count(typed=typed, unfound=unfound)
    if word is None:
        return
    try:
        with transaction.atomic():
            _add_one(word)
    except DatabaseError:
        return


def word_to_count(*, typed: str, unfound: tuple[str, ...]) -> str | None:
    """The longest word that led to nothing, if it can be kept; None if not.

    A number, part of an address, a word that no dictionary has and a name of somebody here cannot.
    """
    said = language.words(typed)
    if len([one for one in said if one not in language.EMPTY_WORDS]) > MOST_WORDS or "@" in typed:
        return None
    if any(character.isdigit() for character in typed):
        return None
    known = [
        one
        for one in unfound
        if len(one) >= LEAST_LETTERS and one.isalpha() and language.is_in_dictionary(one)
    ]
    word = max(known, key=len, default=None)
    if word is None or User.objects.filter(sort_name__icontains=word).exists():
        return None
    return word


def _add_one(word: str) -> None:
    month = month_of(clock.today())
    mine = UnfoundWord.objects.filter(word=word, month=month)
    if mine.update(times=F("times") + 1):
        return
    if UnfoundWord.objects.filter(month=month).count() >= MOST_IN_MONTH:
        return
    UnfoundWord.objects.bulk_create(
        [UnfoundWord(word=word, month=month, times=0)], ignore_conflicts=True
    )
    mine.update(times=F("times") + 1)


def old_words() -> QuerySet[UnfoundWord]:
    """Counts of months that are not kept any more."""
    return UnfoundWord.objects.filter(month__lt=first_month_kept())


def forget_old_words() -> int:
    """Remove `old_words`; returns how many rows."""
    return retention.delete(old_words())
