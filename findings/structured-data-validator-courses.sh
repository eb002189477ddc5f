#!/usr/bin/env bash
# @adobe/structured-data-validator (npm) 1.7.1.
#
# It is said to check structured data against what search engines ask. Of a Course or an Event it asks nothing:
# ones without a name or a date are without fault, while a Product without a name is not. Nothing tells that a
# type is not known. Its schemas of schema.org, which it can be given, would only find properties that do not
# exist.
#
# Seen:
#   Course without a name: 0
#   Event without a date:  0
#   Product without a name: some
set -euo pipefail
cd "$(mktemp -d)"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund @adobe/structured-data-validator@1.7.1

cat >check.mjs <<'JAVASCRIPT'
import module from "@adobe/structured-data-validator";

const Validator = module.Validator ?? module;
const faults = async (type) => {
  const validator = new Validator();
  validator.globalHandlers = [];
  const data = { jsonld: { [type]: [{ "@type": type, "@location": "0,1" }] }, microdata: {}, rdfa: {} };
  return (await validator.validate(data)).length;
};
console.log(await faults("Course"), await faults("Event"), (await faults("Product")) > 0);
JAVASCRIPT
said=$(node check.mjs)
echo "Course, Event, and whether of a Product: $said"
test "$said" = "0 0 true"
