"""The uploads: pictures and documents in the folder `media`, files of plugins in `plugin-files`.

What is kept in a store elsewhere is for that store to keep.
"""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages

from courses.plugin_files.storage import folder_on_disk

if TYPE_CHECKING:
    from collections.abc import Iterator


def roots() -> dict[str, Path]:
    """Where uploads are on this machine, by the folder of the archive that they go to."""
    here = isinstance(storages["default"], FileSystemStorage)
    uploads = Path(settings.MEDIA_ROOT) if here else None
    places = {"media": uploads, "plugin-files": folder_on_disk()}
    return {name: place for name, place in places.items() if place is not None}


def files() -> Iterator[tuple[str, Path]]:
    """Each upload: its name in an archive, and where it is. Links and pipes are nobody's upload."""
    for name, root in roots().items():
        yield from _files_in(name, root)


def _files_in(begin: str, root: Path) -> Iterator[tuple[str, Path]]:
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder) / name
            try:
                regular = stat.S_ISREG(path.lstat().st_mode)
            except FileNotFoundError:
                continue
            if regular:
                yield f"{begin}/{path.relative_to(root).as_posix()}", path


def put_back(folder: Path) -> None:
    """Put the uploads of an archive, unpacked here, in the place of those that are there."""
    for name, root in roots().items():
        _replace(root, folder / name)


def _replace(root: Path, folder: Path) -> None:
    root.parent.mkdir(parents=True, exist_ok=True)
    aside = root.with_name(f"{root.name}.before")
    shutil.rmtree(aside, ignore_errors=True)
    if root.exists():
        root.rename(aside)
    folder.mkdir(exist_ok=True)
    folder.rename(root)
    shutil.rmtree(aside, ignore_errors=True)
