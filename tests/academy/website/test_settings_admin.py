"""Two people who change the settings of the site at once."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from courses.catalogue.models import InfopuntSettings
from courses.common import edit_conflicts
from courses.people.enums import Role
from tests.factories import person_in_role


def _sent(page: Any, **typed: str) -> dict[str, Any]:
    """What the page's form sends when this was typed in it."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in values.items()}
    return {**data, edit_conflicts.FIELD: page.context["snapshot_token"], **typed}


@pytest.mark.both_databases
@pytest.mark.django_db
def test_an_older_page_of_the_infopunt_undoes_no_newer_change(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    site = Site.objects.get()
    address = f"/beheer/settings/catalogue/infopuntsettings/{site.pk}/"
    older = client.get(address)
    assert older.status_code == 200
    first = client.post(address, _sent(older, phone="(030) 111 11 11"))
    assert first.status_code == 302
    second = client.post(address, _sent(older, phone="(030) 222 22 22"))
    html = second.content.decode()
    assert (second.status_code, InfopuntSettings.for_site(site).phone) == (200, "(030) 111 11 11")
    assert ("(030) 111 11 11" in html, "(030) 222 22 22" in html) == (True, True)
    again = client.post(address, _sent(second, phone="(030) 222 22 22"))
    assert again.status_code == 302
    assert InfopuntSettings.for_site(site).phone == "(030) 222 22 22"
