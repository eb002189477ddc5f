"""Signing certificates with the operator's own key (PAdES), where there is one.

The signature says who issued the file and that no byte of it changed since. It may not spoil what
the file claims to be: pyHanko 0.38's own field breaks PDF/UA, its hidden one PDF/A, and its way of
writing metadata the description of PDF/UA's claim. So the field lies outside the sheet, and the
metadata stay as they are.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from courses.common import clock
from courses.common.process_cache import Shelf, token_of

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography import x509
    from pyhanko.sign.timestamps import TimeStamper

FIELD = "Handtekening"
SIGNATURE_BYTES = 768
"""Room for what a signature says beside what differs for each key (`Signatory.size`). What is not
used stands in the file as zeros."""


class SigningUnavailable(Exception):  # noqa: N818 - an answer to whoever asks, no fault of the program
    """There is a key, and it cannot be used; the message says why, for an operator."""


@dataclass(frozen=True)
class Signatory:
    """The key that signs: whose it is, and until when its certificate holds."""

    name: str
    valid_from: datetime
    valid_until: datetime
    signer: Any
    size: int
    """How many bytes its certificates take, the signature itself, and who issued the key, which is
    said twice."""


KEPT_FOR = 3600
"""Seconds after which the key is read again, whatever its file says of itself."""

_read: Shelf[Signatory] = Shelf(1)


def is_asked() -> bool:
    """Whether the operator has a key for certificates."""
    return bool(settings.ACADEMY_SIGNING_KEY)


def signatory() -> Signatory:
    """The key as it stands in its file now; it may be renewed while the site runs.

    Raises:
        SigningUnavailable: no key can be read there, or it does not hold today.
    """
    path = Path(settings.ACADEMY_SIGNING_KEY)
    try:
        token = token_of(path)
    except OSError as error:
        raise SigningUnavailable(
            _("Het bestand met de sleutel is niet te lezen: %(path)s") % {"path": path}
        ) from error
    key = (path, settings.ACADEMY_SIGNING_PASSWORD)
    found = _read.get(key, token)
    if found is None:
        found = _read.put(key, token, _load(*key), seconds=KEPT_FOR)
    if not found.valid_from <= clock.now() <= found.valid_until:
        raise SigningUnavailable(
            _("Het certificaat van de sleutel geldt niet vandaag. Het geldt van %(a)s tot %(b)s.")
            % {"a": found.valid_from.date(), "b": found.valid_until.date()}
        )
    return found


def _load(path: Path, password: str) -> Signatory:
    from asn1crypto import keys as asn1_keys  # noqa: PLC0415 - only where there is a key
    from asn1crypto import x509 as asn1_x509  # noqa: PLC0415
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    from courses.certificates.signing_key import KeptKey  # noqa: PLC0415

    der = serialization.Encoding.DER
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(
            path.read_bytes(), password.encode() or None
        )
    except (OSError, ValueError) as error:
        raise SigningUnavailable(
            _("Het bestand met de sleutel is geen PKCS#12, of het wachtwoord klopt niet.")
        ) from error
    if key is None or certificate is None:
        raise SigningUnavailable(_("In het bestand ontbreekt de sleutel of het certificaat."))
    chain = [certificate, *others]
    store = SimpleCertificateStore()
    store.register_multiple(asn1_x509.Certificate.load(one.public_bytes(der)) for one in others)
    plain = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Signatory(
        name=_name_of(certificate),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        signer=KeptKey(
            signing_cert=asn1_x509.Certificate.load(certificate.public_bytes(der)),
            signing_key=asn1_keys.PrivateKeyInfo.load(plain),
            cert_registry=store,
        ),
        size=sum(len(one.public_bytes(der)) for one in chain)
        + getattr(key, "key_size", 0) // 8
        + 2 * len(certificate.issuer.public_bytes()),
    )


def _name_of(certificate: x509.Certificate) -> str:
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - only where there is a key

    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def sign(content: bytes, *, by: Signatory) -> bytes:
    """The PDF with a signature over all of it. What was there stays, byte for byte, before it.

    Raises:
        SigningUnavailable: the server for timestamps does not answer, or the key does not fit.
    """
    from pyhanko.sign import fields, signers  # noqa: PLC0415 - slow, and only where there is a key
    from pyhanko.sign.general import SigningError  # noqa: PLC0415
    from pyhanko.sign.timestamps import TimestampRequestError  # noqa: PLC0415

    from courses.certificates.signing_key import UnchangedMetadata  # noqa: PLC0415

    what = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        name=by.name,
    )
    field = fields.SigFieldSpec(
        FIELD,
        invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True),
        readable_field_name=_("Elektronische handtekening"),
    )
    signer = signers.PdfSigner(what, by.signer, timestamper=_timestamper(), new_field_spec=field)
    try:
        signed = signer.sign_pdf(
            UnchangedMetadata(io.BytesIO(content)),
            bytes_reserved=None if settings.ACADEMY_TIMESTAMP_URL else _room(by),
        )
    except (SigningError, TimestampRequestError, OSError, ValueError) as error:
        raise SigningUnavailable(str(error)) from error
    return bytes(signed.getvalue())


def signature_fault(content: bytes) -> str:
    """What is wrong with the signature of a certificate, in a sentence; empty when nothing is.

    Looks whether it is there and whole, and covers all of the file. Not whether somebody trusts
    whose it is: a certificate of a key that expired since was good when it signed.
    """
    from pyhanko.pdf_utils.misc import PdfReadError  # noqa: PLC0415 - slow, and only for this
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.sign.general import SigningError  # noqa: PLC0415
    from pyhanko.sign.validation.errors import SignatureValidationError  # noqa: PLC0415
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity  # noqa: PLC0415

    try:
        found = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
        if not found:
            return _("heeft geen handtekening meer.")
        one = found[0]
        one.compute_integrity_info(skip_diff=True)
        # Its validation of a whole PDF looks for somebody to trust as well, and writes in the log
        # of each file that it finds nobody.
        intact, valid = validate_sig_integrity(
            one.signer_info, one.signer_cert, "data", one.compute_digest()
        )
    except (PdfReadError, SigningError, SignatureValidationError, ValueError, OSError):
        return _("heeft een handtekening die niet te lezen is.")
    if not (intact and valid and one.coverage.name == "ENTIRE_FILE"):
        return _("heeft een handtekening die niet klopt.")
    return ""


def _room(by: Signatory) -> int:
    # In hexadecimal, so two characters a byte; pyHanko would else sign once more, only to measure.
    return 2 * (SIGNATURE_BYTES + by.size)


def _timestamper() -> TimeStamper | None:
    if not settings.ACADEMY_TIMESTAMP_URL:
        return None
    from pyhanko.sign.timestamps import HTTPTimeStamper  # noqa: PLC0415 - only where it is asked

    return HTTPTimeStamper(settings.ACADEMY_TIMESTAMP_URL, timeout=10)
