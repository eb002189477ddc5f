"""What certificates add to the page of someone's enrolment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.catalogue.page_context import provide
from courses.certificates import queries
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment

if TYPE_CHECKING:
    from django.http import HttpRequest


@provide("enrol")
def way_to_the_certificate(
    request: HttpRequest, page: object, values: dict[str, object]
) -> dict[str, object]:
    """What the training asks for a certificate, and how far this participant is."""
    enrolment = values["enrolment"]
    if not isinstance(enrolment, Enrolment) or enrolment.status not in TAKES_PART:
        return {}
    if not enrolment.edition.training.is_training:
        return {}
    certificate = queries.current(enrolment.pk)
    if certificate is not None:
        return {"certificate": certificate}
    criteria = queries.progress(enrolment)
    asked = [one for one in criteria if one.is_asked]
    return {"criteria": asked, "certificate_comes": queries.when_it_comes(enrolment, criteria)}
