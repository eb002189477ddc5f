"""Wagtail's own pages for people and lists: an older page undoes no newer save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from wagtail.admin.models import EditingSession

from courses.people.enums import Role
from courses.people.models import Partner, User
from tests.factories import PersonFactory, make_theme, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import Theme

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def administrator(client: Client) -> User:
    person = person_in_role(Role.ADMINISTRATOR, is_superuser=True)
    client.force_login(person)
    return person


def _differences(page: Any) -> list[tuple[str, str, str]]:
    conflict = page.context["conflict"]
    return [(one.label, one.theirs, one.yours) for one in conflict.differences]


def _person(person: User, **changes: Any) -> dict[str, Any]:
    return {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "background": person.background,
        "language": person.language,
        "is_active": "on",
        "partner": "",
        **changes,
    }


def test_an_older_page_of_a_person_takes_no_role_away(client: Client, administrator: User) -> None:
    person = PersonFactory.create(first_name="Jan", last_name="Jansen")
    url = f"/beheer/users/edit/{person.pk}/"
    older = _person(person, snapshot=client.get(url).context["snapshot_token"], last_name="Janssen")
    role = person_in_role(Role.TRAINER).groups.get()
    person.groups.add(role)
    User.objects.filter(pk=person.pk).update(first_name="Johan")
    page = client.post(url, older)
    assert _differences(page) == [
        ("Voornaam", "Johan", "Jan"),
        ("Groepen", "Trainers", "(leeg)"),
    ]
    person = User.objects.get(pk=person.pk)
    assert (person.name, list(person.groups.all())) == ("Johan Jansen", [role])

    shown = {
        "snapshot": page.context["snapshot_token"],
        "take_theirs": page.context["conflict"].keys,
    }
    assert client.post(url, {**older, **shown}).status_code == 302
    person = User.objects.get(pk=person.pk)
    assert (person.name, list(person.groups.all())) == ("Johan Janssen", [role])


@pytest.mark.parametrize("kind", ["themas", "partners"])
def test_an_older_page_of_a_list_undoes_no_newer_name(
    client: Client, administrator: User, kind: str
) -> None:
    row: Any = make_theme("Rouw") if kind == "themas" else Partner.objects.create(name="Rouw")
    url = f"/beheer/{kind}/edit/{row.pk}/"
    sent = {"name": "Rouw", "slug": "rouw", "website": "", "description": "Zelf getypt"}
    older = {**sent, "snapshot": client.get(url).context["snapshot_token"]}
    type(row).objects.filter(pk=row.pk).update(name="Verlies")
    page = client.post(url, older)
    assert _differences(page) == [("Naam", "Verlies", "Rouw")]
    assert type(row).objects.get(pk=row.pk).name == "Verlies"
    again = {**sent, "snapshot": page.context["snapshot_token"]}
    assert client.post(url, again).status_code == 302
    assert type(row).objects.get(pk=row.pk).name == "Rouw"


def test_who_opens_a_page_hears_of_who_has_it_open_too(client: Client, administrator: User) -> None:
    theme: Theme = make_theme()
    page = client.get(f"/beheer/themas/edit/{theme.pk}/")
    session = EditingSession.objects.get()
    assert f"/editing-sessions/ping/catalogue/theme/{theme.pk}/{session.pk}/" in (
        page.content.decode()
    )
    ping = client.post(f"/beheer/editing-sessions/ping/catalogue/theme/{theme.pk}/{session.pk}/")
    assert ping.status_code == 200
