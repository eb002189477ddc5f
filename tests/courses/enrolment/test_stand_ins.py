"""Who comes with somebody and has no number is called by the number of that other one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.enrolment import services
from courses.people.enums import Role
from tests.factories import EditionFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.people.models import User

pytestmark = pytest.mark.django_db


def a_pair(actor: User, name: str) -> None:
    services.enrol_together(
        person=PersonFactory.create(first_name=name, last_name="Bos", telephone="030 236 17 45"),
        edition=EditionFactory.create(),
        companion={"first_name": "Greet", "last_name": f"Van {name}"},
        actor=actor,
    )


def test_the_list_and_the_call_name_who_can_be_rung_for_a_companion(client: Client) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    a_pair(coordinator, "Noor")
    page = client.get("/beheer/bellen/")
    assert "Geen nummer. Bel Noor Bos, die samen komt:" in page.content.decode()
    (row,) = [one for one in page.context["object_list"] if one.person.first_name == "Greet"]
    call = client.get(f"/beheer/bellen/{row.pk}/").content.decode()
    assert "Geen nummer. Bel Noor Bos, die samen komt:" in call


def test_the_list_costs_the_same_for_more_of_them(client: Client) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    asked = []
    for names in (["Noor"], ["Bep", "Wim"]):
        for name in names:
            a_pair(coordinator, name)
        client.get("/beheer/bellen/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/beheer/bellen/")
        asked.append(len(captured))
    assert asked[0] == asked[1]
