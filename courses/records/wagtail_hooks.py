"""Where learning records join Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from courses.common import staff_menu
from courses.records import admin

if TYPE_CHECKING:
    from wagtail.admin.menu import MenuItem
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_admin_urls")
def register_urls() -> list[object]:
    return [path("", include(admin.urlpatterns))]


@hooks.register(staff_menu.PEOPLE)
def register_menu_item() -> MenuItem:
    return admin.ElsewhereMenuItem(
        _("Elders gevolgd"),
        reverse_lazy("elsewhere_list"),
        name="elsewhere",
        icon_name="doc-full-inverse",
        order=staff_menu.ELSEWHERE,
    )


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("records.seen", _("Gezien"), _("Training van elders gezien"))
    actions.register_action(
        "records.not_seen", _("Niet gezien"), _("Training van elders toch niet gezien")
    )
    actions.register_action("records.fetch", _("Haal op"), _("Leeroverzicht opgehaald"))
