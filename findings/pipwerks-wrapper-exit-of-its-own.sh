#!/usr/bin/env bash
# pipwerks-scorm-api-wrapper 0.1.2 (npm), through which a lot of content talks SCORM; scorm-again 3.4.3 at the
# other end.
#
# Content says with `cmi.exit` (1.2: `cmi.core.exit`) how it is left: after "suspend" the next visit goes on where
# this one stopped. After "normal" or "logout" it is a new attempt, whose values "will NOT be available if the
# SCO is relaunched" (SCORM 2004 4th Edition RTE, 4.2.8), and in 1.2 a system "should log the student out of
# the course" after "logout".
#
# Once a part is completed the wrapper says "normal", or in 1.2 "logout", also where the content said "suspend"
# itself. It means to leave alone what the content said, but knows of that only from reading the value, and
# this one may only be written. Who looks something up again in a part that he or she completed begins at
# page one, and with 1.2 may have to sign in again. Setting `handleExitMode = false` turns it off.
#
# Seen (the status, what the content said, what arrived):
#   1.2: incomplete, nothing: suspend
#   1.2: completed, nothing: logout
#   1.2: completed, suspend: suspend, logout
#   2004: incomplete, nothing: suspend
#   2004: completed, nothing: normal
#   2004: completed, suspend: suspend, normal
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund scorm-again@3.4.3
# Not `npm install`: its only dependency is what it is built from, which lies elsewhere and is in it already.
npm pack --silent pipwerks-scorm-api-wrapper@0.1.2 >/dev/null
tar xzf pipwerks-scorm-api-wrapper-0.1.2.tgz package/index.js 2>/dev/null
mv package/index.js wrapper.cjs

cat >run.mjs <<'JAVASCRIPT'
import { createRequire } from "node:module";
import { Scorm12API } from "scorm-again/scorm12";
import { Scorm2004API } from "scorm-again/scorm2004";

const { SCORM } = createRequire(import.meta.url)("./wrapper.cjs");
const kinds = [
  ["1.2", Scorm12API, "API", "LMSSetValue", "cmi.core.lesson_status", "cmi.core.exit"],
  ["2004", Scorm2004API, "API_1484_11", "SetValue", "cmi.completion_status", "cmi.exit"],
];
for (const [version, Api, name, set, status, exit] of kinds) {
  for (const [reached, said] of [["incomplete", ""], ["completed", ""], ["completed", "suspend"]]) {
    const api = new Api({ autocommit: false, logLevel: 5 });
    const arrived = [];
    const taken = api[set].bind(api);
    api[set] = (element, value) => {
      if (element === exit) arrived.push(value);
      return taken(element, value);
    };
    // The window in which the wrapper looks, and nothing left of the one before.
    globalThis.window = { [name]: api };
    window.parent = window.top = window;
    SCORM.version = null;
    SCORM.API.handle = null;
    SCORM.API.isFound = false;
    SCORM.data.completionStatus = SCORM.data.exitStatus = null;

    SCORM.init();
    SCORM.set(status, reached);
    if (said) {
      SCORM.set(exit, said);
      SCORM.get(exit);
    }
    SCORM.quit();
    console.log(`${version}: ${reached}, ${said || "nothing"}: ${arrived.join(", ")}`);
  }
}
JAVASCRIPT
seen=$(node run.mjs 2>/dev/null)
echo "$seen"
test "$seen" = "1.2: incomplete, nothing: suspend
1.2: completed, nothing: logout
1.2: completed, suspend: suspend, logout
2004: incomplete, nothing: suspend
2004: completed, nothing: normal
2004: completed, suspend: suspend, normal" || { echo "the wrapper leaves content otherwise now" >&2; exit 1; }
