"""Two people at the rights of one group: an older page undoes no newer choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.http import QueryDict
from wagtail.models import GroupPagePermission, Page

from courses.people.enums import Role
from tests.factories import person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

EMPTY = {"-TOTAL_FORMS": "0", "-INITIAL_FORMS": "0", "-MIN_NUM_FORMS": "0", "-MAX_NUM_FORMS": "99"}
KINDS = ("page", "image", "document", "collection")


@pytest.fixture
def group(client: Client) -> Group:
    client.force_login(person_in_role(Role.ADMINISTRATOR, is_superuser=True))
    group = Group.objects.create(name="Gastvrouwen")
    group.permissions.set([_right("add_partner"), _right("view_contenttype")])
    return group


def _right(codename: str) -> Permission:
    return Permission.objects.get(codename=codename)


def _url(group: Group) -> str:
    return f"/beheer/groups/edit/{group.pk}/"


def _sent(client: Client, group: Group, rights: list[str], pages: list[Page] = ()) -> QueryDict:  # type: ignore[assignment]
    """What the page of a group sends, as it was opened now."""
    data = QueryDict(mutable=True)
    data["snapshot"] = client.get(_url(group)).context["snapshot_token"]
    data["name"] = group.name
    data.setlist("permissions", [str(_right(one).pk) for one in rights])
    for kind in KINDS:
        data.update({f"{kind}_permissions{name}": value for name, value in EMPTY.items()})
    data["page_permissions-TOTAL_FORMS"] = str(len(pages))
    for number, page in enumerate(pages):
        data[f"page_permissions-{number}-page"] = str(page.pk)
        data[f"page_permissions-{number}-permissions"] = "publish_page"
    return data


def _post(client: Client, group: Group, data: QueryDict) -> Any:
    return client.post(_url(group), data.urlencode(), "application/x-www-form-urlencoded")


def _differences(page: Any) -> list[tuple[str, str, str]]:
    conflict = page.context["conflict"]
    return [(one.label, one.theirs, one.yours) for one in conflict.differences]


def _rights(group: Group) -> list[str]:
    return sorted(group.permissions.values_list("codename", flat=True))


def test_an_older_page_of_a_group_undoes_no_newer_right(client: Client, group: Group) -> None:
    older = _sent(client, group, ["add_partner", "delete_partner"])
    newer = _sent(client, group, ["add_partner", "change_partner"])
    assert _post(client, group, newer).status_code == 302
    page = _post(client, group, older)
    assert _differences(page) == [
        (
            "Rechten",
            "Aangevinkt: Partnerorganisatie: Wijzigen\n"
            "Niet aangevinkt: Partnerorganisatie: Verwijderen",
            "Aangevinkt: Partnerorganisatie: Verwijderen\n"
            "Niet aangevinkt: Partnerorganisatie: Wijzigen",
        )
    ]
    assert _rights(group) == ["add_partner", "change_partner", "view_contenttype"]
    kept = page.context["form"]["permissions"].value()
    assert kept == older.getlist("permissions")

    older["snapshot"] = page.context["snapshot_token"]
    assert _post(client, group, older).status_code == 302
    assert _rights(group) == ["add_partner", "delete_partner", "view_contenttype"]


def test_an_older_page_of_a_group_takes_no_page_from_it(client: Client, group: Group) -> None:
    home, root = Page.objects.get(depth=2), Page.objects.get(depth=1)
    older = _sent(client, group, ["add_partner", "delete_partner"], [root])
    newer = _sent(client, group, ["add_partner"], [home])
    assert _post(client, group, newer).status_code == 302
    page = _post(client, group, older)
    publish = "Elke pagina publiceren"
    assert _differences(page) == [
        (
            "Pagina-machtigingen",
            f"Aangevinkt: {home}: {publish}\nNiet aangevinkt: {root}: {publish}",
            f"Aangevinkt: {root}: {publish}\nNiet aangevinkt: {home}: {publish}",
        )
    ]

    def pages() -> list[int]:
        held = GroupPagePermission.objects.filter(group=group)
        return list(held.values_list("page", flat=True))

    assert (pages(), _rights(group)) == ([home.pk], ["add_partner", "view_contenttype"])
    older["snapshot"] = page.context["snapshot_token"]
    older["take_theirs"] = page.context["conflict"].keys
    assert _post(client, group, older).status_code == 302
    assert (pages(), _rights(group)) == (
        [home.pk],
        ["add_partner", "delete_partner", "view_contenttype"],
    )


def test_two_people_who_choose_the_same_for_a_group_have_no_conflict(
    client: Client, group: Group
) -> None:
    older = _sent(client, group, ["change_partner"])
    assert _post(client, group, _sent(client, group, ["change_partner"])).status_code == 302
    assert _post(client, group, older).status_code == 302
    assert _rights(group) == ["change_partner", "view_contenttype"]
