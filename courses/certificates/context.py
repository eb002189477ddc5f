"""What certificates add to the page of someone's enrolment."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from courses.catalogue.context import provide
from courses.certificates import queries
from courses.enrolment.enums import TAKES_PART


@provide("enrol")
def way_to_the_certificate(
    request: HttpRequest, page: Any, values: dict[str, Any]
) -> dict[str, Any]:
    """What the training asks for a certificate, and how far this participant is."""
    enrolment = values["enrolment"]
    if enrolment is None or enrolment.status not in TAKES_PART:
        return {}
    certificate = queries.current(enrolment.pk)
    if certificate is not None:
        return {"certificate": certificate}
    return {"criteria": queries.progress(enrolment)}
