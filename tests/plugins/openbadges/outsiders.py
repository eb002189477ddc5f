"""Badges as programs of others see them: what they look up, and what they say."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from pypdf import PdfReader

from plugins.openbadges import addresses
from tests.ical.readers import node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.test import Client

    from courses.certificates.models import Certificate

SCRIPT = str(Path(__file__).with_name("verify.mjs"))
VALID = "valid"


def badge_in(certificate: Certificate) -> tuple[dict[str, Any], str]:
    """The badge that is inside a certificate's PDF: as JSON, and as a VC-JWT."""
    inside = PdfReader(io.BytesIO(certificate.pdf)).attachments
    return json.loads(inside["badge.json"][0]), inside["badge.jwt"][0].decode()


class Lookups:
    """What can be fetched of the academy, over https too, which `did:web` asks for."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def download(self, url: str) -> bytes:
        """As a program fetches it."""
        address = url.replace("https://", "http://").removeprefix("http://testserver")
        response = self.client.get(address)
        assert response.status_code == 200, (url, response.status_code)
        return response.content

    def documents(self, badges: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
        """All that checking these badges asks for."""
        lists = {one["credentialStatus"]["statusListCredential"] for one in badges.values()}
        did = addresses.address("did.json")
        return {addresses.issuer(): json.loads(self.download(did))} | {
            one: json.loads(self.download(one)) for one in lists
        }


def by_digitalcredentials(lookups: Lookups, badges: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What @digitalcredentials/vc says of each badge, of keys and lists as they are now."""
    asked = {"documents": lookups.documents(badges), "badges": badges}
    done = subprocess.run(
        [node(), SCRIPT], input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return {name: VALID if one["verified"] else one["told"] for name, one in told.items()}


def by_openbadgeslib(lookups: Lookups, badge: dict[str, Any] | str) -> str:
    """What openbadgeslib says of a badge, of keys and lists as they are now."""
    try:
        if isinstance(badge, str):
            verifier = OB3Verifier.for_issuer_did(addresses.issuer(), download=lookups.download)
            verifier.verify(badge, check_status=True, download=lookups.download)
        else:
            # It reads the signature of a list that is a VC-JWT only.
            OB3LdpVerifier().verify(
                badge, check_status=True, download=lookups.download, verify_status_list=False
            )
    except OB3VerificationError as no:
        return str(no)
    return VALID
