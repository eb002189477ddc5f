#!/usr/bin/env bash
# icalendar 7.3.2 and ics 0.7.3 (PyPI), ical.js 2.2.1 and node-ical 0.27.2 (npm).
#
# An event may say how long it takes instead of when it ends. By RFC 5545, 3.3.6 hours are real hours and days
# are days of the calendar, which differs in the night in which the clock goes back: who begins to watch at
# 22:00 and does so for nine hours (PT9H) is done at 06:00, and a day later (P1D) it is 22:00 again.
#
# No reader does both. Three take hours for days and let the watch end an hour late, at 07:00; node-ical takes
# days for hours and lets the day end an hour early. In no other night does anybody notice.
#
# Seen, from 22:00 on 24 October 2026 in Amsterdam:
#   icalendar: PT9H until 07:00, P1D until 22:00
#   ics: PT9H until 07:00, P1D until 22:00
#   ical.js: PT9H until 07:00, P1D until 22:00
#   node-ical: PT9H until 06:00, P1D until 21:00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check icalendar==7.3.2 ics==0.7.3
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund ical.js@2.2.1 node-ical@0.27.2

for duration in PT9H P1D; do
  cat <<CALENDAR | sed 's/$/\r/' >"$duration.ics"
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//proef//nl
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:waken@voorbeeld.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Amsterdam:20261024T220000
DURATION:$duration
SUMMARY:Waken
END:VEVENT
END:VCALENDAR
CALENDAR
done
cat >read.py <<'PYTHON'
import warnings
from pathlib import Path
from zoneinfo import ZoneInfo

import ics
from icalendar import Calendar

warnings.simplefilter("ignore")


def by_icalendar(text):
    return Calendar.from_ical(text).events[0].end


def by_ics(text):
    (event,) = ics.Calendar(text).events
    return event.end.datetime


for name, reader in (("icalendar", by_icalendar), ("ics", by_ics)):
    told = []
    for duration in ("PT9H", "P1D"):
        end = reader(Path(f"{duration}.ics").read_bytes().decode())
        told.append(f"{duration} until {end.astimezone(ZoneInfo('Europe/Amsterdam')):%H:%M}")
    print(f"{name}: {', '.join(told)}")
PYTHON
cat >read.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import ical from "node-ical";

function byIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.register(calendar.getFirstSubcomponent("vtimezone"));
  return new ICAL.Event(calendar.getFirstSubcomponent("vevent")).endDate.toJSDate();
}
const byNodeIcal = (text) => ical.sync.parseICS(text)["waken@voorbeeld.example"].end;
const clock = new Intl.DateTimeFormat("nl", { timeStyle: "short", timeZone: "Europe/Amsterdam" });
for (const [name, reader] of [["ical.js", byIcalJs], ["node-ical", byNodeIcal]]) {
  const told = ["PT9H", "P1D"].map(
    (duration) => `${duration} until ${clock.format(reader(readFileSync(`${duration}.ics`, "utf8")))}`,
  );
  console.log(`${name}: ${told.join(", ")}`);
}
JAVASCRIPT
# In UTC, so that no reader has the right hours from the machine.
export TZ=UTC
seen="$(env/bin/python read.py)
$(node read.mjs)"
echo "$seen"
test "$seen" = "icalendar: PT9H until 07:00, P1D until 22:00
ics: PT9H until 07:00, P1D until 22:00
ical.js: PT9H until 07:00, P1D until 22:00
node-ical: PT9H until 06:00, P1D until 21:00" || { echo "durations are read otherwise now" >&2; exit 1; }
