#!/usr/bin/env bash
# deduce 3.0.6 (PyPI), which takes names out of Dutch texts. Needs a gigabyte of memory and some minutes.
#
# Surnames as in "Peter 't Hart" are found with a straight apostrophe. Telephones and word processors make a
# curly one of it, and then the first name alone is taken out, behind "meneer" nothing at all: what makes
# somebody known stays, in a text that looks as if it was cleaned.
#
# And organisations that are called as people are taken for people: "Het Rode Kruis" and "het Toon Hermans
# Huis", a place for people with cancer and those around them, are gone from what volunteers say.
#
# It also sends the log of the whole process to its standard output, from the moment it is imported: a line at
# its first use, in the midst of what a program writes there itself.
#
# Seen:
#   Peter 't Hart kwam -> [PERSOON-1] kwam
#   Peter ’t Hart kwam -> [PERSOON-1] ’t Hart kwam
#   meneer 't Hart kwam -> [PERSOON-1] kwam
#   meneer ’t Hart kwam -> meneer ’t Hart kwam
#   Het Rode Kruis hielp -> Het [PERSOON-1] hielp
#   Het Toon Hermans Huis hielp -> Het [PERSOON-1] hielp
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check deduce==3.0.6
cat >look.py <<'PYTHON'
from pathlib import Path

from deduce import Deduce

program = Deduce()
texts = (
    "Peter 't Hart kwam",
    "Peter ’t Hart kwam",
    "meneer 't Hart kwam",
    "meneer ’t Hart kwam",
    "Het Rode Kruis hielp",
    "Het Toon Hermans Huis hielp",
)
told = [f"{text} -> {program.deidentify(text).deidentified_text}" for text in texts]
# In a file, because of that line.
Path("seen").write_text("\n".join(told))
PYTHON
env/bin/python look.py
seen=$(cat seen)
echo "$seen"
test "$seen" = "Peter 't Hart kwam -> [PERSOON-1] kwam
Peter ’t Hart kwam -> [PERSOON-1] ’t Hart kwam
meneer 't Hart kwam -> [PERSOON-1] kwam
meneer ’t Hart kwam -> meneer ’t Hart kwam
Het Rode Kruis hielp -> Het [PERSOON-1] hielp
Het Toon Hermans Huis hielp -> Het [PERSOON-1] hielp" || { echo "deduce finds other names now" >&2; exit 1; }
