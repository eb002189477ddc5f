"""The badge inside the certificate, and what the page that checks it says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import (
    AttachmentContext,
    CertificateAttachments,
    CertificateFile,
    FileRelationship,
    IssuedCertificate,
)
from plugins.openbadges import addresses, credential, keys, proofs, services
from plugins.openbadges.encodings import compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

JSON_FILE, JWT_FILE = "badge.json", "badge.jwt"


class BadgeInCertificate(CertificateAttachments):
    """The badge twice: as JSON with a proof, for wallets, and as a VC-JWT, for other programs."""

    name = "badge"

    def attach(self, ctx: AttachmentContext) -> Sequence[CertificateFile]:
        key = keys.current_key(make=True)
        services.publish_key(multibase=key.multibase)
        place = services.take_place(code=ctx.data.code)
        document = credential.credential(ctx, credential.course(ctx), place)
        signed = proofs.with_proof(document, key=key, made=ctx.issued_at)
        jwt = proofs.as_jwt(credential.for_jwt(document, place), key=key, made=ctx.issued_at)
        return [
            CertificateFile(
                JSON_FILE,
                compact(signed),
                "application/ld+json",
                _("Open Badge, voor een wallet of portfolio"),
                FileRelationship.ALTERNATIVE,
            ),
            CertificateFile(
                JWT_FILE,
                jwt.encode(),
                "application/vc+jwt",
                _("Open Badge als JWT, voor andere programma's"),
                FileRelationship.ALTERNATIVE,
            ),
        ]

    def check(self, ctx: IssuedCertificate) -> SafeString | None:
        if JWT_FILE not in ctx.files:
            return None
        return render_to_string(
            "openbadges/check.html",
            {
                "certificate": ctx,
                "issuer": addresses.issuer(ctx.data.check_url),
                "issuer_now": addresses.issuer(),
                "folder": f"/{addresses.FOLDER}/",
            },
        )
