"""The uploads: pictures and documents in the folder `media`, files of plugins in `plugin-files`.

Files of plugins that are kept in a store elsewhere are for that store to keep.
"""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from courses.plugin_files.storage import folder_on_disk

if TYPE_CHECKING:
    from collections.abc import Iterator


def roots() -> dict[str, Path]:
    """Where uploads are on this machine, by the folder of the archive that they go to."""
    found = {"media": Path(settings.MEDIA_ROOT)}
    of_plugins = folder_on_disk()
    return {**found, "plugin-files": of_plugins} if of_plugins else found


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
