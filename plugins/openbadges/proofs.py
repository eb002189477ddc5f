"""The two ways in which a badge is signed: a Data Integrity proof inside it, and as a VC-JWT.

The proof is `eddsa-rdfc-2022` (https://www.w3.org/TR/vc-di-eddsa/): what is signed is not the text
of the JSON but what it says (`statements`).
"""

from __future__ import annotations

import hashlib
from datetime import UTC
from typing import TYPE_CHECKING

from plugins.openbadges import addresses
from plugins.openbadges.encodings import base58, base64url, compact
from plugins.openbadges.statements import statements

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from courses.plugin_api.api import Json
    from plugins.openbadges.keys import SigningKey


def moment(value: datetime) -> str:
    """A moment as in a credential: to the second, in UTC."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def with_proof(document: Mapping[str, Json], *, key: SigningKey, made: datetime) -> dict[str, Json]:
    """The document with a proof in it."""
    proof = {
        "type": "DataIntegrityProof",
        "created": moment(made),
        "verificationMethod": addresses.key_id(key.multibase),
        "cryptosuite": "eddsa-rdfc-2022",
        "proofPurpose": "assertionMethod",
    }
    of_proof = {"@context": document["@context"], **proof}
    signature = key.sign(_digest(of_proof) + _digest(document))
    return {**document, "proof": {**proof, "proofValue": base58(signature)}}


def as_jwt(document: Mapping[str, Json], *, key: SigningKey, made: datetime) -> str:
    """The document as a VC-JWT, in the way of Open Badges 3.0 (8.2): all of it is the payload."""
    header = {"alg": "EdDSA", "typ": "JWT", "kid": addresses.key_id(key.multibase)}
    issuer = document["issuer"]
    claims = {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": document["id"],
        "nbf": int(made.timestamp()),
    }
    if "id" in document["credentialSubject"]:
        claims["sub"] = document["credentialSubject"]["id"]
    signed = f"{base64url(compact(header))}.{base64url(compact({**document, **claims}))}"
    return f"{signed}.{base64url(key.sign(signed.encode()))}"


def _digest(document: Mapping[str, Json]) -> bytes:
    return hashlib.sha256(statements(document)).digest()
