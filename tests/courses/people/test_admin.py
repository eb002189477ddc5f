"""People in the administration."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group

from courses.certificates.models import ErasedCertificate
from courses.common.errors import Refusal
from courses.people.enums import Role
from courses.people.models import User
from tests.courses.certificates.people import make_certificate
from tests.factories import PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from tests.courses.people.diary import Diary

pytestmark = pytest.mark.django_db


def shown_values(content: str) -> dict[str, str]:
    """What the page's own form would send: its first values, by the names of the inputs."""
    values = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', content))
    for name, options in re.findall(r'<select[^>]* name="(\w+)".*?>(.*?)</select>', content, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        values[name] = chosen.group(1) if chosen else ""
    return values


def test_an_administrator_makes_somebody_a_trainer_with_what_the_page_shows(client: Client) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    shown = shown_values(client.get("/beheer/users/new/").content.decode())
    response = client.post(
        "/beheer/users/new/",
        {
            **shown,
            "first_name": "Nieuwe",
            "last_name": "Trainer",
            "email": "nieuw@example.org",
            "groups": [Group.objects.get(name=Role.TRAINER).pk],
        },
    )
    assert response.status_code == 302
    person = User.objects.get(email="nieuw@example.org")
    assert (person.background, person.language) == ("volunteer", "nl")
    assert [group.name for group in person.groups.all()] == [Role.TRAINER]


def test_an_administrator_changes_somebody_with_what_the_page_shows(client: Client) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    person = PersonFactory.create(background="resident")
    address = f"/beheer/users/edit/{person.pk}/"
    shown = shown_values(client.get(address).content.decode())
    response = client.post(address, {**shown, "first_name": "Anders", "is_active": "on"})
    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.first_name, person.background) == ("Anders", "resident")


def test_somebody_without_a_certificate_can_be_deleted(client: Client) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    person = PersonFactory.create()
    assert client.post(f"/beheer/users/delete/{person.pk}/").status_code == 302
    assert User.objects.filter(pk=person.pk).count() == 0


def test_somebody_with_a_certificate_can_be_deleted_and_the_page_says_what_is_left(
    client: Client,
) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    certificate = make_certificate()
    address = f"/beheer/users/delete/{certificate.enrolment.person_id}/"
    assert "Alleen de code blijft" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert User.objects.filter(pk=certificate.enrolment.person_id).count() == 0
    assert ErasedCertificate.objects.filter(code=certificate.code).count() == 1


def test_of_whom_something_must_be_kept_the_page_says_why(client: Client, diary: Diary) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    person = PersonFactory.create()
    diary.failure = Refusal("Het dagboek is nog uitgeleend.")
    page = client.post(f"/beheer/users/delete/{person.pk}/", follow=True)
    assert [str(one) for one in page.context["messages"]] == ["Het dagboek is nog uitgeleend."]
    assert User.objects.filter(pk=person.pk).count() == 1


def test_many_at_once_are_deleted_but_not_of_whom_something_is_kept(
    client: Client, diary: Diary
) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    keeper, other = PersonFactory.create(), PersonFactory.create()
    diary.only_for, diary.failure = keeper.pk, Refusal("Het dagboek is nog uitgeleend.")
    address = f"/beheer/bulk/people/user/delete/?id={keeper.pk}&id={other.pk}&next=/beheer/users/"
    assert "Deze mensen blijven staan." in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert list(User.objects.filter(pk__in=[keeper.pk, other.pk])) == [keeper]


@pytest.mark.parametrize("is_superuser", [False, True])
def test_only_a_superuser_can_make_superusers(client: Client, is_superuser: bool) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR, is_superuser=is_superuser))
    person = PersonFactory.create()
    for address in (f"/beheer/users/edit/{person.pk}/", "/beheer/users/new/"):
        content = client.get(address).content.decode()
        assert ('name="is_superuser"' in content) == is_superuser
        details = {"first_name": "Anders", "last_name": "Iemand", "is_superuser": "on"}
        data = {**shown_values(content), **details, "is_active": "on", "somebody_else": "on"}
        assert client.post(address, data).status_code == 302
    made = User.objects.filter(first_name="Anders").values_list("is_superuser", flat=True)
    assert list(made) == [is_superuser, is_superuser]


def test_ones_own_address_is_changed_where_it_is_proved_and_not_in_the_administration(
    client: Client,
) -> None:
    person = person_in_role(Role.TRAINER)
    client.force_login(person)
    assert "name_email-email" not in client.get("/beheer/account/").content.decode()


def shown_people(client: Client, address: str) -> list[User]:
    """Who stands in the list of people, from the top."""
    return list(client.get(address).context["table"].data)


def test_a_coordinator_goes_from_the_list_to_what_we_know_of_somebody(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    person = PersonFactory.create()
    page = client.get("/beheer/users/").content.decode()
    assert f'href="/beheer/personen/{person.pk}/"' in page
    assert client.get(f"/beheer/users/edit/{person.pk}/").status_code == 302


@pytest.mark.both_databases
@pytest.mark.parametrize("query", ["q=mohamed+idrisi", "q=0612345678", "q=mohamed&birth_year=1956"])
def test_the_list_of_people_finds_them_as_they_are_said(client: Client, query: str) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    meant = PersonFactory.create(
        first_name="Mohammed", last_name="El Idrissi", telephone="06-12345678", birth_year=1956
    )
    PersonFactory.create(first_name="Mohammed", last_name="Bos", birth_year=1980)
    for path in ("/beheer/users/", "/beheer/users/results/"):
        assert shown_people(client, f"{path}?{query}")[0] == meant


def test_an_action_on_all_of_a_list_is_about_who_stands_in_it(client: Client) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    off = PersonFactory.create(first_name="Mohammed", last_name="El Idrissi", is_active=False)
    PersonFactory.create(first_name="Mohammed", last_name="El Idrissi", is_active=True)
    PersonFactory.create(first_name="Piet", is_active=False)
    for action in ("delete", "set_active_state", "assign_role"):
        address = f"/beheer/bulk/people/user/{action}/?q=mohamed+idrisi&is_active=false&id=all"
        page = client.get(address)
        assert [item["item"] for item in page.context["items"]] == [off]
    # The list leaves out a filter that is not right, and shows everybody.
    wrong = "/beheer/bulk/people/user/delete/?birth_year=ooit&id=all"
    assert client.post(wrong).status_code == 404
    assert User.objects.count() == 4
