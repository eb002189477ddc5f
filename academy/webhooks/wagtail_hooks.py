"""Where webhooks join the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from academy.webhooks import admin
from courses.people.queries import is_coordinator

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "webhook.create": _("Webhook gemaakt"),
    "webhook.change": _("Webhook gewijzigd"),
    "webhook.rotate": _("Geheim van een webhook vernieuwd"),
    "webhook.on": _("Webhook aangezet"),
    "webhook.off": _("Webhook uitgezet"),
    "webhook.give_up": _("Webhook vanzelf uitgezet"),
    "webhook.remove": _("Webhook weggehaald"),
    "webhook.test": _("Proef gestuurd naar een webhook"),
}


class WebhooksMenuItem(MenuItem):
    """For who runs the academy."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user)


@hooks.register("register_settings_menu_item")
def webhooks_menu_item() -> MenuItem:
    return WebhooksMenuItem(
        _("Webhooks"), reverse_lazy("webhooks"), icon_name="link-external", order=950
    )


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("webhooks/", admin.index, name="webhooks"),
        path("webhooks/<int:pk>/", admin.detail, name="webhook_detail"),
        path("webhooks/<int:pk>/wijzig/", admin.change, name="webhook_change"),
    ]


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    for name, label in ACTIONS.items():
        actions.register_action(name, label, label)
