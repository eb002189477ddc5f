#!/usr/bin/env bash
# PyLTI1p3 2.0.0 (PyPI), as a tool that asks a platform for results (LTI Assignment and Grade Services 2.0).
#
# A platform may give a long list in pages; the header Link names the next one. `get_lineitems` and the list of
# names (`get_members`) go on to the last page. `get_grades`, of the same class, reads the first page and
# returns it as if it were all, though it promises the grades of all users: who is further down in a large
# group has no result.
#
# Here a platform on this machine has two columns and two results on each of two pages.
#
# Seen:
#   columns 4, results 2
#   asked: /columns, /columns?page=2, /columns/1/results
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check PyLTI1p3==2.0.0 cryptography==50.0.2
cat >look.py <<'PYTHON'
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.registration import Registration
from pylti1p3.service_connector import ServiceConnector

SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
asked = []


class Platform(BaseHTTPRequestHandler):
    def do_POST(self):
        self.say({"access_token": "proef", "token_type": "bearer", "expires_in": 3600})

    def do_GET(self):
        asked.append(self.path)
        path, _, page = self.path.partition("?")
        rows = [{"id": f"{here}{path}/{page}-{one}", "userId": f"{page}-{one}"} for one in range(2)]
        self.say(rows, "" if page else f'<{here}{path}?page=2>; rel="next"')

    def say(self, body, link=""):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        if link:
            self.send_header("Link", link)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args):
        pass


server = HTTPServer(("127.0.0.1", 0), Platform)
here = f"http://127.0.0.1:{server.server_port}"
threading.Thread(target=server.serve_forever, daemon=True).start()

key = rsa.generate_private_key(65537, 2048)
pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
tool = Registration().set_issuer(here).set_client_id("proef").set_tool_private_key(pem)
tool.set_auth_token_url(f"{here}/token")
told = {
    "scope": [SCOPE + "lineitem", SCOPE + "result.readonly"],
    "lineitems": f"{here}/columns",
    "lineitem": f"{here}/columns/1",
}
service = AssignmentsGradesService(ServiceConnector(tool), told)
print(f"columns {len(service.get_lineitems())}, results {len(service.get_grades())}")
print("asked:", ", ".join(asked))
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = "columns 4, results 2
asked: /columns, /columns?page=2, /columns/1/results" ||
  { echo "PyLTI1p3 reads results otherwise now" >&2; exit 1; }
