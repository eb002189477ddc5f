"""Where editions join Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.permissions import register_permission_policy

from courses.common import staff_menu
from courses.editions import admin, plan_views, reported_views
from courses.editions.models import Edition

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString
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


class PlanMenuItem(MenuItem):
    """For who plans editions."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("editions.add_edition"))


@hooks.register(staff_menu.EDITIONS)
def register_planning() -> MenuItem:
    """In the word that people have for it: what an edition is, one has to learn."""
    return PlanMenuItem(
        _("Nieuwe datum plannen"),
        reverse_lazy("uitvoeringen:add"),
        name="plan-edition",
        icon_name="plus",
        order=staff_menu.LIST + 1,
    )


@hooks.register("insert_editor_js")
def let_the_end_follow() -> SafeString:
    """When a meeting begins later, it ends later too."""
    return format_html('<script src="{}"></script>', versioned_static("editions/end_follows.js"))


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    return [
        path(
            "", include([*admin.urlpatterns, *plan_views.urlpatterns, *reported_views.urlpatterns])
        )
    ]


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("edition.plan", _("Plan"), _("Uitvoering gepland"))
    actions.register_action("edition.change", _("Wijzig"), _("Uitvoering gewijzigd"))
    actions.register_action("edition.publish", _("Publiceer"), _("Uitvoering gepubliceerd"))
    actions.register_action("edition.cancel", _("Gaat niet door"), _("Uitvoering gaat niet door"))
    actions.register_action("edition.report", _("Opgave"), _("Eerdere uitvoering ingevoerd"))
    actions.register_action("edition.report_person", _("Naam"), _("Deelnemer genoemd"))
    actions.register_action("edition.report_no_person", _("Naam weg"), _("Deelnemer weggehaald"))
    actions.register_action("edition.paper_add", _("Papier"), _("Papier toegevoegd"))
    actions.register_action("edition.paper_remove", _("Papier weg"), _("Papier weggehaald"))
    actions.register_action("edition.half", _("Ook"), _("Op locatie en online gemaakt"))
    actions.register_action("edition.confirm", _("Gaat door"), _("Besloten dat het doorgaat"))
    actions.register_action("location.add", _("Nieuw"), _("Locatie toegevoegd"))
    actions.register_action("location.change", _("Wijzig"), _("Locatie gewijzigd"))


register_permission_policy(Edition, admin.POLICY)
