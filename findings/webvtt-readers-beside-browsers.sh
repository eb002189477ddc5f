#!/usr/bin/env bash
# node-webvtt 2.0.0 and subtitle 4.2.2 (npm), webvtt-py 0.6.0 (PyPI): readers of WebVTT, on captions that
# browsers show.
#
# How captions look may stand in the file itself (a block STYLE or REGION), times may have tabs around the arrow,
# and a text may have a name (https://www.w3.org/TR/webvtt1/). Two readers refuse the whole file for one of
# these; who checks with them what a trainer uploads, refuses captions that are right. webvtt-py reads all of
# them, but its `text`, without the marks for bold and such, still has the escapes: a transcript then says
# "Vragen &amp; antwoorden".
#
# Seen:
#   node-webvtt refuses: style region tabs
#   subtitle refuses: style region tabs named
#   webvtt-py refuses:
#   webvtt-py as text: Vragen &amp; antwoorden
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check webvtt-py==0.6.0
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund node-webvtt@2.0.0 subtitle@4.2.2

cue='00:01.000 --> 00:04.000\n<b>Vragen</b> &amp; antwoorden\n'
printf "WEBVTT\n\n$cue" >plain.vtt
printf "WEBVTT\n\nSTYLE\n::cue { color: yellow }\n\n$cue" >style.vtt
printf "WEBVTT\n\nREGION\nid:onder\n\n$cue" >region.vtt
printf "WEBVTT\n\n00:01.000\t-->\t00:04.000\nVragen\n" >tabs.vtt
printf "WEBVTT\n\ninleiding\n$cue" >named.vtt

cat >read.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { parse } from "node-webvtt";
import { parseSync } from "subtitle";

for (const [name, read] of [["node-webvtt", parse], ["subtitle", parseSync]]) {
  const refused = ["plain", "style", "region", "tabs", "named"].filter((file) => {
    try {
      read(readFileSync(`${file}.vtt`, "utf8"));
      return false;
    } catch {
      return true;
    }
  });
  console.log(`${name} refuses: ${refused.join(" ")}`);
}
JAVASCRIPT
cat >read.py <<'PYTHON'
import webvtt

refused = []
for name in ("plain", "style", "region", "tabs", "named"):
    try:
        assert len(webvtt.read(f"{name}.vtt")) == 1
    except (AssertionError, webvtt.errors.MalformedFileError):
        refused.append(name)
print("webvtt-py refuses:", *refused)
print("webvtt-py as text:", webvtt.read("plain.vtt")[0].text)
PYTHON
seen="$(node read.mjs)
$(env/bin/python read.py)"
echo "$seen"
test "$seen" = "node-webvtt refuses: style region tabs
subtitle refuses: style region tabs named
webvtt-py refuses:
webvtt-py as text: Vragen &amp; antwoorden" || { echo "these captions are read otherwise now" >&2; exit 1; }
