"""The screens for administrators: which systems are known, and what those must know of us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client

from courses.catalogue.services import activate_plugin
from courses.common import clock, outgoing
from courses.people.enums import Role
from plugins.lti import keys
from plugins.lti.enums import Shared
from plugins.lti.models import OfferedTraining, Platform, Tool, ToolContent
from tests.factories import EditionFactory, TrainingFactory, person_in_role
from tests.plugins.lti.others import a_platform, a_tool

if TYPE_CHECKING:
    from courses.people.models import User

pytestmark = pytest.mark.django_db

BASE = "/beheer/extra/lti/"
SCREENS = ("platforms", "offered", "tools", "contents", "values")
PLATFORM = {
    "name": "Moodle",
    "issuer": "https://moodle.voorbeeld.nl",
    "client_id": "abc",
    "deployments": " 1 \n\n2\n1\n",
    "auth_url": "https://moodle.voorbeeld.nl/mod/lti/auth.php",
    "token_url": "https://moodle.voorbeeld.nl/mod/lti/token.php",
    "jwks_url": "https://moodle.voorbeeld.nl/mod/lti/certs.php",
    "token_audience": "",
    "makes_accounts": "",
    "is_active": "on",
}
TOOL = {
    "name": "Oefenhuis",
    "login_url": "https://oefenhuis.voorbeeld.nl/login",
    "launch_url": "https://oefenhuis.voorbeeld.nl/",
    "return_urls": "https://oefenhuis.voorbeeld.nl/",
    "choice_url": "",
    "jwks_url": "https://oefenhuis.voorbeeld.nl/keys",
    "shared": "nothing",
    "is_active": "on",
}


def _browser(role: Role = Role.ADMINISTRATOR, *screens: str) -> Client:
    person: User = person_in_role(role)
    for one in screens:
        right = Permission.objects.get(codename=f"lti_{one}")
        Group.objects.get(name=role.value).permissions.add(right)
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def client() -> Client:
    return _browser(Role.COORDINATOR, *SCREENS)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_is_for_who_has_its_right(screen: str) -> None:
    for role in (Role.VOLUNTEER, Role.TRAINER):
        assert _browser(role).get(f"{BASE}{screen}/").status_code in (302, 403)
    assert Client().get(f"{BASE}{screen}/").status_code == 302
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        assert _browser(role).get(f"{BASE}{screen}/").status_code == 200
    assert _browser(Role.TRAINER, screen).get(f"{BASE}{screen}/").status_code == 200


def test_a_platform_is_written_down_and_changed(client: Client) -> None:
    answer = client.post(f"{BASE}platforms/new/", PLATFORM)
    assert answer.status_code == 302, answer.content.decode()
    made = Platform.objects.get()
    assert (made.deployments, made.makes_accounts) == ("1\n2", False)
    assert made.known_deployments == {"1", "2"}
    address = f"{BASE}platforms/edit/{made.pk}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {**PLATFORM, "makes_accounts": "on"}).status_code == 302
    made.refresh_from_db()
    assert made.makes_accounts is True
    assert "Moodle" in client.get(f"{BASE}platforms/").content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"issuer": "moodle"}, "issuer"),
        ({"jwks_url": ""}, "jwks_url"),
        ({"jwks_url": "http://moodle.voorbeeld.nl/"}, "jwks_url"),
        ({"token_url": "https://10.0.0.8/"}, "token_url"),
        ({"auth_url": "javascript:alert(1)"}, "auth_url"),
        ({"deployments": " \n "}, "deployments"),
        ({"deployments": "x" * 300}, "deployments"),
        ({"token_url": "https://x.nl/" + "a" * 600}, "token_url"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(
    client: Client, changes: dict[str, str], field: str
) -> None:
    answer = client.post(f"{BASE}platforms/new/", {**PLATFORM, **changes})
    assert answer.status_code in (200, 422)
    assert list(answer.context["form"].errors) == [field]
    assert not Platform.objects.exists()


def test_a_platform_stands_there_once(client: Client) -> None:
    client.post(f"{BASE}platforms/new/", PLATFORM)
    answer = client.post(f"{BASE}platforms/new/", PLATFORM)
    assert answer.status_code in (200, 422)
    assert Platform.objects.count() == 1


def test_a_tool_is_written_down(client: Client) -> None:
    for changes in ({"return_urls": "https://10.0.0.1/"}, {"shared": "alles"}, {"login_url": "x"}):
        answer = client.post(f"{BASE}tools/new/", {**TOOL, **changes})
        assert list(answer.context["form"].errors) == list(changes)
    answer = client.post(f"{BASE}tools/new/", TOOL)
    assert answer.status_code == 302
    made = Tool.objects.get()
    assert (made.shared, len(made.client_id)) == (Shared.NOTHING, 36)
    page = client.get(f"{BASE}tools/controle/{made.pk}/").content.decode()
    assert made.client_id in page
    assert "http://testserver/p/lti/auth" in page


def test_a_training_is_offered_where_the_plugin_is_on(client: Client) -> None:
    platform, training = a_platform(), TrainingFactory.create()
    other = EditionFactory.create()
    sent = {"platform": platform.pk, "training": training.pk, "edition": ""}
    answer = client.post(f"{BASE}offered/new/", sent)
    assert list(answer.context["form"].errors) == ["training"]
    activate_plugin(training=training, plugin="lti")
    answer = client.post(f"{BASE}offered/new/", {**sent, "edition": other.pk})
    assert list(answer.context["form"].errors) == ["edition"]
    assert client.post(f"{BASE}offered/new/", sent).status_code == 302
    assert OfferedTraining.objects.get().edition is None
    answer = client.post(f"{BASE}offered/new/", sent)
    assert answer.status_code in (200, 422)
    assert OfferedTraining.objects.count() == 1


def test_content_can_be_put_right_and_removed(client: Client) -> None:
    content = ToolContent.objects.create(tool=a_tool(), title="Fout")
    sent = {"tool": content.tool_id, "title": "Goed", "url": "", "most": "10"}
    assert client.post(f"{BASE}contents/edit/{content.pk}/", sent).status_code == 302
    content.refresh_from_db()
    assert (content.title, content.most) == ("Goed", 10)
    assert client.post(f"{BASE}contents/delete/{content.pk}/").status_code == 302
    assert not ToolContent.objects.exists()


def test_our_addresses_are_there_and_a_new_key_is_one_press(client: Client) -> None:
    page = client.get(f"{BASE}values/").content.decode()
    for address in ("login", "launch", "keys.json", "token", "auth"):
        assert f"http://testserver/p/lti/{address}" in page
    old = keys.current_key().kid
    assert client.post(f"{BASE}values/").status_code == 302
    assert keys.current_key().kid != old
    assert old in client.get(f"{BASE}values/").content.decode()


def test_the_check_says_what_is_right_and_what_is_not(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = a_platform()
    address = f"{BASE}platforms/controle/{platform.pk}/"
    assert "Klopt niet:" not in client.get(address).content.decode()

    def away(_method: str, url: str, **_more: Any) -> outgoing.Answer:
        raise outgoing.Unreachable("moodle.voorbeeld.nl is not known")

    monkeypatch.setattr(outgoing, "ask", away)
    page = client.post(address).content.decode()
    assert page.count("Klopt niet:") == 2
    assert "is not known" in page

    def empty(_method: str, url: str, **_more: Any) -> outgoing.Answer:
        return outgoing.Answer(200, b'{"keys": []}')

    monkeypatch.setattr(outgoing, "ask", empty)
    page = client.post(address).content.decode()
    assert "staat geen sleutel" in page
    assert client.get(f"{BASE}platforms/controle/999999/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_the_other_system_is_asked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []

    def away(_method: str, url: str, **_more: Any) -> outgoing.Answer:
        held.append(connection.in_atomic_block)
        raise outgoing.Unreachable("moodle.voorbeeld.nl is not known")

    monkeypatch.setattr(outgoing, "ask", away)
    platform = a_platform()
    page = client.post(f"{BASE}platforms/controle/{platform.pk}/").content.decode()
    assert page.count("Klopt niet:") == 2
    assert held == [False, False, False]


def test_moments_are_told_in_days(client: Client) -> None:
    keys.current_key()
    assert str(clock.today().year) in client.get(f"{BASE}values/").content.decode()
