"""What a plugin connects to Django and Wagtail by itself breaks no page, save or command."""

from __future__ import annotations

import asyncio
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Permission
from django.core.checks import Error, Info, run_checks
from django.core.checks.registry import registry as checks
from django.core.management import call_command
from django.db.models.signals import post_init, post_save
from wagtail import hooks
from wagtail.admin.menu import MenuItem

import tests.courses.plugin_host as this_package
from courses.common.internals import of_django
from courses.people.enums import Role
from courses.people.models import Partner
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import outside, registry, standing
from courses.plugin_host.models import PluginFault
from tests.factories import person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.test import Client

pytestmark = pytest.mark.django_db


class Outsider(CoursePlugin):
    name = "tests.courses.plugin_host"
    label = "outsider"
    slug = "outsider"
    title = "Buitenstaander"
    connects: Callable[[], None] = staticmethod(lambda: None)

    def ready(self) -> None:
        self.connects()


@pytest.fixture(autouse=True)
def connections_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is connected in a test is gone after it."""
    monkeypatch.setattr(hooks, "_hooks", {name: list(one) for name, one in hooks._hooks.items()})
    monkeypatch.setattr(checks, "registered_checks", set(checks.registered_checks))
    before = [(signal, list(signal.receivers)) for signal in of_django.signals()]
    yield
    for signal, receivers in before:
        signal.receivers[:] = receivers
        signal.sender_receivers_cache.clear()


@pytest.fixture
def start(install_plugin: Callable[[Any], Any]) -> Callable[..., Outsider]:
    """`start(connects)` starts the plugin, whose `ready()` calls `connects`."""

    def started(connects: Callable[[], None]) -> Outsider:
        plugin: Outsider = install_plugin(Outsider("tests.courses.plugin_host", this_package))
        plugin.connects = connects
        plugin.ready()
        return plugin

    return started


def fails(*_args: Any, **_kwargs: Any) -> Any:
    raise RuntimeError("broken")


def cancelled(*_args: Any, **_kwargs: Any) -> Any:
    raise asyncio.CancelledError


def nonsense(*_args: Any, **_kwargs: Any) -> Any:
    return 42


def gives(answer: object, *_args: object) -> object:
    return answer


def places() -> set[str]:
    return set(PluginFault.objects.filter(plugin="outsider").values_list("place", flat=True))


PAGES_OF_THE_ADMINISTRATION = ["/beheer/", "/beheer/pages/", "/beheer/account/"]
ASKED_THERE = [
    "insert_global_admin_css",
    "construct_main_menu",
    "construct_homepage_panels",
    "construct_homepage_summary_items",
    "register_page_listing_buttons",
    "construct_explorer_page_queryset",
    "register_account_settings_panel",
    "register_account_menu_item",
]


@pytest.mark.parametrize("harm", [fails, cancelled])
def test_hooks_of_wagtail_that_fail_close_no_page(
    client: Client, start: Callable[..., Outsider], harm: Any
) -> None:
    start(lambda: [hooks.register(name, harm) for name in ASKED_THERE])
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    shown = [client.get(one, follow=True).status_code for one in PAGES_OF_THE_ADMINISTRATION]
    assert shown == [200, 200, 200]
    assert {"hook construct_main_menu", "hook construct_explorer_page_queryset"} <= places()


@pytest.mark.parametrize(
    ("name", "neutral"),
    [
        ("register_admin_urls", []),
        ("insert_editor_js", ""),
        ("register_page_header_buttons", []),
        ("construct_page_chooser_queryset", "pages"),
        ("construct_explorer_page_queryset", "request"),
    ],
)
@pytest.mark.parametrize("harm", [fails, lambda *_: object()])
def test_a_hook_without_an_answer_that_wagtail_can_use_gives_a_neutral_one(
    start: Callable[..., Outsider], name: str, neutral: Any, harm: Any
) -> None:
    start(lambda: hooks.register(name, harm))
    assert hooks.get_hooks(name)[-1]("pages", "request") == neutral
    assert places() == {f"hook {name}"}


def test_a_menu_item_that_fails_is_none_that_is_shown(start: Callable[..., Outsider]) -> None:
    start(lambda: hooks.register("register_admin_menu_item", fails))
    item = hooks.get_hooks("register_admin_menu_item")[-1]()
    assert (isinstance(item, MenuItem), item.is_shown(None)) == (True, False)


def test_a_hook_that_works_answers_and_that_of_others_is_left_alone(
    start: Callable[..., Outsider],
) -> None:
    before = hooks.get_hooks("construct_main_menu")
    start(lambda: hooks.register("insert_editor_js", lambda: "<script></script>"))
    assert hooks.get_hooks("insert_editor_js")[-1]() == "<script></script>"
    assert hooks.get_hooks("construct_main_menu") == before


def test_a_plugin_that_is_off_is_not_called_by_wagtail_or_django(
    start: Callable[..., Outsider],
) -> None:
    called: list[str] = []

    def saved(**_kwargs: Any) -> None:
        called.append("receiver")

    def hooked() -> str:
        called.append("hook")
        return "x"

    def buttons() -> list[object]:
        called.append("button")
        return []

    def connects() -> None:
        hooks.register("insert_editor_js", hooked)
        hooks.register("register_page_listing_buttons", buttons)
        post_save.connect(saved, sender=Partner)

    start(connects)
    standing.switch(plugin="outsider", on=False)
    standing.forget()
    Partner.objects.create(name="Een")
    assert (hooks.get_hooks("insert_editor_js")[-1](), called) == ("", [])
    assert (hooks.get_hooks("register_page_listing_buttons")[-1](), called) == ([], [])
    standing.switch(plugin="outsider", on=True)
    standing.forget()
    Partner.objects.create(name="Twee")
    assert (hooks.get_hooks("insert_editor_js")[-1](), called) == ("x", ["receiver", "hook"])


@pytest.mark.both_databases
@pytest.mark.parametrize("harm", [fails, cancelled])
def test_a_receiver_that_fails_loses_nothing_that_is_saved(
    start: Callable[..., Outsider], harm: Any
) -> None:
    def spoils(**kwargs: Any) -> None:
        Partner.objects.filter(pk=kwargs["instance"].pk).update(name="Verknoeid")
        harm()

    async def waits(**_kwargs: Any) -> None:
        harm()

    def connects() -> None:
        post_save.connect(spoils, sender=Partner)
        post_save.connect(waits, sender=Partner)

    start(connects)
    partner = Partner.objects.create(name="Buurthuis")
    partner.refresh_from_db()
    assert partner.name == "Buurthuis"
    assert places() == {"receiver spoils", "receiver waits"}


def test_a_receiver_that_fails_at_everything_does_not_fail_where_that_is_written_down(
    start: Callable[..., Outsider],
) -> None:
    def connects() -> None:
        post_save.connect(fails)
        post_init.connect(fails)

    start(connects)
    Partner.objects.create(name="Buurthuis")
    assert places() == {"receiver fails"}


def test_a_receiver_can_be_disconnected_and_one_that_is_gone_is_not_called(
    start: Callable[..., Outsider],
) -> None:
    called: list[str] = []

    def first(**_kwargs: Any) -> None:
        called.append("first")

    def connects() -> None:
        def second(**_kwargs: Any) -> None:
            called.append("second")

        post_save.connect(first, sender=Partner)
        post_save.connect(second, sender=Partner)

    start(connects)
    Partner.objects.create(name="Een")
    assert post_save.disconnect(first, sender=Partner) is True
    Partner.objects.create(name="Twee")
    assert called == ["first"]


@pytest.mark.parametrize("harm", [fails, cancelled, nonsense])
def test_a_system_check_that_fails_is_a_warning(start: Callable[..., Outsider], harm: Any) -> None:
    start(lambda: checks.register(harm, "outsider"))
    assert [one.id for one in run_checks(tags=["outsider"])] == ["plugins.W010"]
    call_command("check", stdout=StringIO(), stderr=StringIO())


def test_an_error_of_a_plugins_check_keeps_no_command_from_working(
    start: Callable[..., Outsider],
) -> None:
    def check(**_kwargs: Any) -> Sequence[Any]:
        return [Error("Mis", id="outsider.E001")]

    start(lambda: checks.register(check, "outsider"))
    found = run_checks(tags=["outsider"])
    assert [(one.id, one.is_serious()) for one in found] == [("outsider.E001", False)]


def test_what_a_plugin_connected_before_it_failed_to_start_is_never_called(
    start: Callable[..., Outsider],
) -> None:
    def connects() -> None:
        hooks.register("insert_editor_js", lambda: "x")
        checks.register(fails, "outsider")
        raise RuntimeError

    plugin = start(connects)
    assert "RuntimeError" in plugin.failure
    assert hooks.get_hooks("insert_editor_js")[-1]() == ""
    assert run_checks(tags=["outsider"]) == []
    assert places() == set()


@pytest.mark.parametrize(
    ("hook", "answer"),
    [
        ("insert_editor_js", "<script></script>"),
        ("register_admin_urls", ()),
        ("register_page_listing_buttons", ()),
        ("construct_image_chooser_queryset", Partner.objects.none()),
        ("register_permissions", Permission.objects.none()),
        ("register_icons", ["icons/x.svg"]),
        ("before_serve_page", 42),
    ],
)
def test_what_wagtail_can_use_is_given_on(
    start: Callable[..., Outsider], hook: str, answer: object
) -> None:
    start(lambda: hooks.register(hook, partial(gives, answer)))
    (ours,) = [one for one in hooks.get_hooks(hook) if getattr(one, "contained", False)]
    given = ours("first", "second")
    assert given is answer or list(given) == list(answer)  # type: ignore[call-overload]
    assert places() == set()


@pytest.mark.parametrize(
    ("hook", "answer"),
    [
        ("insert_editor_js", 42),
        ("register_admin_urls", [42]),
        ("register_page_listing_buttons", 42),
        ("construct_image_chooser_queryset", [42]),
        ("register_permissions", [42]),
        ("register_admin_menu_item", None),
        ("register_admin_search_area", 42),
        ("register_icons", None),
    ],
)
def test_what_wagtail_cannot_use_is_a_failure_and_nothing_is_given(
    start: Callable[..., Outsider], hook: str, answer: object
) -> None:
    start(lambda: hooks.register(hook, partial(gives, answer)))
    (ours,) = [one for one in hooks.get_hooks(hook) if getattr(one, "contained", False)]
    assert ours(["first"], ["second"]) != answer
    assert len(places()) == 1


def test_the_cores_own_hooks_stay_as_they_are() -> None:
    before = list(hooks.get_hooks("construct_main_menu"))
    outside.contain(next(one for one in registry.installed() if one.core))
    assert list(hooks.get_hooks("construct_main_menu")) == before


@pytest.mark.parametrize("message", [42, "words"])
def test_what_is_no_message_of_a_check_is_a_warning(
    start: Callable[..., Outsider], message: object
) -> None:
    def check(**_kwargs: Any) -> Sequence[Any]:
        return [Info("Weet dit", id="outsider.I001"), message]

    start(lambda: checks.register(check, "outsider"))
    assert [one.id for one in run_checks(tags=["outsider"])] == ["plugins.W010"]


def test_a_hint_of_a_plugins_check_is_given_on(start: Callable[..., Outsider]) -> None:
    def check(**_kwargs: Any) -> Sequence[Any]:
        return [Info("Weet dit", id="outsider.I001")]

    start(lambda: checks.register(check, "outsider"))
    assert [one.id for one in run_checks(tags=["outsider"])] == ["outsider.I001"]
