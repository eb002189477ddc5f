"""Keeping a secret of somebody else: encrypted with the secret of the site, so that a copy of the
database alone opens nothing. Who has another site's secret than then reads nothing either, and
fills it in again."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


def sealed(secret: str) -> str:
    """The secret as it is kept."""
    return _box().encrypt(secret.encode()).decode()


def opened(kept: str) -> str:
    """The secret again; empty when it cannot be read."""
    try:
        return _box().decrypt(kept.encode()).decode()
    except InvalidToken:
        return ""


def _box() -> Fernet:
    key = salted_hmac("plugins.xapi.sealing", "secret", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
