"""Translations that come with an app: `content_translations/<language>.po` in its folder.

So a training that a plugin brings can bring its English along, in the format that translators and
their programs know. The academy's own translation of the same words goes before it.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps

from courses.common.process_cache import for_process
from courses.translations.po_files import Unreadable, read_po

if TYPE_CHECKING:
    from collections.abc import Mapping

logger = logging.getLogger(__name__)

FOLDER = "content_translations"


@for_process
def shipped(code: str) -> Mapping[str, str]:
    """What came along in a language, by the Dutch. A file that cannot be read is left out."""
    found: dict[str, str] = {}
    # The first app is the highest: what it says goes before what a lower one does.
    for app in reversed(list(apps.get_app_configs())):
        file = Path(app.path) / FOLDER / f"{code}.po"
        if not file.is_file():
            continue
        try:
            entries = read_po(file.read_bytes())
        except Unreadable:
            logger.exception("Cannot read %s", file)
            continue
        found.update((entry.source, entry.text) for entry in entries if entry.text)
    return found
