"""What differs between two versions of a page, in words that its reader knows."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.admin.compare import (
    BlockComparison,
    ChildRelationComparison,
    FieldComparison,
    register_comparison_class,
)
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.fields import StreamField
from wagtail.models import Comment, Page
from wagtail.rich_text import features as feature_registry

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


BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
"""By what the editor of rich text knows its paragraphs again; new in what it did not make."""

PART = {"type", "value", "id"}


def differs(compared: FieldComparison | ChildRelationComparison) -> bool:
    """Whether there is something to see: saving gives parts and paragraphs of a page that had no
    key one, and what was not asked yet its usual answer, which Wagtail takes for a change."""
    if compared.is_child_relation:
        return _rows_differ(compared)
    if not compared.has_changed():
        return False
    field, values = compared.field, (compared.val_a, compared.val_b)
    if isinstance(field, StreamField):
        for value in values:
            # What nobody looked at is written as it was stored.
            list(value)
        values = tuple(field.stream_block.get_prep_value(one) for one in values)
    return not _says_the_same(*values)


def _rows_differ(compared: ChildRelationComparison) -> bool:
    """By their order and their fields: rows get another key each time that they are put back."""
    before, after = (
        sorted(rows.all(), key=lambda one: getattr(one, "sort_order", None) or 0)
        for rows in (compared.val_a, compared.val_b)
    )
    return len(before) != len(after) or any(
        differs(compare(*pair))
        for pair in zip(before, after, strict=True)
        for compare in compared.field_comparisons
    )


def _says_the_same(before: Any, after: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether nobody who reads two stored contents sees what differs."""
    if before == after or (_says_nothing(before) and _says_nothing(after)):
        return True
    if isinstance(before, str) and isinstance(after, str):
        return _text(before) == _text(after) or (
            # What the editor of rich text has written, and so rich text.
            any(BLOCK_KEY.search(one) for one in (before, after))
            and _paragraphs(before) == _paragraphs(after)
        )
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(_says_the_same, before, after))
    if isinstance(before, dict) and isinstance(after, dict):
        names = before.keys() | after.keys()
        # The key of a part; something else may be called so too.
        names -= {"id"} if names == PART else set()
        return all(_says_the_same(before.get(name), after.get(name)) for name in names)
    return False


def _text(stored: str) -> str:
    """Without keys, and with lines that end as ours do: a browser has other ends for them."""
    return BLOCK_KEY.sub("", stored).replace("\r\n", "\n").strip()


def _paragraphs(stored: str) -> object:
    """Rich text as its editor has it, which writes spaces and the order of tags its own way."""
    features = feature_registry.get_converter_features("contentstate")
    found = json.loads(ContentstateConverter(features).from_database_format(stored))
    for paragraph in found["blocks"]:
        del paragraph["key"]
    return found


def _says_nothing(answer: object) -> bool:
    # Not a zero: that is an answer.
    if isinstance(answer, str):
        return _text(answer) in ("", "<p></p>")
    return answer is None or answer is False or answer in ([], {})


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
    if not on_site.has_unpublished_changes or not reads_the_same(
        request, on_site, on_site.get_latest_revision_as_object()
    ):
        return
    # Nobody saved another one in the meantime.
    same = Page.objects.filter(
        pk=page.pk,
        latest_revision=on_site.latest_revision_id,
        latest_revision_created_at=on_site.latest_revision_created_at,
    )
    if same.update(has_unpublished_changes=False):
        page.has_unpublished_changes = False
        end_review(request, page)


def end_review(request: HttpRequest, page: Page) -> None:
    """Who has undone a change that was sent back need not do anything about it any more.

    Not where the editor saves by itself: somebody may be about to write it otherwise.
    """
    state = page.current_workflow_state
    if state is not None and request.accepts("text/html"):
        state.cancel(user=request.user)


def reads_the_same(request: HttpRequest, before: Page, after: Page) -> bool:
    """Whether the screen that compares these two versions would have nothing to show."""
    if any(one.go_live_at or one.expire_at for one in (before, after)):
        return False
    if any(
        comment.has_valid_contentpath(after) and not comment.has_valid_contentpath(before)
        for comment in Comment.objects.filter(page=before.pk, resolved_at__isnull=True)
    ):
        # It would have lost its place.
        return False
    panel = before.get_edit_handler().get_bound_panel(instance=before, request=request, form=None)
    return not any(differs(compare(before, after)) for compare in panel.get_comparison())


def install() -> None:
    """Let Wagtail compare tick boxes so. Harmless to repeat."""
    register_comparison_class(models.BooleanField, comparison_class=YesNoComparison)
    blocks.BooleanBlock.get_comparison_class = lambda _block: YesNoBlockComparison
