#!/usr/bin/env bash
# WeasyPrint 70.0, read by pikepdf 10.18.0 and page-validation 0.11.0 (all PyPI).
#
# One variant is made at a time (PDF/A or PDF/UA). The option `xmp_metadata` seems the way to claim the
# other as well. What it is given comes behind the `rdf:RDF` that WeasyPrint writes, as a second one.
# XMP (ISO 16684-1, 7.3.3) has one, and readers look into the first: the claim is in the file and
# nobody finds it. Written into the first, it is found.
#
# Seen:
#   rdf:RDF 2, pikepdf None, page-validation ['PDFUA1-ID-PART-001', 'PDFUA1-ID-SCHEMA-001']
#   rdf:RDF 1, pikepdf 1, page-validation []
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check \
  weasyprint==70.0 page-validation==0.11.0 pikepdf==10.18.0
cat >look.py <<'PYTHON'
import io
from pathlib import Path

import page
import pikepdf
import weasyprint

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
UA = "http://www.aiim.org/pdfua/ns/id/"
CLAIM = f'<rdf:Description rdf:about="" xmlns:pdfuaid="{UA}"><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
Path("claim.xmp").write_text(f"<rdf:RDF {RDF}>{CLAIM}</rdf:RDF>")
HTML = '<html lang="nl"><title>Proef</title><h1>Proef</h1><p>Een zin.'


def look(content: bytes) -> None:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        number = pdf.Root.Metadata.read_bytes().count(b"<rdf:RDF")
        with pdf.open_metadata() as metadata:
            claim = metadata.get("{%s}part" % UA)
    Path("made.pdf").write_bytes(content)
    report = page.validate_pdf("made.pdf", profile=page.ValidationProfile.PDF_UA_1)
    rules = [one.rule_id for one in report.failures]
    print(f"rdf:RDF {number}, pikepdf {claim}, page-validation {rules}")


added = weasyprint.HTML(string=HTML).write_pdf(pdf_variant="pdf/a-3a", xmp_metadata=["claim.xmp"])
look(added)
with pikepdf.open(io.BytesIO(weasyprint.HTML(string=HTML).write_pdf(pdf_variant="pdf/a-3a"))) as pdf:
    xmp = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata = pdf.make_stream(xmp.replace(b"</rdf:RDF>", CLAIM.encode() + b"</rdf:RDF>", 1))
    pdf.Root.Metadata.Type = pikepdf.Name.Metadata
    pdf.Root.Metadata.Subtype = pikepdf.Name.XML
    out = io.BytesIO()
    pdf.save(out)
look(out.getvalue())
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = "rdf:RDF 2, pikepdf None, page-validation ['PDFUA1-ID-PART-001', 'PDFUA1-ID-SCHEMA-001']
rdf:RDF 1, pikepdf 1, page-validation []"
