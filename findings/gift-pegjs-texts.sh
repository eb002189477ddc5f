#!/usr/bin/env bash
# gift-pegjs (npm) 1.0.2, a grammar of Moodle's question format GIFT.
#
# Three times it reads a right file otherwise than Moodle (question/format/gift/format.php):
# - an equals sign that is escaped inside a pair to match comes out as Moodle's internal placeholder for it;
# - of a question on true or false the first feedback is for who answers wrong and the second for who is
#   right; where the answer is T the two come out swapped;
# - a backslash before a percent sign stays.
#
# Seen:
#   pair:     x&&061;y
#   is right: een
#   per cent: 100\%
set -euo pipefail
cd "$(mktemp -d)"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund gift-pegjs@1.0.2

cat >read.mjs <<'JAVASCRIPT'
import * as grammar from "gift-pegjs";

const parse = grammar.parse ?? grammar.default.parse;
const first = (text) => parse(text)[0];
const pair = first("A {=a -> x\\=y =b -> z}");
console.log(`pair:     ${pair.matchPairs[0].subanswer}`);
const truth = first("B {T#een#twee}");
console.log(`is right: ${truth.trueFeedback?.text ?? truth.trueFeedback}`);
const choice = first("C {=100\\% ~5%}");
console.log(`per cent: ${choice.choices[0].text?.text ?? choice.choices[0].text}`);
JAVASCRIPT
said=$(node read.mjs)
echo "$said"
test "$said" = "pair:     x&&061;y
is right: een
per cent: 100\\%"
