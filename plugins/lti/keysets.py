"""The public keys of other systems, as they publish them.

They are kept for a day. A name that is not among them makes us look again, as a system that renewed
its key must be believed at once; but not more than once a minute, whoever keeps sending nonsense.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from courses.common import clock, outgoing
from plugins.lti.enums import Doubt
from plugins.lti.tokens import Disbelief, public_key

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    from plugins.lti.models import Platform, Tool

KEPT_FOR = timedelta(days=1)
AGAIN_AFTER = timedelta(minutes=1)
MOST_BYTES = 200_000
NEEDED = {"kid", "kty", "use", "alg", "n", "e"}


def key_of(system: Platform | Tool, kid: str) -> RSAPublicKey:
    """The key of this name with which the system signs.

    Raises:
        Disbelief: it has none of this name, or cannot be asked now.
    """
    age = clock.now() - system.keyset_at if system.keyset_at else None
    key = public_key(system.keyset, kid)
    if key is not None and age is not None and age < KEPT_FOR:
        return key
    if age is None or age >= AGAIN_AFTER:
        try:
            fetch(system)
        except outgoing.Unreachable as error:
            raise Disbelief(Doubt.KEYS_AWAY) from error
        key = public_key(system.keyset, kid)
    if key is None:
        raise Disbelief(Doubt.UNKNOWN_KEY)
    return key


def fetch(system: Platform | Tool) -> int:
    """Ask the system for its keys and keep them; how many there are.

    Raises:
        Unreachable: it gives none, and why; what was kept stays.
    """
    answer = outgoing.ask(
        "GET", system.jwks_url, headers={"Accept": "application/json"}, most_bytes=MOST_BYTES
    )
    if not answer.is_ok:
        raise outgoing.Unreachable(f"{system.jwks_url}: status {answer.status}")
    try:
        found = json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        raise outgoing.Unreachable(f"{system.jwks_url}: no JSON") from error
    keys = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(keys, list):
        raise outgoing.Unreachable(f"{system.jwks_url}: no keys")
    # Only what is needed of each: anything may stand there, also what no database keeps.
    system.keyset = {"keys": [_plain(one) for one in keys if isinstance(one, dict)]}
    system.keyset_at = clock.now()
    system.save(update_fields=["keyset", "keyset_at"])
    return len(system.keyset["keys"])


def _plain(key: dict[str, object]) -> dict[str, str]:
    return {
        name: value
        for name, value in key.items()
        if name in NEEDED and isinstance(value, str) and value.isascii() and "\0" not in value
    }
