"""Certificates that the academy signs: valid, whole, and still what they claim to be."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from courses.certificates import services, signing
from courses.certificates.checks import check_signing
from courses.certificates.models import Certificate, WaitingCertificate
from courses.certificates.rendering import render_own
from courses.certificates.services import issue_if_complete
from courses.common import clock
from courses.common.errors import Refusal
from tests.courses.certificates.people import (
    NEXT_DAY,
    attend,
    close,
    make_certificate,
    make_participant,
    signed_in,
)
from tests.courses.certificates.written import DATA
from tests.pdf_files import failed_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

PASSWORD = "een wachtwoord"
FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def a_name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certify(
    subject: str,
    key: Any,
    issuer: str,
    by: Any,
    *,
    is_authority: bool = False,
    is_clock: bool = False,
    until: datetime = UNTIL,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(a_name(subject))
        .issuer_name(a_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    if is_clock:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    return builder.sign(by, hashes.SHA256())


@pytest.fixture(scope="module")
def root() -> tuple[Any, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    long = datetime(2040, 1, 1, tzinfo=UTC)
    return key, certify("Proefwortel", key, "Proefwortel", key, is_authority=True, until=long)


@pytest.fixture(scope="module")
def keys() -> dict[str, Any]:
    return {
        "ec": ec.generate_private_key(ec.SECP256R1()),
        "rsa": rsa.generate_private_key(public_exponent=65537, key_size=2048),
    }


@pytest.fixture(params=["ec"])
def key_file(
    request: pytest.FixtureRequest,
    root: tuple[Any, x509.Certificate],
    keys: dict[str, Any],
    tmp_path: Path,
    settings: Settings,
) -> Path:
    """The operator's key, with the chain up to the root."""
    path = tmp_path / "sleutel.p12"
    write_key(path, "Vrijwilligersacademie", keys[request.param], root)
    settings.ACADEMY_SIGNING_KEY, settings.ACADEMY_SIGNING_PASSWORD = str(path), PASSWORD
    return path


def write_key(path: Path, name: str, key: Any, root: tuple[Any, x509.Certificate]) -> None:
    certificate = certify(name, key, "Proefwortel", root[0])
    encryption = serialization.BestAvailableEncryption(PASSWORD.encode())
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"academie", key, certificate, [root[1]], encryption)
    )


def signatures_in(content: bytes) -> list[Any]:
    """The signatures of a PDF. What reads them is imported here: that takes a second of a
    processor, in each process that looks which tests there are."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    return list(PdfFileReader(io.BytesIO(content)).embedded_signatures)


def look_at(content: bytes, root: x509.Certificate) -> Any:
    """What a program finds that trusts this root, on the day after the session."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    trusted = asn1_x509.Certificate.load(root.public_bytes(serialization.Encoding.DER))
    context = ValidationContext(trust_roots=[trusted], moment=NEXT_DAY, allow_fetching=False)
    (signature,) = signatures_in(content)
    return validate_pdf_signature(signature, context)


@pytest.mark.parametrize("key_file", ["ec", "rsa"], indirect=True)
def test_a_certificate_is_signed_as_a_whole_and_keeps_both_profiles(
    key_file: Path, root: tuple[Any, x509.Certificate]
) -> None:
    certificate = make_certificate()
    content = bytes(certificate.pdf)
    found = look_at(content, root[1])
    assert (found.valid, found.intact, found.trusted) == (True, True, True)
    assert found.coverage.name == "ENTIRE_FILE"
    assert certificate.signed_by == "Vrijwilligersacademie"
    assert failed_rules(content) == []
    # In hexadecimal; what is not used of the room for the signature stands there as zeros.
    (room,) = re.findall(rb"<([0-9a-f]{1000,})>", content, re.IGNORECASE)
    assert len(room) - len(room.rstrip(b"0")) < 1500
    page = signed_in(certificate.enrolment.person).get(f"/certificaat/{certificate.code}/")
    assert "Ondertekend door" in page.content.decode()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
@pytest.mark.parametrize("key_file", ["ec", "rsa"], indirect=True)
def test_every_further_signature_with_a_key_is_as_good_as_the_first(
    key_file: Path, root: tuple[Any, x509.Certificate], tmp_path: Path
) -> None:
    (tmp_path / "root.pem").write_bytes(root[1].public_bytes(serialization.Encoding.PEM))
    with clock.at(NEXT_DAY):
        by = signing.signatory()
        # Of an elliptic curve some are a byte longer than others.
        numbers = range(12)
        plain = [render_own(replace(DATA, code=f"7K3F-9QTR-B2M{one:X}")) for one in numbers]
        signed = [signing.sign(one, by=by) for one in plain]
    signatures = set()
    for before, after in zip(plain, signed, strict=True):
        assert after.startswith(before)
        found = look_at(after, root[1])
        assert (found.valid, found.intact, found.trusted) == (True, True, True)
        (signature,) = signatures_in(after)
        signatures.add(signature.signed_data["signer_infos"][0]["signature"].native)
        start, first, then, last = signature.byte_range
        (tmp_path / "covered").write_bytes(after[start : start + first] + after[then : then + last])
        (tmp_path / "cms").write_bytes(bytes.fromhex(after[first + 1 : then - 1].decode()))
        assert openssl(
            *("cms", "-verify", "-binary", "-inform", "DER", "-in", tmp_path / "cms"),
            *("-content", tmp_path / "covered", "-out", os.devnull),
            *("-CAfile", tmp_path / "root.pem", "-purpose", "any"),
            *("-attime", int(NEXT_DAY.timestamp())),
        )
    assert len(signatures) == len(signed)


def test_who_trusts_the_root_alone_finds_the_way_over_an_authority_in_between(
    key_file: Path, root: tuple[Any, x509.Certificate], keys: dict[str, Any]
) -> None:
    between = ec.generate_private_key(ec.SECP256R1())
    authority = certify("Tussenpersoon", between, "Proefwortel", root[0], is_authority=True)
    own = certify("Vrijwilligersacademie", keys["rsa"], "Tussenpersoon", between)
    encryption = serialization.BestAvailableEncryption(PASSWORD.encode())
    key_file.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"academie", keys["rsa"], own, [authority], encryption
        )
    )
    for _first_and_further in range(2):
        found = look_at(bytes(make_certificate().pdf), root[1])
        assert (found.valid, found.trusted) == (True, True)


def test_one_changed_byte_shows(key_file: Path, root: tuple[Any, x509.Certificate]) -> None:
    content = bytes(make_certificate().pdf)
    # The day of the title in the metadata: a byte that readers show.
    place = content.index(b"Certificaat")
    assert not look_at(content[:place] + b"c" + content[place + 1 :], root[1]).intact


def test_who_reads_one_back_sees_what_changed_and_leaves_the_log_empty(
    key_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    content = bytes(make_certificate().pdf)
    place = content.index(b"Certificaat")
    wrong = "heeft een handtekening die niet klopt."
    assert signing.signature_fault(content) == ""
    assert signing.signature_fault(content[:place] + b"c" + content[place + 1 :]) == wrong
    # Something added behind what was signed.
    assert signing.signature_fault(content + b"\n") == wrong
    assert caplog.records == []


def test_without_a_key_nothing_is_signed_and_nothing_said() -> None:
    certificate = make_certificate()
    assert certificate.signed_by == ""
    assert signatures_in(bytes(certificate.pdf)) == []
    assert check_signing(None) == []


def test_a_renewed_key_signs_from_then_on_and_what_was_signed_stays(
    key_file: Path, root: tuple[Any, x509.Certificate], keys: dict[str, Any]
) -> None:
    os.utime(key_file, (1, 1))
    before = make_certificate()
    write_key(key_file, "Academie, tweede sleutel", keys["rsa"], root)
    # As one that is unpacked from an archive: the file does not look newer.
    os.utime(key_file, (1, 1))
    after = make_certificate()
    assert [before.signed_by, after.signed_by] == [
        "Vrijwilligersacademie",
        "Academie, tweede sleutel",
    ]
    assert all(look_at(bytes(one.pdf), root[1]).valid for one in (before, after))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("gone", "niet te lezen"),
        ("password", "wachtwoord klopt niet"),
        ("nonsense", "geen PKCS#12"),
        ("expired", "geldt niet vandaag"),
    ],
)
def test_a_key_that_cannot_be_used_lets_certificates_wait_and_says_why(
    key_file: Path, settings: Settings, spoil: str, said: str
) -> None:
    later = timedelta()
    if spoil == "gone":
        key_file.unlink()
    elif spoil == "password":
        settings.ACADEMY_SIGNING_PASSWORD = "een ander"
    elif spoil == "nonsense":
        key_file.write_bytes(b"geen sleutel")
    else:
        later = UNTIL - NEXT_DAY + timedelta(days=1)
    enrolment = make_participant()
    attend(enrolment)
    close(enrolment)
    with clock.at(NEXT_DAY + later):
        assert issue_if_complete(enrolment_id=enrolment.pk) is None
        (warning,) = check_signing(None)
    assert said in WaitingCertificate.objects.get().reason
    assert (warning.id, said in warning.msg) == ("certificates.W001", True)
    assert Certificate.objects.count() == 0


def test_who_replaces_a_certificate_reads_why_it_cannot_be_signed(key_file: Path) -> None:
    certificate = make_certificate()
    key_file.unlink()
    with clock.at(NEXT_DAY), pytest.raises(Refusal, match="kan niet worden ondertekend"):
        services.replace(
            certificate=certificate, reason="Naam", first_name="A", last_name="B", actor=None
        )
    assert Certificate.objects.count() == 1


def test_an_operator_hears_a_month_before_the_key_ends(key_file: Path) -> None:
    with clock.at(UNTIL - timedelta(days=20)):
        (warning,) = check_signing(None)
    assert warning.id == "certificates.W002"
    with clock.at(UNTIL - timedelta(days=40)):
        assert check_signing(None) == []


def test_a_server_for_timestamps_that_does_not_answer_lets_it_wait(
    key_file: Path, settings: Settings
) -> None:
    plain = render_own(DATA)
    settings.ACADEMY_TIMESTAMP_URL = "http://127.0.0.1:9/"
    with clock.at(NEXT_DAY), pytest.raises(signing.SigningUnavailable):
        signing.sign(plain, by=signing.signatory())


# --- Timestamps, and what another program says ------------------------------------------------

AFTERWARDS = datetime(2031, 5, 1, tzinfo=UTC)
"""When the certificate of the key expired years ago, and that of the clock did not."""


@pytest.fixture
def timestamp_server(
    root: tuple[Any, x509.Certificate], keys: dict[str, Any], settings: Settings
) -> Iterator[None]:
    """A server for timestamps (RFC 3161) on this machine, whose clock is at the day after."""
    from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

    der = serialization.Encoding.DER
    until = datetime(2039, 1, 1, tzinfo=UTC)
    own = certify("Proefklok", keys["rsa"], "Proefwortel", root[0], is_clock=True, until=until)
    plain = keys["rsa"].private_bytes(
        der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    clock_of_server = DummyTimeStamper(
        asn1_x509.Certificate.load(own.public_bytes(der)),
        asn1_keys.PrivateKeyInfo.load(plain),
        fixed_dt=NEXT_DAY.astimezone(UTC),
    )

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            answer = clock_of_server.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            """Quietly."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.ACADEMY_TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/"
        yield
        server.shutdown()


def openssl(*arguments: object) -> bool:
    """Whether OpenSSL, which shares no code with what signs, says that it is good."""
    command = [shutil.which("openssl") or "openssl", *(str(one) for one in arguments)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
def test_another_program_finds_the_signature_good_then_and_after_the_key_expired(
    key_file: Path,
    root: tuple[Any, x509.Certificate],
    timestamp_server: None,
    tmp_path: Path,
) -> None:
    content = bytes(make_certificate().pdf)
    assert failed_rules(content) == []
    assert len(content) < 60_000
    (signature,) = signatures_in(content)
    start, first, then, last = signature.byte_range
    covered = content[start : start + first] + content[then : then + last]
    # All of the file but the signature itself.
    assert (start, then + last) == (0, len(content))
    (tmp_path / "root.pem").write_bytes(root[1].public_bytes(serialization.Encoding.PEM))
    (tmp_path / "covered").write_bytes(covered)
    (tmp_path / "changed").write_bytes(covered.replace(b"Certificaat", b"certificaat", 1))
    (tmp_path / "cms").write_bytes(bytes.fromhex(content[first + 1 : then - 1].decode()))
    signed = signature.signed_data["signer_infos"][0]
    (token,) = signed["unsigned_attrs"][0]["values"]
    (tmp_path / "token").write_bytes(token.dump())
    (tmp_path / "value").write_bytes(signed["signature"].native)

    def signature_is_good(of: str, at: datetime) -> bool:
        return openssl(
            *("cms", "-verify", "-binary", "-inform", "DER", "-in", tmp_path / "cms"),
            *("-content", tmp_path / of, "-out", os.devnull, "-CAfile", tmp_path / "root.pem"),
            *("-purpose", "any", "-attime", int(at.timestamp())),
        )

    def timestamp_is_good(at: datetime) -> bool:
        return openssl(
            *("ts", "-verify", "-data", tmp_path / "value", "-in", tmp_path / "token"),
            *("-token_in", "-CAfile", tmp_path / "root.pem", "-attime", int(at.timestamp())),
        )

    assert signature_is_good("covered", NEXT_DAY)
    assert not signature_is_good("changed", NEXT_DAY)
    # Today the certificate of the key has expired; the timestamp still proves that it signed
    # before that, and at that moment it was good.
    assert not signature_is_good("covered", AFTERWARDS)
    assert timestamp_is_good(AFTERWARDS)
    stamped = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    assert stamped == NEXT_DAY
    assert signature_is_good("covered", stamped)
    assert signing.signature_fault(content) == ""
