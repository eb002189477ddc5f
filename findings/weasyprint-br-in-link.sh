#!/usr/bin/env bash
# WeasyPrint 70.0 with variant pdf/ua-1, looked at by page-validation 0.11.0 and pdfua 0.1.3 (all PyPI).
#
# A `<br>` inside a link makes a link annotation of its own that no Link element of the structure tree
# holds (PDF/UA-1, 7.18.5). The same break made with two blocks is right. Of two checkers that need no
# Java one fails the file, the other finds nothing wrong with it.
#
# Seen:
#   plain: page-validation [], pdfua ends with 0
#   br: page-validation ['PDFUA1-LINK-LINK-TAG-001'], pdfua ends with 0
#   blocks: page-validation [], pdfua ends with 0
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check \
  weasyprint==70.0 page-validation==0.11.0 pdfua==0.1.3 pikepdf==10.18.0
cat >look.py <<'PYTHON'
import subprocess
import sys
from pathlib import Path

import page
import weasyprint

BLOCK = '<span style="display: block">{}</span>'
LINKS = {
    "plain": "voorbeeld.example",
    "br": "voorbeeld<br>.example",
    "blocks": BLOCK.format("voorbeeld") + BLOCK.format(".example"),
}
for name, text in LINKS.items():
    link = f'<a href="https://voorbeeld.example/">{text}</a>'
    html = f'<html lang="nl"><title>Proef</title><h1>Proef</h1><p>Kijk op {link}.'
    file = f"{name}.pdf"
    Path(file).write_bytes(weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"))
    report = page.validate_pdf(file, profile=page.ValidationProfile.PDF_UA_1)
    other = subprocess.run([sys.executable, "-m", "pdfua", "check", file], capture_output=True)
    rules = [one.rule_id for one in report.failures]
    print(f"{name}: page-validation {rules}, pdfua ends with {other.returncode}")
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = "plain: page-validation [], pdfua ends with 0
br: page-validation ['PDFUA1-LINK-LINK-TAG-001'], pdfua ends with 0
blocks: page-validation [], pdfua ends with 0"
