#!/usr/bin/env bash
# ics 0.7.3 (PyPI), read by node-ical 0.27.2 (npm).
#
# What a calendar file is for (METHOD: an invitation, a cancellation) stands before its events by RFC 5545,
# 3.6. ics writes it behind them, so who reads a file from top to bottom has events before it knows what to do
# with them: node-ical then tells of no event that it is cancelled, as it does when METHOD comes first.
#
# And a file that does not name its kind of calendar, which is usual, is saved again with a kind that does not
# exist: CALSCALE:GEORGIAN. RFC 5545, 3.7.1 has GREGORIAN.
#
# Seen:
#   saved: CALSCALE:GEORGIAN BEGIN:VEVENT END:VEVENT METHOD:CANCEL
#   what node-ical says of the event: first CANCEL, saved again by ics undefined
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check ics==0.7.3
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund node-ical@0.27.2

cat >save.py <<'PYTHON'
from pathlib import Path

from ics import Calendar

LINES = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//proef//nl",
    "METHOD:CANCEL",
    "BEGIN:VEVENT",
    "UID:les@voorbeeld.example",
    "DTSTAMP:20260101T000000Z",
    "DTSTART:20260629T080000Z",
    "DTEND:20260629T100000Z",
    "SUMMARY:Les",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
]
first = "\r\n".join(LINES)
saved = Calendar(first).serialize()
Path("first.ics").write_bytes(first.encode())
Path("saved.ics").write_bytes(saved.encode())
names = ("CALSCALE", "METHOD", "BEGIN:VEVENT", "END:VEVENT")
print("saved:", *(line for line in saved.splitlines() if line.startswith(names)))
PYTHON
cat >read.mjs <<'JAVASCRIPT'
import ical from "node-ical";

const method = (file) => ical.sync.parseFile(file)["les@voorbeeld.example"].method;
console.log(
  `what node-ical says of the event: first ${method("first.ics")}, saved again by ics ${method("saved.ics")}`,
);
JAVASCRIPT
seen="$(env/bin/python save.py)
$(node read.mjs)"
echo "$seen"
test "$seen" = "saved: CALSCALE:GEORGIAN BEGIN:VEVENT END:VEVENT METHOD:CANCEL
what node-ical says of the event: first CANCEL, saved again by ics undefined" ||
  { echo "ics saves these files otherwise now" >&2; exit 1; }
