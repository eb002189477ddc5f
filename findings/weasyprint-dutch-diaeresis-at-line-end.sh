#!/usr/bin/env bash
# WeasyPrint 70.0 with Pyphen 0.18.1 (PyPI), Dutch.
#
# In Dutch the diaeresis only tells that a new syllable begins. Where a line ends there, the hyphen tells
# that already, and the diaeresis goes: beëindigen becomes be-eindigen (Woordenlijst Nederlandse Taal,
# guide, chapter 18: https://woordenlijst.org/leidraad/18). Pyphen can change letters at a break (it does
# so for Hungarian), but its Dutch patterns name such places as if nothing changed. With `hyphens: auto` a
# PDF therefore holds words that are spelled wrongly, and only at the end of a line.
#
# Seen:
#   be-ëin-di-gen, ge-ïn-te-res-seerd, idee-ën
#   wide: Wij beëindigen het.
#   narrow: Wij be‐ ëin‐ di‐ gen het.      (right is: be‐ ein‐ di‐ gen)
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check weasyprint==70.0 pyphen==0.18.1 pypdf==6.4.0
cat >look.py <<'PYTHON'
import io

from pyphen import Pyphen
from pypdf import PdfReader
from weasyprint import HTML

dutch = Pyphen(lang="nl_NL")
print(", ".join(map(dutch.inserted, ("beëindigen", "geïnteresseerd", "ideeën"))))
page = """<!doctype html><html lang="nl"><meta charset="utf-8"><style>
@page { size: 80mm 60mm; margin: 5mm } body { font: 12pt sans-serif; width: %s; hyphens: auto }
</style><p>Wij beëindigen het.</p></html>"""
for name, width in (("wide", "60mm"), ("narrow", "1mm")):
    pdf = HTML(string=page % width).write_pdf()
    text = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    print(f"{name}: {text}")
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = "be-ëin-di-gen, ge-ïn-te-res-seerd, idee-ën
wide: Wij beëindigen het.
narrow: Wij be‐ ëin‐ di‐ gen het."
