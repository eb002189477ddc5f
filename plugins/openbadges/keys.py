"""The key that signs badges (Ed25519).

The private key is in a file of the operator's, or in the data folder, where it is made when it is
first needed. What others check with, the public keys, are kept in the database for good: a badge of
years ago was signed with the key of then.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from plugins.openbadges.encodings import multikey

FILE = "badge-key.pem"


class KeyUnavailable(Exception):  # noqa: N818 - an answer to whoever asks, no fault of the program
    """There is no key that can be used; the message says why, for an operator."""


@dataclass(frozen=True)
class SigningKey:
    """The key that signs, with its public half as one word (`multibase`)."""

    private: Ed25519PrivateKey
    multibase: str

    def sign(self, content: bytes) -> bytes:
        """The signature, of 64 bytes."""
        return self.private.sign(content)


def is_operators() -> bool:
    """Whether the operator said where the key is."""
    return bool(settings.ACADEMY_BADGE_KEY)


def path() -> Path:
    """Where the key is."""
    return Path(settings.ACADEMY_BADGE_KEY or Path(settings.DATA_DIR) / FILE)


def current_key(*, make: bool = False) -> SigningKey:
    """The key as it stands in its file now; it may be renewed while the site runs. Reading it takes
    next to no time, so it is not kept.

    Who is going to sign may `make` one where there is none, unless the operator named a file.

    Raises:
        KeyUnavailable: no key of this kind can be read there.
    """
    file = path()
    if make and not is_operators() and not file.exists():
        _make(file)
    try:
        return _load(file)
    except OSError as error:
        raise KeyUnavailable(f"{file} cannot be read: {error.strerror}") from error


def _load(file: Path) -> SigningKey:
    try:
        private = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnavailable(f"{file} holds no private key as PEM without a password") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyUnavailable(f"{file} holds a key of another kind than Ed25519")
    return SigningKey(private, multikey(private.public_key().public_bytes_raw()))


def _make(file: Path) -> None:
    """Make a key, once: of processes that come together one wins."""
    content = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    try:
        # Unlike a rename this keeps a key that came to be meanwhile.
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
