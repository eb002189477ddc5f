"""What is known of the files of plugins."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.db.models import Count, Sum

from courses.common import addresses
from courses.plugin_api.contributions.files import Files, KeptFile
from courses.plugin_files import storage
from courses.plugin_files.models import PackedFile, PluginFile
from courses.plugin_host import registry

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from courses.plugin_host.entry import Entry

FOLDER = "bestanden"
"""Below the address of the plugin."""


def entry_of(files: Files) -> Entry[Files]:
    """The contribution of which this is an instance, with its plugin.

    Raises:
        LookupError: no plugin lists it in its `contributions()`.
    """
    for entry in registry.every(Files):
        if type(entry.contribution) is type(files):
            return entry
    raise LookupError(f"{type(files).__name__} is in no plugin's contributions()")


def rows_of(files: Files) -> QuerySet[PluginFile]:
    """The files of a contribution, with their trainings."""
    entry = entry_of(files)
    return PluginFile.objects.filter(
        plugin=entry.plugin.slug, kind=entry.contribution.name
    ).select_related("training")


def with_ids(files: Files, ids: Collection[str]) -> QuerySet[PluginFile]:
    """Those of a contribution with these ids; what is no id is nobody's."""
    return rows_of(files).filter(pk__in=[key for one in ids if (key := _key(one))])


def _key(text: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def paths_in(row: PluginFile) -> list[str]:
    """The paths of the files in a package."""
    return list(row.packed.values_list("path", flat=True))


def packed_at(row: PluginFile, path: str) -> PackedFile | None:
    """The file at a path in a package. One that is spelled with other capitals is found too: many
    packages were made on computers that do not mind."""
    exact = row.packed.filter(path=path).first()
    return exact or row.packed.filter(path__iexact=path).first()


def told(row: PluginFile) -> KeptFile:
    """What a plugin is told of a file."""
    return KeptFile(
        id=str(row.pk),
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        training_id=row.training_id,
        person_id=row.person_id,
        kept_at=row.kept_at,
        url=url_of(row),
        is_package=row.is_package,
    )


def url_of(row: PluginFile) -> str:
    """The address of a file; of a package that of the folder."""
    below = f"{row.plugin}/{FOLDER}/{row.pk}/"
    name = "" if row.is_package else quote(row.name)
    return f"{addresses.training(quote(row.training.slug))}p/{below}{name}"


def left_over() -> list[str]:
    """The folders of the storage that belong to no row."""
    known = {one.folder for one in PluginFile.objects.only("plugin").iterator()}
    return [one for one in storage.folders() if one not in known]


def incomplete() -> list[PluginFile]:
    """The rows of which something is not in the storage."""
    rows = PluginFile.objects.annotate(parts=Count("packed")).iterator()
    return [one for one in rows if len(storage.files_in(one.folder)) < (one.parts or 1)]


def number_and_bytes(plugin: str) -> tuple[int, int]:
    """How many files of a plugin there are, and how many bytes they take."""
    told = PluginFile.objects.filter(plugin=plugin).aggregate(n=Count("pk"), b=Sum("stored"))
    return told["n"], told["b"] or 0
