"""Where the files of plugins are: a storage of Django's, which no address of the site shows."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.storage import FileSystemStorage, Storage, storages

if TYPE_CHECKING:
    from collections.abc import Iterator

ALIAS = "plugin_files"

logger = logging.getLogger(__name__)


def storage() -> Storage:
    """The storage, by the settings."""
    return storages[ALIAS]


def folder_on_disk() -> Path | None:
    """The folder with all files; None where they are kept elsewhere."""
    used = storage()
    return Path(used.location) if isinstance(used, FileSystemStorage) else None


def empty(folder: str) -> None:
    """Remove all that is in a folder of the storage, and the folder; nothing when it is gone.

    What cannot be removed now is logged, and found again by `services.remove_leftovers`.
    """
    used = storage()
    try:
        for name in files_in(folder):
            used.delete(f"{folder}/{name}")
        with contextlib.suppress(OSError):
            # A folder of a disk; elsewhere there are none.
            used.delete(folder)
    except Exception:  # a storage may raise anything of its own
        logger.exception("Files of plugins could not be removed: %s", folder)


def files_in(folder: str) -> list[str]:
    """The names of the files in a folder."""
    try:
        return sorted(storage().listdir(folder)[1])
    except FileNotFoundError:
        return []


def folders() -> Iterator[str]:
    """Every folder in which something is kept: `<plugin>/<id>`."""
    try:
        plugins = storage().listdir("")[0]
    except FileNotFoundError:
        return
    for plugin in sorted(plugins):
        for one in sorted(storage().listdir(plugin)[0]):
            yield f"{plugin}/{one}"
