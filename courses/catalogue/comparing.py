"""What differs between two versions of a page, in words that its reader knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.admin.compare import (
    BlockComparison,
    FieldComparison,
    register_comparison_class,
)
from wagtail.admin.views.pages.revisions import RevisionsCompareView

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


def yes_or_no(value: object) -> str:
    """A tick box in words."""
    return gettext("ja") if value else gettext("nee")


def _from_to(before: object, after: object) -> SafeString:
    if bool(before) == bool(after):
        return format_html("{}", yes_or_no(after))
    return format_html(
        '<span class="deletion">{}</span> → <span class="addition">{}</span>',
        yes_or_no(before),
        yes_or_no(after),
    )


class YesNoComparison(FieldComparison):
    """Of a tick box: Wagtail shows Python's words for it."""

    def htmldiff(self) -> SafeString:
        return _from_to(self.val_a, self.val_b)


class YesNoBlockComparison(BlockComparison):
    """The same in a block."""

    def htmlvalue(self, val: object) -> SafeString:
        return format_html("{}", yes_or_no(val))

    def htmldiff(self) -> SafeString:
        return _from_to(self.val_a, self.val_b)


class CompareView(RevisionsCompareView):
    """Also with the way to what somebody came to do: judge the newest version."""

    template_name = "catalogue/admin/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "judging": self.judging()}

    def judging(self) -> dict[str, object]:
        """Where to approve and where to do something else; nothing for who is not asked to."""
        page, user = self.object, self.request.user
        task = page.current_workflow_task
        newest = {"latest", str(page.latest_revision_id)}
        if task is None or str(self.revision_id_b) not in newest:
            return {}
        if "approve" not in [name for name, *_rest in task.get_actions(page, user)]:
            return {}
        state = page.current_workflow_task_state
        return {
            "approve": reverse(
                "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]
            ),
            "puts_on_site": page.current_workflow_state.workflow.tasks.count() == 1,
            "edit": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        }


def install() -> None:
    """Let Wagtail compare tick boxes so. Harmless to repeat."""
    register_comparison_class(models.BooleanField, comparison_class=YesNoComparison)
    blocks.BooleanBlock.get_comparison_class = lambda _block: YesNoBlockComparison
