"""What there is on the first page at all, asked at once: on most days, of most it is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import Page, PageLogEntry

from courses.catalogue.reviews import other_tasks
from courses.common.statements import Presence
from courses.desk.first_few import TIMES, moments
from courses.desk.todos.todo import LOOKED_FOR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet

    from courses.people.models import User

PANELS: Mapping[type, Callable[..., QuerySet[Any]]] = {
    RecentEditsPanel: lambda user: PageLogEntry.objects.filter(user=user, action="wagtail.edit"),
    LockedPagesPanel: lambda user: Page.objects.filter(locked=True, locked_by=user),
    # What a group is asked to look at is among what waits: Wagtail's own list asks the database
    # some questions more for each of those.
    WorkflowObjectsToModeratePanel: other_tasks,
}
"""Panels of Wagtail's own that are empty for most people, and what they show."""

_BUILDS: dict[object, Callable[..., QuerySet[Any]]] = dict([*LOOKED_FOR.items(), *PANELS.items()])

_PRESENCE = Presence(_BUILDS, user=BigIntegerField(), **TIMES)


def present_for(user: User) -> frozenset[object]:
    """The kinds of what waits, and the panels, that find something for this person."""
    return _PRESENCE.run(user=user.pk, **moments(TIMES))
