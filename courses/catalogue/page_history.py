"""What was on the site can be put back from the history of a page.

Wagtail offers that at lines of saved drafts alone. What the academy began with, a variant that was
made and what was put on the site in a batch have none: only the line that says so.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from wagtail.admin.views.generic.history import ActionColumn
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.viewsets.pages import PageViewSet

from courses.catalogue import comparing, previews

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wagtail.admin.ui.tables import Column
    from wagtail.models import PageLogEntry

PUBLISH, EDIT = "wagtail.publish", "wagtail.edit"


class VersionColumn(ActionColumn):
    """What happened, with what one can do with the version that it is about."""

    def get_actions(
        self, instance: PageLogEntry, parent_context: Mapping[str, Any]
    ) -> list[dict[str, str]]:
        """What Wagtail offers at a saved draft, also where a version came on the site."""
        if instance.revision is None:
            return []
        line = copy(instance)
        if line.action == PUBLISH:
            line.action, line.content_changed = EDIT, True
        actions: list[dict[str, str]] = super().get_actions(line, parent_context)
        return actions

    def get_status(self, instance: PageLogEntry, parent_context: Mapping[str, Any]) -> str | None:
        """No draft is left of what is on the site as it was written last."""
        page = self.object
        if instance.action != PUBLISH and page.live_revision_id == page.latest_revision_id:
            return None
        status: str | None = super().get_status(instance, parent_context)
        return status


class HistoryView(PageHistoryView):
    """The history of a page."""

    @cached_property
    def columns(self) -> list[Column]:
        """Wagtail's, with our own for what happened."""
        first, *others = super().columns
        own = VersionColumn(
            first.name,
            label=first.label,
            object=first.object,
            url_names=first.url_names,
            user_can_unschedule=first.user_can_unschedule,
        )
        return [own, *others]


class AcademyPageViewSet(PageViewSet):
    """The screens of pages: Wagtail's, but for the history, comparing and the previews."""

    history_view_class = HistoryView
    revisions_compare_view_class = comparing.CompareView
    preview_on_add_view_class = previews.PreviewOnAdd
    preview_on_edit_view_class = previews.PreviewOnEdit
    revisions_view_class = previews.PreviewOfRevision
    view_draft_view_class = previews.PreviewOfDraft
    workflow_preview_view_class = previews.PreviewForTask
