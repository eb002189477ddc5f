"""A record store of our own making, on this machine, that can be away or refuse things."""

from __future__ import annotations

import base64
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY, SECRET = "academie", "heel:geheim é"


@dataclass
class Store:
    """What it has, by id, and how it answers. `status` other than 200 is what it says to all;
    verbs in `refuses` make it refuse the whole request, as xAPI has it."""

    port: int = 0
    status: int = 200
    refuses: set[str] = field(default_factory=set)
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)

    @property
    def endpoint(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}/xapi/"

    def verbs(self) -> list[str]:
        """What was told, in the order in which it arrived: the last word of each verb."""
        return [one["verb"]["id"].rsplit("/", 1)[-1] for one in self.kept.values()]

    def answer(self, headers: dict[str, str], statements: list[dict[str, Any]]) -> int:
        """The status for a request, after keeping what it holds."""
        word = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        self.requests.append({**headers, "number": len(statements)})
        if self.status != 200:
            return self.status
        if headers["Authorization"] != f"Basic {word}":
            return 401
        if any(one["verb"]["id"].rsplit("/", 1)[-1] in self.refuses for one in statements):
            return 400
        if any(self.kept.get(one["id"], one) != one for one in statements):
            return 409
        self.kept |= {one["id"]: one for one in statements}
        return 200


@contextmanager
def running() -> Iterator[Store]:
    """A store that answers for as long as this lasts."""
    store = Store()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(store.answer(dict(self.headers), []))

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            self._say(store.answer(dict(self.headers), json.loads(content)))

        def _say(self, status: int) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"[]")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    store.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
