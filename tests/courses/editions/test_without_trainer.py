"""No edition to come loses its only trainer without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from courses.editions.models import Edition
from courses.people.enums import Role
from tests.factories import EditionFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER, first_name="Ans", last_name="Trainer")


@pytest.fixture
def edition(trainer: User) -> Edition:
    return EditionFactory.create(
        training=TrainingFactory.create(title="Luisteren"), trainers=[trainer]
    )


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    return client


def details(person: User, **changed: Any) -> dict[str, Any]:
    group = Group.objects.get(name=Role.TRAINER.value)
    return {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "background": person.background,
        "language": person.language,
        "is_active": "on",
        "groups": [group.pk],
        **changed,
    }


WAYS: dict[str, tuple[str, Callable[[User], dict[str, Any]]]] = {
    "erased": ("/beheer/users/delete/{pk}/", lambda person: {}),
    "many erased": ("/beheer/bulk/people/user/delete/?id={pk}", lambda person: {}),
    "switched off": (
        "/beheer/users/edit/{pk}/",
        lambda person: details(person, is_active=""),
    ),
    "many switched off": (
        "/beheer/bulk/people/user/set_active_state/?id={pk}",
        lambda person: {"mark_as_active": "False"},
    ),
    "no trainer any more": (
        "/beheer/users/edit/{pk}/",
        lambda person: details(person, groups=[]),
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_only_trainer_does_not_leave_unasked(
    way: str, administrator: Client, trainer: User, edition: Edition
) -> None:
    address, data = WAYS[way]
    address = address.format(pk=trainer.pk)
    asked = administrator.post(address, data(trainer))
    assert (asked.status_code, str(edition) in asked.content.decode()) == (200, True)
    assert "houden geen trainer over" in asked.content.decode()
    trainer.refresh_from_db()
    assert (trainer.is_active, trainer.groups.count()) == (True, 1)
    successor = person_in_role(Role.TRAINER)
    answered = administrator.post(address, {**data(trainer), "successor": successor.pk})
    assert answered.status_code == 302
    assert successor in Edition.objects.get().trainers.all()


@pytest.mark.parametrize("way", WAYS)
def test_it_may_stay_without_a_trainer_and_the_desk_says_so(
    way: str, administrator: Client, trainer: User, edition: Edition
) -> None:
    address, data = WAYS[way]
    address = address.format(pk=trainer.pk)
    assert administrator.post(address, {**data(trainer), "leave_open": "on"}).status_code == 302
    desk = Client()
    desk.force_login(person_in_role(Role.COORDINATOR))
    page = desk.get("/beheer/").content.decode()
    assert ("heeft geen trainer" in page, str(edition) in page) == (True, True)


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_asked_when_somebody_else_gives_it_too(
    way: str, administrator: Client, trainer: User, edition: Edition
) -> None:
    edition.trainers.add(person_in_role(Role.TRAINER))
    edition.save()
    address, data = WAYS[way]
    assert administrator.post(address.format(pk=trainer.pk), data(trainer)).status_code == 302


def test_a_trainer_sees_nothing_of_it(client: Client) -> None:
    EditionFactory.create()
    client.force_login(person_in_role(Role.TRAINER))
    assert "heeft geen trainer" not in client.get("/beheer/").content.decode()
