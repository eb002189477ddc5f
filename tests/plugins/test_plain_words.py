"""The lessons that come with trainings are for who learns Dutch: no sayings, and help where it is
needed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from courses.glossary.first_words import first_words
from courses.plugin_api.contributions.content import Training, TrainingDraft
from courses.plugin_host import asking
from courses.translations.segments import through_html
from courses.translations.shipped_texts import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courses.translations.segments import Segment

pytestmark = pytest.mark.django_db

SAYINGS = re.compile(
    r"""
    slikt[ ]het[ ]in | kop[ ]op | bestwil | zonder[ ]meer | verzonnen | zelden | bovendien
    | uw[ ]verhaal[ ]kwijt | \bzwijg\b | dol[ ]op | op[ ]eigen[ ]houtje | goud[ ]waard
    | maakt[ ]de[ ]rekening[ ]op | over[ ](?:haar|zijn)[ ]hoofd[ ]heen | met[ ]een[ ]smoesje
    | immers | tegenslag | rechtuit | op[ ]een[ ]kier | haar[ ]dwarszat | op[ ]den[ ]duur
    """,
    re.VERBOSE | re.IGNORECASE,
)
BY_PLACE = re.compile(
    r"(?:laatste|volgende|vorige) les\b|\bles (?:[0-9]|een|twee|drie|vier|vijf|zes)\b"
    r"|Je hebt de lessen gedaan",
    re.IGNORECASE,
)
BY_NAME = re.compile(r"\bde les ‘([^’]+)’")
LINK = '<a href="tel:112">112</a>'


def texts(value: Any) -> Iterator[str]:
    """All texts in what a lesson is made of."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)


def drafts() -> list[TrainingDraft]:
    made = []
    for training in asking.everywhere(Training):
        draft = TrainingDraft()
        training.contribution.build(draft)
        made.append(draft)
    return made


def test_lessons_have_no_sayings_that_a_learner_of_dutch_takes_at_their_word() -> None:
    assert len(drafts()) == 4
    found = [
        (lesson.slug, SAYINGS.findall(text))
        for draft in drafts()
        for lesson in draft.lessons
        for text in texts(lesson.body)
        if SAYINGS.search(text)
    ]
    assert found == []


def test_lessons_are_named_by_their_titles_so_that_others_may_come_between() -> None:
    named = 0
    for draft in drafts():
        titles = {lesson.title for lesson in draft.lessons}
        for lesson in draft.lessons:
            for text in texts(lesson.body):
                assert not BY_PLACE.search(text), text
                names = BY_NAME.findall(text)
                assert set(names) <= titles - {lesson.title}, text
                named += len(names)
    assert named


def test_what_to_do_in_danger_is_in_english_too_and_its_numbers_are_links() -> None:
    english = shipped("en")
    told = [
        value["text"]
        for draft in drafts()
        for lesson in draft.lessons
        for kind, value in lesson.body
        if kind == "callout" and "112" in value["text"]
    ]
    assert len(told) == 4
    missing = []

    def look(segment: Segment) -> str:
        if segment.source not in english:
            missing.append(segment.source)
        return segment.source

    for text in told:
        through_html(text, "", "", look)
        assert LINK in text
        assert 'href="tel:08000113"' in text
    assert missing == []
    assert "Als het dringend is" in english


@pytest.mark.parametrize(
    "word", ["verzonnen", "zelden", "bovendien", "naaien", "zwijgen", "rommel", "houding", "kwijt"]
)
def test_words_that_somebody_new_to_dutch_looked_for_are_explained(word: str) -> None:
    explained = {one["word"]: one for one in first_words()}
    assert explained[word]["meaning"]
    assert explained[word]["in_english"]
