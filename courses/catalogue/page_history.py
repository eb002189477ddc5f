"""What was on the site can be put back from the history of a page.

Wagtail offers that at lines of saved drafts alone. What the academy began with, a variant that was
made and what was put on the site in a batch have none: only the line that says so.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail.admin.views.generic.history import ActionColumn
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import PageLogEntry
from wagtail.utils.timestamps import render_timestamp

from courses.catalogue import comparing, page_editing, previews

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable
    from wagtail.admin.ui.tables import Column
    from wagtail.models import Revision

PUBLISH, EDIT = "wagtail.publish", "wagtail.edit"

ALL = "alles"
"""What asks for all drafts, in the address."""


def version_name(revision: Revision) -> str:
    """A version by when it was made and by whom, as the screen has it on which it is put back."""
    return gettext("Versie van %(moment)s, bewaard door %(name)s") % {
        "moment": render_timestamp(revision.created_at),
        "name": revision.user or gettext("de academie"),
    }


class VersionColumn(ActionColumn):
    """What happened, with what one can do with the version that it is about."""

    cell_template_name = "catalogue/admin/version_cell.html"

    def get_cell_context_data(
        self, instance: PageLogEntry, parent_context: Mapping[str, Any]
    ) -> dict[str, Any]:
        """With the name of the version."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        named = instance.revision is not None and context["actions"]
        return {**context, "version": version_name(instance.revision) if named else ""}

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
        if instance.action != PUBLISH and page.live and not page.has_unpublished_changes:
            return None
        status: str | None = super().get_status(instance, parent_context)
        return status


def without_drafts_between(lines: QuerySet[PageLogEntry]) -> QuerySet[PageLogEntry]:
    """Of drafts that one person saved in a row only the last: the editor saves by itself."""
    later = PageLogEntry.objects.filter(page=OuterRef("page"), pk__gt=OuterRef("pk"))
    following = later.order_by("pk")
    kept: QuerySet[PageLogEntry] = lines.annotate(
        then=Coalesce(Subquery(following.values("action")[:1]), Value("")),
        then_by=_person(Subquery(following.values("user")[:1]), 0),
        by=_person(F("user"), -1),
    ).exclude(action=EDIT, then=EDIT, then_by=F("by"))
    return kept


def _person(key: Combinable, nobody: int) -> Coalesce:
    return Coalesce(Cast(key, BigIntegerField()), Value(nobody))


class HistoryView(PageHistoryView):
    """The history of a page."""

    @property
    def shows_all(self) -> bool:
        """Whether each draft was asked for."""
        return ALL in self.request.GET

    def get_base_queryset(self) -> QuerySet[PageLogEntry]:
        lines: QuerySet[PageLogEntry] = super().get_base_queryset().select_related("revision__user")
        return lines if self.shows_all else without_drafts_between(lines)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Also the way to all drafts, and back."""
        address = self.get_history_url(self.object)
        if self.shows_all:
            other = HeaderButton(gettext("Toon minder concepten"), url=address, icon_name="minus")
        else:
            other = HeaderButton(
                gettext("Toon elk concept"), url=f"{address}?{ALL}=1", icon_name="plus"
            )
        return [*super().header_buttons, other]

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
    """The screens of pages: Wagtail's, but for making and editing, the history, comparing and the
    previews."""

    add_view_class = page_editing.PageCreateView
    edit_view_class = page_editing.PageEditView
    history_view_class = HistoryView
    revisions_revert_view_class = page_editing.PageRevertView
    revisions_compare_view_class = comparing.CompareView
    preview_on_add_view_class = previews.PreviewOnAdd
    preview_on_edit_view_class = previews.PreviewOnEdit
    revisions_view_class = previews.PreviewOfRevision
    view_draft_view_class = previews.PreviewOfDraft
    workflow_preview_view_class = previews.PreviewForTask
