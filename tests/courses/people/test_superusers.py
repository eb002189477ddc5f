"""Superusers are out of reach of administrators."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from courses.people.enums import Role
from courses.people.models import User
from tests.factories import PersonFactory, person_in_role

pytestmark = pytest.mark.django_db


def test_an_administrator_cannot_take_over_a_superuser(client: Client) -> None:
    superuser = User.objects.create_superuser("baas@example.org", first_name="De", last_name="Baas")
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    url = f"/beheer/users/edit/{superuser.pk}/"
    assert client.get(url).status_code in (302, 403)
    client.post(url, {"email": "ik@example.org", "first_name": "De", "last_name": "Baas"})
    superuser.refresh_from_db()
    assert superuser.email == "baas@example.org"


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("set_active_state", {"mark_as_active": "False"}),
        ("assign_role", {"role": Role.TRAINER.value}),
        ("delete", {}),
    ],
)
@pytest.mark.parametrize("equal", [False, True])
def test_what_is_done_with_many_leaves_superusers_to_their_equals(
    client: Client, action: str, data: dict[str, object], equal: bool
) -> None:
    superuser = User.objects.create_superuser("baas@example.org", first_name="De", last_name="Baas")
    other = PersonFactory.create()
    client.force_login(person_in_role(Role.ADMINISTRATOR, is_superuser=equal))
    if "role" in data:
        data = {"role": Group.objects.get(name=data["role"]).pk}
    keys = f"id={superuser.pk}&id={other.pk}"
    client.post(f"/beheer/bulk/people/user/{action}/?{keys}", data)

    def is_changed(pk: int) -> bool:
        found = User.objects.filter(pk=pk).first()
        return found is None or not found.is_active or found.groups.exists()

    assert (is_changed(superuser.pk), is_changed(other.pk)) == (equal, True)


def test_nobody_is_made_as_a_copy_of_another(client: Client) -> None:
    """Wagtail's page for that knows nothing of who may make superusers."""
    administrator = person_in_role(Role.ADMINISTRATOR)
    client.force_login(administrator)
    people = User.objects.count()
    data = {"email": "tweede@example.org", "first_name": "Tweede", "is_superuser": "on"}
    answer = client.post(f"/beheer/users/copy/{administrator.pk}/", data)
    assert (answer.status_code, User.objects.count()) == (404, people)
    assert "/beheer/users/copy/" not in client.get("/beheer/users/").content.decode()
