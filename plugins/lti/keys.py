"""The keys with which we sign, for platforms and for tools.

They are in the database, so that all machines of the academy have the same; the private half is
encrypted with the secret of the site, so that a copy of the database alone signs nothing. Who has
another secret than then cannot sign with an old key: then a new one is made. Public halves stay
published for a while after a key is replaced: what was signed shortly before must be believed.
"""

from __future__ import annotations

import base64
import json
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from jwt.algorithms import RSAAlgorithm

from courses.common import clock
from plugins.lti.models import SigningKey
from plugins.lti.tokens import ALGORITHM, FEWEST_BITS, OwnKey

if TYPE_CHECKING:
    from courses.plugin_api.api import Json

PUBLISHED_FOR = timedelta(days=30)
"""How long others find a key that was replaced: they keep our keys for a day or so themselves."""


def current_key() -> OwnKey:
    """The key that signs now; one is made when there is none that can be used."""
    for row in SigningKey.objects.filter(retired_at=None):
        private = _opened(row)
        if private is not None:
            return OwnKey(row.kid, private)
    return rotate()


@transaction.atomic
def rotate() -> OwnKey:
    """Make a new key that signs from now on. The older ones stay published for a while."""
    SigningKey.objects.select_for_update().filter(retired_at=None).update(retired_at=clock.now())
    private = rsa.generate_private_key(public_exponent=65537, key_size=FEWEST_BITS)
    kid = secrets.token_urlsafe(12)
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(private.public_key()))
    public.pop("key_ops", None)
    SigningKey.objects.create(
        kid=kid,
        public={**public, "kid": kid, "alg": ALGORITHM, "use": "sig"},
        private=_box().encrypt(pem).decode(),
    )
    return OwnKey(kid, private)


def published() -> list[dict[str, Json]]:
    """Our public keys, the one that signs in front."""
    since = clock.now() - PUBLISHED_FOR
    rows = SigningKey.objects.filter(Q(retired_at=None) | Q(retired_at__gt=since))
    ordered = sorted(rows, key=lambda one: (one.retired_at is not None, -one.made_at.timestamp()))
    return [one.public for one in ordered]


def forget_old_keys() -> int:
    """Remove keys that are published no more; how many."""
    old = SigningKey.objects.filter(retired_at__lte=clock.now() - PUBLISHED_FOR)
    return old.delete()[0]


def _box() -> Fernet:
    secret = salted_hmac("plugins.lti.keys", "private", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(secret))


def _opened(row: SigningKey) -> rsa.RSAPrivateKey | None:
    try:
        pem = _box().decrypt(row.private.encode())
    except InvalidToken:
        return None
    key = serialization.load_pem_private_key(pem, password=None)
    return key if isinstance(key, rsa.RSAPrivateKey) else None
