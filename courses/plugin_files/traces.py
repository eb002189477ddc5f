"""What is kept for plugins as files, for when one is removed."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from courses.plugin_files import services, storage
from courses.plugin_files.models import PluginFile
from courses.plugin_host.traces import Trace, provide

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 10 * 1024 * 1024
"""Bytes of a file that go along into the export; of a bigger one that file says what there was."""


def _exported(slug: str) -> list[dict[str, Any]]:
    rows = PluginFile.objects.filter(plugin=slug).prefetch_related("packed")
    return [
        {
            "id": str(one.pk),
            "kind": one.kind,
            "training": one.training_id,
            "person": one.person_id,
            "name": one.name,
            "media_type": one.media_type,
            "size": one.size,
            "sha256": one.sha256,
            "kept_at": one.kept_at,
            "content": dict(_contents(one)),
        }
        for one in rows
    ]


def _contents(row: PluginFile) -> Iterator[tuple[str, str | None]]:
    """What is in a file, by its path in a package; None for what is too big or gone."""
    parts = [(one.path, one.number) for one in row.packed.all()] or [(row.name, 0)]
    for path, number in parts:
        yield path, _content(row, number)


def _content(row: PluginFile, number: int) -> str | None:
    if row.stored > MOST_BYTES:
        return None
    try:
        with storage.storage().open(f"{row.folder}/{number}") as file:
            return base64.b64encode(file.read()).decode()
    except OSError:
        return None


provide(
    Trace(
        label=_("bestanden"),
        count=lambda slug: PluginFile.objects.filter(plugin=slug).count(),
        export=_exported,
        delete=lambda slug: services.remove_all_of(plugin=slug),
    )
)
