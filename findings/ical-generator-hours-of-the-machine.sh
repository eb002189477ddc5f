#!/usr/bin/env bash
# ical-generator (npm) 11.1.2.
#
# With `timezone: "Europe/Amsterdam"` a moment, also one that says its own offset, is written in the hours of
# the machine and labelled with the hours of Amsterdam. On a laptop in the Netherlands that is right; on a
# server, where UTC is usual, everybody's calendar shows the meeting two hours early in summer. Without a
# `timezone` the same moment is right on both, in UTC.
#
# Seen, for 10 o'clock on a day in June in Amsterdam:
#   machine in Europe/Amsterdam: DTSTART;TZID=Europe/Amsterdam:20260629T100000; without: DTSTART:20260629T080000Z
#   machine in UTC: DTSTART;TZID=Europe/Amsterdam:20260629T080000; without: DTSTART:20260629T080000Z
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund ical-generator@11.1.2

cat >write.mjs <<'JAVASCRIPT'
import ical from "ical-generator";

const start = (timezone) => {
  const calendar = ical();
  calendar.createEvent({ id: "les", summary: "Les", start: "2026-06-29T10:00:00+02:00", timezone });
  return calendar.toString().match(/DTSTART.*/)[0].trim();
};
console.log(`machine in ${process.env.TZ}: ${start("Europe/Amsterdam")}; without: ${start(undefined)}`);
JAVASCRIPT
seen=$(for zone in Europe/Amsterdam UTC; do TZ=$zone node write.mjs; done)
echo "$seen"
test "$seen" = "machine in Europe/Amsterdam: DTSTART;TZID=Europe/Amsterdam:20260629T100000; without: DTSTART:20260629T080000Z
machine in UTC: DTSTART;TZID=Europe/Amsterdam:20260629T080000; without: DTSTART:20260629T080000Z" ||
  { echo "ical-generator writes these moments otherwise now" >&2; exit 1; }
