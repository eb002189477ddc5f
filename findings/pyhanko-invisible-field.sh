#!/usr/bin/env bash
# pyHanko 0.38.0, on files of WeasyPrint 70.0 that page-validation 0.11.0 finds nothing wrong with (all PyPI).
#
# A signature that nobody sees still has a field on a page, and the field decides whether the file stays what it
# was. As pyHanko makes it unless told otherwise the file is no longer accessible (PDF/UA-1): the field has no
# name that is read aloud and is not in the structure. With a name the second fault stays. Hidden, which its
# settings offer for PDF/UA, the file is no longer for an archive (PDF/A-3). A certificate that is both has to
# put the field outside the sheet. Signing warns in no case, and the signature itself is always right.
#
# Seen:
#   unsigned: PDF/UA [], PDF/A []
#   as it comes: PDF/UA ['PDFUA1-FORM-FIELD-TU-ALT-001', 'PDFUA1-WIDGET-FORM-TAG-001'], PDF/A []
#   with a name: PDF/UA ['PDFUA1-WIDGET-FORM-TAG-001'], PDF/A []
#   hidden: PDF/UA [], PDF/A ['PDFA3A-ANNOTATION-FLAGS-001']
#   outside the sheet: PDF/UA [], PDF/A []
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check \
  pyHanko==0.38.0 weasyprint==70.0 page-validation==0.11.0 pikepdf==10.18.0 cryptography==50.0.2
cat >look.py <<'PYTHON'
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import page
import pikepdf
import weasyprint
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

key = rsa.generate_private_key(65537, 2048)
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Proef")])
now = datetime.now(UTC)
certificate = (
    x509.CertificateBuilder()
    .subject_name(name)
    .issuer_name(name)
    .public_key(key.public_key())
    .serial_number(1)
    .not_valid_before(now)
    .not_valid_after(now + timedelta(days=1))
    .sign(key, hashes.SHA256())
)
Path("key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
Path("certificate.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
signer = signers.SimpleSigner.load("key.pem", "certificate.pem")


def made(variant):
    html = '<html lang="nl"><title>Bewijs</title><h1>Bewijs</h1><p>Een zin.'
    pdf = pikepdf.open(io.BytesIO(weasyprint.HTML(string=html).write_pdf(pdf_variant=variant)))
    # Only so that the metadata are not compressed, which PDF/A asks of them.
    saved = io.BytesIO()
    pdf.save(saved)
    return saved.getvalue()


def signed(content, field):
    metadata = signers.PdfSignatureMetadata(field_name="Proef")
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    return signers.PdfSigner(metadata, signer, new_field_spec=field).sign_pdf(writer).getvalue()


def faults(content, profile):
    Path("look.pdf").write_bytes(content)
    return sorted({one.rule_id for one in page.validate_pdf("look.pdf", profile=profile).failures})


def field(**how):
    settings = fields.InvisSigSettings(**how)
    return fields.SigFieldSpec("Proef", invis_sig_settings=settings, readable_field_name="Handtekening")


accessible, archived = made("pdf/ua-1"), made("pdf/a-3a")
UA, A = page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A
print(f"unsigned: PDF/UA {faults(accessible, UA)}, PDF/A {faults(archived, A)}")
for what, spec in (
    ("as it comes", None),
    ("with a name", field()),
    ("hidden", field(set_hidden_flag=True)),
    ("outside the sheet", field(box_out_of_bounds=True)),
):
    found = faults(signed(accessible, spec), UA), faults(signed(archived, spec), A)
    print("{}: PDF/UA {}, PDF/A {}".format(what, *found))
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = "unsigned: PDF/UA [], PDF/A []
as it comes: PDF/UA ['PDFUA1-FORM-FIELD-TU-ALT-001', 'PDFUA1-WIDGET-FORM-TAG-001'], PDF/A []
with a name: PDF/UA ['PDFUA1-WIDGET-FORM-TAG-001'], PDF/A []
hidden: PDF/UA [], PDF/A ['PDFA3A-ANNOTATION-FLAGS-001']
outside the sheet: PDF/UA [], PDF/A []" || { echo "signed files are judged otherwise now" >&2; exit 1; }
