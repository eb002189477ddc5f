#!/usr/bin/env bash
# nameparser 2.6.0 (PyPI), humanparser 2.7.0 and parse-full-name 1.2.7 (npm).
#
# Three programs that take a name apart, with the prefixes of surnames that they come with. In Dutch there are
# many, of one to three words, and they belong to the surname; the population register keeps them in a field of
# their own, from a national table (number 36, "voorvoegsels"). All three read "van der". Of most others they make
# second first names: of "in" in "in 't Veld", of all of "in 't", of the "ten" of "ten Have". Each has other gaps,
# so a list by surname differs with who made it. A prefix behind the comma, where Dutch lists have it, two never take.
#
# Seen (second first names in brackets, then the surname: nameparser | humanparser | parse-full-name):
#   Anna van der Berg: [] van der Berg | [] van der Berg | [] van der Berg
#   Kees in 't Veld: [in] 't Veld | [in 't] Veld | [in 't] Veld
#   Jan 't Hart: [] 't Hart | ['t] Hart | ['t] Hart
#   Ria uit den Bogaard: [uit] den Bogaard | [uit] den Bogaard | [uit den] Bogaard
#   Eva ten Have: [ten] Have | [] ten Have | [ten] Have
#   Berg, Anna van der: [] van der Berg | [van der] Berg | [van der] Berg
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund humanparser@2.7.0 parse-full-name@1.2.7
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check nameparser==2.6.0

cat >names.txt <<'TEXT'
Anna van der Berg
Kees in 't Veld
Jan 't Hart
Ria uit den Bogaard
Eva ten Have
Berg, Anna van der
TEXT
cat >read.py <<'PYTHON'
from pathlib import Path

from nameparser import HumanName

for name in Path("names.txt").read_text().splitlines():
    found = HumanName(name)
    print(f"{name}: [{found.middle}] {found.last}")
PYTHON
cat >read.js <<'JAVASCRIPT'
const { readFileSync } = require("node:fs");
const { parseName } = require("humanparser");
const { parseFullName } = require("parse-full-name");

for (const name of readFileSync("names.txt", "utf8").trim().split("\n")) {
  const { middleName = "", lastName } = parseName(name);
  const { middle, last } = parseFullName(name);
  console.log(` | [${middleName}] ${lastName} | [${middle}] ${last}`);
}
JAVASCRIPT
seen=$(paste -d "" <(env/bin/python read.py) <(node read.js))
echo "$seen"
test "$seen" = "Anna van der Berg: [] van der Berg | [] van der Berg | [] van der Berg
Kees in 't Veld: [in] 't Veld | [in 't] Veld | [in 't] Veld
Jan 't Hart: [] 't Hart | ['t] Hart | ['t] Hart
Ria uit den Bogaard: [uit] den Bogaard | [uit] den Bogaard | [uit den] Bogaard
Eva ten Have: [ten] Have | [] ten Have | [ten] Have
Berg, Anna van der: [] van der Berg | [van der] Berg | [van der] Berg" ||
  { echo "Dutch names are taken apart otherwise now" >&2; exit 1; }
