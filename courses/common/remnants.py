"""What a database keeps for a while of rows that were written anew."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection

if TYPE_CHECKING:
    from django.db.models import Model

logger = logging.getLogger(__name__)


def clear_remnants(model: type[Model] | None = None) -> int:
    """Let the database forget earlier versions of rows of a table; 0, for the tick. Call after the
    commit.

    SQLite empties its write-ahead log into the file, where what was overwritten is gone
    (`secure_delete`); who reads at that moment makes it wait, and the tick does it again.
    PostgreSQL frees the old rows, as it does by itself some time later. Backups and archived logs
    keep what they have.
    """
    if connection.in_atomic_block:
        return 0
    with connection.cursor() as cursor:
        try:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            elif model is not None:
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"VACUUM {table}")
        except DatabaseError as error:
            logger.warning("Old versions of rows could not be cleared yet: %s", error)
    return 0
