"""Puts a backup back."""

from __future__ import annotations

import contextlib
import hashlib
import tarfile
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from academy.operations.archives import databases, manifest, media, sealing
from academy.operations.archives.errors import ArchiveError
from academy.operations.archives.workplaces import workplace
from courses.common.public_version import version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyrage.x25519 import Identity

    from academy.operations.archives.manifest import Manifest

PIECE = 1024 * 1024


class Unpacked:
    """An archive that lies unpacked in a folder, each file as it was when the backup was made."""

    def __init__(self, folder: Path, told: Manifest) -> None:
        self.folder = folder
        self.manifest = told

    @property
    def database(self) -> Path:
        """The snapshot of the database."""
        return self.folder / databases.present().name


@contextlib.contextmanager
def unpacked(path: Path, *, key: Identity | None) -> Iterator[Unpacked]:
    """The archive, unpacked beside the data and looked over: nothing of it is in place yet.

    Args:
        path: the archive.
        key: what opens it, when it is encrypted.

    Raises:
        ArchiveError: it is not whole, not ours, or does not open.
    """
    with workplace("restore-") as place, _plain(path, key, place / "archive") as file:
        yield _unpack(file, place / "content")


@contextlib.contextmanager
def _plain(path: Path, key: Identity | None, beside: Path) -> Iterator[IO[bytes]]:
    """The archive without its encryption."""
    try:
        source = path.open("rb")
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror}") from None
    with source:
        encrypted = source.read(len(sealing.FIRST)) == sealing.FIRST
        source.seek(0)
        if not encrypted:
            yield source
            return
        if key is None:
            raise ArchiveError("This backup is encrypted: name the file with the key (--key).")
        with beside.open("w+b") as plain:
            sealing.opened(source, plain, key)
            plain.seek(0)
            yield plain


def _unpack(file: IO[bytes], folder: Path) -> Unpacked:
    folder.mkdir()
    hashes: dict[str, str] = {}
    told: Manifest | None = None
    try:
        with tarfile.open(fileobj=file, mode="r|") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() else None
                if content is None:
                    raise ArchiveError(
                        f"This backup holds something that is no file: {member.name!r}."
                    )
                if member.name == manifest.NAME:
                    told = manifest.loads(content.read())
                else:
                    hashes[member.name] = _write(content, _inside(folder, member.name))
    except (tarfile.TarError, EOFError):
        raise ArchiveError("This is no backup of the academy, or not a whole one.") from None
    if told is None:
        raise ArchiveError("This backup is not whole: its end is missing.")
    if hashes != told.files:
        wrong = sorted(name for name, digest in told.files.items() if hashes.get(name) != digest)
        raise ArchiveError(
            f"This backup is damaged: {', '.join(wrong[:5]) or 'it holds too much'}."
        )
    return Unpacked(folder, told)


def _inside(folder: Path, name: str) -> Path:
    """Where a file of the archive goes; never outside the folder."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts:
        raise ArchiveError(f"This backup wants to write outside its place: {name!r}.")
    path = folder.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _write(content: IO[bytes], path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("xb") as target:
        while piece := content.read(PIECE):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def check_fits(told: Manifest, *, vendor: str, known: dict[str, set[str]]) -> None:
    """Look whether this backup can be put back here.

    Args:
        told: what the backup says of itself.
        vendor: of the database here.
        known: the migrations that this version has, by app.

    Raises:
        ArchiveError: it is of another kind of database, or of a later version.
    """
    if told.vendor != vendor:
        raise ArchiveError(
            f"This backup is of {told.vendor}, and the settings name {vendor}: put it back there, "
            "then move the rows with `manage.py copy_database`."
        )
    later = sorted(
        f"{app} {name}"
        for app, names in told.migrations.items()
        if app in known
        for name in set(names) - known[app]
    )
    if later:
        raise ArchiveError(
            f"This backup is of a later version of the academy (it has {', '.join(later[:3])}): "
            "upgrade first."
        )


def put_back(archive: Unpacked) -> None:
    """Put database and uploads in the place of what is here.

    Raises:
        ArchiveError: the database cannot be replaced; all is then still as before.
        OSError: the uploads do not fit; so it is then too.
    """
    try:
        # First all that needs room: what does not fit is said while nothing has changed.
        media.bring(archive.folder)
        databases.present().put_back(archive.database)
    except BaseException:
        media.clear()
        raise
    media.put_back()
    # What was kept in memory, or on disk as pages, is of another academy.
    version.bump()


def differences(told: Manifest) -> list[str]:
    """The tables that have more or fewer rows now than when the backup was made."""
    now = databases.counts()
    return [
        f"{table}: {rows} in the backup, {now.get(table, 0)} here"
        for table, rows in sorted(told.rows.items())
        if now.get(table, 0) != rows
    ]
