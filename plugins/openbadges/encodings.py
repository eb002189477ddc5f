"""How keys, signatures and texts are written down in badges."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courses.plugin_api.api import Json

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

ED25519_PUBLIC = b"\xed\x01"
"""What stands before a public key of this kind (multicodec)."""


def base58(content: bytes) -> str:
    """As in bitcoin's addresses, with the `z` before it that says so (multibase)."""
    number = int.from_bytes(content, "big")
    characters = ""
    while number:
        number, left = divmod(number, 58)
        characters = _BASE58[left] + characters
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + "1" * zeros + characters


def base64url(content: bytes) -> str:
    """Without the `=` at the end, as in a JWT."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def multikey(public: bytes) -> str:
    """A public Ed25519 key as one word."""
    return base58(ED25519_PUBLIC + public)


def compact(document: Json) -> bytes:
    """JSON without white space."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def tidy(text: str) -> str:
    """The text without control characters, except new lines.

    Before it is signed RDFC-1.0 writes them as an escape, and PyLD 3.3.0 leaves most as they are:
    the signature would be right for us and wrong for others.
    """
    return "".join(_tidy(character) for character in text).strip()


def _tidy(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    return " " if character.isspace() else ""


def public_of(multibase: str) -> bytes:
    """The 32 bytes of a public key that `multikey` wrote down."""
    number = 0
    for character in multibase[1:]:
        number = number * 58 + _BASE58.index(character)
    return number.to_bytes(34, "big")[2:]
