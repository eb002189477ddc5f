"""Where translations join Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from courses.common import staff_menu
from courses.translations import views

if TYPE_CHECKING:
    from wagtail.admin.menu import MenuItem
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    return [path("", include(views.urlpatterns))]


@hooks.register("register_settings_menu_item")
def register_languages() -> MenuItem:
    return views.LanguagesMenuItem(
        _("Talen"),
        reverse_lazy("translations"),
        name="languages",
        icon_name="globe",
        order=staff_menu.LANGUAGES,
    )


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    for action, label in (
        ("translations.add", _("Taal toegevoegd")),
        ("translations.change", _("Taal veranderd")),
        ("translations.texts", _("Teksten vertaald")),
        ("translations.import", _("Vertalingen uit een bestand overgenomen")),
    ):
        actions.register_action(action, label, label)
