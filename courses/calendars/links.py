"""The unguessable address of somebody's calendar."""

from __future__ import annotations

from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

KEY_LENGTH = 32
TOKEN_LENGTH = 64
"""Hexadecimal digits: the key, and 128 bits of the signature."""


def token(key: UUID) -> str:
    """What stands in the address for this key."""
    signature = salted_hmac("courses.calendars", key.hex, algorithm="sha256").hexdigest()
    return key.hex + signature[: TOKEN_LENGTH - KEY_LENGTH]


def key_in(text: str) -> UUID | None:
    """The key in an address; None where the site did not sign it."""
    if len(text) != TOKEN_LENGTH:
        return None
    try:
        key = UUID(hex=text[:KEY_LENGTH])
    except ValueError:
        return None
    return key if constant_time_compare(token(key), text) else None
