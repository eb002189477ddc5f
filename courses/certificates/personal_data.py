"""What this part keeps about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.certificates import services
from courses.certificates.queries import certificates
from courses.people.queries import moment
from courses.plugin_api.contributions.people import PersonalData

if TYPE_CHECKING:
    from courses.certificates.models import Certificate
    from courses.plugin_api.contributions.base import Json


class Certificates(PersonalData):
    """The certificates that somebody got, with what is on them.

    A certificate is kept, also after it was revoked: else nobody could check it. Of somebody who
    is erased only the codes stay.
    """

    name = "certificates"
    label = _("Je certificaten")

    def export(self, person_id: int) -> Json:
        own = (
            certificates()
            .filter(enrolment__person=person_id)
            .select_related("replaces")
            .defer("pdf", "replaces__pdf")
            .order_by("issued_at", "pk")
        )
        return [_shown(one) for one in own] or None

    def erase(self, person_id: int) -> None:
        services.erase_certificates(person_id=person_id)


def _shown(certificate: Certificate) -> dict[str, Json]:
    printed = certificate.data
    return {
        "training": certificate.training_title,
        "naam": certificate.person_name,
        "code": certificate.code,
        "uitgegeven op": moment(certificate.issued_at),
        "organisatie": printed.get("partner") or None,
        "eerste dag": printed.get("first_day"),
        "laatste dag": printed.get("last_day"),
        "uren": printed.get("hours"),
        "plaats": printed.get("place") or None,
        "te controleren op": printed.get("check_url"),
        "ingetrokken op": moment(certificate.revoked_at),
        "reden": certificate.revoke_reason or None,
        **_correction(certificate),
        **_exception(certificate),
    }


def _correction(certificate: Certificate) -> dict[str, Json]:
    """Only where there is one: most certificates never change."""
    told: dict[str, Json] = {}
    if certificate.replaces is not None:
        told["vervangt"] = certificate.replaces.code
    if certificate.replaced_at is not None:
        told["vervangen op"] = moment(certificate.replaced_at)
        told["reden van vervangen"] = certificate.replace_reason
    return told


def _exception(certificate: Certificate) -> dict[str, Json]:
    """Only where something is not as usual."""
    told: dict[str, Json] = {}
    if certificate.exception_reason:
        told["met de hand gegeven, omdat"] = certificate.exception_reason
    if certificate.hides_name:
        told["naam op de controlepagina"] = "nee"
    return told
