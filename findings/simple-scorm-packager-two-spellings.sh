#!/usr/bin/env bash
# simple-scorm-packager 0.2.7 (npm), packages of a folder whose files have spaces in their names.
#
# In the manifest the page to begin with is written as the file is called, `begin één.html`, and the same file
# in the list of files as half an address: the space as %20, the é as it is. Who looks for the page among the
# listed files does not find it. The second is no address either: in one the é would be %C3%A9.
#
# And the packager writes its manifest and schemas into the folder of the author, and packs what stands there:
# a package of another version of SCORM that is made next holds the schemas of the first as well.
#
# Seen:
#   begins with: begin één.html
#   files: begin%20één.html, bijlage.html
#   schemas of SCORM 1.2 in the package for 2004: adlcp_rootv1p2.xsd, ims_xml.xsd, imscp_rootv1p1p2.xsd, imsmd_rootv1p2p1.xsd
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund simple-scorm-packager@0.2.7

cat >pack.cjs <<'JAVASCRIPT'
const pack = require("simple-scorm-packager");

const [version, outputFolder] = process.argv.slice(2);
pack(
  {
    version,
    outputFolder,
    organization: "Proef",
    title: "Proef",
    startingPage: "begin één.html",
    source: "bron",
    package: { version: "1.0.0", zip: true, outputFolder },
  },
  () => {},
);
JAVASCRIPT
cat >look.py <<'PYTHON'
import re
from pathlib import Path
from zipfile import ZipFile

(path,) = Path("2004").glob("*.zip")
with ZipFile(path) as package:
    names = package.namelist()
    manifest = package.read("imsmanifest.xml").decode()
print("begins with:", *re.findall(r'<resource [^>]*href="([^"]+)"', manifest))
print("files:", ", ".join(sorted(re.findall(r'<file href="([^"]+)"', manifest))))
# What a package of 2004 alone does not have.
old = [name for name in names if re.fullmatch(r"(ims_xml|\w+_rootv1p\w+)\.xsd", name)]
print("schemas of SCORM 1.2 in the package for 2004:", ", ".join(sorted(old)))
PYTHON
mkdir bron
for name in "begin één.html" bijlage.html; do echo '<!doctype html><title>x</title>' >"bron/$name"; done
node pack.cjs 1.2 eerst >/dev/null
node pack.cjs "2004 4th Edition" 2004 >/dev/null
seen=$(python3 look.py)
echo "$seen"
test "$seen" = "begins with: begin één.html
files: begin%20één.html, bijlage.html
schemas of SCORM 1.2 in the package for 2004: adlcp_rootv1p2.xsd, ims_xml.xsd, imscp_rootv1p1p2.xsd, imsmd_rootv1p2p1.xsd" ||
  { echo "simple-scorm-packager packs otherwise now" >&2; exit 1; }
