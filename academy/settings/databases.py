"""How the academy uses each kind of database, and the server of a cache."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

import environ

KEPT_OPEN = 600
"""Seconds that a connection is used again."""
LONGEST_BEHIND = 3600
SERVERS = ("valkey://", "valkeys://", "redis://", "rediss://", "unix://")
"""How the address of a cache begins that is a server."""
SQLITE = {
    # Write-ahead logging lets readers go on while one writes; IMMEDIATE takes the write lock at
    # the start of a transaction, so that "lock, then count" holds as it does on PostgreSQL.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
        # Each connection holds so many kB of the file; what is not among them is read again, from
        # the memory of the system. The report on a year fills whatever it may have.
        "PRAGMA cache_size=-8000;PRAGMA temp_store=MEMORY;"
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


def cache(url: str) -> dict[str, Any]:
    """The settings for the cache at this address: a server of Valkey, or what Django has itself.

    `?prefix=zeist` keeps academies apart that share a server.
    """
    address, _query, asked = url.partition("?")
    if not address.startswith(SERVERS):
        found: dict[str, Any] = environ.Env.cache_url_config(url)
        return found
    return {
        "BACKEND": "academy.operations.valkey_cache.ValkeyCache",
        "LOCATION": address,
        "KEY_PREFIX": dict(parse_qsl(asked)).get("prefix", ""),
    }


def replica(url: str, first: dict[str, Any], *, behind: int) -> tuple[dict[str, Any] | None, str]:
    """The settings for a copy of the first database at this address, from which figures are read.

    None when there is none, or it makes no sense; then with what is wrong, which `check` says.
    """
    if not url:
        return None, ""
    try:
        found = database(url)
    except (KeyError, ValueError):
        return None, "DATABASE_REPLICA_URL is no address of a database"
    kinds = {one.get("ENGINE", "") for one in (first, found)}
    if kinds != {"django.db.backends.postgresql"}:
        return None, "DATABASE_REPLICA_URL needs PostgreSQL, for itself and for DATABASE_URL"
    if all(found.get(name) == first.get(name) for name in ("HOST", "PORT", "NAME")):
        return None, "DATABASE_REPLICA_URL names the first database itself"
    if not 1 <= behind <= LONGEST_BEHIND:
        return None, f"ACADEMY_REPLICA_BEHIND is no number of seconds from 1 to {LONGEST_BEHIND}"
    # A machine that is away keeps nobody waiting, and nothing is written there whatever happens.
    found["OPTIONS"] |= {"connect_timeout": 2, "tcp_user_timeout": 5000}
    if not found.get("DISABLE_SERVER_SIDE_CURSORS"):
        found["OPTIONS"] |= {"options": "-c default_transaction_read_only=on"}
    found["TEST"] = {"MIRROR": "default"}
    return found, ""
