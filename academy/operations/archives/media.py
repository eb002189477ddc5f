"""The uploads: pictures and documents, in the folder `media`."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "media"


def files() -> Iterator[tuple[str, Path]]:
    """Each upload: its name in an archive, and where it is. Links and pipes are nobody's upload."""
    root = Path(settings.MEDIA_ROOT)
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder) / name
            try:
                regular = stat.S_ISREG(path.lstat().st_mode)
            except FileNotFoundError:
                continue
            if regular:
                yield f"{FOLDER}/{path.relative_to(root).as_posix()}", path


def put_back(folder: Path) -> None:
    """Put the uploads of an archive, unpacked here, in the place of those that are there."""
    root = Path(settings.MEDIA_ROOT)
    root.parent.mkdir(parents=True, exist_ok=True)
    aside = root.with_name(f"{root.name}.before")
    shutil.rmtree(aside, ignore_errors=True)
    if root.exists():
        root.rename(aside)
    folder.mkdir(exist_ok=True)
    folder.rename(root)
    shutil.rmtree(aside, ignore_errors=True)
