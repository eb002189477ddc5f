"""The world that the tests of the whole site look at."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.academy.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """A small academy with somebody in every role."""
    return make_world()


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
