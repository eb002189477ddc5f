"""The menu of the administration: few groups, and in each what somebody may see."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.utils import translation
from wagtail.admin.menu import Menu, SubmenuMenuItem, admin_menu

from courses.people.enums import Role
from tests.factories import person_in_role

pytestmark = pytest.mark.django_db


def menu_of(role: Role) -> dict[str, list[str]]:
    """What stands in the menu, in its order, and what stands under each."""
    request = RequestFactory().get("/beheer/")
    request.user = person_in_role(role)

    def labels(menu: Menu) -> list[str]:
        shown = sorted(menu.menu_items_for_request(request), key=lambda one: one.order)
        return [str(one.label) for one in shown]

    with translation.override("nl"):
        items = sorted(admin_menu.menu_items_for_request(request), key=lambda one: one.order)
        return {
            str(one.label): labels(one.menu) if isinstance(one, SubmenuMenuItem) else []
            for one in items
        }


def test_a_coordinator_finds_everything_in_a_few_groups() -> None:
    menu = menu_of(Role.COORDINATOR)
    assert list(menu) == [
        "Vandaag",
        "Pagina's",
        "Uitvoeringen",
        "Mensen",
        "Trainingen",
        "Contact",
        "Evaluaties",
        "Extra",
        "Rapporten",
        "Instellingen",
        "Help",
    ]
    assert menu["Uitvoeringen"] == ["Uitvoeringen", "Nieuwe datum plannen", "Presentie", "Locaties"]
    assert menu["Mensen"] == [
        "Iemand inschrijven",
        "Personen",
        "Contactpersonen",
        "Certificaten",
        "Elders gevolgd",
    ]
    assert menu["Trainingen"] == [
        "Lessen maken",
        "Nieuwe training",
        "Basis en varianten",
        "Thema's",
        "Partnerorganisaties",
        "Gezichten van trainers",
        "Moeilijke woorden",
        "Afbeeldingen",
        "Documenten",
    ]
    assert menu["Contact"] == ["Bellen", "Brieven", "Nog niet verteld", "Berichten", "Teksten"]
    words = ["Zoekwoorden", "Niet gevonden", "Talen"]
    assert [one for one in menu["Instellingen"] if one in words] == words


def test_a_trainer_has_no_group_in_which_there_is_nothing_to_see() -> None:
    menu = menu_of(Role.TRAINER)
    assert "Mensen" not in menu
    assert "Instellingen" not in menu
    assert menu["Uitvoeringen"] == ["Uitvoeringen", "Nieuwe datum plannen", "Presentie", "Locaties"]
    assert menu["Trainingen"] == [
        "Lessen maken",
        "Nieuwe training",
        "Basis en varianten",
        "Afbeeldingen",
        "Documenten",
    ]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.TRAINER, Role.ADMINISTRATOR])
def test_nothing_stands_in_the_menu_twice(role: Role) -> None:
    menu = menu_of(role)
    below = [label for group in menu.values() for label in group]
    # Who looks for the year report under "Rapporten" finds it there too.
    twice = {one for one in below if below.count(one) > 1}
    assert twice <= {"Jaarverslag", "Nakijkrondes", "Stappen van nakijken"}
    assert not [one for one in (*menu, *below) if "Zoek in" in one]
