"""People's names in forms, in lists and in the database."""

from __future__ import annotations

import random
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

from courses.certificates.forms import ReplaceForm
from courses.common import names
from courses.enrolment import queries as enrolment_queries
from courses.enrolment.forms import AddParticipantForm
from courses.people.enums import Role
from courses.people.fields import validate_name
from courses.people.forms import ProfileForm, ProfileSignupForm
from courses.people.models import User
from courses.people.viewsets import AcademyUserEditForm
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

IN_ORDER = ["Al-Hassan", "van den Berg", "BERGEN", "’t Hart", "Özdemir", "ozon", "de Vries", "李"]


def people() -> list[User]:
    order = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    return [PersonFactory.create(first_name="Jan", last_name=name) for name in order]


@pytest.mark.both_databases
def test_people_are_in_dutch_order_on_every_database() -> None:
    everybody = [one.pk for one in people()]
    listed = User.objects.filter(pk__in=everybody)
    assert [one.last_name for one in listed] == IN_ORDER
    odd = ["a\tb", "Zz", "Aa", "aa'", "æ", "z9", "z10", "ẞ", "-", "Ångström", "١", "ﬀ"]
    more = [PersonFactory.create(first_name=name, last_name=name).pk for name in odd]
    keys = [one.sort_name for one in User.objects.filter(pk__in=more)]
    assert keys == sorted(names.sort_key(name, name) for name in odd)


@pytest.mark.both_databases
def test_a_presence_list_is_in_dutch_order() -> None:
    edition = EditionFactory.create()
    for one in people():
        EnrolmentFactory.create(person=one, edition=edition)
    listed = enrolment_queries.participants(edition)
    assert [one.person.last_name for one in listed] == IN_ORDER
    assert listed[1].person.name_in_list == "Berg, Jan van den"


@pytest.mark.both_databases
def test_the_place_follows_the_name_however_it_is_stored() -> None:
    person = PersonFactory.create(first_name="Jan", last_name="de Vries")
    person.last_name = "Abel"
    person.save(update_fields=["last_name"])
    person.refresh_from_db()
    assert person.sort_name == names.sort_key("Jan", "Abel")
    (other,) = User.objects.bulk_create([User(first_name="Bo", last_name="van Dam")])
    assert User.objects.get(pk=other.pk).sort_name == names.sort_key("Bo", "van Dam")


def test_the_administration_lists_people_by_surname(client: Client) -> None:
    people()
    client.force_login(person_in_role(Role.ADMINISTRATOR, first_name="Zus", last_name="Zzz"))
    page = client.get("/beheer/users/").content.decode()
    shown = [page.index(text) for text in ("Berg, Jan van den", "Hart, Jan ’t", "Vries, Jan de")]
    assert shown == sorted(shown)


@pytest.mark.parametrize("character", ["\u202e", "\x07", "\ue000", "\ufffd", "\U00013460"])
def test_what_cannot_stand_on_a_certificate_is_refused_with_the_character(character: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_name(f"Siti{character}")
    (message,) = refused.value.messages
    assert f"U+{ord(character):04X}" in message or character in message


@pytest.mark.parametrize(
    "form", [ProfileForm, ProfileSignupForm, AddParticipantForm, ReplaceForm, AcademyUserEditForm]
)
def test_every_form_that_asks_a_name_refuses_it_at_the_field(form: Any) -> None:
    data = {"first_name": "Si\u202eti", "last_name": "Jan\ue000", "email": "siti@example.org"}
    errors = form(data).errors
    assert [("Typ de naam zelf" in str(errors[name])) for name in ("first_name", "last_name")] == [
        True,
        True,
    ]


def test_a_name_is_kept_composed_and_without_what_nobody_sees() -> None:
    form = ReplaceForm(
        {"first_name": " Jose\u0301\u200b ", "last_name": "علی\u200cرضا", "reason": "Naam"}
    )
    assert form.is_valid()
    assert (form.cleaned_data["first_name"], form.cleaned_data["last_name"]) == (
        "José",
        "علی\u200cرضا",
    )
    person = PersonFactory.create(first_name="Jose\u0301\u2067", last_name="")
    assert (person.first_name, person.name, person.name_in_list) == ("José", "José", "José")


@pytest.mark.both_databases
def test_who_was_there_before_gets_the_place_of_a_prefix_apart() -> None:
    rows = {"d' Hont": "d hont\tjan\t", "d'Hont": "dhont\tjan\t", "Hansen": "as it was"}
    for last_name, before in rows.items():
        person = PersonFactory.create(first_name="Jan", last_name=last_name)
        User.objects.filter(pk=person.pk).update(sort_name=before)
    migration = import_module("courses.people.migrations.0004_d_apart_is_a_prefix")
    migration.put_in_order(apps, SimpleNamespace(connection=connection))
    found = User.objects.filter(first_name="Jan").values_list("last_name", "sort_name")
    assert dict(found) == {
        "d' Hont": "hont\tjan\td",
        "d'Hont": "dhont\tjan\t",
        "Hansen": "as it was",
    }
