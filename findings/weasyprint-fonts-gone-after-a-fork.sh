#!/usr/bin/env bash
# WeasyPrint 70.0 (PyPI) in a process that makes copies of itself after a first document, as a web
# server does that loads the program before it starts its workers.
#
# A FontConfiguration that is shared by documents keeps the fonts of @font-face in a folder, and takes
# that folder away when it is dropped. Each copy of the process has it, so a worker that ends takes
# the fonts from all others: there the next style sheet with @font-face fails, long after.
#
# Seen:
#   before a copy ended: made
#   after a copy ended: FileNotFoundError
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check weasyprint==70.0 font-roboto==0.0.1 fonts==0.0.3
cat >look.py <<'PYTHON'
import gc
import os
from pathlib import Path

import font_roboto
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

fonts = FontConfiguration()
folder = Path(font_roboto.__file__).parent / "files"


def document(file):
    face = f"@font-face {{ font-family: Proef; src: url({(folder / file).as_uri()}) }}"
    sheet = CSS(string=f"{face} p {{ font-family: Proef }}", font_config=fonts)
    HTML(string="<p>Aa").write_pdf(stylesheets=[sheet], font_config=fonts)
    return "made"


print("before a copy ended:", document("Roboto-Regular.ttf"))
copy = os.fork()
if not copy:
    del fonts  # as at the end of a worker
    gc.collect()
    os._exit(0)
os.waitpid(copy, 0)
try:
    print("after a copy ended:", document("Roboto-Bold.ttf"))
except OSError as error:
    print("after a copy ended:", type(error).__name__)
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = "before a copy ended: made
after a copy ended: FileNotFoundError"
