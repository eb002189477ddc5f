"""Makes a backup."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tarfile
from typing import IO, TYPE_CHECKING, cast

from django.utils import timezone

from academy.operations.archives import databases, manifest, media, sealing
from academy.operations.archives.manifest import Manifest
from academy.operations.archives.workplaces import alone, forget_halves, workplace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pyrage.x25519 import Recipient

BEGIN, PLAIN, SEALED = "academy-", ".tar", ".tar.age"


class _Hashed(io.RawIOBase):
    """A file that is read and hashed in one go: what is in the archive is what was hashed."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        octets = self.file.read(size)
        self.digest.update(octets)
        return octets


class _Writer:
    """An archive that is being written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.hashes: dict[str, str] = {}

    def add(self, name: str, path: Path) -> None:
        """Add a file, as it is now. One that is gone in the meantime is left out."""
        with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
            info = tarfile.TarInfo(name)
            info.size = os.fstat(file.fileno()).st_size
            info.mode = 0o600
            hashed = _Hashed(file)
            self.tar.addfile(info, cast("IO[bytes]", hashed))
            self.hashes[name] = hashed.digest.hexdigest()

    def add_bytes(self, name: str, octets: bytes) -> None:
        """Add what is in memory."""
        info = tarfile.TarInfo(name)
        info.size = len(octets)
        info.mode = 0o600
        self.tar.addfile(info, io.BytesIO(octets))


def make(folder: Path, *, public: Recipient | None, say: Callable[[str], None]) -> Path:
    """Write an archive of the database and the uploads to a new file in this folder.

    People go on meanwhile. What is in it is of one moment: that of the database. Uploads are never
    changed, so those that are there before and after that moment hold all that the database names.

    Args:
        folder: where to; made when it is not there.
        public: whom to encrypt it for; None leaves it readable.
        say: is told what is going on.

    Raises:
        ArchiveError: it cannot be made. No half file is left.
        OSError: the disk is full, or the folder may not be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stamp = f"{timezone.localtime():%Y-%m-%dT%H%M%S}"
    path = folder / f"{BEGIN}{stamp}{SEALED if public else PLAIN}"
    forget_halves(folder)
    half = path.with_name(f".{path.name}.half")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            alone(file.fileno())
            with _target(file, public) as target, tarfile.open(fileobj=target, mode="w|") as tar:
                _write(_Writer(tar), say)
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
    finally:
        half.unlink(missing_ok=True)
    return path


@contextlib.contextmanager
def _target(file: IO[bytes], public: Recipient | None) -> Iterator[IO[bytes]]:
    if public is None:
        yield file
    else:
        with sealing.sealed(file, public) as plain:
            yield plain


def _write(writer: _Writer, say: Callable[[str], None]) -> None:
    say("Uploads")
    for name, path in media.files():
        writer.add(name, path)
    database = databases.present()
    with workplace("backup-") as place:
        snapshot = place / database.name
        say("Database")
        made_at = timezone.now().isoformat()
        rows = database.save(snapshot)
        writer.add(database.name, snapshot)
    for name, path in media.files():
        if name not in writer.hashes:
            writer.add(name, path)
    told = Manifest(
        made_at=made_at,
        vendor="postgresql" if database.name.endswith("pgdump") else "sqlite",
        migrations=databases.migrations(),
        rows=rows,
        files=writer.hashes,
    )
    writer.add_bytes(manifest.NAME, told.dumps())


def forget_older(folder: Path, *, keep: int) -> list[Path]:
    """Remove all but the last `keep` backups of this folder; those that were removed."""
    made = sorted(
        path for path in folder.glob(f"{BEGIN}*{PLAIN}*") if path.name.endswith((PLAIN, SEALED))
    )
    old = made[: max(len(made) - keep, 0)]
    for path in old:
        path.unlink()
    return old
