"""The page on who may do what is made of the rights as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group, Permission

from courses.desk.access import table
from courses.enrolment.services import enrol
from courses.people.enums import Role
from tests.factories import EditionFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def answers(subject: str) -> dict[str, str]:
    columns, rows = table()
    row = next(one for one in rows if str(one.name) == subject)
    return dict(zip(columns, [cell.word for cell in row.cells], strict=True))


def test_each_role_has_its_answer() -> None:
    found = answers("Certificaten intrekken of vervangen")
    roles = [found[role.value] for role in Role]
    assert roles == ["Nee", "Nee", "Ja", "Ja"]
    people = answers("Gegevens van mensen veranderen")
    assert [people[role.value] for role in Role] == ["Nee", "Nee", "Ja", "Ja"]
    assert answers("Mensen zoeken")[Role.TRAINER.value] == "Alleen eigen"
    giving = answers("Iemand een rol geven")
    assert [giving[role.value] for role in Role] == ["Nee", "Nee", "Nee", "Ja"]


@pytest.mark.parametrize(
    ("subject", "address"),
    [
        (
            "Wat iemand antwoordde bij het inschrijven, of zei in een gesprek",
            "/beheer/uitvoeringen/{edition.pk}/inschrijvingen/",
        ),
        (
            "Telefoonnummers en adressen van deelnemers",
            "/beheer/uitvoeringen/{edition.pk}/inschrijvingen/",
        ),
        ("Bellen, brieven printen, en zien wat mensen hoorden", "/beheer/berichten/{notice.pk}/"),
        ("Teksten van berichten veranderen", "/beheer/teksten/"),
        ("Mensen wissen", "/beheer/users/delete/{person.pk}/"),
    ],
)
def test_what_the_page_says_is_what_the_screens_do(
    client: Client, subject: str, address: str
) -> None:
    said = answers(subject)
    for role in Role:
        user = person_in_role(role)
        own = EditionFactory.create(trainers=[user] if role == Role.TRAINER else [])
        open_for = []
        for edition in (own, EditionFactory.create()):
            person = enrol(person=PersonFactory.create(), edition=edition).person
            parts = {"edition": edition, "person": person, "notice": person.notices.get()}
            client.force_login(user)
            open_for.append(client.get(address.format(**parts)).status_code == 200)
        word = {(True, True): "Ja", (True, False): "Alleen eigen", (False, False): "Nee"}
        assert said[role.value] == word[open_for[0], open_for[1]], role


def test_it_follows_when_the_academy_changes_the_rights_of_a_role() -> None:
    trainers = Group.objects.get(name=Role.TRAINER.value)
    trainers.permissions.add(Permission.objects.get(codename="change_certificate"))
    assert answers("Certificaten intrekken of vervangen")[Role.TRAINER.value] == "Ja"


@pytest.mark.parametrize(
    ("subject", "right", "before", "after"),
    [
        (
            "Iemand inschrijven, afmelden of verplaatsen",
            "change_enrolment",
            ["Nee", "Alleen eigen", "Ja", "Ja"],
            ["Nee", "Nee", "Nee", "Nee"],
        ),
        (
            "Mensen zoeken",
            "view_user",
            ["Nee", "Alleen eigen", "Ja", "Ja"],
            ["Nee", "Alleen eigen", "Nee", "Nee"],
        ),
        (
            "Gegevens van mensen veranderen",
            "view_user",
            ["Nee", "Nee", "Ja", "Ja"],
            ["Nee", "Nee", "Nee", "Nee"],
        ),
    ],
)
def test_who_loses_the_right_may_not(
    subject: str, right: str, before: list[str], after: list[str]
) -> None:
    def found() -> list[str]:
        return [answers(subject)[role.value] for role in Role]

    assert found() == before
    for group in Group.objects.all():
        group.permissions.remove(*Permission.objects.filter(codename=right))
    assert found() == after


def test_help_has_the_steps_and_each_way_opens(client: Client) -> None:
    for role, judges in ((Role.TRAINER, False), (Role.COORDINATOR, True)):
        client.force_login(person_in_role(role))
        page = client.get("/beheer/zo-werkt-het/").content.decode()
        main = page.split('class="nice-padding"', 1)[1]
        assert ("Nakijken wat is ingestuurd" in main) is judges
        ways = set(re.findall(r'class="va-reach"\s+href="([^"]+)"', main))
        assert len(ways) == 4 + judges
        assert {client.get(way, follow=True).status_code for way in ways} == {200}
    client.force_login(person_in_role(Role.VOLUNTEER))
    assert client.get("/beheer/zo-werkt-het/").status_code == 302
