"""Where waiting for a date joins the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from courses.editions.admin import RARELY, provide_buttons
from courses.interest import admin

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

    from courses.editions.models import Edition


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path(
            "trainingen/<int:training_id>/belangstelling/", admin.interested, name="interest_admin"
        ),
    ]


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    label = _("Op de lijst gezet voor een nieuwe datum")
    actions.register_action("interest.register", label, label)
    label = _("Van de lijst voor een nieuwe datum gehaald")
    actions.register_action("interest.withdraw", label, label)


@provide_buttons
def interest_button(edition: Edition) -> list[Button]:
    """Who waits for another date of the training."""
    url = reverse("interest_admin", args=[edition.training_id])
    return [Button(_("Wie wacht op een nieuwe datum"), url=url, icon_name="mail", priority=RARELY)]
