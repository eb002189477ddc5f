"""Where editions join Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.permissions import register_permission_policy

from courses.editions import admin, queries
from courses.editions.models import Edition
from courses.people.queries import is_coordinator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from wagtail.admin.viewsets.base import ViewSet
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_admin_viewset")
def register_editions() -> admin.EditionViewSet:
    return admin.EditionViewSet()


@hooks.register("register_admin_viewset")
def register_locations() -> list[ViewSet]:
    return [
        admin.LocationViewSet(),
        admin.LocationChooserViewSet("location_chooser", url_prefix="locaties/kies"),
    ]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    return [path("", include(admin.urlpatterns))]


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("edition.plan", _("Plan"), _("Uitvoering gepland"))
    actions.register_action("edition.change", _("Wijzig"), _("Uitvoering gewijzigd"))
    actions.register_action("edition.publish", _("Publiceer"), _("Uitvoering gepubliceerd"))
    actions.register_action("edition.cancel", _("Annuleer"), _("Uitvoering geannuleerd"))
    actions.register_action("edition.confirm", _("Gaat door"), _("Besloten dat het doorgaat"))
    actions.register_action("location.add", _("Nieuw"), _("Locatie toegevoegd"))
    actions.register_action("location.change", _("Wijzig"), _("Locatie gewijzigd"))


register_permission_policy(Edition, admin.POLICY)


class WithoutTrainerPanel(Component):
    """The editions to come that nobody gives, for who runs the academy."""

    name = "editions_without_trainer"
    template_name = "editions/admin/without_trainer.html"
    order = 205

    def __init__(self, editions: list[Edition]) -> None:
        self.editions = editions

    def get_context_data(
        self, parent_context: Mapping[str, object] | None = None
    ) -> dict[str, object]:
        return {"editions": self.editions}


@hooks.register("construct_homepage_panels")
def show_editions_without_trainer(request: HttpRequest, panels: list[Component]) -> None:
    """Let a coordinator see at once which editions need a trainer."""
    if is_coordinator(request.user):
        editions = list(queries.without_trainer())
        if editions:
            panels.append(WithoutTrainerPanel(editions))
