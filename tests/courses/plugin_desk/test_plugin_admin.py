"""Plugins in the administration: seen, switched and set, by who may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import tests.courses.catalogue as this_package
from courses.catalogue.models import CataloguePage, CoursePluginActivation, TrainingPage
from courses.catalogue.queries import settings_of
from courses.catalogue.services import activate_plugin, save_plugin_settings
from courses.people.enums import Role
from courses.plugin_api.contributions.completion import CompletionContext, CompletionCriterion, Met
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import asking, standing
from courses.plugin_host.models import PluginFault, PluginState
from tests.factories import PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

pytestmark = pytest.mark.django_db


class Always(CompletionCriterion):
    """Is met at once."""

    name = "always"
    label = "Altijd"

    def evaluate(self, ctx: CompletionContext) -> Met:
        return Met()


class GreetingForm(forms.Form):
    greeting = forms.CharField(label="Groet", initial="Hallo", max_length=20)
    times = forms.IntegerField(label="Keren", initial=1, min_value=1)

    def clean_greeting(self) -> str:
        greeting: str = self.cleaned_data["greeting"]
        if greeting.isupper():
            raise ValidationError("Niet zo hard.")
        return greeting


class Greeting(CoursePlugin):
    name = "tests.courses.catalogue"
    label = "greeting"
    slug = "greeting"
    title = "Groeten"
    description = "Groet <b>iedereen</b>."
    version = "2.1"
    form: Any = GreetingForm

    def contributions(self) -> Sequence[Any]:
        return (Always(),)

    def settings_form(self) -> Any:
        if self.form is None:
            raise RuntimeError("no form today")
        return self.form


@pytest.fixture
def plugin(install_plugin: Callable[[Any], Any]) -> Greeting:
    installed: Greeting = install_plugin(Greeting("tests.courses.catalogue", this_package))
    return installed


@pytest.fixture
def training(plugin: Greeting) -> TrainingPage:
    return TrainingFactory.create(title="Luisteren")


def nothing_there(criterion: Any) -> object:
    """A fault in a plugin, with this file in its trace."""
    return criterion.nothing


def nothing_else(criterion: Any) -> object:
    """Another one."""
    return criterion.nothing_else


def client_of(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


@pytest.fixture
def administrator() -> Client:
    return client_of(person_in_role(Role.ADMINISTRATOR))


@pytest.fixture
def coordinator() -> Client:
    return client_of(person_in_role(Role.COORDINATOR))


def _forget_after(response: Any) -> Any:
    standing.forget()
    return response


# --- Who may ----------------------------------------------------------------------------------

SITE_PAGES = ("uitbreidingen/", "uitbreidingen/greeting/", "uitbreidingen/greeting/site/")


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ADMINISTRATOR, 200),
        (Role.COORDINATOR, 302),
        (Role.TRAINER, 302),
        (Role.VOLUNTEER, 302),
    ],
)
def test_the_whole_site_is_for_administrators(plugin: Any, role: Role, status: int) -> None:
    client = client_of(person_in_role(role))
    statuses = {client.get(f"/beheer/{page}").status_code for page in SITE_PAGES}
    assert statuses == {status}
    posted = client.post("/beheer/uitbreidingen/greeting/site/", {"on": "0"})
    assert posted.status_code == 302
    off = not PluginState.objects.filter(plugin="greeting", enabled=True).exists()
    assert (PluginState.objects.filter(plugin="greeting").exists() and off) == (status == 200)


def test_a_training_is_for_who_may_edit_it(training: TrainingPage) -> None:
    owner, other = person_in_role(Role.TRAINER), person_in_role(Role.TRAINER)
    training.owner = owner
    training.live = False
    training.save()
    people = {
        "owner": owner,
        "other": other,
        "coordinator": person_in_role(Role.COORDINATOR),
        "volunteer": PersonFactory.create(),
    }
    address = f"/beheer/trainingen/{training.pk}/uitbreidingen/greeting/"
    statuses = {name: client_of(one).get(address).status_code for name, one in people.items()}
    assert statuses == {"owner": 200, "other": 302, "coordinator": 200, "volunteer": 302}
    client_of(other).post(address, {"active": "1", "plugin-greeting": "x", "plugin-times": "1"})
    assert not CoursePluginActivation.objects.exists()


def test_a_visitor_is_sent_to_sign_in(training: TrainingPage) -> None:
    for page in (*SITE_PAGES, f"trainingen/{training.pk}/uitbreidingen/"):
        assert Client().get(f"/beheer/{page}").status_code == 302


# --- The list and the page of one -------------------------------------------------------------


def test_the_list_shows_every_plugin_with_version_and_place(
    administrator: Client, training: TrainingPage
) -> None:
    activate_plugin(training=training, plugin="greeting")
    page = administrator.get("/beheer/uitbreidingen/?q=groet")
    ((row, trainings, notice),) = page.context["rows"]
    assert (row.title, row.version, row.status, trainings, notice) == (
        "Groeten",
        "2.1",
        "on",
        1,
        "",
    )
    text = page.content.decode()
    assert ("Groet &lt;b&gt;iedereen" in text, "1 training" in text) == (True, True)


@pytest.mark.parametrize(
    "query", ["?q=%00", "?status=klingon", "?p=x", "?q=" + "x" * 5000, "?p=-1"]
)
def test_odd_filters_are_answered(administrator: Client, plugin: Any, query: str) -> None:
    assert administrator.get(f"/beheer/uitbreidingen/{query}").status_code == 200


def test_the_page_tells_what_it_adds_where_it_is_and_what_went_wrong(
    administrator: Client, training: TrainingPage
) -> None:
    activate_plugin(training=training, plugin="greeting")
    (asked,) = asking.here(CompletionCriterion, training.pk).of("greeting")
    for _turn in range(3):
        asked.ask(nothing_there, default=None)
    page = administrator.get("/beheer/uitbreidingen/greeting/")
    text = page.content.decode()
    for expected in (
        "Eis voor het certificaat",
        "<td>Altijd</td>",
        "Luisteren",
        "Eis voor het certificaat always",
        "AttributeError",
        "test_plugin_admin.py",
        "manage.py plugins purge greeting",
    ):
        assert expected in text
    assert PluginFault.objects.get().count == 3
    seen = {"seen_until": page.context["seen_until"]}
    asked.ask(nothing_else, default=None)
    administrator.post("/beheer/uitbreidingen/greeting/storingen/", seen)
    # What came after the page was shown is kept for somebody to see.
    assert [one.count for one in PluginFault.objects.all()] == [1]
    for odd in ("", "gisteren", "0001-01-01"):
        administrator.post("/beheer/uitbreidingen/greeting/storingen/", {"seen_until": odd})
    assert PluginFault.objects.count() == 1


def test_an_unknown_plugin_is_not_found(administrator: Client, training: TrainingPage) -> None:
    assert administrator.get("/beheer/uitbreidingen/nobody/").status_code == 404
    address = f"/beheer/trainingen/{training.pk}/uitbreidingen/nobody/"
    assert administrator.get(address).status_code == 404


def test_a_plugin_whose_package_is_gone_keeps_its_name(administrator: Client) -> None:
    PluginState.objects.create(plugin="vroeger", title="Van vroeger", version="1.2")
    text = administrator.get("/beheer/uitbreidingen/").content.decode()
    assert ("Van vroeger" in text, "Niet meer geïnstalleerd" in text) == (True, True)
    assert administrator.get("/beheer/uitbreidingen/vroeger/").status_code == 200
    assert administrator.get("/beheer/uitbreidingen/vroeger/site/").status_code == 404


def test_an_older_version_than_before_is_told(administrator: Client, plugin: Any) -> None:
    PluginState.objects.create(plugin="greeting", title="Groeten", version="2.10")
    text = administrator.get("/beheer/uitbreidingen/greeting/").content.decode()
    assert "eerder stond hier versie 2.10" in text


def test_a_version_older_than_the_data_is_held(
    administrator: Client, training: TrainingPage
) -> None:
    activate_plugin(training=training, plugin="greeting")
    PluginState.objects.create(plugin="greeting", version="3.0", migration="0007_new_column")
    standing.forget()
    assert _keys(training) == []
    text = administrator.get("/beheer/uitbreidingen/greeting/").content.decode()
    assert "Ouder dan haar gegevens" in text


def test_the_first_page_tells_who_runs_the_site_of_trouble_and_nobody_else(
    administrator: Client, coordinator: Client, training: TrainingPage
) -> None:
    assert "aandacht vragen" not in administrator.get("/beheer/").content.decode()
    activate_plugin(training=training, plugin="greeting")
    (asked,) = asking.here(CompletionCriterion, training.pk).of("greeting")
    asked.ask(nothing_there, default=None)
    text = administrator.get("/beheer/").content.decode()
    assert ("aandacht vragen" in text, "/beheer/uitbreidingen/greeting/" in text) == (True, True)
    assert "aandacht vragen" not in coordinator.get("/beheer/").content.decode()


# --- Switching on the site --------------------------------------------------------------------


def _keys(training: TrainingPage) -> list[str]:
    found = asking.here(CompletionCriterion, training.pk)
    return [one.entry.key for one in found if not one.plugin.core]


def test_off_on_the_site_is_off_everywhere_and_on_again_brings_all_back(
    administrator: Client, training: TrainingPage
) -> None:
    activate_plugin(training=training, plugin="greeting")
    save_plugin_settings(training=training, plugin="greeting", settings={"greeting": "Hoi"})
    before = list(CoursePluginActivation.objects.values())
    assert _keys(training) == ["greeting_always"]
    _forget_after(administrator.post("/beheer/uitbreidingen/greeting/site/", {"on": "0"}))
    assert _keys(training) == []
    _forget_after(administrator.post("/beheer/uitbreidingen/greeting/site/", {"on": "1"}))
    assert _keys(training) == ["greeting_always"]
    assert list(CoursePluginActivation.objects.values()) == before


# --- In one training --------------------------------------------------------------------------


def _address(training: TrainingPage) -> str:
    return f"/beheer/trainingen/{training.pk}/uitbreidingen/greeting/"


def test_it_is_switched_on_with_its_settings(coordinator: Client, training: TrainingPage) -> None:
    form = coordinator.get(f"{_address(training)}?aan=1")
    text = form.content.decode()
    assert ('value="Hallo"' in text, form.context["active"]) == (True, True)
    data = {"active": "1", "plugin-greeting": "Goedendag", "plugin-times": "2"}
    assert coordinator.post(_address(training), data).status_code == 302
    assert _keys(training) == ["greeting_always"]
    assert settings_of("greeting", training.pk) == {"greeting": "Goedendag", "times": 2}
    row = CoursePluginActivation.objects.get(training=training, plugin="greeting")
    assert row.changed_by is not None


def test_wrong_settings_are_told_at_the_field_and_stay_typed(
    coordinator: Client, training: TrainingPage
) -> None:
    data = {"active": "1", "plugin-greeting": "HALLO", "plugin-times": "0"}
    response = coordinator.post(_address(training), data)
    text = response.content.decode()
    assert (response.status_code, "Niet zo hard." in text, 'value="HALLO"' in text) == (
        422,
        True,
        True,
    )
    assert not CoursePluginActivation.objects.exists()


def test_switching_off_keeps_the_settings_and_works_with_wrong_ones(
    coordinator: Client, training: TrainingPage
) -> None:
    activate_plugin(training=training, plugin="greeting")
    save_plugin_settings(training=training, plugin="greeting", settings={"greeting": "Hoi"})
    response = coordinator.post(_address(training), {"plugin-greeting": "", "plugin-times": "x"})
    assert response.status_code == 302
    row = CoursePluginActivation.objects.get()
    assert (row.active, row.settings) == (False, {"greeting": "Hoi"})


def test_without_settings_of_ones_own_the_first_values_hold(training: TrainingPage) -> None:
    activate_plugin(training=training, plugin="greeting")
    assert settings_of("greeting", training.pk) == {"greeting": "Hallo", "times": 1}


class RaisingForm(forms.Form):
    greeting = forms.CharField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise RuntimeError("kapot")


class RaisingCleanForm(forms.Form):
    greeting = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        raise RuntimeError("kapot")


class NoJsonForm(forms.Form):
    greeting = forms.CharField(required=False)

    def clean_greeting(self) -> Any:
        return object()


@pytest.mark.parametrize("form", [None, 42, RaisingForm, RaisingCleanForm, NoJsonForm])
def test_a_form_that_fails_costs_nobody_the_page_and_can_be_switched_off(
    coordinator: Client, plugin: Greeting, training: TrainingPage, form: Any
) -> None:
    plugin.form = form
    activate_plugin(training=training, plugin="greeting")
    assert coordinator.get(_address(training)).status_code == 200
    assert coordinator.get(f"/beheer/trainingen/{training.pk}/uitbreidingen/").status_code == 200
    assert coordinator.post(_address(training), {"active": "1"}).status_code in (302, 422)
    assert coordinator.post(_address(training), {}).status_code == 302
    assert not CoursePluginActivation.objects.get().active
    assert PluginFault.objects.filter(plugin="greeting").exists()


# --- Copies -----------------------------------------------------------------------------------


def test_a_copied_training_has_the_same_plugins_and_settings(
    coordinator: Client, training: TrainingPage
) -> None:
    activate_plugin(training=training, plugin="greeting")
    save_plugin_settings(training=training, plugin="greeting", settings={"greeting": "Hoi"})
    response = coordinator.post(
        f"/beheer/pages/{training.pk}/copy/",
        {
            "new_title": "Luisteren 2",
            "new_slug": "luisteren-2",
            "new_parent_page": CataloguePage.objects.get().pk,
            "copy_subpages": "on",
        },
    )
    assert response.status_code == 302
    copy = TrainingPage.objects.get(slug="luisteren-2")
    row = CoursePluginActivation.objects.get(training=copy)
    assert (row.plugin, row.active, row.settings) == ("greeting", True, {"greeting": "Hoi"})


def test_the_number_of_queries_does_not_grow_with_what_there_is(
    administrator: Client, training: TrainingPage
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            administrator.get("/beheer/uitbreidingen/greeting/")
            administrator.get("/beheer/uitbreidingen/")
        return len(queries)

    activate_plugin(training=training, plugin="greeting")
    count()
    one = count()
    for _number in range(2):
        activate_plugin(training=TrainingFactory.create(), plugin="greeting")
    assert count() == one
