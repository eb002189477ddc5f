"""What a place for keys can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from secrets import token_bytes
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY_SIZE = 32
"""Bytes in a key."""


class KeysAway(Exception):  # noqa: N818 - it is no error of ours
    """The place for keys cannot be used now. Its words are for the operator."""


class KeyStore(ABC):
    """Where the keys of open forms are: outside the database, and outside its backups.

    Reading and writing raise `KeysAway` when the store cannot be used. A key that is not there
    while the store can be used is lost.
    """

    place: str
    """Where it is, for the operator; without secrets."""

    def make(self) -> UUID:
        """A new key. It outlives a power cut as soon as this returns."""
        key_id = uuid4()
        self.write(key_id, token_bytes(KEY_SIZE))
        return key_id

    @abstractmethod
    def write(self, key_id: UUID, key: bytes) -> None:
        """Keep a key that is new."""

    @abstractmethod
    def read(self, key_id: UUID) -> bytes | None:
        """The key; None when it is not there."""

    @abstractmethod
    def destroy(self, key_id: UUID) -> None:
        """Overwrite the key and take it away. Harmless when repeated."""

    @abstractmethod
    def ages(self) -> Mapping[UUID, float]:
        """Every key that is there, with its age in seconds."""

    @abstractmethod
    def problems(self) -> list[str]:
        """What the operator should put right, in sentences; nothing while all is well."""
