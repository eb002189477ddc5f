"""Faults go to the server that an operator names, without people, and else nowhere."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.operations.error_reports import scrubbed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}
Received = tuple[str, list[str]]


@pytest.fixture
def receiver() -> Iterator[Received]:
    """A server that takes reports: where, and what came."""
    came: list[str] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append(UNPACK[self.headers.get("Content-Encoding", "")](body).decode())
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_what: object) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://sleutel@127.0.0.1:{server.server_port}/1", came
    server.shutdown()
    server.server_close()


def run(**environment: str) -> str:
    program = [sys.executable, "-m", "tests.academy.operations.failing"]
    kept = {name: one for name, one in os.environ.items() if name != "ACADEMY_ERROR_REPORTS"}
    done = subprocess.run(
        program, env={**kept, **environment}, capture_output=True, text=True, check=True
    )
    return done.stdout


def events(came: list[str]) -> list[dict[str, Any]]:
    """The reports in what a server was sent: lines of JSON, of which one says what happened."""
    lines = [json.loads(line) for one in came for line in one.splitlines()]
    return [line for line in lines if "event_id" in line and "platform" in line]


def test_a_fault_is_told_without_anybody_in_it(receiver: Received) -> None:
    address, came = receiver
    run(ACADEMY_ERROR_REPORTS=address)
    in_view, beside = events(came)
    told = in_view["exception"]["values"][0]
    assert (told["type"], told["value"]) == ("ValueError", "Geen geldig adres: …, bel …")
    assert told["stacktrace"]["frames"][-1]["function"] == "fail"
    assert in_view["request"] == {"method": "POST", "url": "http://testserver/evaluatie/link/…/"}
    assert beside["logentry"]["message"].startswith("No mail to")
    everything = " ".join(came)
    for secret in ("riet", "12345678", "buurvrouw", "geheim", "abc123def456ghi789", "sessionid"):
        assert secret not in everything


def test_without_an_address_nothing_is_told_or_even_loaded(receiver: Received) -> None:
    _address, came = receiver
    assert run() == "nothing loaded"
    assert came == []


@given(
    st.dictionaries(
        st.text(max_size=8), st.lists(st.text()) | st.dictionaries(st.text(), st.text())
    )
)
def test_a_report_keeps_no_address_wherever_it_stands(parts: dict[str, Any]) -> None:
    parts["message"] = ["riet@example.org", {"a": ("bel 06 12345678",), "vars": {"x": "geheim"}}]
    parts["user"] = {"email": "riet@example.org"}
    told = scrubbed(parts)
    assert "user" not in told
    assert told["message"] == ["…", {"a": ["bel …"]}]
