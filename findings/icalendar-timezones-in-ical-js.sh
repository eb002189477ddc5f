#!/usr/bin/env bash
# icalendar (PyPI) 7.3.0 and ical.js (npm, the engine of Thunderbird's calendar) 2.2.1.
#
# `Calendar.add_missing_timezones()` writes all changes to summer time as one RDATE with many values,
# as RFC 5545 (3.8.5.2) allows. ical.js reads only the first value of an RDATE when it expands a time
# zone, so it knows one change to summer time, in the seventies, and one back. Each of the two reads its
# own files well. A meeting at 13:00 in Amsterdam in July is shown an hour late. With a value a line,
# the same file is read right.
#
# Seen:
#   one line:   2027-01-10T12:00:00.000Z 2027-07-10T12:00:00.000Z
#   value each: 2027-01-10T12:00:00.000Z 2027-07-10T11:00:00.000Z
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check icalendar==7.3.0
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ical.js@2.2.1

env/bin/python - <<'PYTHON'
import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

calendar = Calendar()
calendar.add("prodid", "-//example//nl")
calendar.add("version", "2.0")
for month in (1, 7):
    event = Event()
    event.add("uid", f"{month}@example.org")
    event.add("dtstamp", datetime(2026, 1, 1, tzinfo=UTC))
    event.add("dtstart", datetime(2027, month, 10, 13, tzinfo=ZoneInfo("Europe/Amsterdam")))
    calendar.add_component(event)
calendar.add_missing_timezones()
content = calendar.to_ical()
Path("one-line.ics").write_bytes(content)
unfolded = content.replace(b"\r\n ", b"")
each = re.sub(
    rb"RDATE:([^\r]*)",
    lambda found: b"\r\n".join(b"RDATE:" + one for one in found[1].split(b",")),
    unfolded,
)
Path("value-each.ics").write_bytes(each)
PYTHON

cat >read.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));
}
const moments = calendar
  .getAllSubcomponents("vevent")
  .map((event) => new ICAL.Event(event).startDate.toJSDate().toISOString());
console.log(moments.join(" "));
JAVASCRIPT

one=$(node read.mjs one-line.ics)
each=$(node read.mjs value-each.ics)
echo "one line:   $one"
echo "value each: $each"
test "$one" = "2027-01-10T12:00:00.000Z 2027-07-10T12:00:00.000Z"
test "$each" = "2027-01-10T12:00:00.000Z 2027-07-10T11:00:00.000Z"
