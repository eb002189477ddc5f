"""Who may erase and do things with many people at once; who may not, reads whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.desk.todos.people import wanted_erased
from courses.people.enums import Role
from courses.people.services import erase_person
from tests.factories import PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

PEOPLE = "/beheer/users/"


@pytest.mark.both_databases
def test_that_somebody_wants_to_be_erased_is_kept_until_it_is_done_or_not_so(
    client: Client,
) -> None:
    person = PersonFactory.create(first_name="Els", last_name="Wit")
    noor = person_in_role(Role.COORDINATOR, first_name="Noor", last_name="Vos")
    administrator = person_in_role(Role.ADMINISTRATOR)
    own = f"/beheer/personen/{person.pk}/"
    address = f"{own}wil-gewist/"

    def todo() -> str:
        found = wanted_erased(administrator)
        return found.sentence + found.lines[0].text if found else ""

    client.force_login(noor)
    assert todo() == ""
    for _twice in range(2):
        client.post(address)
    assert todo().startswith("1 persoon wil gewist wordenEls Wit, sinds ")
    assert wanted_erased(noor) is None
    page = " ".join(client.get(own).content.decode().split())
    assert "Ja: dat noteerde <bdi>Noor Vos</bdi> op " in page
    client.post(address, {"not": "1"})
    assert (todo(), "dat noteerde" in client.get(own).content.decode()) == ("", False)
    client.post(address)
    assert todo()
    erase_person(person=person, actor=administrator)
    assert todo() == ""


def test_who_works_with_somebody_in_a_group_cannot_say_that(client: Client) -> None:
    person = PersonFactory.create()
    client.force_login(person_in_role(Role.TRAINER))
    client.post(f"/beheer/personen/{person.pk}/wil-gewist/")
    assert wanted_erased(person_in_role(Role.ADMINISTRATOR)) is None


def test_only_who_may_use_them_is_shown_tick_boxes_and_a_menu_behind_each_name(
    client: Client,
) -> None:
    PersonFactory.create()
    shown = {}
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        client.force_login(person_in_role(role))
        page = client.get(PEOPLE).content.decode()
        shown[role] = (
            "data-bulk-action-checkbox" in page,
            "data-bulk-action-button" in page,
            "w-dropdown-button" in page or "#icon-dots-horizontal" in page,
        )
    assert shown == {
        Role.COORDINATOR: (False, False, False),
        Role.ADMINISTRATOR: (True, True, True),
    }


def test_a_coordinator_reads_on_the_card_whom_to_ask_and_an_administrator_erases(
    client: Client,
) -> None:
    person = PersonFactory.create()
    gone = person_in_role(Role.ADMINISTRATOR, first_name="Vertrokken", is_active=False)
    administrator = person_in_role(Role.ADMINISTRATOR, first_name="Bea", last_name="Heer")
    own, erase = f"/beheer/personen/{person.pk}/", f"/beheer/users/delete/{person.pk}/"
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get(own).content.decode()
    assert "Wil deze persoon gewist worden?" in page
    assert "Bea Heer" in page
    assert f"mailto:{administrator.email}?subject=Wil%20gewist%20worden" in page
    assert "&amp;body=http" in page
    assert gone.first_name not in page
    assert erase not in page
    client.force_login(administrator)
    page = client.get(own).content.decode()
    assert erase in page
    assert client.get(erase).status_code == 200
    client.force_login(person_in_role(Role.TRAINER))
    assert client.get(own).status_code == 404


@pytest.mark.parametrize("typed", ["wissen", "Verwijderen", "privacy"])
def test_who_looks_for_erasing_finds_whom_to_ask(client: Client, typed: str) -> None:
    administrator = person_in_role(Role.ADMINISTRATOR)
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get("/beheer/zoek/", {"q": typed})
    (group,) = [one for one in page.context["groups"] if one.title == "Hoe doe je dat?"]
    (found,) = group.found
    answer = client.get(found.url).content.decode()
    assert 'id="wissen"' in answer
    assert administrator.name in answer
    client.force_login(person_in_role(Role.TRAINER))
    assert not client.get("/beheer/zoek/", {"q": typed}).context["groups"]
