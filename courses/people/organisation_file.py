"""Organisations whose people sign in with the account of their work (OpenID Connect)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

ROLES = {
    "trainer": "Trainers",
    "coordinator": "Coördinatoren",
    "administrator": "Beheerders",
}
"""What an organisation may give, as the file says it, and the group that carries it."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_KNOWN = frozenset({"id", "name", "server", "client_id", "secret", "claim", "roles"})


@dataclass(frozen=True)
class Organisation:
    """One organisation.

    `claim` is where its answer says what somebody is, with dots for what is inside something else
    (`realm_access.roles`); `roles` says which group follows from which value, and no other does.
    """

    slug: str
    name: str
    server: str
    client_id: str
    secret: str = field(repr=False)
    claim: str = "roles"
    roles: dict[str, str] = field(default_factory=dict)


def read(path: str) -> tuple[Organisation, ...]:
    """What stands in the operator's file; none without a file.

    Raises:
        ImproperlyConfigured: the file cannot be read, or says something that is not possible.
    """
    if not path:
        return ()
    try:
        rows = json.loads(Path(path).read_text())
    except (OSError, ValueError) as fault:
        raise ImproperlyConfigured(f"ACADEMY_ORGANISATIONS: {path}: {fault}") from None
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise ImproperlyConfigured(f"ACADEMY_ORGANISATIONS: {path}: this is no list of objects")
    found = tuple(_organisation(one) for one in rows)
    if len({one.slug for one in found}) < len(found):
        raise ImproperlyConfigured("ACADEMY_ORGANISATIONS: two have the same id")
    return found


def _organisation(row: dict[str, Any]) -> Organisation:
    name = row.get("id", "?")

    def refuse(reason: str) -> ImproperlyConfigured:
        return ImproperlyConfigured(f"ACADEMY_ORGANISATIONS: {name}: {reason}")

    if unknown := set(row) - _KNOWN:
        raise refuse(f"unknown: {', '.join(sorted(unknown))}")
    for key in ("id", "name", "server", "client_id", "secret"):
        if not isinstance(row.get(key), str) or not row[key]:
            raise refuse(f"{key} is missing")
    if not _NAME.fullmatch(row["id"]):
        raise refuse("the id has other signs than a-z, 0-9 and -")
    local = re.match(r"http://(127\.0\.0\.1|localhost)(:\d+)?(/|$)", row["server"])
    if not row["server"].startswith("https://") and not local:
        raise refuse("the server is asked over https only")
    roles = row.get("roles", {})
    if not isinstance(roles, dict) or not all(isinstance(one, str) for one in roles.values()):
        raise refuse("roles is no object of texts")
    if wrong := set(roles.values()) - set(ROLES):
        raise refuse(f"no role: {', '.join(sorted(wrong))}; there are {', '.join(ROLES)}")
    return Organisation(
        slug=row["id"],
        name=row["name"],
        server=row["server"].rstrip("/"),
        client_id=row["client_id"],
        secret=row["secret"],
        claim=row.get("claim", "roles"),
        roles={value: ROLES[role] for value, role in roles.items()},
    )


def providers(organisations: tuple[Organisation, ...]) -> dict[str, Any]:
    """The same as django-allauth reads it."""
    apps = [
        {
            "provider_id": one.slug,
            "name": one.name,
            "client_id": one.client_id,
            "secret": one.secret,
            "settings": {"server_url": one.server, "oauth_pkce_enabled": True},
        }
        for one in organisations
    ]
    return {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}
