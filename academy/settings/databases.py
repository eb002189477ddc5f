"""How the academy uses each kind of database."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

import environ

KEPT_OPEN = 600
"""Seconds that a connection is used again."""
SQLITE = {
    # Write-ahead logging lets readers go on while one writes; IMMEDIATE takes the write lock at
    # the start of a transaction, so that "lock, then count" holds as it does on PostgreSQL.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
        "PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY;"
        # What is deleted or written anew (answers, above all) leaves no trace in the file.
        "PRAGMA secure_delete=ON;"
    ),
}


def database(url: str) -> dict[str, Any]:
    """The settings for the database at this address (`postgres://…`, `sqlite:///…`).

    `?pooled=1` says that connections are shared by something as pgbouncer, in transaction mode:
    then nothing may outlive a transaction, so rows are not read with cursors of the server.
    """
    url, _query, asked = url.partition("?")
    options = dict(parse_qsl(asked))
    is_pooled = options.pop("pooled", "") not in ("", "0")
    url += f"?{urlencode(options)}" if options else ""
    found: dict[str, Any] = environ.Env.db_url_config(url)
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = {**SQLITE}
    found.setdefault("OPTIONS", {})
    found.setdefault("CONN_MAX_AGE", KEPT_OPEN)
    # A database that was restarted costs nobody an error: a connection is tried before it is used.
    found.setdefault("CONN_HEALTH_CHECKS", found["ENGINE"] == "django.db.backends.postgresql")
    if is_pooled:
        found["DISABLE_SERVER_SIDE_CURSORS"] = True
    return found
