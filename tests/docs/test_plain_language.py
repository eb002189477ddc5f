"""What people read stays at level B1; what is an exception to that has a name.

`plain_language_exceptions.txt` has a line for each: what it is about, and the words. A text that is
marked gets plainer words, or a line there under the reason why it stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polib
import pytest

from courses.catalogue.blocks import lesson_blocks
from courses.common.plain_language import Hint, HintKind, plain_hints, sentences, words_of
from courses.plugin_api.contributions.content import Training, TrainingDraft
from courses.plugin_host import asking
from courses.translations.queries import specific_pages
from courses.translations.segments import Segment, segments_of, through_block
from tests.installing import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

EXCEPTIONS = ROOT / "tests/docs/plain_language_exceptions.txt"
MOST_IN_KEY = 60


def screens_mails_and_letters() -> Iterator[str]:
    """Their Dutch is the key of every translation."""
    for entry in polib.pofile(str(ROOT / "locale/en/LC_MESSAGES/django.po")):
        if not entry.obsolete:
            yield entry.msgid
            yield entry.msgid_plural


def lessons() -> Iterator[str]:
    """What the trainings that plugins bring say."""
    blocks = dict(lesson_blocks())
    found: list[str] = []

    def collect(segment: Segment) -> str:
        found.append(segment.source)
        return segment.source

    for training in asking.everywhere(Training):
        draft = TrainingDraft()
        training.contribution.build(draft)
        found += [draft.title, draft.summary, draft.introduction, draft.for_whom, *draft.goals]
        for lesson in draft.lessons:
            found += [lesson.title, lesson.summary]
            for kind, value in lesson.body:
                through_block(blocks[kind], value, "", collect)
    yield from found


def pages() -> Iterator[str]:
    for page in specific_pages():
        for segment in segments_of(page):
            yield segment.source


def key_of(hint: Hint) -> str:
    words = hint.words.lower()
    if hint.kind == HintKind.LONG:
        words = words[:MOST_IN_KEY].rsplit(" ", 1)[0]
    return f"{hint.kind}: {words}"


@pytest.mark.django_db
def test_what_people_read_is_plain_or_named() -> None:
    named = {
        line.strip()
        for line in EXCEPTIONS.read_text().splitlines()
        if line.strip() and not line.startswith("#")
    }
    texts = [*screens_mails_and_letters(), *lessons(), *pages()]
    hints = {key_of(hint): hint.sentence for text in texts for hint in plain_hints(text)}
    new = {key: sentence for key, sentence in hints.items() if key not in named}
    assert new == {}, "Say it plainer, or put the line before the colon's end in " + EXCEPTIONS.name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Je schrijft je in. Daarna krijg je een mail.", []),
        ("Het formulier wordt door ons bewaard.", ["passive: wordt door ons bewaard"]),
        ("Hij wordt gezond en blijft bekend.", []),
        ("Bij het invullen van het formulier helpen we.", ["nouns: bij het invullen van"]),
        ("Het leven van alledag.", []),
        ("Indien je niet kunt, bel ons.", ["stiff: indien"]),
        ("We faciliteren participatieve casuïstiek.", [
            "rare: faciliteren", "rare: participatieve", "rare: casuïstiek",
        ]),
        ("Meneer Waterschapsheuvel woont in Leidsche Rijn.", []),
        ("Het telefoongesprek en de koffiemiddag.", []),
        ("Het bestand imsmanifest.xml is te groot.", []),
        ("Een antwoord van de soort “application/problem+json”.", []),
        ("Vul het deployment ID in.", []),
        ("Een deployment is moeilijk. Een schorre stem niet.", ["rare: deployment"]),
        ("Kies Türkçe of العربية.", []),
        ("<p>Kort.</p><ul><li>Een punt</li><li>Nog een punt</li></ul>", []),
        (" ".join(["woord"] * 21) + ".", ["long: " + " ".join(["woord"] * 9)]),
    ],
)  # fmt: skip
def test_hints_are_about_what_is_hard(text: str, found: list[str]) -> None:
    assert [re.sub(r"(: woord).*", r"\1", key_of(one)) for one in plain_hints(text)] == [
        re.sub(r"(: woord).*", r"\1", one) for one in found
    ]


def test_a_hint_says_what_one_could_say_instead() -> None:
    assert [one.instead for one in plain_hints("Tevens bellen we.")] == ["ook"]
    assert plain_hints("Dat is laagdrempelig.", known={"laagdrempelig"}) == []


def test_sentences_are_those_that_a_reader_sees() -> None:
    text = "<h2>Een kop</h2><p>Mail a.b@c.nl. Kijk op /trainingen/bellen/. Bel %(name)s!</p>"
    assert sentences(text)[0] == "Een kop"
    assert [len(words_of(one)) for one in sentences("Om 9.30 uur. Kom je?\nJa")] == [2, 2, 1]
