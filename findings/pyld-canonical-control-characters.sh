#!/usr/bin/env bash
# PyLD 3.3.0 (PyPI) and rdf-canonize 4.0.1 (npm) on the same RDF statement.
#
# Credentials with a Data Integrity proof (Open Badges 3.0, `eddsa-rdfc-2022`) are signed over their
# statements in canonical form. RDFC-1.0 writes BEL (U+0007) and DEL (U+007F) in a literal as \u0007 and
# \u007F (its section on canonical N-Quads). PyLD leaves both as they are, so a title in which such a
# character slipped in gives other bytes to sign than other libraries check: a badge of one is refused by
# the other. PyLD knows the algorithm by its former name only, URDNA2015.
#
# Seen:
#   pyld U+0009 \t
#   pyld U+0007 as it is
#   pyld U+007F as it is
#   rdf-canonize U+0009 \t
#   rdf-canonize U+0007 \u0007
#   rdf-canonize U+007F \u007F
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check pyld==3.3.0
npm install --silent --no-audit --no-fund rdf-canonize@4.0.1
cat >look.py <<'PYTHON'
from pyld import jsonld

for code in (9, 7, 127):
    statement = {"@id": "urn:a", "urn:title": "voor" + chr(code) + "na"}
    lines = jsonld.normalize(
        statement, {"algorithm": "URDNA2015", "format": "application/n-quads"}
    )
    written = lines.split("voor")[1].split("na")[0]
    print(f"pyld U+{code:04X}", "as it is" if written == chr(code) else written)
PYTHON
cat >look.mjs <<'JAVASCRIPT'
import { canonize } from 'rdf-canonize'

for (const code of [9, 7, 127]) {
  const dataset = [{
    subject: { termType: 'NamedNode', value: 'urn:a' },
    predicate: { termType: 'NamedNode', value: 'urn:title' },
    object: {
      termType: 'Literal',
      value: 'voor' + String.fromCharCode(code) + 'na',
      datatype: { termType: 'NamedNode', value: 'http://www.w3.org/2001/XMLSchema#string' }
    },
    graph: { termType: 'DefaultGraph', value: '' }
  }]
  const lines = await canonize(dataset, { algorithm: 'RDFC-1.0' })
  const written = lines.split('voor')[1].split('na')[0]
  const name = 'U+' + code.toString(16).toUpperCase().padStart(4, '0')
  console.log('rdf-canonize', name, written === String.fromCharCode(code) ? 'as it is' : written)
}
JAVASCRIPT
seen=$(env/bin/python look.py; node look.mjs)
echo "$seen"
test "$seen" = 'pyld U+0009 \t
pyld U+0007 as it is
pyld U+007F as it is
rdf-canonize U+0009 \t
rdf-canonize U+0007 \u0007
rdf-canonize U+007F \u007F'
