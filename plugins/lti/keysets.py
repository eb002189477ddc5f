"""The public keys of other systems, as they publish them.

They are kept for a day. A name that is not among them makes us look again, as a system that renewed
its key must be believed at once; but not more than once a minute, whoever keeps sending nonsense,
and whether the system answers or not. So a try is counted before it is made, and not in a
transaction that may be undone.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from courses.common import clock, limits, outgoing
from plugins.lti.enums import Doubt
from plugins.lti.tokens import Disbelief, public_key

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    from plugins.lti.models import Platform, Tool

KEPT_FOR = timedelta(days=1)
AGAIN_AFTER = timedelta(seconds=limits.MINUTE)
TRY = limits.Limit("lti_keys", times=1, seconds=limits.MINUTE)
MOST_BYTES = 200_000
NEEDED = {"kid", "kty", "use", "alg", "n", "e"}


def key_of(system: Platform | Tool, kid: str) -> RSAPublicKey:
    """The key of this name with which the system signs.

    The system may be asked: not to be called inside a transaction.

    Raises:
        Disbelief: it has none of this name, or cannot be asked now.
    """
    if not _is_kept(system, kid) and not _was_just_asked(system):
        try:
            limits.take((TRY, (system._meta.label, system.pk)))
            fetch(system)
        except limits.RateLimited as no:
            _look_again(system, no)
        except outgoing.Unreachable as error:
            _let_go_when_old(system)
            raise Disbelief(Doubt.KEYS_AWAY) from error
    key = public_key(system.keyset, kid)
    if key is None:
        raise Disbelief(Doubt.UNKNOWN_KEY)
    return key


def _is_kept(system: Platform | Tool, kid: str) -> bool:
    return _is_younger(system, KEPT_FOR) and public_key(system.keyset, kid) is not None


def _was_just_asked(system: Platform | Tool) -> bool:
    return _is_younger(system, AGAIN_AFTER)


def _is_younger(system: Platform | Tool, age: timedelta) -> bool:
    return system.keyset_at is not None and clock.now() - system.keyset_at < age


def _look_again(system: Platform | Tool, no: limits.RateLimited) -> None:
    """Somebody else tried within a minute: take what came of it.

    While that one may still be waiting, the old keys do, as long as it is not known that the system
    gives none: else of a whole class that comes at once only one would get in.

    Raises:
        Disbelief: nothing came of it.
    """
    system.refresh_from_db(fields=["keyset", "keyset_at"])
    tried_at = no.again - AGAIN_AFTER
    is_waited_for = clock.now() - tried_at < timedelta(seconds=outgoing.SECONDS)
    if system.keyset_at is None or not (_is_younger(system, KEPT_FOR) or is_waited_for):
        raise Disbelief(Doubt.KEYS_AWAY) from no


def _let_go_when_old(system: Platform | Tool) -> None:
    """Keys that were over are believed no more, now that the system gives no new ones."""
    if not _is_younger(system, KEPT_FOR):
        kept = type(system)._default_manager.filter(pk=system.pk, keyset_at=system.keyset_at)
        kept.update(keyset_at=None)


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
