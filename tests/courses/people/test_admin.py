"""People in the administration."""

import re

import pytest
from django.contrib.auth.models import Group

from courses.people.enums import Role
from courses.people.models import User
from tests.courses.certificates.people import make_certificate
from tests.factories import PersonFactory, person_in_role

pytestmark = pytest.mark.django_db


def shown_values(content: str) -> dict[str, str]:
    """What the page's own form would send: its first values, by the names of the inputs."""
    values = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', content))
    for name, options in re.findall(r'<select[^>]* name="(\w+)".*?>(.*?)</select>', content, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        values[name] = chosen.group(1) if chosen else ""
    return values


def test_an_administrator_makes_somebody_a_trainer_with_what_the_page_shows(client):
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


def test_an_administrator_changes_somebody_with_what_the_page_shows(client):
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    person = PersonFactory.create(background="resident")
    address = f"/beheer/users/edit/{person.pk}/"
    shown = shown_values(client.get(address).content.decode())
    response = client.post(address, {**shown, "first_name": "Anders", "is_active": "on"})
    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.first_name, person.background) == ("Anders", "resident")


def test_somebody_without_a_certificate_can_be_deleted(client):
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    person = PersonFactory.create()
    assert client.post(f"/beheer/users/delete/{person.pk}/").status_code == 302
    assert User.objects.filter(pk=person.pk).count() == 0


def test_somebody_with_a_certificate_stays_and_the_page_says_why(client):
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    certificate = make_certificate()
    person = certificate.enrolment.person
    page = client.post(f"/beheer/users/delete/{person.pk}/", follow=True)
    said = [str(one).partition(".")[0] for one in page.context["messages"]]
    assert said == ["Deze persoon heeft een certificaat"]
    assert User.objects.filter(pk=person.pk).count() == 1
