"""The English that comes along is whole where it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override

from courses.catalogue.blocks import lesson_blocks
from courses.catalogue.models import Theme
from courses.common.process_cache import forget
from courses.editions.enums import Language
from courses.notices.edition_words import values_of
from courses.plugin_api.contributions.content import Training, TrainingDraft
from courses.plugin_host import asking
from courses.translations import shipped_texts
from courses.translations.po_files import PoEntry, Unreadable
from courses.translations.queries import specific_pages
from courses.translations.segments import (
    Segment,
    has_words,
    segments_of,
    through_block,
    through_html,
)
from courses.translations.shipped_texts import shipped
from tests.factories import EditionFactory, TrainingFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def texts_of(draft: TrainingDraft) -> list[str]:
    """Of a training's page, of its first lesson, and what the others are called."""
    blocks = dict(lesson_blocks())
    found = [draft.title, draft.theme, draft.summary, *draft.goals]

    def collect(segment: Segment) -> str:
        found.append(segment.source)
        return segment.source

    for html in (draft.introduction, draft.for_whom):
        through_html(html, "", "", collect)
    for lesson in draft.lessons:
        found += [lesson.title, lesson.summary]
    for kind, value in draft.lessons[0].body:
        through_block(blocks[kind], value, "", collect)
    return found


def test_trainings_their_first_lessons_and_the_pages_of_the_site_are_in_english() -> None:
    english = shipped("en")
    missing = []
    trainings = asking.everywhere(Training)
    assert len(trainings) == 4
    for training in trainings:
        draft = TrainingDraft()
        training.contribution.build(draft)
        missing += [text for text in texts_of(draft) if has_words(text) and text not in english]
    for page in specific_pages():
        missing += [one.source for one in segments_of(page) if one.source not in english]
    assert missing == [], f"Add these to the {shipped_texts.FOLDER}/en.po of what they come with"


def test_a_file_that_cannot_be_read_costs_nobody_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped_texts, "read_po", _unreadable)
    forget()
    assert shipped("en") == {}
    forget()


def _unreadable(_content: bytes) -> list[PoEntry]:
    raise Unreadable("nonsense")


def test_a_mail_says_in_its_own_language_what_training_it_is_and_what_is_spoken_there() -> None:
    training = TrainingFactory.create(title="Zingeving", slug="zingeving")
    edition = EditionFactory.create(training=training, language=Language.ENGLISH)
    with override("en"):
        values = values_of(edition, with_link=False)
        assert values["training"] == "Meaning in life"
        assert str(values["waar"]).splitlines()[-1].endswith(str(Language.ENGLISH.label))
    with override("nl"):
        values = values_of(edition, with_link=False)
        assert (values["training"], str(values["waar"]).splitlines()[-1]) == (
            "Zingeving",
            "Taal: Engels",
        )


def test_a_theme_is_in_english_wherever_one_reads_it_and_found_by_its_english(
    client: Client,
) -> None:
    client.cookies["taal"] = "en"
    theme, _made = Theme.objects.get_or_create(
        name="Eenzaamheid signaleren", defaults={"slug": "signaleren"}
    )
    training = TrainingFactory.create(title="Aan de deur", theme=theme)
    name = '<span lang="en">Noticing loneliness</span>'
    assert name in client.get(f"/trainingen/{training.slug}/").content.decode()
    for address in (
        "/trainingen/",
        "/zoeken/?q=xyzzy",
        "/welke-training/",
        "/trainingen/?q=noticing",
    ):
        page = client.get(address, follow=True).content.decode()
        assert "Noticing loneliness" in page, address
        assert "Eenzaamheid signaleren<" not in page, address
    page = client.get("/trainingen/?q=noticing").content.decode()
    assert "Aan de deur" in page
