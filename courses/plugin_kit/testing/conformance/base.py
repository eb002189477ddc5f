"""What all checks share: what the author gives, and the academy in which they look."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

import pytest
from django.core.cache import cache

from courses.plugin_api.contributions.base import Contribution, Json
from courses.plugin_host import registry
from courses.plugin_kit.testing.personal import known_rows, models_about_people
from courses.plugin_kit.testing.values import make_row
from courses.plugin_kit.testing.world import World, look_again, make_world, undone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pytest_django import DjangoDbBlocker

    from courses.catalogue.models import TrainingPage
    from courses.people.models import User
    from courses.plugin_api.plugin import CoursePlugin

C = TypeVar("C", bound=Contribution)


class Checks:
    """What the author of a plugin gives (see `PluginConformance`), and the fixtures."""

    slug: ClassVar[str]
    block_values: ClassVar[Mapping[str, object]] = {}
    settings: ClassVar[Mapping[str, object]] = {}
    arguments: ClassVar[Mapping[str, object]] = {}
    """Values for the arguments in the plugin's addresses, by name; else they are made up."""
    documents: ClassVar[Sequence[str]] = ()
    """Names of public documents that the plugin has."""
    sent: ClassVar[Mapping[str, Sequence[Json]]] = {}
    """What the script of an exercise sends to be an answer: examples, by the exercise's name."""

    def prepare(self, training: TrainingPage) -> None:
        """Make rows in `training` that the plugin's blocks choose from.

        Called once, after the plugin is switched on there and before its blocks are filled in.
        Override it where a block can only be filled in with something that is there already.
        """

    def keep(self, world: World, person: User, mark: str) -> None:
        """Let the plugin keep something about `person`, with `mark` in each text that is free.

        Makes up a row for each of the plugin's models that belong to somebody; override it when
        rows of yours need more than their columns say.
        """
        known = known_rows(world, person)
        for model in models_about_people(world.plugin):
            if model not in known:
                make_row(model, known, mark)

    @pytest.fixture(scope="class")
    @classmethod
    def world(cls, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
        """The academy that all checks of the class share; each undoes what it changes."""
        with django_db_blocker.unblock(), undone():
            look_again()
            plugin = registry.find(cls.slug)
            if plugin is None:
                pytest.fail(
                    f"No plugin {cls.slug!r} is installed. Install your package beside the "
                    "academy, and run `manage.py plugins doctor` to see why it is left out.",
                    pytrace=False,
                )
            assert plugin is not None
            if plugin.failure:
                pytest.fail(f"The plugin could not be loaded:\n{plugin.failure}", pytrace=False)
            yield make_world(
                plugin,
                block_values=cls.block_values,
                settings=cls.settings,
                prepare=cls().prepare,
            )

    @pytest.fixture(autouse=True)
    def _fresh(self, db: None, world: World) -> Iterator[None]:
        cache.clear()
        look_again()
        yield
        cache.clear()

    @pytest.fixture
    def plugin(self, world: World) -> CoursePlugin:
        """The plugin that is checked."""
        return world.plugin


def contributions_of(world: World, kind: type[C]) -> list[C]:
    """What the plugin adds of this kind."""
    return [one for one in world.plugin.contributions() if isinstance(one, kind)]
