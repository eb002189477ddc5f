#!/usr/bin/env bash
# tincanjs (npm) 0.50.0, the library with which a lot of content talks xAPI.
#
# How long something took is written by ISO 8601. A duration that names no seconds, which is right, is read
# wrong by `convertISO8601DurationToMilliseconds`: what stands before the last letter is taken for the seconds
# too. An hour gets a second more, 36 hours 36 seconds; with minutes but no seconds all of it becomes 0.
# A lesson of an hour and a half then counts as no time at all, and nothing warns.
#
# Seen:
#   PT1H30M0S = 5400 s
#   PT1H30M = 0 s
#   PT45M = 0 s
#   PT1H = 3601 s
#   PT36H = 129636 s
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund tincanjs@0.50.0

cat >read.cjs <<'JAVASCRIPT'
const { Utils } = require("tincanjs");

for (const duration of ["PT1H30M0S", "PT1H30M", "PT45M", "PT1H", "PT36H"]) {
  console.log(`${duration} = ${Utils.convertISO8601DurationToMilliseconds(duration) / 1000} s`);
}
JAVASCRIPT
seen=$(node read.cjs)
echo "$seen"
test "$seen" = "PT1H30M0S = 5400 s
PT1H30M = 0 s
PT45M = 0 s
PT1H = 3601 s
PT36H = 129636 s" || { echo "tincanjs reads these durations otherwise now" >&2; exit 1; }
