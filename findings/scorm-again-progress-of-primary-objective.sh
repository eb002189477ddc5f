#!/usr/bin/env bash
# scorm-again (npm) 3.4.3, SCORM 2004 4th edition.
#
# Where a part is completed by its measure of progress, so is its primary objective. ADL's conformance package
# LMSTestPackage_CO-10 has such an objective belong to a goal of the whole package, asks 0.15, and expects that
# content which tells 0.3 of the objective leaves "completed"; and that what it tells of the part itself
# arrives in the goal. scorm-again leaves "incomplete"; and once the goal was known, what content tells in
# `cmi.progress_measure` does not arrive at all: the objective keeps what it was given at the start.
#
# Seen, in the goal of the package, after content told of its progress:
#   of the objective 0.3: 0.3 incomplete
#   of the part 0.39: 0.39 completed
#   of the part 0.39, when the goal was 0.1 before: 0.1 incomplete
set -euo pipefail
cd "$(mktemp -d)"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund scorm-again@3.4.3

cat >run.mjs <<'JAVASCRIPT'
import { Scorm2004API } from "scorm-again/scorm2004";

console.debug = () => {};

const map = { targetObjectiveID: "goal", writeCompletionStatus: true, writeProgressMeasure: true };
const part = {
  id: "part",
  title: "",
  primaryObjective: { objectiveID: "own", mapInfo: [map] },
  deliveryControls: { objectiveSetByContent: true },
  completionThreshold: { completedByMeasure: true, minProgressMeasure: 0.15 },
};
const activityTree = { id: "all", title: "", sequencingControls: { flow: true }, children: [part] };

function left(before, ...told) {
  let goal;
  const api = new Scorm2004API({
    autocommit: false,
    logLevel: 5,
    lmsCommitUrl: "/",
    renderCommonCommitFields: true,
    sequencing: { activityTree, logLevel: "error" },
    httpService: {
      processHttpRequest(_url, commit) {
        goal = commit.globalObjectives.goal;
        return { result: "true", errorCode: 0 };
      },
      updateSettings() {},
    },
  });
  api.restoreGlobalObjectiveSnapshot(before);
  api.Initialize("");
  for (const [element, value] of told) api.SetValue(element, value);
  api.SetValue("cmi.exit", "suspend");
  api.Terminate("");
  return `${goal.progressMeasure} ${goal.completionStatus}`;
}

const incomplete = {
  goal: { progressMeasure: 0.1, progressMeasureKnown: true, completionStatus: "incomplete", completionStatusKnown: true },
};
const whole = ["cmi.progress_measure", "0.39"];
console.log(`of the objective 0.3: ${left({}, ["cmi.objectives.0.progress_measure", "0.3"])}`);
console.log(`of the part 0.39: ${left({}, whole)}`);
console.log(`of the part 0.39, when the goal was 0.1 before: ${left(incomplete, whole)}`);
JAVASCRIPT
said=$(node run.mjs 2>/dev/null)
echo "$said"
test "$said" = "of the objective 0.3: 0.3 incomplete
of the part 0.39: 0.39 completed
of the part 0.39, when the goal was 0.1 before: 0.1 incomplete"
