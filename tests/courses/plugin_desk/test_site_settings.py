"""Settings of a plugin for the whole site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.test import Client

import tests.courses.plugin_desk as this_package
from courses.people.enums import Role
from courses.plugin_api.api import CoursePlugin, site_settings_of
from courses.plugin_desk import lifecycle
from courses.plugin_host import standing
from courses.plugin_host.models import PluginFault, PluginState
from tests.factories import person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

PAGE = "/beheer/uitbreidingen/house/instellingen/"
DETAIL = "/beheer/uitbreidingen/house/"


class HouseForm(forms.Form):
    street = forms.CharField(label="Straat", max_length=10)
    number = forms.IntegerField(label="Nummer", initial=1)
    colour = forms.ChoiceField(
        label="Kleur", choices=[("r", "Rood"), ("g", "Groen")], initial="r", required=False
    )


class HousePlugin(CoursePlugin):
    name = "tests.courses.plugin_desk"
    label = "house"
    slug = "house"
    title = "Huis"

    form: Any = HouseForm

    def site_settings_form(self) -> Any:
        if self.form == "broken":
            raise RuntimeError
        return self.form


@pytest.fixture
def house(install_plugin: Callable[[Any], Any]) -> HousePlugin:
    plugin = HousePlugin("tests.courses.plugin_desk", this_package)
    install_plugin(plugin)
    return plugin


@pytest.fixture
def boss() -> Client:
    client = Client()
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    return client


def _snapshot(client: Client) -> str:
    found = re.search(r'name="snapshot" value="([^"]*)"', client.get(PAGE).content.decode())
    assert found is not None
    return found[1].replace("&quot;", '"')


def _sent(client: Client, **values: str) -> Any:
    data = {f"plugin-{name}": value for name, value in values.items()}
    return client.post(PAGE, {**data, "snapshot": _snapshot(client)})


def test_what_nobody_filled_in_is_as_the_form_begins(house: HousePlugin) -> None:
    assert site_settings_of("house") == {"street": None, "number": 1, "colour": "r"}
    assert site_settings_of("nergens") == {}


def test_what_is_filled_in_is_kept_and_shown_in_words(house: HousePlugin, boss: Client) -> None:
    answer = _sent(boss, street="Dorpsweg", number="7", colour="g")
    assert (answer.status_code, answer["Location"]) == (302, DETAIL)
    assert site_settings_of("house") == {"street": "Dorpsweg", "number": 7, "colour": "g"}
    text = boss.get(DETAIL).content.decode()
    assert ("Dorpsweg" in text, "Groen" in text) == (True, True)


def test_reading_asks_nothing_between_changes(
    house: HousePlugin, boss: Client, django_assert_num_queries: Any
) -> None:
    _sent(boss, street="Dorpsweg", number="7")
    standing.forget()
    site_settings_of("house")["street"] = "Gewijzigd"  # type: ignore[index]
    with django_assert_num_queries(0):
        assert site_settings_of("house")["street"] == "Dorpsweg"


def test_what_is_wrong_stays_typed_and_is_not_kept(house: HousePlugin, boss: Client) -> None:
    answer = _sent(boss, street="Veel te lange straat", number="7")
    text = answer.content.decode()
    assert (answer.status_code, "Veel te lange straat" in text) == (422, True)
    assert site_settings_of("house")["number"] == 1


def test_nobody_undoes_a_newer_change_unknowingly(house: HousePlugin, boss: Client) -> None:
    old = _snapshot(boss)
    _sent(boss, street="Nieuw", number="2")
    sent = {"plugin-street": "Oud", "plugin-number": "1", "plugin-colour": "", "snapshot": old}
    answer = boss.post(PAGE, sent)
    text = answer.content.decode()
    assert (answer.status_code, "Nieuw" in text, "Oud" in text) == (422, True, True)
    assert site_settings_of("house")["street"] == "Nieuw"
    taken = {**sent, "snapshot": _again(text), "take_theirs": "street,number,colour"}
    assert boss.post(PAGE, taken).status_code == 302
    assert site_settings_of("house")["street"] == "Nieuw"


def _again(text: str) -> str:
    found = re.search(r'name="snapshot" value="([^"]*)"', text)
    assert found is not None
    return found[1].replace("&quot;", '"')


def test_it_is_for_who_runs_the_site(house: HousePlugin) -> None:
    for role in (Role.VOLUNTEER, Role.TRAINER, Role.COORDINATOR):
        client = Client()
        client.force_login(person_in_role(role))
        assert (role, client.get(PAGE).status_code) == (role, 302)


@pytest.mark.parametrize("form", ["broken", None, int])
def test_without_a_form_there_is_no_page(house: HousePlugin, boss: Client, form: Any) -> None:
    house.form = form
    assert boss.get(PAGE).status_code == 404
    assert "Instellingen voor de hele site" not in boss.get(DETAIL).content.decode()
    assert PluginFault.objects.filter(plugin="house").exists() == (form is not None)


def test_a_form_that_cannot_be_shown_says_so(house: HousePlugin, boss: Client) -> None:
    class Broken(HouseForm):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            raise RuntimeError

    house.form = Broken
    text = boss.get(PAGE).content.decode()
    assert "Deze uitbreiding kan haar instellingen nu niet laten zien." in text
    assert boss.post(PAGE, {}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_purging_takes_them_along(house: HousePlugin, boss: Client) -> None:
    _sent(boss, street="Dorpsweg", number="7")
    standing.switch(plugin="house", on=False)
    lifecycle.purge("house")
    assert PluginState.objects.get(plugin="house").site_settings == {}
