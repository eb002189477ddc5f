"""What enrolments add to the pages of the catalogue."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from courses.catalogue.context import provide
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment


@provide("TrainingPage")
def own_enrolments(request: HttpRequest, page: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Where the signed-in person stands with this training, by edition."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"own_enrolments": {}}
    enrolments = Enrolment.objects.filter(person=user.pk, edition__training=page.pk)
    own = {enrolment.edition_id: enrolment for enrolment in enrolments}
    for edition in values["editions"]:
        edition.own_enrolment = own.get(edition.pk)
    taking_part = any(
        enrolment.status in (EnrolmentStatus.CONFIRMED, EnrolmentStatus.COMPLETED)
        for enrolment in own.values()
    )
    return {"own_enrolments": own, "takes_part": taking_part}
