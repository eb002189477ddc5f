"""How messages are signed: Standard Webhooks (standardwebhooks.com), with HMAC-SHA256."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

_SALT = "academy.webhooks"


def secret_of(key: UUID) -> str:
    """The secret that belongs to a key, as programs take it: `whsec_` and 32 bytes in base64."""
    return "whsec_" + base64.b64encode(_secret(key)).decode()


def headers(
    *, message_id: UUID, moment: datetime, content: bytes, keys: Iterable[UUID]
) -> dict[str, str]:
    """What goes along with a message: its name, the moment, and a signature with each of the keys.

    The moment is part of what is signed, so that nobody can send an old message once more later.
    """
    name, second = name_of(message_id), str(int(moment.timestamp()))
    signed = f"{name}.{second}.".encode() + content
    return {
        "webhook-id": name,
        "webhook-timestamp": second,
        "webhook-signature": " ".join(f"v1,{_signature(key, signed)}" for key in keys),
    }


def name_of(message_id: UUID) -> str:
    """What a message is called: the same each time that it is sent."""
    return f"msg_{message_id.hex}"


def _secret(key: UUID) -> bytes:
    return salted_hmac(_SALT, key.hex, algorithm="sha256").digest()


def _signature(key: UUID, signed: bytes) -> str:
    return base64.b64encode(hmac.new(_secret(key), signed, hashlib.sha256).digest()).decode()
