#!/usr/bin/env bash
# scorm-again (npm) 3.4.3, SCORM 2004 4th edition.
#
# Parts of a package share texts (`adl.data`), and a manifest says for each which part reads and writes it.
# Nearly every manifest leaves `writeSharedData` out. ADL says two things about that: its schema
# (adlcp_v1p3.xsd) that nothing is written then, its own run-time (SampleRTE, `getDataStoreMaps`) and the
# conformance package LMSTestPackage_DDMa that it is. scorm-again does as the schema: who hands it the maps
# as they stand in the manifest gets content that cannot keep what it writes, with error 404.
#
# Seen:
#   as in the manifest:  false 404
#   told that it writes: true 0
set -euo pipefail
cd "$(mktemp -d)"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund scorm-again@3.4.3

cat >run.mjs <<'JAVASCRIPT'
import { Scorm2004API } from "scorm-again/scorm2004";

console.debug = () => {};

function writes(map) {
  const part = { id: "part", title: "", sharedDataMaps: [map] };
  const activityTree = { id: "all", title: "", sequencingControls: { flow: true }, children: [part] };
  const api = new Scorm2004API({ autocommit: false, logLevel: 5, sequencing: { activityTree, logLevel: "error" } });
  api.Initialize("");
  return `${api.SetValue("adl.data.0.store", "text")} ${api.GetLastError()}`;
}

console.log(`as in the manifest:  ${writes({ targetID: "shared" })}`);
console.log(`told that it writes: ${writes({ targetID: "shared", writeSharedData: true })}`);
JAVASCRIPT
said=$(node run.mjs 2>/dev/null)
echo "$said"
test "$said" = "as in the manifest:  false 404
told that it writes: true 0"
