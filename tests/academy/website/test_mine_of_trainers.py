"""Somebody's own page, for who gives trainings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.people.enums import Role
from tests.factories import PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_who_gives_trainings_is_led_to_those_and_takes_part_in_none(client: Client) -> None:
    client.force_login(person_in_role(Role.TRAINER))
    page = client.get("/mijn/").content.decode()
    assert "Naar Vandaag" in page
    assert "Zelf doe je nu aan geen training mee." in page
    client.force_login(PersonFactory.create())
    page = client.get("/mijn/").content.decode()
    assert "Naar Vandaag" not in page
    assert "Je hebt je nog niet ingeschreven." in page
