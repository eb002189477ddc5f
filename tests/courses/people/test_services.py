"""What is kept of people's details, and what is written in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from wagtail.models import ModelLogEntry

from courses.common import clock
from courses.common.edit_conflicts import FormSnapshot
from courses.common.errors import Refusal
from courses.people import services
from courses.people.enums import Role
from courses.people.models import Partner, User
from courses.people.queries import is_coordinator, runs_academy
from tests.factories import PersonFactory, person_in_role

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

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


def test_a_person_is_found_by_key_as_by_anything_else(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    partner = Partner.objects.create(name="Buurthuis")
    person, other = PersonFactory.create(partner=partner), PersonFactory.create()
    with django_assert_num_queries(1):
        assert User.objects.get(pk=person.pk) == person
    # A manager of what belongs to something finds only that.
    assert partner.people.get(pk=person.pk) == person
    with pytest.raises(User.DoesNotExist):
        partner.people.get(pk=other.pk)
    for key in (0, 10**30):
        with pytest.raises(User.DoesNotExist):
            User.objects.get(pk=key)
    with pytest.raises(ValueError, match="expected a number"):
        User.objects.get(pk="x")


def test_who_runs_the_academy_is_known_by_key() -> None:
    people = [person_in_role(role) for role in Role]
    root = PersonFactory.create(is_superuser=True)
    gone = person_in_role(Role.COORDINATOR, is_active=False)
    for one in (*people, root, gone):
        assert runs_academy(one.pk) == is_coordinator(User.objects.get(pk=one.pk))
    assert [runs_academy(one.pk) for one in (root, gone)] == [True, False]
