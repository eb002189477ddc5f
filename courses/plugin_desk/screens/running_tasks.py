"""The page of work that takes long: how far it is, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from wagtail.admin.ui.components import Component

from courses.plugin_api.contributions.jobs import LongTask
from courses.plugin_desk.screens import site
from courses.plugin_host import asking, long_tasks
from courses.plugin_host.enums import TaskState
from courses.plugin_host.models import TaskRun

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

MOST_IN_PANEL = 5


@require_safe
def task(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One task, for who started it and for who runs the site.

    The page asks itself how far it is; without a script one asks with a link.
    """
    found = get_object_or_404(TaskRun, pk=pk)
    if found.person_id != request.user.pk and not request.user.has_perm(site.VIEW):
        raise Http404
    if request.GET.get("vorm") == "json":
        told = {
            "done": found.done,
            "total": found.total,
            "words": how_far(found),
            "ended": found.ended_at is not None,
        }
        answer = JsonResponse(told)
        answer["Cache-Control"] = "private, no-store"
        return answer
    return site.admin_page(
        request,
        "task",
        long_tasks.title_of(found),
        [],
        task=found,
        words=how_far(found),
        states=TaskState,
    )


def how_far(found: TaskRun) -> str:
    """Where a task is, in words."""
    if found.state == TaskState.RUNNING and found.total:
        return gettext("Bezig: %(done)d van %(total)d") % {
            "done": found.done,
            "total": found.total,
        }
    return str(TaskState(found.state).label)


class OwnTasksPanel(Component):
    """On the first page of the administration: what somebody started, and what came of it."""

    name = "own_tasks"
    template_name = "plugin_desk/own_tasks.html"
    order = 45

    def __init__(self, rows: list[tuple[TaskRun, str, str]]) -> None:
        self.rows = rows

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"rows": self.rows}


def panel_for(user: Any) -> OwnTasksPanel | None:
    """That panel, when somebody started anything; asks nothing where no plugin has such work."""
    if not asking.everywhere(LongTask):
        return None
    found = long_tasks.tasks_of(user.pk, most=MOST_IN_PANEL)
    rows = [(one, long_tasks.title_of(one), how_far(one)) for one in found]
    return OwnTasksPanel(rows) if rows else None


urlpatterns = [path("werk/<uuid:pk>/", task, name="plugin_task")]
