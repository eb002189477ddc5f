"""What is kept at once of somebody who stands in the room and is added: told to higher parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from courses.enrolment.models import Enrolment

    Keeper = Callable[[HttpRequest, Enrolment, str], None]

_keepers: list[Keeper] = []


def provide(keeper: Keeper) -> Keeper:
    """Register what keeps it; when the part's app is ready."""
    _keepers.append(keeper)
    return keeper


def tell(request: HttpRequest, enrolment: Enrolment, where: str) -> None:
    """Somebody takes part from here on, and is at the session `where`, as the address says."""
    for keep in _keepers:
        keep(request, enrolment, where)
