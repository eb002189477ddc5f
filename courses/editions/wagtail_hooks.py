"""Where editions join Wagtail's administration."""

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from courses.editions import admin
from courses.editions.models import Edition


@hooks.register("register_admin_viewset")
def register_editions() -> Any:
    return admin.EditionViewSet()


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("", include(admin.urlpatterns))]


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    actions.register_action("edition.plan", _("Plan"), _("Uitvoering gepland"))
    actions.register_action("edition.change", _("Wijzig"), _("Uitvoering gewijzigd"))
    actions.register_action("edition.publish", _("Publiceer"), _("Uitvoering gepubliceerd"))
    actions.register_action("edition.cancel", _("Annuleer"), _("Uitvoering geannuleerd"))


register_permission_policy(Edition, admin.POLICY)
