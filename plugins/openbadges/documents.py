"""What programs that check a badge look up: who the academy is, its keys, what does not count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from courses.catalogue.models import TrainingPage, for_everybody
from courses.common import clock
from courses.plugin_api.api import PublicDocument, PublicDocuments
from plugins.openbadges import addresses, credential, keys, proofs, queries, services, status_list
from plugins.openbadges.encodings import base64url, compact, public_of
from plugins.openbadges.statements import BADGES, CREDENTIALS

if TYPE_CHECKING:
    from courses.plugin_api.api import Json
    from plugins.openbadges.models import PublishedKey

DID = "https://www.w3.org/ns/did/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"

_KEY = re.compile(r"keys/(z[1-9A-HJ-NP-Za-km-z]{40,60})")
_LIST = re.compile(r"status/([1-9][0-9]{0,5})(\.jwt)?")
_TRAINING = re.compile(r"training/([1-9][0-9]{0,9})\.json")

HOUR = 60 * 60


class IssuerDocuments(PublicDocuments):
    """The academy as an issuer of badges."""

    name = "issuer"

    def document(self, name: str) -> PublicDocument | None:
        fixed = {
            "did.json": _did,
            "issuer.json": _issuer,
            "keys.json": _keys,
            "badge.svg": _picture,
        }
        if name in fixed:
            return fixed[name]()
        if found := _KEY.fullmatch(name):
            return _key(found[1])
        if found := _LIST.fullmatch(name):
            return _status(int(found[1]), jwt=bool(found[2]))
        if found := _TRAINING.fullmatch(name):
            return _training(int(found[1]))
        return None


def _json(
    document: Json, media_type: str = "application/json", seconds: int = HOUR
) -> PublicDocument:
    return PublicDocument(compact(document), media_type, seconds)


def _published() -> list[PublishedKey]:
    """The keys, with the one that signs now in front: some programs read the first alone."""
    found = list(queries.usable_keys())
    try:
        now = keys.current_key().multibase
    except keys.KeyUnavailable:
        return found
    return sorted(found, key=lambda one: one.multibase != now)


def _did() -> PublicDocument:
    methods = [_method(one.multibase) for one in _published()]
    return _json(
        {
            "@context": [DID, MULTIKEY],
            "id": addresses.issuer(),
            "alsoKnownAs": [addresses.address("issuer.json")],
            "verificationMethod": methods,
            "assertionMethod": [one["id"] for one in methods],
        },
        "application/did+json",
        status_list.KEPT_SECONDS,
    )


def _method(multibase: str) -> dict[str, Json]:
    return {
        "id": addresses.key_id(multibase),
        "type": "Multikey",
        "controller": addresses.issuer(),
        "publicKeyMultibase": multibase,
    }


def _key(multibase: str) -> PublicDocument | None:
    if not queries.usable_keys().filter(multibase=multibase).exists():
        return None
    return _json({"@context": MULTIKEY, **_method(multibase)}, "application/ld+json")


def _keys() -> PublicDocument:
    """The keys as JWK, which JWTs are checked with."""
    found = [
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "alg": "EdDSA",
            "use": "sig",
            "kid": addresses.key_id(one.multibase),
            "x": base64url(public_of(one.multibase)),
        }
        for one in _published()
    ]
    return _json({"keys": found}, "application/jwk-set+json", status_list.KEPT_SECONDS)


def _issuer() -> PublicDocument:
    return _json(
        {"@context": [CREDENTIALS, BADGES], **credential.profile()},
        "application/ld+json",
    )


def _training(training_id: int) -> PublicDocument | None:
    training = for_everybody(TrainingPage.objects.filter(pk=training_id)).first()
    if training is None:
        return None
    achievement = {
        "id": addresses.achievement(training_id),
        "type": ["Achievement"],
        "name": training.title,
        "description": training.summary,
        "criteria": {"id": training.full_url},
    }
    return _json({"@context": [CREDENTIALS, BADGES], **achievement}, "application/ld+json")


def _picture() -> PublicDocument:
    return PublicDocument(render_to_string("openbadges/badge.svg").encode(), "image/svg+xml", HOUR)


def _status(number: int, *, jwt: bool) -> PublicDocument | None:
    if not queries.has_list(number):
        return None
    key = keys.current_key(make=True)
    services.publish_key(multibase=key.multibase)
    now = clock.now()
    address = addresses.status_list(number, jwt=jwt)
    document = status_list.document(address, queries.places_that_do_not_count(number), made=now)
    if jwt:
        content = proofs.as_jwt(document, key=key, made=now).encode()
        return PublicDocument(content, "application/vc+jwt", status_list.KEPT_SECONDS)
    signed = proofs.with_proof(document, key=key, made=now)
    return _json(signed, "application/ld+json", status_list.KEPT_SECONDS)
