"""What this part keeps about people: which programs they let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from academy.api.models import PersonalToken
from academy.api.queries import tokens_of
from courses.people.models import User
from courses.people.queries import moment
from courses.plugin_api.contributions.people import PersonalData

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json


class OwnTokens(PersonalData):
    """Which tokens somebody has. The token itself is not told, and cannot be: it is not kept."""

    name = "tokens"
    label = _("Sleutels voor programma's")

    def export(self, person_id: int) -> Json:
        return [
            {
                "waarvoor": one.name,
                "wat het mag": str(one.get_scope_display()),
                "gemaakt op": moment(one.created_at),
                "werkt tot": moment(one.expires_at),
                "laatst gebruikt": one.last_used_on.isoformat() if one.last_used_on else None,
            }
            for one in tokens_of(User.objects.get(pk=person_id))
        ] or None

    def erase(self, person_id: int) -> None:
        PersonalToken.objects.filter(person=person_id).delete()
