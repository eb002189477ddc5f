"""The keys of sealed boxes: one for each form that is open, outside the database and its backups.

`settings.EVALUATION_KEYS` says where: a folder, or the address of a Valkey server for an academy on
several machines.
"""

from pathlib import Path

from django.conf import settings

from courses.common import process_cache
from courses.evaluation.keys.base import KeysAway, KeyStore
from courses.evaluation.keys.folder import Folder

SERVERS = ("valkey://", "valkeys://", "redis://", "rediss://", "unix://")


def store() -> KeyStore:
    """Where this academy keeps its keys."""
    return _store(str(settings.EVALUATION_KEYS))


@process_cache.for_process
def _store(place: str) -> KeyStore:
    if place.startswith(SERVERS):
        from courses.evaluation.keys.server import Server  # noqa: PLC0415 - slow, seldom needed

        return Server(place)
    return Folder(Path(place).absolute())


__all__ = ["Folder", "KeyStore", "KeysAway", "store"]
