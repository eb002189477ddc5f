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
from wagtail.fields import StreamField
from wagtail.models import Page

if TYPE_CHECKING:
    from django.http import HttpRequest
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


def differs(compared: FieldComparison) -> bool:
    """Whether there is something to see: saving gives parts of a page that had no id one, and what
    was not asked yet its usual answer, which Wagtail takes for a change."""
    field = getattr(compared, "field", None)
    if not compared.has_changed() or not isinstance(field, StreamField):
        return bool(compared.has_changed())
    for value in (compared.val_a, compared.val_b):
        # What nobody looked at is written as it was stored.
        list(value)
    block = field.stream_block
    before, after = (block.get_prep_value(one) for one in (compared.val_a, compared.val_b))
    return bool(_without_ids(before) != _without_ids(after))


def _without_ids(stored: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(stored, dict):
        return {name: _without_ids(one) for name, one in stored.items() if name != "id"}
    return [_without_ids(one) for one in stored] if isinstance(stored, list) else stored


class CompareView(RevisionsCompareView):
    """Also with the way to what somebody came to do: judge the newest version."""

    template_name = "catalogue/admin/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "judging": self.judging()}

    def _get_comparison(self, revision_a: Page, revision_b: Page) -> list[FieldComparison]:
        return [one for one in super()._get_comparison(revision_a, revision_b) if differs(one)]

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
            "lessons": list(getattr(page.specific, "new_lessons", ())),
            "edit": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        }


def forget_no_change(request: HttpRequest, page: Page) -> None:
    """A draft that is what stands on the site is no change, as where somebody put that back.

    Wagtail calls everything that is saved one.
    """
    if not page.live or page.workflow_in_progress:
        return
    on_site = type(page).objects.get(pk=page.pk)
    draft = on_site.get_latest_revision_as_object()
    planned = any(one.go_live_at or one.expire_at for one in (on_site, draft))
    if on_site.has_unpublished_changes and not planned and not _differs(request, on_site, draft):
        Page.objects.filter(pk=page.pk).update(has_unpublished_changes=False)


def _differs(request: HttpRequest, on_site: Page, draft: Page) -> bool:
    """Whether the screen that compares the two would have anything to show."""
    panel = on_site.get_edit_handler().get_bound_panel(instance=on_site, request=request, form=None)
    return any(differs(compare(on_site, draft)) for compare in panel.get_comparison())


def install() -> None:
    """Let Wagtail compare tick boxes so. Harmless to repeat."""
    register_comparison_class(models.BooleanField, comparison_class=YesNoComparison)
    blocks.BooleanBlock.get_comparison_class = lambda _block: YesNoBlockComparison
