#!/usr/bin/env bash
# WeasyPrint 70.0 (PyPI) with one attachment, as PDF/A-3 wants it for a file that belongs to a document.
#
# The catalog's /AF lists the attachment twice, and the file's media type is guessed from its name: a
# credential called `badge.jwt` gets application/octet-stream. Who lists the files of a document by /AF
# finds it twice.
#
# Seen:
#   files by name: 1
#   files in /AF: 2, the same one: True
#   media types: ['/application/json', '/application/octet-stream']
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check weasyprint==70.0 pypdf==6.4.0
cat >look.py <<'PYTHON'
import io

import pypdf
import weasyprint


def root(name):
    attached = weasyprint.Attachment(
        string="{}", name=name, relationship="Alternative", description="Een badge"
    )
    html = '<html lang="nl"><title>Proef</title><h1>Proef</h1>'
    pdf = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/a-3a", attachments=[attached])
    return pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]


one = root("badge.json")
by_name = one["/Names"]["/EmbeddedFiles"]["/Names"]
print("files by name:", len(by_name) // 2)
listed = one.raw_get("/AF")
listed = listed.get_object() if hasattr(listed, "get_object") else listed
numbers = [part.idnum for part in listed]
print(f"files in /AF: {len(numbers)}, the same one: {len(set(numbers)) == 1}")
types = [
    root(name)["/AF"][0]["/EF"]["/F"].get_object()["/Subtype"] for name in ("badge.json", "badge.jwt")
]
print("media types:", [str(one) for one in types])
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = "files by name: 1
files in /AF: 2, the same one: True
media types: ['/application/json', '/application/octet-stream']"
