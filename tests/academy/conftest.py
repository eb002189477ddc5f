"""The world that the tests of the whole site look at."""

from __future__ import annotations

import copy
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from courses.plugin_kit.testing.world import undone
from tests.academy.world import World, make_world
from tests.databases import is_transactional

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django import DjangoDbBlocker


class SharedWorld:
    """One world for the tests beside each other that look at it: making it takes as long as most.

    It stands in a transaction around theirs, so each of them undoes only what it did itself. No
    other test may see it, so it goes before one, and is made anew after.
    """

    def __init__(self) -> None:
        self._made: World | None = None
        self._around = ExitStack()
        self._blocker: DjangoDbBlocker | None = None

    def begin(self, blocker: DjangoDbBlocker) -> None:
        """There is a database now, in which it can be made."""
        self._blocker = blocker
        self.make()

    def make(self) -> None:
        """Make it, where there is none yet."""
        if self._made is None and self._blocker is not None:
            with self._blocker.unblock():
                self._around.enter_context(undone())
                self._made = make_world()

    def put_away(self) -> None:
        """Undo it, so that the database is as it was."""
        if self._made is not None and self._blocker is not None:
            self._made = None
            with self._blocker.unblock():
                self._around.close()

    def end(self) -> None:
        """The tests that come now are of another kind."""
        self.put_away()
        self._blocker = None

    def of_a_test(self) -> World:
        """A copy for one test: what it changes in an object no other test finds."""
        return make_world() if self._made is None else copy.deepcopy(self._made)


_shared = SharedWorld()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before the test's own transaction: the world, for who looks at it, and for nobody else."""
    if "world" in getattr(item, "fixturenames", ()) and not is_transactional(item):
        _shared.make()
    else:
        _shared.put_away()


@pytest.fixture(scope="module")
def shared_world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[SharedWorld]:
    """Where the tests of a module have their world from."""
    _shared.begin(django_db_blocker)
    yield _shared
    _shared.end()


@pytest.fixture
def world(shared_world: SharedWorld, db: None) -> World:
    """A small academy with somebody in every role."""
    return shared_world.of_a_test()


@pytest.fixture
def client_of(world: World) -> Callable[[str], Client]:
    """`client_of("trainer")` browses as that person; an error gives a 500, as on the real site."""

    def make(role: str) -> Client:
        client = Client(raise_request_exception=False)
        person = world.people[role]
        if person is not None:
            client.force_login(person)
        return client

    return make
