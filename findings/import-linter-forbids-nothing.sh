#!/usr/bin/env bash
# import-linter 2.16 (PyPI).
#
# A "forbidden" contract says that a source package may not import another. When the forbidden package
# lies inside the source package ("nothing in shop may import shop.kit"), the contract is kept although
# shop.desk imports it, without an error or a warning. The same import is refused when the source is
# the sibling itself.
#
# Seen:
#   source shop: KEPT
#   source shop.desk: BROKEN
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check import-linter==2.16
mkdir -p shop/kit shop/desk
touch shop/__init__.py shop/kit/__init__.py
echo "import shop.kit" >shop/desk/__init__.py
look() {
  cat >.importlinter <<CONTRACT
[importlinter]
root_package = shop

[importlinter:contract:kit]
name = Nobody imports the kit
type = forbidden
source_modules = $1
forbidden_modules = shop.kit
CONTRACT
  echo "source $1: $(env/bin/lint-imports --no-cache | grep -oE 'KEPT|BROKEN' | head -1)"
}
seen=$(look shop; look shop.desk)
echo "$seen"
test "$seen" = "source shop: KEPT
source shop.desk: BROKEN"
