"""Encryption of archives by `age`: with a public key, so that a server cannot read what it wrote.

`age -d -i KEY` opens them as well, wherever the academy is not installed.
"""

from __future__ import annotations

import contextlib
import os
import threading
from typing import IO, TYPE_CHECKING

import pyrage

from academy.operations.archives.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = b"age-encryption.org/v1"
"""How every encrypted archive begins."""


def new_key(path: Path) -> str:
    """Write a new secret key to this file, for its owner alone; the public key that goes with it.

    Raises:
        ArchiveError: there is a file already.
    """
    secret = pyrage.x25519.Identity.generate()
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"{secret}\n")
    except FileExistsError:
        raise ArchiveError(f"{path} is there already: a key is not written over.") from None
    return str(secret.to_public())


def recipient(public: str) -> pyrage.x25519.Recipient:
    """Whom an archive is for.

    Raises:
        ArchiveError: this is no public key of age.
    """
    try:
        return pyrage.x25519.Recipient.from_str(public.strip())
    except pyrage.RecipientError:
        raise ArchiveError(
            "The public key must be one of age: age1, then letters and digits."
        ) from None


def identity(path: Path) -> pyrage.x25519.Identity:
    """The secret key in a file, as `age-keygen` or `backup --new-key` wrote it.

    Raises:
        ArchiveError: there is none.
    """
    try:
        lines = path.read_text().splitlines()
        keys = [line for line in lines if line.startswith("AGE-SECRET-KEY-")]
        return pyrage.x25519.Identity.from_str(keys[0])
    except (OSError, UnicodeDecodeError, IndexError, pyrage.IdentityError):
        raise ArchiveError(f"{path} holds no secret key of age.") from None


@contextlib.contextmanager
def sealed(target: IO[bytes], public: pyrage.x25519.Recipient) -> Iterator[IO[bytes]]:
    """A file to write to, whose bytes reach `target` encrypted: nothing else is on disk."""
    reading, writing = os.pipe()
    failed: list[Exception] = []

    def encrypt() -> None:
        with os.fdopen(reading, "rb") as plain:
            try:
                pyrage.encrypt_io(plain, target, [public])
            except Exception as error:  # noqa: BLE001 - told in the thread that waits
                failed.append(error)

    thread = threading.Thread(target=encrypt)
    thread.start()
    try:
        with os.fdopen(writing, "wb") as plain:
            yield plain
    finally:
        thread.join()
    if failed:
        raise ArchiveError(f"The backup could not be encrypted: {failed[0]}")


def opened(source: IO[bytes], target: IO[bytes], key: pyrage.x25519.Identity) -> None:
    """Write to `target` what `source` holds encrypted.

    Raises:
        ArchiveError: with another key, or the file is damaged.
    """
    try:
        pyrage.decrypt_io(source, target, [key])
    except (pyrage.DecryptError, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise  # The disk says no, not the archive: pyrage's own errors have no number.
        raise ArchiveError(
            "This backup does not open with that key, or it is damaged. Nothing was changed."
        ) from None
