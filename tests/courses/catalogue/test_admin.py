"""The lists that coordinators keep."""

import pytest
from django.test import Client

from courses.catalogue.models import Theme
from courses.people.enums import Role
from courses.people.models import Partner
from tests.factories import TrainingFactory, make_theme, person_in_role

pytestmark = pytest.mark.django_db


def test_coordinators_keep_themes_and_partners(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    client.post("/beheer/themas/new/", {"name": "Armoede", "slug": "armoede"})
    client.post("/beheer/partners/new/", {"name": "Nieuwe club", "website": "", "description": ""})
    assert Theme.objects.get().name == "Armoede"
    assert Partner.objects.get().name == "Nieuwe club"


def test_a_theme_in_use_cannot_be_deleted(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    theme = make_theme()
    TrainingFactory.create(theme=theme)
    assert client.post(f"/beheer/themas/delete/{theme.pk}/").status_code < 500
    assert Theme.objects.filter(pk=theme.pk).exists()


@pytest.mark.parametrize("role", [Role.TRAINER, Role.VOLUNTEER])
def test_others_do_not(client: Client, role: Role) -> None:
    client.force_login(person_in_role(role))
    client.post("/beheer/themas/new/", {"name": "Armoede", "slug": "armoede"})
    assert Theme.objects.count() == 0
