"""Superusers are out of reach of administrators."""

import pytest

from courses.people.enums import Role
from courses.people.models import User
from tests.factories import person_in_role

pytestmark = pytest.mark.django_db


def test_an_administrator_cannot_take_over_a_superuser(client):
    superuser = User.objects.create_superuser("baas@example.org", first_name="De", last_name="Baas")
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    url = f"/beheer/users/edit/{superuser.pk}/"
    assert client.get(url).status_code in (302, 403)
    client.post(url, {"email": "ik@example.org", "first_name": "De", "last_name": "Baas"})
    superuser.refresh_from_db()
    assert superuser.email == "baas@example.org"
