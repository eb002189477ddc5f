#!/usr/bin/env bash
# WeasyPrint 70.0 with variant pdf/ua-1, looked at by page-validation 0.11.0, pdfua 0.1.3 and pikepdf 10.18.0
# (all PyPI).
#
# HTML lets the pairs of a list of terms stand in a `<div>` each (HTML, 4.4.9, since 2016), which is how a pair
# is kept together or laid out in columns. Of such a list the structure tree says that its items stand in a Div:
# no item stands in its list any more. A list holds items, and an item stands in a list (ISO 32000-1, 14.8.4.3.3,
# which ISO 14289-1, 7.2 builds on; veraPDF's profile for PDF/UA-1 has both rules). Of two checkers one sees it.
#
# Without divs the file is right, but a term and its meaning are two items, alike and without a label, so a list of
# two words is read as one of four. In a plain list with the word in bold a pair is one item.
#
# Seen:
#   pairs: L(LI(LBody) LI(LBody) LI(LBody) LI(LBody)), page-validation [], pdfua ends with 0
#   divs: L(Div(LI(LBody) LI(LBody)) Div(LI(LBody) LI(LBody))), page-validation ['PDFUA1-L-KIDS-001',
#     'PDFUA1-LI-PARENT-001'], pdfua ends with 0
#   items: L(LI(Lbl LBody) LI(Lbl LBody)), page-validation [], pdfua ends with 0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check \
  weasyprint==70.0 page-validation==0.11.0 pdfua==0.1.3 pikepdf==10.18.0
cat >look.py <<'PYTHON'
import subprocess
import sys
from pathlib import Path

import page
import pikepdf
import weasyprint

LISTS = {
    "pairs": "<dl><dt>mantel</dt><dd>jas</dd><dt>thee</dt><dd>drank</dd></dl>",
    "divs": "<dl><div><dt>mantel</dt><dd>jas</dd></div><div><dt>thee</dt><dd>drank</dd></div></dl>",
    "items": "<ul><li><b>mantel</b> jas</li><li><b>thee</b> drank</li></ul>",
}
OF_A_LIST = {"L", "LI", "Lbl", "LBody", "Div"}


def tree(element):
    """The parts of lists in a structure tree, in the order of reading."""
    if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
        return ""
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    inside = " ".join(filter(None, map(tree, kids)))
    name = str(element.S).lstrip("/")
    if name not in OF_A_LIST:
        return inside
    return f"{name}({inside})" if inside else name


for name, html in LISTS.items():
    file = f"{name}.pdf"
    document = weasyprint.HTML(string=f"<html lang=nl><title>Proef</title><h1>Proef</h1>{html}")
    Path(file).write_bytes(document.write_pdf(pdf_variant="pdf/ua-1"))
    report = page.validate_pdf(file, profile=page.ValidationProfile.PDF_UA_1)
    rules = sorted({one.rule_id for one in report.failures})
    other = subprocess.run([sys.executable, "-m", "pdfua", "check", file], capture_output=True)
    with pikepdf.open(file) as pdf:
        roots = pdf.Root.StructTreeRoot.K
        shown = tree(roots[0] if isinstance(roots, pikepdf.Array) else roots)
    print(f"{name}: {shown}, page-validation {rules}, pdfua ends with {other.returncode}")
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = "pairs: L(LI(LBody) LI(LBody) LI(LBody) LI(LBody)), page-validation [], pdfua ends with 0
divs: L(Div(LI(LBody) LI(LBody)) Div(LI(LBody) LI(LBody))), page-validation ['PDFUA1-L-KIDS-001', 'PDFUA1-LI-PARENT-001'], pdfua ends with 0
items: L(LI(Lbl LBody) LI(Lbl LBody)), page-validation [], pdfua ends with 0" ||
  { echo "lists of terms are tagged otherwise now" >&2; exit 1; }
