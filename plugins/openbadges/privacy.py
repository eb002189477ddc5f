"""What the plugin keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.certificates.models import Certificate
from courses.plugin_api.api import Json, PersonalData
from plugins.openbadges import addresses
from plugins.openbadges.models import StatusEntry


class StatusOfBadges(PersonalData):
    """Where it stands whether somebody's badges count.

    The badges themselves are in the certificates and go with them. The place in the list stays,
    with a code and without a person: else the badge of somebody who was erased would count again.
    """

    name = "status"
    label = _("Je badges")

    def export(self, person_id: int) -> Json:
        codes = Certificate.objects.filter(enrolment__person=person_id).values("code")
        found = StatusEntry.objects.filter(code__in=codes).order_by("pk")
        rows = [
            {
                "certificaat": one.code,
                "lijst": addresses.status_list(one.number),
                "plaats in de lijst": one.index,
            }
            for one in found
        ]
        return rows or None

    def erase(self, person_id: int) -> None:
        """Nothing: what stays is about nobody, once the certificate has gone."""
