"""Tokens (JWT) that others signed, and ours. Nothing is asked of the network or the database.

LTI 1.3 signs with RS256 alone (1EdTech Security Framework 1.0, 6.1), so nothing else is believed:
no `none`, and no HS256, for which a public key would be the secret.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from courses.common import clock
from plugins.lti.enums import Doubt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courses.plugin_api.api import Json

ALGORITHM = "RS256"
FEWEST_BITS = 2048
LONGEST = 60_000
"""Characters of a token; one with all that a platform may tell has a tenth of that."""
LEEWAY = timedelta(seconds=60)
"""How far the clock of another machine may be off."""
OLDEST = timedelta(hours=1)
"""How long ago a token may have been made, however long it says that it counts."""

FAR_AWAY = 10**12

FAULTS = (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError)
"""What PyJWT raises at a token that is none; at lists within lists a `RecursionError`."""


class Disbelief(Exception):  # noqa: N818 - an answer to whoever sent it, no fault of the program
    """What came from another system is not believed."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt.value)
        self.doubt = doubt


@dataclass(frozen=True)
class Header:
    """What a token says of its own signature."""

    kid: str


def header_of(token: str) -> Header:
    """The header of a token that may be believed once its signature was checked.

    Raises:
        Disbelief: it is no token, or signed in another way.
    """
    if not token or len(token) > LONGEST or not token.isascii():
        raise Disbelief(Doubt.NO_TOKEN)
    try:
        found = jwt.get_unverified_header(token)
    except FAULTS as error:
        raise Disbelief(Doubt.NO_TOKEN) from error
    if found.get("alg") != ALGORITHM or "crit" in found:
        raise Disbelief(Doubt.ALGORITHM)
    kid = found.get("kid")
    if not isinstance(kid, str) or not kid:
        raise Disbelief(Doubt.UNKNOWN_KEY)
    return Header(kid)


def unverified(token: str) -> Mapping[str, Any]:
    """What a token says, to know whose it claims to be. Nobody has vouched for it.

    Raises:
        Disbelief: it is no token.
    """
    header_of(token)
    try:
        found = jwt.decode(token, options={"verify_signature": False})
    except FAULTS as error:
        raise Disbelief(Doubt.NO_TOKEN) from error
    return dict(found)


def public_key(keyset: object, kid: str) -> RSAPublicKey | None:
    """The key of this name in a set of keys as others publish them, if it can be used."""
    keys = keyset.get("keys") if isinstance(keyset, dict) else None
    for one in keys if isinstance(keys, list) else ():
        if isinstance(one, dict) and one.get("kid") == kid and one.get("kty") == "RSA":
            if one.get("use", "sig") != "sig" or one.get("alg", ALGORITHM) != ALGORITHM:
                continue
            try:
                key = RSAAlgorithm.from_jwk(json.dumps(one))
            except FAULTS:
                continue
            if isinstance(key, RSAPublicKey) and key.key_size >= FEWEST_BITS:
                return key
    return None


def verified(
    token: str,
    key: RSAPublicKey,
    *,
    issuer: str,
    audience: Sequence[str],
    required: Sequence[str] = (),
) -> dict[str, Any]:
    """What a token says that `issuer` signed with `key`, now and for one of `audience`.

    Raises:
        Disbelief: the signature, the moment, the issuer or the audience is not right, or something
            that is `required` is not there.
    """
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=list(audience),
            issuer=issuer,
            # Moments are looked at below, by the clock of the academy.
            options={
                "require": ["exp", "iat", "iss", "aud", *required],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except FAULTS as error:
        raise Disbelief(_doubt(error)) from error
    _check_moments(claims)
    return dict(claims)


def _check_moments(claims: Mapping[str, Any]) -> None:
    now, leeway = clock.now().timestamp(), LEEWAY.total_seconds()
    until, made = _moment(claims["exp"]), _moment(claims["iat"])
    begins = _moment(claims.get("nbf", made))
    if until + leeway <= now or made + OLDEST.total_seconds() < now:
        raise Disbelief(Doubt.EXPIRED)
    if max(made, begins) - leeway > now:
        raise Disbelief(Doubt.NOT_YET)


def _moment(value: object) -> float:
    """Seconds since 1970; some systems write parts of a second."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Disbelief(Doubt.CLAIMS)
    # Of a number that no float can hold nobody needs more than that it is far away.
    return float(min(max(value, -FAR_AWAY), FAR_AWAY)) if value == value else -FAR_AWAY


def _doubt(error: Exception) -> Doubt:
    kinds: dict[type[Exception], Doubt] = {
        jwt.InvalidAudienceError: Doubt.AUDIENCE,
        jwt.InvalidIssuerError: Doubt.ISSUER,
        jwt.InvalidSignatureError: Doubt.SIGNATURE,
    }
    return kinds.get(type(error), Doubt.CLAIMS)


@dataclass(frozen=True)
class OwnKey:
    """A key of ours, with the name by which others find its public half."""

    kid: str
    private: RSAPrivateKey


def signed(key: OwnKey, claims: Mapping[str, Json], *, seconds: int = 300) -> str:
    """A token of ours with these claims, which counts for a while from now, once."""
    now = int(clock.now().timestamp())
    moments = {"iat": now, "exp": now + seconds, "jti": secrets.token_urlsafe(16)}
    return jwt.encode(
        {**moments, **claims}, key.private, algorithm=ALGORITHM, headers={"kid": key.kid}
    )
