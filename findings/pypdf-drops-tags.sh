#!/usr/bin/env bash
# pypdf 7.1.0 putting two tagged PDFs of WeasyPrint 70.0 into one, looked at by page-validation 0.11.0 (all PyPI).
#
# Two files that each keep PDF/UA-1 become one that does not, whichever way they are joined, and nothing
# warns: `append` leaves out the structure tree of both and keeps the marks in the pages that point to it;
# `clone_from` with `add_page` keeps that of the first, and the second's pages are read by nobody. With
# `append` the language goes as well.
#
# Seen:
#   apart: 0 and 0 rules broken
#   append: tree False, language None
#   clone_from and add_page: tree True, pages 2, pages that the tree knows 1
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check \
  weasyprint==70.0 page-validation==0.11.0 pypdf==7.1.0
cat >look.py <<'PYTHON'
import io

import page
import weasyprint
from pypdf import PdfReader, PdfWriter


def made(name):
    html = f'<html lang="nl"><title>{name}</title><h1>{name}</h1><p>Tekst.'
    return weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")


def broken(content):
    profile = page.ValidationProfile.PDF_UA_1
    return len(page.validate_pdf_bytes(content, profile=profile).failures)


def written(writer):
    whole = io.BytesIO()
    writer.write(whole)
    return PdfReader(io.BytesIO(whole.getvalue()))


def pages_known(element, found):
    element = element.get_object()
    if isinstance(element, list):
        for one in element:
            pages_known(one, found)
    elif isinstance(element, dict):
        if "/Pg" in element:
            found.add(element.raw_get("/Pg").idnum)
        if "/K" in element:
            pages_known(element["/K"], found)
    return found


first, second = made("Een"), made("Twee")
print(f"apart: {broken(first)} and {broken(second)} rules broken")

appended = PdfWriter()
for content in (first, second):
    appended.append(io.BytesIO(content))
root = written(appended).trailer["/Root"]
print(f"append: tree {'/StructTreeRoot' in root}, language {root.get('/Lang')}")

cloned = PdfWriter(clone_from=io.BytesIO(first))
cloned.add_page(PdfReader(io.BytesIO(second)).pages[0])
whole = written(cloned)
tags = whole.trailer["/Root"]
known = pages_known(tags["/StructTreeRoot"], set())
print(
    f"clone_from and add_page: tree {'/StructTreeRoot' in tags}, pages {len(whole.pages)}, "
    f"pages that the tree knows {len(known)}"
)
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = "apart: 0 and 0 rules broken
append: tree False, language None
clone_from and add_page: tree True, pages 2, pages that the tree knows 1"
