"""Where the operators' screens join Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from courses.catalogue.models import TrainingPage
from courses.plugin_desk import staff_screens
from courses.plugin_desk.screens import changes, running_tasks, settings_of_site, site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_urls")
def register_plugin_pages() -> list[Any]:
    return [
        path("", include(changes.urlpatterns)),
        path("", include(site.urlpatterns)),
        path("", include(settings_of_site.urlpatterns)),
        path("", include(running_tasks.urlpatterns)),
        *staff_screens.urlpatterns(),
    ]


@hooks.register("construct_main_menu")
def add_screens_of_plugins(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """At each request: which plugins are on, and who may what, changes while the site runs."""
    item = staff_screens.menu_item_for(request)
    if item is not None:
        menu_items.append(item)


@hooks.register("register_settings_menu_item")
def register_plugins_menu_item() -> MenuItem:
    return site.PluginsMenuItem(
        _("Uitbreidingen"),
        reverse_lazy("plugins_admin"),
        name="plugins",
        icon_name="plus-inverse",
        order=900,
    )


@hooks.register("construct_homepage_panels")
def show_trouble(request: HttpRequest, panels: list[Any]) -> None:
    """Let who runs the site see at once that a plugin fails."""
    trouble = site.trouble_for(request.user)
    if trouble is not None:
        panels.append(trouble)


@hooks.register("construct_homepage_panels")
def show_own_tasks(request: HttpRequest, panels: list[Any]) -> None:
    """What somebody started is found back where he or she begins."""
    panel = running_tasks.panel_for(request.user)
    if panel is not None:
        panels.append(panel)


@hooks.register("construct_homepage_panels")
def show_changes(request: HttpRequest, panels: list[Any]) -> None:
    """What trainers ask stands where coordinators begin, what became of it where trainers do."""
    panels.extend(changes.panels_for(request.user))


@hooks.register("register_page_header_buttons")
def plugins_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """The way from a training to its plugins, for who may edit it."""
    if isinstance(page, TrainingPage) and page.permissions_for_user(user).can_edit():
        url = reverse("training_plugins", args=[page.pk])
        yield Button(_("Uitbreidingen"), url=url, icon_name="plus-inverse", priority=65)


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    actions.register_action("plugin.enable", _("Zet aan"), _("Uitbreiding aangezet op de site"))
    actions.register_action(
        "plugin.settings", _("Wijzig"), _("Instellingen voor de hele site gewijzigd")
    )
    actions.register_action("plugin.disable", _("Zet uit"), _("Uitbreiding uitgezet op de site"))
