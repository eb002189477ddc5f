"""What presence adds to the page of somebody's enrolment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.attendance.criteria import what_missing_one_does
from courses.catalogue.page_context import Values, provide

if TYPE_CHECKING:
    from django.http import HttpRequest

    from courses.editions.models import Edition


@provide("enrol", "withdraw")
def when_one_is_missed(request: HttpRequest, page: Edition, values: Values) -> dict[str, object]:
    """Whether there is still a certificate for who cannot come once."""
    return {"when_missing_one": "" if page.is_past else what_missing_one_does(page)}
