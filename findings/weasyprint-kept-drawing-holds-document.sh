#!/usr/bin/env bash
# WeasyPrint 70.0 (PyPI): a dictionary given as `cache`, so that pictures are read once for many documents.
#
# A picture in SVG stays in that dictionary together with the layout of the first document in which it stood: all its
# pages and boxes, however long the document, for as long as the dictionary lives. A picture of pixels keeps itself only.
#
# Seen, of layouts in memory after three documents were written and dropped, each with a picture of its own:
#   png 0, svg 3
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check weasyprint==70.0
cat >look.py <<'PYTHON'
import base64
import gc
import io

import weasyprint
from PIL import Image


def png(number):
    content = io.BytesIO()
    Image.new("RGB", (8, 8), (number, 0, 0)).save(content, "PNG")
    return "image/png", content.getvalue()


def svg(number):
    text = f"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h{number}v9z'/></svg>"
    return "image/svg+xml", text.encode()


def layouts():
    gc.collect()
    return sum(type(one).__name__ == "LayoutContext" for one in gc.get_objects())


seen = []
for kind in (png, svg):
    cache, before = {}, layouts()
    for number in (1, 2, 3):
        media, content = kind(number)
        address = f"data:{media};base64,{base64.b64encode(content).decode()}"
        html = f'<html lang="nl"><title>T</title><img alt="A" src="{address}">'
        weasyprint.HTML(string=html).render(cache=cache).write_pdf()
    seen.append(f"{kind.__name__} {layouts() - before}")
print(", ".join(seen))
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = "png 0, svg 3"
