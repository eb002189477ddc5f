"""Where a unit of a course sends somebody at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.common import addresses
from plugins.xapi.models import Registration

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_safe
def closed(request: HttpRequest, registration_id: UUID) -> HttpResponse:
    """That it is over, and for whose it is a way on; the same in a frame, which knows nobody."""
    found = None
    if request.user.is_authenticated:
        found = (
            Registration.objects.select_related("package__training")
            .filter(pk=registration_id, person=request.user.pk)
            .first()
        )
    address = ""
    if found is not None:
        training = addresses.training(found.package.training.slug)
        address = f"{training}p/xapi/les/{found.lesson_id}/{found.block}/"
    return render(request, "xapi/closed.html", {"address": address, "noindex": True})
