"""Titles of lessons in texts lead to those lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.catalogue.queries import lessons_in
from courses.learning.lesson_links import link_lessons
from tests.factories import KNOWLEDGE_CHECK, TrainingFactory, make_lesson

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import LessonPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def lessons() -> tuple[LessonPage, ...]:
    training = TrainingFactory.create(slug="t")
    for title, slug in (("Bellen", "bellen"), ("Bellen & <zien>", "zien")):
        make_lesson(training, title=title, slug=slug)
    return lessons_in([training])[training.pk]


def test_a_title_between_quotation_marks_is_a_link(lessons: tuple[LessonPage, ...]) -> None:
    said = link_lessons("<p>Zie ‘Bellen’ en Bellen.</p>", training="t", lessons=lessons)
    link = '<a class="utrecht-link" href="/trainingen/t/lessen/bellen/">Bellen</a>'
    assert said == f"<p>Zie ‘{link}’ en Bellen.</p>"
    said = link_lessons("<p>‘Bellen &amp; &lt;zien&gt;’</p>", training="t", lessons=lessons)
    assert 'href="/trainingen/t/lessen/zien/">Bellen &amp; &lt;zien&gt;</a>' in said


@pytest.mark.parametrize("name", ["label", "legend", "button", "a", "h3"])
def test_what_can_be_pressed_or_heads_something_gets_no_link(
    lessons: tuple[LessonPage, ...], name: str
) -> None:
    html = f"<{name}>‘Bellen’</{name}>"
    assert link_lessons(html, training="t", lessons=lessons) == html


def test_what_an_exercise_says_leads_to_the_lesson_that_it_names(client: Client) -> None:
    training = TrainingFactory.create(slug="t")
    make_lesson(training, title="Bellen", slug="bellen")
    check = {**KNOWLEDGE_CHECK, "explanation": "<p>Dat leer je bij ‘Bellen’.</p>"}
    lesson = make_lesson(training, slug="les", is_open=True, body=[("knowledge_check", check)])
    block = lesson.body[0]
    right = next(one for one in block.value["options"].bound_blocks if one.value["correct"])
    answer = {f"opdracht-{block.id}-option": right.id}
    html = client.post(f"/trainingen/t/lessen/les/opdracht/{block.id}/", answer).content.decode()
    assert '‘<a class="utrecht-link" href="/trainingen/t/lessen/bellen/">Bellen</a>’' in html


def test_other_words_stay_as_they_are(lessons: tuple[LessonPage, ...]) -> None:
    html = "<p title=\"‘Bellen’\">‘Schrijven’ en 'Bellen'</p>"
    assert link_lessons(html, training="t", lessons=lessons) == html
