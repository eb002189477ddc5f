"""The address of somebody's own enrolment, as messages about it have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from courses.editions.models import Edition

FROM_MESSAGE = "bericht"
"""What the address of an enrolment's page holds in a message to who is enrolled.

Who is not signed in then sees first how to get to the own place, and not how to enrol.
"""


def path_of(edition: Edition) -> str:
    """The page of an edition where somebody enrols."""
    return reverse("enrolment:enrol", args=[edition.pk])


def own_path_of(edition: Edition) -> str:
    """The same page, for somebody who is in it: to see it, and to withdraw."""
    return f"{path_of(edition)}?{FROM_MESSAGE}"
