#!/usr/bin/env bash
# @citolab/qti-components 7.27.4 (npm), Cito's player of QTI 3.0, in jsdom 26.1.0.
#
# A question about a number may allow a difference: with `tolerance-mode="absolute"` and `tolerance="0.5 0.5"` an
# answer counts from half less to half more, with "relative" the same in per cent (QTI 3.0, the expression
# `qti-equal`). The player looks for the mode in an attribute `tolerancemode`, finds none, and takes "exact": an
# answer that is close is wrong, and nothing warns. Between two numbers, with `qti-gte` and `qti-lte`, the same
# question is judged right.
#
# Here 3.5 is asked.
#
# Seen (the points for 3.5, 3.2 and 9):
#   exact: 1 0 0
#   absolute, 0.5: 1 0 0
#   relative, 10 %: 1 0 0
#   from 3 to 4: 1 1 0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund @citolab/qti-components@7.27.4 jsdom@26.1.0

cat >play.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { JSDOM, VirtualConsole } from "jsdom";

const player = readFileSync("node_modules/@citolab/qti-components/cdn/index.global.js", "utf8");
const points = (value) =>
  `<qti-set-outcome-value identifier="SCORE">
     <qti-base-value base-type="float">${value}</qti-base-value>
   </qti-set-outcome-value>`;
const compare = (name, value, attributes = "") =>
  `<${name} ${attributes}>
     <qti-variable identifier="RESPONSE"></qti-variable>
     <qti-base-value base-type="float">${value}</qti-base-value>
   </${name}>`;
const item = (test) =>
  `<qti-assessment-item identifier="vraag" title="Vraag" adaptive="false" time-dependent="false">
     <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="float">
       <qti-correct-response><qti-value>3.5</qti-value></qti-correct-response>
     </qti-response-declaration>
     <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float">
       <qti-default-value><qti-value>0</qti-value></qti-default-value>
     </qti-outcome-declaration>
     <qti-item-body>
       <p>Hoeveel? <qti-text-entry-interaction response-identifier="RESPONSE"></qti-text-entry-interaction></p>
     </qti-item-body>
     <qti-response-processing>
       <qti-response-condition>
         <qti-response-if>${test}${points(1)}</qti-response-if>
         <qti-response-else>${points(0)}</qti-response-else>
       </qti-response-condition>
     </qti-response-processing>
   </qti-assessment-item>`;

async function judged(test, answer) {
  const quiet = { runScripts: "outside-only", virtualConsole: new VirtualConsole() };
  const { window } = new JSDOM("<!doctype html><body></body>", quiet);
  // What the field to type in asks of a browser and jsdom has not.
  Object.defineProperty(window.ElementInternals.prototype, "states", { get: () => new Set() });
  window.ElementInternals.prototype.setValidity = () => {};
  window.eval(player);
  window.document.body.innerHTML = item(test);
  const shown = window.document.querySelector("qti-assessment-item");
  await shown.updateComplete;
  shown.updateResponseVariable("RESPONSE", answer);
  shown.processResponse(true, false);
  return shown.variables.find((one) => one.identifier === "SCORE").value;
}

for (const [name, test] of [
  ["exact", compare("qti-equal", 3.5, 'tolerance-mode="exact"')],
  ["absolute, 0.5", compare("qti-equal", 3.5, 'tolerance-mode="absolute" tolerance="0.5 0.5"')],
  ["relative, 10 %", compare("qti-equal", 3.5, 'tolerance-mode="relative" tolerance="10 10"')],
  ["from 3 to 4", `<qti-and>${compare("qti-gte", 3)}${compare("qti-lte", 4)}</qti-and>`],
]) {
  const given = [];
  for (const answer of ["3.5", "3.2", "9"]) given.push(await judged(test, answer));
  console.log(`${name}: ${given.join(" ")}`);
}
JAVASCRIPT
seen=$(node play.mjs 2>/dev/null)
echo "$seen"
test "$seen" = "exact: 1 0 0
absolute, 0.5: 1 0 0
relative, 10 %: 1 0 0
from 3 to 4: 1 1 0" || { echo "the player judges numbers otherwise now" >&2; exit 1; }
