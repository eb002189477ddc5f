"""Where people join Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

from courses.people import admin, merge_admin, screen_rights
from courses.people.queries import MAYBE_DOUBLE, NOT_DOUBLE, second_factor_due
from courses.people.viewsets import (
    AcademyUserBulkActive,
    AcademyUserBulkDelete,
    AcademyUserBulkRole,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from wagtail.log_actions import LogActionRegistry


class SecondFactorPanel(Component):
    """Says until when somebody enters the administration without a second factor."""

    name = "second_factor"
    template_name = "people/admin/second_factor.html"
    order = 1

    def __init__(self, due: date) -> None:
        self.due = due

    def get_context_data(
        self, parent_context: Mapping[str, object] | None = None
    ) -> dict[str, object]:
        return {"due": self.due}


@hooks.register("construct_homepage_panels")
def warn_of_second_factor(request: HttpRequest, panels: list[Component]) -> None:
    """Beforehand: from that day on the middleware leads to the page where one is chosen."""
    due = second_factor_due(request.user)
    if due is not None:
        panels.append(SecondFactorPanel(due))


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("personen/<int:pk>/", admin.person, name="person_page"),
        path("personen/<int:pk>/samenvoegen/", merge_admin.choose, name="person_merge_choose"),
        path(
            "personen/<int:pk>/samenvoegen/<int:other_pk>/",
            merge_admin.merge,
            name="person_merge",
        ),
        path("personen/<int:pk>/niet-wissen/", admin.keep_after_all, name="person_keep"),
        path("personen/<int:pk>/wil-gewist/", admin.erase_wanted, name="person_erase_wanted"),
        path("personen/<int:pk>/code/", admin.claim_code, name="person_claim_code"),
        path("personen/<int:pk>/gegevens/", admin.DetailsView.as_view(), name="person_details"),
    ]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="people", content_type__model="user", codename="manage_people"
    )


@hooks.register("register_permissions")
def register_rights_for_screens() -> QuerySet[Permission]:
    """What plugins bring for screens of their own."""
    return screen_rights.permissions()


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("people.register", _("Nieuw"), _("Account gemaakt door de academie"))
    actions.register_action("people.profile", _("Wijzig"), _("Eigen gegevens gewijzigd"))
    actions.register_action(
        "people.corrected", _("Wijzig"), _("Gegevens gewijzigd door de academie")
    )
    actions.register_action("people.address", _("Wijzig"), _("Eigen e-mailadres gewijzigd"))
    actions.register_action("people.browsers", _("Wijzig"), _("Bekende browsers vergeten"))
    actions.register_action("people.contact_added", _("Wijzig"), _("Contactpersoon erbij"))
    actions.register_action("people.contact_removed", _("Wijzig"), _("Contactpersoon weg"))
    actions.register_action(
        "people.merge", _("Voeg samen"), _("Met een ander account samengevoegd")
    )
    actions.register_action(MAYBE_DOUBLE, _("Nieuw"), _("Gaf een adres op dat iemand al heeft"))
    actions.register_action(NOT_DOUBLE, _("Nieuw"), _("Is iemand anders"))
    actions.register_action("people.claim_code", _("Code"), _("Code gemaakt om zelf in te loggen"))
    actions.register_action("people.claim", _("Neem over"), _("Account overgenomen met een code"))
    actions.register_action(
        "people.organisation_linked", _("Inloggen"), _("Logt in met een account van het werk")
    )
    actions.register_action(
        "people.organisation_unlinked",
        _("Inloggen"),
        _("Logt niet meer in met account van werk"),
    )
    actions.register_action("people.role_given", _("Rol"), _("Rol gekregen van een organisatie"))
    actions.register_action("people.role_taken_back", _("Rol"), _("Rol van organisatie gestopt"))
    actions.register_action("people.erase_asked", _("Wis"), _("Gevraagd om gewist te worden"))
    actions.register_action(
        "people.erase_wanted", _("Wis"), _("Wil gewist worden, zo is genoteerd")
    )
    actions.register_action(
        "people.erase_not_wanted", _("Wis"), _("Wil niet gewist worden, zo is genoteerd")
    )
    actions.register_action("people.erase_cancelled", _("Wis"), _("Wordt toch niet gewist"))
    actions.register_action("people.close", _("Sluit"), _("Account gesloten op eigen verzoek"))
    actions.register_action("people.erase", _("Verwijder"), _("Persoon gewist"))


# After Wagtail's own, so that it takes its place.
hooks.register("register_bulk_action", AcademyUserBulkDelete, order=1)
hooks.register("register_bulk_action", AcademyUserBulkActive, order=1)
hooks.register("register_bulk_action", AcademyUserBulkRole, order=1)
