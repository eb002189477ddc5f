#!/usr/bin/env bash
# pygal 3.1.3 (PyPI).
#
# A chart that is told to need no script (`js=[]`) has one all the same: a `<script>` in the drawing, which
# a page with a strict content security policy refuses, and a `<style>` whose names hold for the whole page
# when the drawing stands in it. `render(disable_xml_declaration=True)` leaves both there too.
#
# Seen:
#   js=[]: scripts 1, styles 1
#   js=[], for in a page: scripts 1, styles 1
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check pygal==3.1.3
cat >look.py <<'PYTHON'
import pygal


def chart():
    bars = pygal.Bar(pygal.Config(js=[]))
    bars.add("Cijfer", [7, 8, 9])
    return bars


for name, svg in (
    ("js=[]", chart().render(is_unicode=True)),
    ("js=[], for in a page", chart().render(is_unicode=True, disable_xml_declaration=True)),
):
    print(f"{name}: scripts {svg.count('<script')}, styles {svg.count('<style')}")
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = "js=[]: scripts 1, styles 1
js=[], for in a page: scripts 1, styles 1"
