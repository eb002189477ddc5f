"""What is kept of people's details, and what is written in the log."""

from __future__ import annotations

import pytest
from wagtail.models import ModelLogEntry

from courses.common import clock
from courses.common.edit_conflicts import FormSnapshot
from courses.common.errors import Refusal
from courses.people import services
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import PersonFactory, person_in_role

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


def correct(person: User, actor: User, **details: str) -> User:
    """What staff fill in about somebody, from the page as it was."""
    snapshot = FormSnapshot({})
    changed = User.objects.get(pk=person.pk)
    for name, value in details.items():
        setattr(changed, name, value)
    return services.correct_details(
        person=changed, changed=list(details), actor=actor, snapshot=snapshot
    )


def test_staff_put_details_right_and_an_address_only_where_nobody_signs_in() -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    person = PersonFactory.create(email=None)
    correct(person, coordinator, city="Utrecht", email="bep@example.org")
    correct(person, coordinator)
    person.refresh_from_db()
    assert (person.city, person.email) == ("Utrecht", "bep@example.org")
    known = PersonFactory.create()
    with pytest.raises(Refusal, match="Iemand anders heeft"):
        correct(person, coordinator, email=str(known.email))
    User.objects.filter(pk=person.pk).update(last_login=clock.now())
    with pytest.raises(Refusal, match="logt zelf in"):
        correct(person, coordinator, email="bep2@example.org")


def test_who_may_not_manage_somebody_puts_nothing_right() -> None:
    administrator = person_in_role(Role.ADMINISTRATOR)
    for actor in (person_in_role(Role.TRAINER), person_in_role(Role.COORDINATOR)):
        with pytest.raises(Refusal, match="mag de gegevens"):
            correct(administrator, actor, city="Utrecht")
