"""Where notices join Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from courses.notices import admin, text_views

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    return [path("", include(admin.urlpatterns + text_views.urlpatterns))]


@hooks.register("register_admin_menu_item")
def register_notices() -> SubmenuMenuItem:
    """Whom to call, which letters to print, and what people were told."""
    items = [
        admin.StaffMenuItem(
            _("Bellen"), reverse_lazy("notices_call_list"), name="calls", icon_name="comment"
        ),
        admin.StaffMenuItem(
            _("Brieven"), reverse_lazy("notices_letters"), name="letters", icon_name="doc-full"
        ),
        admin.StaffMenuItem(
            _("Berichten"), reverse_lazy("notices_log"), name="notices", icon_name="mail"
        ),
        admin.CoordinatorMenuItem(
            _("Teksten"), reverse_lazy("notices_texts"), name="notice-texts", icon_name="pilcrow"
        ),
    ]
    return SubmenuMenuItem(
        _("Contact"), Menu(items=items), name="contact", icon_name="mail", order=215
    )


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("notices.call", _("Gebeld"), _("Bericht: gebeld"))
    actions.register_action("notices.done", _("Klaar"), _("Bericht: op een andere manier verteld"))
    actions.register_action("notices.print", _("Geprint"), _("Bericht: brief geprint"))
    actions.register_action("notices.again", _("Opnieuw"), _("Bericht: nog een keer verstuurd"))
    actions.register_action("notices.text", _("Eigen tekst"), _("Bericht: tekst veranderd"))
    actions.register_action(
        "notices.text_reset", _("Standaardtekst"), _("Bericht: standaardtekst teruggezet")
    )
