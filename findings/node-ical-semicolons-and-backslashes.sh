#!/usr/bin/env bash
# node-ical 0.27.2 (npm), beside ical.js 2.2.1 (npm).
#
# A calendar file keeps the signs of a text apart from its own (RFC 5545, 3.2 and 3.3.11): between quotes in the
# name of an organiser, behind a backslash in a text. node-ical cuts a quoted name at its semicolon and leaves
# the first quote. And a backslash, which is written twice, is taken for a new line when an n follows: where the
# papers of a training are (`G:\\nieuw`) is no place any more. A comma or a colon in the name and a semicolon in
# a text are read right, so tests with those see nothing.
#
# Seen:
#   node-ical: "Bureau | Les; één | "G:\\\nieuw"
#   ical.js: Bureau; Utrecht | Les; één | "G:\\nieuw"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund node-ical@0.27.2 ical.js@2.2.1

cat >read.mjs <<'JAVASCRIPT'
import ICAL from "ical.js";
import ical from "node-ical";

const file = String.raw`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//proef//nl
BEGIN:VEVENT
UID:les@voorbeeld.example
DTSTAMP:20260101T000000Z
DTSTART:20260629T080000Z
SUMMARY:Les\; één
DESCRIPTION:G:\\nieuw
ORGANIZER;CN="Bureau; Utrecht":mailto:bureau@voorbeeld.example
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n");
const say = (who, name, summary, description) =>
  console.log(`${who}: ${name} | ${summary} | ${JSON.stringify(description)}`);

const one = ical.sync.parseICS(file)["les@voorbeeld.example"];
say("node-ical", one.organizer.params.CN, one.summary, one.description);
const other = new ICAL.Component(ICAL.parse(file)).getFirstSubcomponent("vevent");
say(
  "ical.js",
  other.getFirstProperty("organizer").getParameter("cn"),
  other.getFirstPropertyValue("summary"),
  other.getFirstPropertyValue("description"),
);
JAVASCRIPT
seen=$(node read.mjs)
echo "$seen"
test "$seen" = 'node-ical: "Bureau | Les; één | "G:\\\nieuw"
ical.js: Bureau; Utrecht | Les; één | "G:\\nieuw"' ||
  { echo "these readers read names and backslashes otherwise now" >&2; exit 1; }
