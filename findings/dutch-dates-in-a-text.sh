#!/usr/bin/env bash
# chrono-node 2.10.3 and @microsoft/recognizers-text-date-time 1.3.2 (npm), dateparser 1.5.0 (PyPI).
#
# Three readers of dates that name Dutch among their languages, each told that the text is Dutch. Between a day and
# its hours Dutch has "van" or "vanaf": there chrono-node stops. It finds the day, with noon for an hour, and then
# the hours, on the day of today: a training becomes two other moments. Without "van", and with what English, German
# and French have there, it finds one moment with its end.
#
# "14 uur" is two o'clock. dateparser takes it for an amount of time, and gives fourteen hours ago, also of "14.00
# uur" when it stands alone. With a day before it, "9 uur" is unreadable, and "dinsdag om 14 uur" is the fourteenth.
# "sept.", which Dutch has besides "sep.", is unreadable.
#
# Recognizers lists Dutch as a culture that it supports, has no Dutch for dates, and takes English unless its last
# argument forbids that: the month comes first.
#
# Read on Tuesday 10 February 2026 at 9.15.
#
# Seen:
#   chrono-node: 7 maart 2026 10.00 tot 12.30 uur: 2026-03-07 10:00/12:30
#   chrono-node: 7 maart 2026 van 10.00 tot 12.30 uur: 2026-03-07 12:00 + 2026-02-10 10:00/12:30
#   chrono-node: 7 maart 2026 vanaf 10.00 uur: 2026-03-07 12:00 + 2026-02-10 10:00
#   chrono-node: 7 March 2026 from 10:00 to 12:30: 2026-03-07 10:00/12:30
#   chrono-node: 7. März 2026 von 10:00 bis 12:30 Uhr: 2026-03-07 10:00/12:30
#   chrono-node: 7 mars 2026 de 10h00 à 12h30: 2026-03-07 10:00/12:30
#   recognizers: 10-11-2026: 2026-10-11
#   dateparser: 7 maart 2026 10.00 uur: 2026-03-07 10:00
#   dateparser: 14 uur: 2026-02-09 19:15
#   dateparser: 14.00 uur: 2026-02-09 19:15
#   dateparser: dinsdag om 14 uur: 2026-02-14 00:00
#   dateparser: 7 maart 2026 om 9 uur: -
#   dateparser: 6 sep. 2026: 2026-09-06 00:00
#   dateparser: 6 sept. 2026: -
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export TZ=Europe/Amsterdam
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund chrono-node@2.10.3 @microsoft/recognizers-text-date-time@1.3.2
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0

cat >read.mjs <<'JAVASCRIPT'
import recognizers from "@microsoft/recognizers-text-date-time";
import * as chrono from "chrono-node";

const now = new Date(2026, 1, 10, 9, 15);
const two = (number) => String(number).padStart(2, "0");
const hour = (at) => `${two(at.getHours())}:${two(at.getMinutes())}`;
const day = (at) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

for (const [reader, text] of [
  [chrono.nl, "7 maart 2026 10.00 tot 12.30 uur"],
  [chrono.nl, "7 maart 2026 van 10.00 tot 12.30 uur"],
  [chrono.nl, "7 maart 2026 vanaf 10.00 uur"],
  [chrono.en, "7 March 2026 from 10:00 to 12:30"],
  [chrono.de, "7. März 2026 von 10:00 bis 12:30 Uhr"],
  [chrono.fr, "7 mars 2026 de 10h00 à 12h30"],
]) {
  const found = reader.parse(text, now).map(({ start, end }) => {
    const from = start.date();
    return `${day(from)} ${hour(from)}${end ? `/${hour(end.date())}` : ""}`;
  });
  console.log(`chrono-node: ${text}: ${found.join(" + ")}`);
}
const dutch = recognizers.recognizeDateTime("10-11-2026", "nl-nl", 0, now);
const values = dutch.flatMap((one) => one.resolution.values.map(({ value }) => value));
console.log(`recognizers: 10-11-2026: ${values.join(" + ")}`);
JAVASCRIPT
cat >read.py <<'PYTHON'
from datetime import datetime

import dateparser

NOW = datetime(2026, 2, 10, 9, 15)
for text in [
    "7 maart 2026 10.00 uur",
    "14 uur",
    "14.00 uur",
    "dinsdag om 14 uur",
    "7 maart 2026 om 9 uur",
    "6 sep. 2026",
    "6 sept. 2026",
]:
    found = dateparser.parse(text, languages=["nl"], settings={"RELATIVE_BASE": NOW})
    print(f"dateparser: {text}: {found:%Y-%m-%d %H:%M}" if found else f"dateparser: {text}: -")
PYTHON
seen=$(node read.mjs && env/bin/python -W ignore read.py)
echo "$seen"
test "$seen" = "chrono-node: 7 maart 2026 10.00 tot 12.30 uur: 2026-03-07 10:00/12:30
chrono-node: 7 maart 2026 van 10.00 tot 12.30 uur: 2026-03-07 12:00 + 2026-02-10 10:00/12:30
chrono-node: 7 maart 2026 vanaf 10.00 uur: 2026-03-07 12:00 + 2026-02-10 10:00
chrono-node: 7 March 2026 from 10:00 to 12:30: 2026-03-07 10:00/12:30
chrono-node: 7. März 2026 von 10:00 bis 12:30 Uhr: 2026-03-07 10:00/12:30
chrono-node: 7 mars 2026 de 10h00 à 12h30: 2026-03-07 10:00/12:30
recognizers: 10-11-2026: 2026-10-11
dateparser: 7 maart 2026 10.00 uur: 2026-03-07 10:00
dateparser: 14 uur: 2026-02-09 19:15
dateparser: 14.00 uur: 2026-02-09 19:15
dateparser: dinsdag om 14 uur: 2026-02-14 00:00
dateparser: 7 maart 2026 om 9 uur: -
dateparser: 6 sep. 2026: 2026-09-06 00:00
dateparser: 6 sept. 2026: -" || { echo "these readers take Dutch dates otherwise now" >&2; exit 1; }
