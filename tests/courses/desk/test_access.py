"""The page on who may do what is made of the rights as they are."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission

from courses.desk.access import table
from courses.people.enums import Role

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
