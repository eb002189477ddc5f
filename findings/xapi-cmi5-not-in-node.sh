#!/usr/bin/env bash
# @xapi/cmi5 (npm) 1.4.0.
#
# The package names a file for bundlers (`module`) and one for browsers (`browser`), and none for Node:
# no `main`, no `exports`. So Node finds it by neither of its two ways, where its own server side or a
# test wants to speak cmi5. Its file for browsers loads by its path, and then asks for XMLHttpRequest.
#
# Seen:
#   require: MODULE_NOT_FOUND
#   import: ERR_MODULE_NOT_FOUND
#   by its path: function
set -euo pipefail
cd "$(mktemp -d)"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @xapi/cmi5@1.4.0

cat >by-require.cjs <<'JAVASCRIPT'
try {
  require("@xapi/cmi5");
  console.log("require: works");
} catch (error) {
  console.log(`require: ${error.code}`);
}
JAVASCRIPT
cat >by-import.mjs <<'JAVASCRIPT'
try {
  await import("@xapi/cmi5");
  console.log("import: works");
} catch (error) {
  console.log(`import: ${error.code}`);
}
JAVASCRIPT
cat >by-path.cjs <<'JAVASCRIPT'
const found = require("./node_modules/@xapi/cmi5/dist/Cmi5.umd.js");
console.log(`by its path: ${typeof (found.default ?? found)}`);
JAVASCRIPT
seen=$(node by-require.cjs; node by-import.mjs; node by-path.cjs)
echo "$seen"
test "$seen" = "require: MODULE_NOT_FOUND
import: ERR_MODULE_NOT_FOUND
by its path: function"
