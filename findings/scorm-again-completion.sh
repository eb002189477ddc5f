#!/usr/bin/env bash
# scorm-again (npm) 3.4.3, SCORM 2004.
#
# Where a part has a completion threshold, its run-time says what is completed by the progress that the
# content tells, and not by the word "completed" (SCORM 2004 4th edition, RTE 4.2.4.1): content that says
# "completed" at half of a threshold of 0.9 is incomplete. `GetValue` says so to the content. What is handed over to be kept says
# "completed": whoever keeps that gives out a certificate that the content itself would not.
#
# Seen:
#   asked:  incomplete
#   kept:   completed
set -euo pipefail
cd "$(mktemp -d)"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund scorm-again@3.4.3

cat >run.mjs <<'JAVASCRIPT'
import { Scorm2004API } from "scorm-again/scorm2004";

const api = new Scorm2004API({ autocommit: false, logLevel: 5 });
api.loadFromJSON({ completion_threshold: "0.9" }, "cmi");
api.Initialize("");
api.SetValue("cmi.progress_measure", "0.5");
api.SetValue("cmi.completion_status", "completed");
const asked = api.GetValue("cmi.completion_status");
console.log(`asked:  ${asked}`);
console.log(`kept:   ${api.renderCommitCMI(true).cmi.completion_status}`);
JAVASCRIPT
said=$(node run.mjs 2>/dev/null)
echo "$said"
test "$said" = "asked:  incomplete
kept:   completed"
