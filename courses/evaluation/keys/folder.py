"""Keys as files in a folder that no backup takes along."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from secrets import token_bytes
from typing import TYPE_CHECKING
from uuid import UUID

from courses.evaluation.keys.base import KEY_SIZE, KeysAway, KeyStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TAG = "CACHEDIR.TAG"
"""By this file `tar`, restic and borg know what to leave out of a backup (bford.info/cachedir), and
we know that a folder is the one with the keys, and not the place where a disk is to be mounted."""
TAGGED = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# The keys of evaluations that are open. They are worth nothing in a backup, and a backup\n"
    "# with them could tell who answered what.\n"
)


class Folder(KeyStore):
    """Files of `KEY_SIZE` bytes, for all processes that see this folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place = str(folder)

    def write(self, key_id: UUID, key: bytes) -> None:
        try:
            self._make_folder()
            new = self.folder / f".{key_id}"
            _write_new(new, key)
            new.rename(self._file(key_id))
            self._remember()
        except OSError as error:
            raise KeysAway(f"{self.place}: {error.strerror}") from error

    def read(self, key_id: UUID) -> bytes | None:
        self._demand()
        try:
            key = self._file(key_id).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeysAway(f"{self.place}: {error.strerror}") from error
        return key if len(key) == KEY_SIZE else None

    def destroy(self, key_id: UUID) -> None:
        self._demand()
        try:
            with suppress(FileNotFoundError):
                _overwrite(self._file(key_id))
                self._file(key_id).unlink()
                self._remember()
        except OSError as error:
            raise KeysAway(f"{self.place}: {error.strerror}") from error

    def ages(self) -> Mapping[UUID, float]:
        self._demand()
        now = time.time()
        return {UUID(file.stem): now - file.stat().st_mtime for file in self._files()}

    def problems(self) -> list[str]:
        if not self.folder.exists():
            # It is made with the first key.
            return []
        try:
            self._demand()
        except KeysAway as away:
            return [str(away)]
        open_to = self.folder.stat().st_mode & 0o077
        return [f"{self.place} can be read by others: chmod 700 {self.place}"] if open_to else []

    def _file(self, key_id: UUID) -> Path:
        return self.folder / f"{key_id}.key"

    def _files(self) -> Iterator[Path]:
        for file in self.folder.glob("*.key"):
            with suppress(ValueError):
                UUID(file.stem)
                yield file

    def _make_folder(self) -> None:
        tag = self.folder / TAG
        if not tag.exists():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            tag.write_text(TAGGED, encoding="utf-8")

    def _demand(self) -> None:
        """Refuse to say of any key that it is lost while this is not the folder with the keys."""
        if not (self.folder / TAG).is_file() or not os.access(self.folder, os.R_OK | os.W_OK):
            raise KeysAway(f"{self.place} is not there, or is not the folder with the keys")

    def _remember(self) -> None:
        """Have the disk know which files are in the folder."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _write_new(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _overwrite(file: Path) -> None:
    """Write other bytes in the same place, as far as the disk keeps to its places."""
    with file.open("r+b") as handle:
        handle.write(token_bytes(KEY_SIZE))
        handle.flush()
        os.fsync(handle.fileno())
