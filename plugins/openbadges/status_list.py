"""The list of badges that do not count any more (Bitstring Status List 1.0)."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import TYPE_CHECKING

from plugins.openbadges import addresses, proofs
from plugins.openbadges.encodings import base64url
from plugins.openbadges.statements import CREDENTIALS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from courses.plugin_api.api import Json

PLACES = 131_072
"""How many badges a list has room for. Fewer would tell too much of whoever asks for it."""

KEPT_SECONDS = 300
"""How long a copy is as good as the list itself."""

HOLDS = timedelta(days=1)
"""How long a copy may be believed at all, so that nobody shows an old one of before."""


def encoded(places: Iterable[int]) -> str:
    """The list as one word: a bit for each place, the first in front, packed."""
    bits = bytearray(PLACES // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> (place % 8)
    return "u" + base64url(gzip.compress(bytes(bits), mtime=0))


def document(address: str, places: Iterable[int], *, made: datetime) -> dict[str, Json]:
    """The list as a credential, to be signed."""
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": addresses.issuer(),
        "validFrom": proofs.moment(made),
        "validUntil": proofs.moment(made + HOLDS),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(places),
            "ttl": KEPT_SECONDS * 1000,
        },
    }
