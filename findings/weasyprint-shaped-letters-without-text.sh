#!/usr/bin/env bash
# WeasyPrint 70.0 with variant pdf/a-3a, in Noto Sans Devanagari 5.3.0 (@fontsource, npm), looked at by
# page-validation 0.11.0.
#
# Where letters are drawn in another order than they are written (a vowel sign that stands before its
# consonant, an r that is drawn above), one of the shapes is mapped to no text at all: `<0032> <>` in
# the font's ToUnicode. PDF/A level A and PDF/UA ask a text of every shape, so the file is neither, and
# what is copied from it misses letters. A word without such letters is right.
#
# Seen (how many shapes without a text, and the rule):
#   नमन: 0 []
#   कर्म: 1 ['PDFA3A-UNICODE-MAPPING-001']
#   किताब: 1 ['PDFA3A-UNICODE-MAPPING-001']
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check \
  weasyprint==70.0 page-validation==0.11.0 pikepdf==10.18.0
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @fontsource/noto-sans-devanagari@5.3.0

cat >look.py <<'PYTHON'
import re
from pathlib import Path

import page
import pikepdf
import weasyprint

FONT = "node_modules/@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-400-normal.woff2"
CSS = f"@font-face {{font-family: Deva; src: url({Path(FONT).resolve().as_uri()})}} body {{font-family: Deva}}"
for word in ("नमन", "कर्म", "किताब"):
    html = f'<html lang="hi"><title>Proef</title><style>{CSS}</style><p>{word}'
    weasyprint.HTML(string=html).write_pdf("file.pdf", pdf_variant="pdf/a-3a")
    empty = 0
    with pikepdf.open("file.pdf") as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one:
                empty += len(re.findall(rb"<[0-9a-fA-F]+> <>", one.ToUnicode.read_bytes()))
    report = page.validate_pdf("file.pdf", profile=page.ValidationProfile.PDF_A_3A)
    print(f"{word}: {empty} {[one.rule_id for one in report.failures if 'UNICODE' in one.rule_id]}")
PYTHON
seen=$(env/bin/python look.py 2>/dev/null)
echo "$seen"
test "$seen" = "नमन: 0 []
कर्म: 1 ['PDFA3A-UNICODE-MAPPING-001']
किताब: 1 ['PDFA3A-UNICODE-MAPPING-001']"
