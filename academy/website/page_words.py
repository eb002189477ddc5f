"""New words on a page that came with the academy; what somebody changed stays. For migrations."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.apps.registry import Apps
from django.db.models import TextField
from django.db.models.functions import Cast

Blocks = list[dict[str, Any]]

# The editor gives each paragraph such a mark at the first time that a page is kept, also when
# nobody changed a word.
MARK = re.compile(r' data-block-key="[^"]*"')


def renew(apps: Apps, *, slug: str, words: Mapping[str, str]) -> None:
    """Put new words in the place of old ones, whole paragraphs, on the page and in its draft."""
    revisions = apps.get_model("wagtailcore", "Revision").objects
    pages = apps.get_model("website", "ContentPage").objects.filter(slug=slug)
    # As text: a model of a migration knows no blocks, and would read none.
    for page in pages.annotate(raw=Cast("body", TextField())):
        blocks, changed = _renewed(_as_list(page.raw or "[]"), words)
        if changed:
            page.body = blocks
            page.save(update_fields=["body"])
        # A draft that waits would take it away again.
        for revision in revisions.filter(pk=page.latest_revision_id):
            blocks, changed = _renewed(_as_list(revision.content.get("body") or []), words)
            if changed:
                revision.content["body"] = json.dumps(blocks)
                revision.save(update_fields=["content"])


def _renewed(blocks: Blocks, words: Mapping[str, str]) -> tuple[Blocks, bool]:
    """The blocks with the new words, and whether anything changed."""
    new = [dict(one) for one in blocks]
    for one in new:
        if one.get("type") == "paragraph" and isinstance(one.get("value"), str):
            one["value"] = words.get(MARK.sub("", one["value"]), one["value"])
    return new, new != blocks


def _as_list(body: str | Blocks) -> Blocks:
    return [dict(one) for one in json.loads(body)] if isinstance(body, str) else list(body)
