"""A card in the catalogue says how long a training takes, at home too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.catalogue.queries import training_cards
from tests.factories import EditionFactory, TrainingFactory

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db


def minutes_of(training: TrainingPage) -> int:
    (card,) = training_cards(type(training).objects.filter(pk=training.pk))
    return card.lesson_minutes


def test_a_card_has_the_minutes_of_the_public_lessons() -> None:
    training, other = TrainingFactory.create(lessons=3), TrainingFactory.create()
    first, second, third = training.lessons
    for lesson, minutes in ((first, 30), (second, 40), (third, 55)):
        lesson.minutes = minutes
        lesson.save_revision().publish()
    third.unpublish()
    assert (minutes_of(training), minutes_of(other)) == (70, 0)


def test_the_card_says_so_where_there_are_lessons(client: Client) -> None:
    training = TrainingFactory.create(lessons=1)
    (lesson,) = training.lessons
    lesson.minutes = 130
    lesson.save_revision().publish()
    EditionFactory.create(training=training)
    page = " ".join(client.get("/trainingen/").content.decode().split())
    assert "en thuis 2 uur en 10 minuten les" in page
    lesson.unpublish()
    assert "en thuis" not in client.get("/trainingen/").content.decode()
