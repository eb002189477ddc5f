"""What is kept of people's details, and what is written in the log."""

from __future__ import annotations

import pytest
from wagtail.models import ModelLogEntry

from courses.common.errors import Refusal
from courses.people import services
from courses.people.models import User
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def written(person: User) -> int:
    """How often the log says that this person's details changed."""
    entries = ModelLogEntry.objects.filter(object_id=str(person.pk), action="people.profile")
    return int(entries.count())


def test_a_profile_that_stayed_as_it_was_is_no_change() -> None:
    person = PersonFactory.create(first_name="Anna")
    person.first_name = "Hanna"

    services.change_profile(person=person, changed=[])
    unchanged = User.objects.get(pk=person.pk).first_name, written(person)
    services.change_profile(person=person, changed=["first_name"])

    assert unchanged == ("Anna", 0)
    assert (User.objects.get(pk=person.pk).first_name, written(person)) == ("Hanna", 1)


def test_a_corrected_name_is_written_down_once_and_never_empty() -> None:
    person, coordinator = PersonFactory.create(first_name="Ana"), PersonFactory.create()

    for _turn in range(2):
        services.correct_name(
            person=person, first_name="Anna", last_name=person.last_name, actor=coordinator
        )
    with pytest.raises(Refusal, match="voornaam") as refusal:
        services.correct_name(person=person, first_name=" ", last_name="Bos", actor=coordinator)

    assert refusal.value.field == "first_name"
    assert (User.objects.get(pk=person.pk).first_name, written(person)) == ("Anna", 1)
