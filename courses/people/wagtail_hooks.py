"""Where people join Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from courses.people.viewsets import (
    AcademyUserBulkActive,
    AcademyUserBulkDelete,
    AcademyUserBulkRole,
)

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("people.register", _("Nieuw"), _("Account gemaakt door de academie"))
    actions.register_action("people.profile", _("Wijzig"), _("Eigen gegevens gewijzigd"))
    actions.register_action("people.address", _("Wijzig"), _("Eigen e-mailadres gewijzigd"))
    actions.register_action("people.browsers", _("Wijzig"), _("Bekende browsers vergeten"))
    actions.register_action("people.contact_added", _("Wijzig"), _("Contactpersoon erbij"))
    actions.register_action("people.contact_removed", _("Wijzig"), _("Contactpersoon weg"))
    actions.register_action("people.erase", _("Verwijder"), _("Persoon gewist"))


# After Wagtail's own, so that it takes its place.
hooks.register("register_bulk_action", AcademyUserBulkDelete, order=1)
hooks.register("register_bulk_action", AcademyUserBulkActive, order=1)
hooks.register("register_bulk_action", AcademyUserBulkRole, order=1)
