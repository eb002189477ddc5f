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

ARRIVING, LEAVING = ".arriving", ".leaving"
"""What is put back stands in these, within the place where uploads are: that may be a disk of its
own, and what is on one disk is moved by its name alone."""


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
        if Path(folder) == root:
            folders[:] = [one for one in folders if one not in (ARRIVING, LEAVING)]
        folders.sort()
        for name in sorted(names):
            path = Path(folder) / name
            try:
                regular = stat.S_ISREG(path.lstat().st_mode)
            except FileNotFoundError:
                continue
            if regular:
                yield f"{begin}/{path.relative_to(root).as_posix()}", path


def bring(folder: Path) -> None:
    """Bring the uploads of an archive, unpacked here, to the disks where they belong.

    What is there stays in its place: `put_back` changes that, `clear` takes away what was brought.

    Raises:
        OSError: they do not fit.
    """
    for name, root in roots().items():
        # Made for us alone; one that is there keeps who may read it.
        root.mkdir(parents=True, exist_ok=True, mode=0o755 if name == "media" else 0o700)
        shutil.rmtree(root / ARRIVING, ignore_errors=True)
        (folder / name).mkdir(exist_ok=True)
        shutil.move(folder / name, root / ARRIVING)


def put_back() -> None:
    """Put what was brought in the place of what is there."""
    for root in roots().values():
        leaving = root / LEAVING
        leaving.mkdir(exist_ok=True)
        for path in [*root.iterdir()]:
            if path.name not in (ARRIVING, LEAVING):
                path.rename(leaving / path.name)
        for path in [*(root / ARRIVING).iterdir()]:
            path.rename(root / path.name)
    clear()


def clear() -> None:
    """Take away what was brought and not put in place, and what it took the place of."""
    for root in roots().values():
        shutil.rmtree(root / ARRIVING, ignore_errors=True)
        shutil.rmtree(root / LEAVING, ignore_errors=True)
