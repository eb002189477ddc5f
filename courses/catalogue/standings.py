"""How it stands with pages on their way to the site, in words, for lists of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from wagtail.models import Page, TaskState, WorkflowState, get_default_page_content_type

from courses.common import formats

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def standings(pages: Sequence[Page]) -> dict[int, str]:
    """How it stands with each of these pages, in words, by key. One query.

    Lessons come with their training: a new lesson goes along with it.
    """
    states = _open_states(pages)
    trainings = {page.path: page for page in pages}
    found = {}
    for page in pages:
        above = trainings.get(page.path[: -Page.steplen])
        along = states.get(above.pk) if above is not None and _goes_along(page) else None
        own = states.get(page.pk)
        if own is None and page.live and above is not None and not above.live:
            found[page.pk] = comes_with(above)
        else:
            found[page.pk] = _standing(page, own, along)
    return found


def comes_with(training: Page) -> str:
    """Of a lesson that is approved, while visitors do not see it yet."""
    return gettext("Goedgekeurd. Komt op de site met de training ‘%(title)s’") % {
        "title": training.get_admin_display_title()
    }


def is_on_site(page: Page) -> bool:
    """Whether visitors find a page as it was written last: a lesson with its training only."""
    return page.live and not page.has_unpublished_changes and training_to_come(page) is None


def training_to_come(page: Page) -> Page | None:
    """The training with which a lesson comes on the site, while that is not there."""
    training = getattr(page.specific, "training", None)
    return training if training is not None and not training.live else None


def _open_states(pages: Sequence[Page]) -> dict[int, WorkflowState]:
    """The reviews that are not over: one for each page at most."""
    states = WorkflowState.objects.filter(
        base_content_type=get_default_page_content_type(),
        object_id__in=[str(page.pk) for page in pages],
        status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES),
    ).select_related("current_task_state")
    return {int(state.object_id): state for state in states}


def _goes_along(page: Page) -> bool:
    return not page.live and page.first_published_at is None


def _standing(page: Page, own: WorkflowState | None, along: WorkflowState | None) -> str:
    if own is not None and own.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return gettext("Nog niet goed: pas iets aan")
    if own is not None and not page.live:
        return sent_in(_sent_at(own))
    if own is not None:
        said, waits = gettext("Staat op de site. Een wijziging %(waits)s"), own
    elif along is not None and along.status == WorkflowState.STATUS_IN_PROGRESS:
        said, waits = gettext("Ingestuurd met de training, %(waits)s"), along
    else:
        return _at_rest(page)
    return said % {"waits": _waits(_sent_at(waits))}


def _at_rest(page: Page) -> str:
    """Of a page that nobody looks at."""
    if not page.live:
        return gettext("Concept, nog niet ingestuurd")
    if page.has_unpublished_changes:
        return gettext("Staat op de site, met een wijziging in concept")
    return gettext("Staat op de site")


def _sent_at(state: WorkflowState) -> datetime | None:
    # Of what was sent in again, that moment and not the first.
    task: TaskState | None = state.current_task_state
    return task.started_at if task else None


def sent_in(since: datetime | None) -> str:
    """That something was sent in, and since when it waits."""
    return gettext("Ingestuurd, %(waits)s") % {"waits": _waits(since)}


def _waits(since: datetime | None) -> str:
    if since is None:
        return gettext("wacht op beoordeling")
    return gettext("wacht op beoordeling sinds %(day)s") % {"day": formats.day(since)}
