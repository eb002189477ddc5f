#!/usr/bin/env bash
# openedx-scorm-xblock 19.0.5 (Open edX) and wagtail-lms 0.11.1 (PyPI): where packages go that are taken along.
#
# What a package shows and in which order stands in its organization: an item is in the menu unless it says
# `isvisible="false"`, since the value "is defaulted to be true" and `1` is true too (SCORM CAM, <item>;
# xsd:boolean in the schemas of both versions). The resources are a list to look things up in: files that
# parts share may stand first, and its order says nothing (SCORM CAM, <resources>).
#
# Open edX lists in its menu only items that have the letters `isvisible="true"`, so of most packages none. Both
# begin with the first resource: with another lesson when that stands first, and wagtail-lms with nothing
# at all when shared files do. It finds nothing in any package of 2004 either, as it looks in the namespace
# of 1.2 only. None of this is told to whoever uploads the package.
#
# Here a training has two lessons, "een" and "twee", and a style sheet that they share.
#
# Seen (where it begins, and the menu):
#   Open edX: nothing said: les-1.html, menu: none
#   Open edX: isvisible="1": les-1.html, menu: none
#   Open edX: isvisible="true": les-1.html, menu: een twee
#   Open edX: second lesson first: les-2.html, menu: een twee
#   wagtail-lms: 1.2: les-1.html
#   wagtail-lms: 1.2, second lesson first: les-2.html
#   wagtail-lms: 1.2, style sheet first: nothing
#   wagtail-lms: 2004 4th Edition: nothing
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv for-openedx
python3 -m venv for-wagtail
for-openedx/bin/pip install --quiet --disable-pip-version-check \
  openedx-scorm-xblock==19.0.5 XBlock==6.1.0 web-fragments==4.0.0 Django==5.2.19
for-wagtail/bin/pip install --quiet --disable-pip-version-check wagtail-lms==0.11.1 wagtail==8.0.1 Django==5.2.19

cat >packages.py <<'PYTHON'
NAMES = {
    "1.2": (
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
        "http://www.adlnet.org/xsd/adlcp_rootv1p2",
        "scormtype",
    ),
    "2004 4th Edition": (
        "http://www.imsglobal.org/xsd/imscp_v1p1",
        "http://www.adlnet.org/xsd/adlcp_v1p3",
        "scormType",
    ),
}


def manifest(order, version="1.2", visible=""):
    cp, adlcp, kind = NAMES[version]
    resources = {
        "s": f'<resource identifier="r-s" type="webcontent" adlcp:{kind}="asset"><file href="les.css"/></resource>'
    }
    for one in "12":
        resources[one] = (
            f'<resource identifier="r-{one}" type="webcontent" adlcp:{kind}="sco" href="les-{one}.html">'
            f'<file href="les-{one}.html"/><dependency identifierref="r-s"/></resource>'
        )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="proef" version="1.0" xmlns="{cp}" xmlns:adlcp="{adlcp}">
  <metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>
  <organizations default="training"><organization identifier="training"><title>Training</title>
    <item identifier="les-1" identifierref="r-1" {visible}><title>een</title></item>
    <item identifier="les-2" identifierref="r-2" {visible}><title>twee</title></item>
  </organization></organizations>
  <resources>{"".join(resources[one] for one in order)}</resources>
</manifest>""".encode()
PYTHON
cat >read_openedx.py <<'PYTHON'
import io
import re
from types import SimpleNamespace

import django
from django.conf import settings

settings.configure()
django.setup()

from openedxscorm.scormxblock import ScormXBlock
from packages import manifest
from xblock.field_data import DictFieldData
from xblock.fields import ScopeIds


class Block(ScormXBlock):
    """With the manifest at hand instead of in a store of files."""

    proxy_base_url = "/blok"
    content = b""

    def find_file_path(self, filename):
        return filename

    @property
    def storage(self):
        return SimpleNamespace(open=lambda path: io.BytesIO(self.content))


for name, order, visible in (
    ("nothing said", "12s", ""),
    ('isvisible="1"', "12s", 'isvisible="1"'),
    ('isvisible="true"', "12s", 'isvisible="true"'),
    ("second lesson first", "21s", 'isvisible="true"'),
):
    block = Block(SimpleNamespace(), DictFieldData({}), ScopeIds(None, "scorm", "blok", "blok"))
    block.content = manifest(order, visible=visible)
    block.update_package_fields()
    menu = re.findall(r"navigation-title'>([^<]*)<", block.navigation_menu)
    print(f"Open edX: {name}: {block.index_page_path}, menu: {' '.join(menu) or 'none'}")
PYTHON
cat >read_wagtail.py <<'PYTHON'
import io

import django
from django.conf import settings

wagtail = "contrib.forms contrib.redirects embeds sites users snippets documents images search admin"
settings.configure(
    INSTALLED_APPS=[
        *(f"wagtail.{one}" for one in wagtail.split()),
        "wagtail",
        "modelcluster",
        "taggit",
        *(f"django.contrib.{one}" for one in "auth contenttypes sessions messages staticfiles".split()),
        "wagtail_lms",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    STATIC_URL="/static/",
)
django.setup()

from packages import manifest
from wagtail_lms.models import SCORMPackage

for name, order, version in (
    ("1.2", "12s", "1.2"),
    ("1.2, second lesson first", "21s", "1.2"),
    ("1.2, style sheet first", "s12", "1.2"),
    ("2004 4th Edition", "12s", "2004 4th Edition"),
):
    package = SCORMPackage()
    package.parse_manifest(io.BytesIO(manifest(order, version)))
    print(f"wagtail-lms: {name}: {package.launch_url or 'nothing'}")
PYTHON
seen="$(for-openedx/bin/python read_openedx.py)
$(for-wagtail/bin/python read_wagtail.py)"
echo "$seen"
test "$seen" = 'Open edX: nothing said: les-1.html, menu: none
Open edX: isvisible="1": les-1.html, menu: none
Open edX: isvisible="true": les-1.html, menu: een twee
Open edX: second lesson first: les-2.html, menu: een twee
wagtail-lms: 1.2: les-1.html
wagtail-lms: 1.2, second lesson first: les-2.html
wagtail-lms: 1.2, style sheet first: nothing
wagtail-lms: 2004 4th Edition: nothing' || { echo "these systems read manifests otherwise now" >&2; exit 1; }
