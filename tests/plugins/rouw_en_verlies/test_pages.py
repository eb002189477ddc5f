"""The training on the site: its pages open and the exercise answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.catalogue.models import LessonPage
from courses.catalogue.services import install_training
from courses.plugin_api.api import Training
from courses.plugin_host import asking
from plugins.rouw_en_verlies.training import RouwEnVerliesTraining

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def lessons(db: None) -> list[LessonPage]:
    """The installed lessons, open to everyone."""
    (registered,) = (
        entry
        for entry in asking.everywhere(Training)
        if isinstance(entry.contribution, RouwEnVerliesTraining)
    )
    installed = install_training(registered=registered)
    assert installed.outcome == "made"
    LessonPage.objects.update(is_open=True)
    return list(LessonPage.objects.live().order_by("path"))


def test_every_lesson_opens_and_every_sentence_gets_its_reaction(
    client: Client, lessons: list[LessonPage]
) -> None:
    answered = 0
    for lesson in lessons:
        url = f"/trainingen/rouw-en-verlies/lessen/{lesson.slug}/"
        page = client.get(url)
        assert page.status_code == 200
        assert "va-placeholder" not in page.content.decode()
        for part in lesson.body:
            if part.block_type != "rouw_en_verlies_conversation":
                continue
            for option in part.value["options"].bound_blocks:
                html = client.post(
                    f"{url}opdracht/{part.id}/", {f"opdracht-{part.id}-option": option.id}
                ).content.decode()
                reaction = html.split("Zo gaat het gesprek verder")[1]
                assert option.value["say"] in reaction.split("En als je iets anders")[0]
                answered += 1
    assert (len(lessons), answered) == (5, 15)


def test_choosing_nothing_is_told_at_the_exercise(
    client: Client, lessons: list[LessonPage]
) -> None:
    lesson = lessons[2]
    part = next(p for p in lesson.body if p.block_type == "rouw_en_verlies_conversation")
    response = client.post(
        f"/trainingen/rouw-en-verlies/lessen/{lesson.slug}/opdracht/{part.id}/", {}
    )
    assert response.status_code == 200
    assert "Kies eerst wat je zou zeggen." in response.content.decode()
