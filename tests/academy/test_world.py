"""The world is made once for the tests beside each other that look at it, and no test spoils it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.catalogue.models import TrainingPage
from courses.editions.models import Edition
from courses.people.models import User

if TYPE_CHECKING:
    from tests.academy.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_does_to_it_no_other_finds(world: World, turn: str) -> None:
    trainer = world.people["trainer"]
    assert trainer is not None
    assert (world.training.title, trainer.first_name[:8]) == ("Luisteren", "Voornaam")
    assert Edition.objects.filter(training=world.training).count() == 3
    world.training.title = trainer.first_name = turn
    trainer.save()
    world.concept.delete()


def test_who_does_not_ask_for_it_finds_none() -> None:
    assert (TrainingPage.objects.count(), User.objects.count()) == (0, 0)


def test_after_that_it_is_there_again(world: World) -> None:
    assert TrainingPage.objects.filter(pk=world.training.pk).exists()
