"""What waiting for a date adds to a training's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.catalogue.page_context import Values, provide
from courses.common.visitors import signed_in
from courses.interest.queries import is_interested

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page


@provide("TrainingPage")
def own_interest(request: HttpRequest, page: Page, values: Values) -> dict[str, object]:
    """Whether who is signed in waits for a new date."""
    user = signed_in(request)
    return {"is_interested": user is not None and is_interested(user, page.pk)}
