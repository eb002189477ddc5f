"""People with one name."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import connection

from courses.common import names
from courses.enrolment.forms import AddParticipantForm
from courses.people.enums import Role
from courses.people.models import User
from tests.courses.certificates.people import make_certificate
from tests.courses.people.test_accounts import sign_up
from tests.courses.people.test_admin import shown_values
from tests.factories import PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("-", ""),
        (" . ", ""),
        ("–", ""),
        ("---", ""),
        ("", ""),
        ("Ng", "Ng"),
        ("’t Hart", "’t Hart"),
        (" de   Vries ", "de Vries"),
        ("Bakker - Smit", "Bakker - Smit"),
        ("王", "王"),
        ("B.", "B."),
    ],
)
def test_a_lone_dash_or_dot_is_no_name(typed: str, kept: str) -> None:
    assert names.tidy(typed) == kept


@pytest.mark.parametrize("last_name", ["", "-", "."])
def test_who_has_one_name_signs_up(client: Client, last_name: str) -> None:
    sign_up(client, first_name="Siti", last_name=last_name)
    person = User.objects.get()
    assert (person.name, str(person), person.last_name) == ("Siti", "Siti", "")


def test_who_fills_in_no_name_at_all_is_told_at_the_field(client: Client) -> None:
    page = sign_up(client, first_name="-", last_name="-")
    assert page.context["form"].errors["first_name"] == [
        "Vul een naam in. Heb je maar één naam? Vul die dan hier in."
    ]


def test_who_has_one_name_changes_the_own_details(client: Client) -> None:
    person = PersonFactory.create(first_name="Siti", last_name="-")
    client.force_login(person)
    data = {"first_name": "Sitti", "last_name": " - ", "background": "resident", "language": "nl"}
    assert client.post("/mijn/gegevens/", data).status_code == 302
    person.refresh_from_db()
    assert (person.first_name, person.last_name) == ("Sitti", "")


def test_staff_make_and_change_somebody_with_one_name(client: Client) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    for address in ("/beheer/users/new/", None):
        path = address or f"/beheer/users/edit/{User.objects.get(first_name='Siti').pk}/"
        shown = shown_values(client.get(path).content.decode())
        data = {**shown, "first_name": "Siti", "last_name": "-", "is_active": "on"}
        assert client.post(path, data).status_code == 302
    assert User.objects.get(first_name="Siti").name == "Siti"


def test_staff_enrol_somebody_with_one_name() -> None:
    user = person_in_role(Role.COORDINATOR)
    new = {"first_name": "Siti", "last_name": "-", "background": "resident"}
    form = AddParticipantForm(new, user=user)
    assert form.is_valid()
    assert form.cleaned_data["last_name"] == ""
    assert AddParticipantForm({**new, "first_name": "-"}, user=user).errors == {
        "first_name": ["Vul de naam in, of zoek iemand die wij kennen."]
    }


def test_a_certificate_prints_no_dash() -> None:
    certificate = make_certificate(person=PersonFactory.create(first_name="Siti", last_name="-"))
    assert certificate.person_name == "Siti"


@pytest.mark.both_databases
def test_dashes_that_stood_for_a_name_are_taken_out_and_names_stay() -> None:
    rows = {"Siti": "-", "Budi": ". ", "Anna": "Ng", "Bo": "de Wit", "Li": "王", "-": "Sukarno"}
    for first, last in rows.items():
        person = PersonFactory.create()
        User.objects.filter(pk=person.pk).update(first_name=first, last_name=last)
    migration = import_module("courses.people.migrations.0003_one_name_and_forgotten_browsers")
    migration.take_out_dashes(apps, SimpleNamespace(connection=connection))
    assert sorted(User.objects.values_list("first_name", "last_name")) == [
        ("Anna", "Ng"),
        ("Bo", "de Wit"),
        ("Budi", ""),
        ("Li", "王"),
        ("Siti", ""),
        ("Sukarno", ""),
    ]
