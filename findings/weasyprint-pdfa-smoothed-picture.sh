#!/usr/bin/env bash
# WeasyPrint 70.0 with its archive variants, looked at by page-validation 0.11.0 (both PyPI).
#
# A file with a photo or another picture of pixels is no PDF/A, though its metadata claim it: each such
# picture asks the reader to smooth it (/Interpolate true), which no level of PDF/A allows (ISO 19005-2
# and 3, 6.2.8). Drawings (SVG) are right, and so is a picture with `image-rendering: pixelated`.
#
# Seen:
#   pdf/a-2a photo: ['PDFA2A-IMAGE-INTERPOLATE-001']
#   pdf/a-2a photo, not smoothed: []
#   pdf/a-2a drawing: []
#   pdf/a-3a photo: ['PDFA3A-IMAGE-INTERPOLATE-001']
#   pdf/a-3a photo, not smoothed: []
#   pdf/a-3a drawing: []
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check weasyprint==70.0 page-validation==0.11.0
cat >look.py <<'PYTHON'
import base64
import io

import page
import weasyprint
from PIL import Image

pixels = io.BytesIO()
Image.new("RGB", (20, 20), "teal").save(pixels, "PNG")
photo = "data:image/png;base64," + base64.b64encode(pixels.getvalue()).decode()
drawing = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'>"
    "<rect width='20' height='20' fill='teal'/></svg>"
)
PICTURES = {
    "photo": f'<img alt="Een vlak" src="{photo}">',
    "photo, not smoothed": f'<img alt="Een vlak" style="image-rendering: pixelated" src="{photo}">',
    "drawing": f'<img alt="Een vlak" src="{drawing}">',
}
PROFILES = {
    "pdf/a-2a": page.ValidationProfile.PDF_A_2A,
    "pdf/a-3a": page.ValidationProfile.PDF_A_3A,
}
for variant, profile in PROFILES.items():
    for name, picture in PICTURES.items():
        html = f'<html lang="nl"><title>Proef</title><h1>Proef</h1><p>{picture}'
        pdf = weasyprint.HTML(string=html).write_pdf(pdf_variant=variant)
        rules = {one.rule_id for one in page.validate_pdf_bytes(pdf, profile=profile).failures}
        print(f"{variant} {name}: {sorted(one for one in rules if 'IMAGE' in one)}")
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = "pdf/a-2a photo: ['PDFA2A-IMAGE-INTERPOLATE-001']
pdf/a-2a photo, not smoothed: []
pdf/a-2a drawing: []
pdf/a-3a photo: ['PDFA3A-IMAGE-INTERPOLATE-001']
pdf/a-3a photo, not smoothed: []
pdf/a-3a drawing: []"
