"""gunicorn's worker, which first asks whether the very answer to a request is kept.

A kept page costs the academy some 10 microseconds and gunicorn thirty times that: a thread takes
the request over, it is read into objects, and the heads of the answer are checked one by one. All
of that is skipped here for plain requests of visitors, by the thread that waits for connections.
That looks at what came without taking it, so whatever is not plain, and whatever is not kept, goes
on as ever.

Who may have a kept page, and whether it is still true, is decided in the same place for both ways
(`academy.website.page_cache`); `tests/academy/operations/test_web_worker.py` compares the answers.
"""

from __future__ import annotations

import functools
import os
import re
import selectors
import socket
import sys
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from gunicorn import SERVER, util
from gunicorn.workers.gthread import TConn, ThreadWorker

from courses.common.process_cache import for_process

if TYPE_CHECKING:
    from collections.abc import Callable

    from academy.website.compression import Form

LONGEST = 4094
"""Octets of the head of a plain request; gunicorn's own limit for the first line."""
SILENT_FOR = 7.0
"""Seconds that a new connection may say nothing; as long as gunicorn's own worker waits."""
MOST_LINES = 50
PLAIN = re.compile(rb"GET /[!-~]* HTTP/1\.[01]\r\n(?:[A-Za-z0-9-]+:[\t -~]*\r\n)*\r\n")
"""One whole request without a body, of which no server doubts how to read it."""
AS_IT_IS = re.compile(r"/(?!/)[^%#]*")
"""The path of an address that means what it says."""
NOT_PLAIN = frozenset(
    f"HTTP_{name}"
    for name in (
        *("CONTENT_LENGTH", "CONTENT_TYPE", "EXPECT", "TRAILER", "TRANSFER_ENCODING", "UPGRADE"),
        # What a proxy says in another way than Django is told to read it.
        *("X_FORWARDED_PROTOCOL", "X_FORWARDED_SSL"),
    )
)
PROTO = "HTTP_X_FORWARDED_PROTO"


class Worker(ThreadWorker):
    """Threads for what is to be made; kept pages are given by who waits for connections."""

    _kept: Callable[[dict[str, Any]], Form | None] | None = None
    _is_instant = False

    def load_wsgi(self) -> None:
        """Find what keeps pages, when the academy is loaded; nothing where gunicorn does more with
        a request than answer it."""
        super().load_wsgi()
        cfg = self.cfg
        has_more_to_do = (
            cfg.is_ssl
            or cfg.proxy_protocol != "off"
            or cfg.http_protocols != ["h1"]
            or cfg.statsd_host
            or self.log.access_log_enabled
            or "SCRIPT_NAME" in os.environ
            or self.max_requests != sys.maxsize
        )
        if not has_more_to_do:
            self._kept = getattr(self.wsgi, "kept", None)
            self._is_instant = getattr(self.wsgi, "is_instant", False)

    def enqueue_req(self, conn: TConn) -> None:
        """A connection has something to say, or is new: answer it, wait for it, or let a thread
        answer."""
        if self._kept is not None and self.alive and _is_silent(conn):
            self._wait_for(conn)
        elif answer := self._answer(conn) if self._is_instant else None:
            self._send(conn, *answer)
        else:
            super().enqueue_req(conn)

    def handle(self, conn: TConn) -> object:
        """In a thread: the same, where asking whether a page is true may take a while."""
        answer = None if self._is_instant else self._answer(conn)
        return self._send_all(conn, *answer) if answer else super().handle(conn)

    def _wait_for(self, conn: TConn) -> None:
        """Who connects often says a moment later what for; that keeps no thread."""
        conn.timeout = time.monotonic() + SILENT_FOR
        self.pending_conns.append(conn)
        ask = functools.partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, ask)

    def _answer(self, conn: TConn) -> tuple[bytes, bool] | None:
        """The answer as it goes over the wire, and whether the connection stays open. None for
        what is not to be answered here: of that nothing is taken."""
        if self._kept is None or _has_read_ahead(conn):
            return None
        head = _peeked(conn, LONGEST)
        environ = environ_of(head) if head else None
        form = self._found(environ) if environ else None
        if not head or environ is None or form is None:
            return None
        # Needed by what waits for the next request.
        conn.init()
        conn.sock.recv(len(head))
        self.nr += 1
        has_room = len(self.keepalived_conns) < self.max_keepalived
        stays = bool(_may_stay(environ) and has_room and self.alive and self.cfg.keepalive)
        return _on_the_wire(form, environ["SERVER_PROTOCOL"], stays=stays), stays

    def _found(self, environ: dict[str, Any]) -> Form | None:
        try:
            return self._kept(environ) if self._kept else None
        except Exception:
            # In a thread the same goes wrong for this one visitor; here it would end the process.
            self.log.exception("A kept page was not found")
            return None

    def _send(self, conn: TConn, answer: bytes, stays: bool) -> None:
        """Send it without waiting; a thread sends what a slow visitor cannot take yet."""
        done: Future[bool] = Future()
        try:
            sent = conn.sock.send(answer, socket.MSG_DONTWAIT)
        except BlockingIOError:
            sent = 0
        except OSError:
            sent, stays = len(answer), False
        if sent == len(answer):
            done.set_result(stays)
            self.finish_request(conn, done)
            return
        rest = self.tpool.submit(self._send_all, conn, answer[sent:], stays)
        rest.add_done_callback(
            lambda done: self.method_queue.defer(self.finish_request, conn, done)
        )

    def _send_all(self, conn: TConn, answer: bytes, stays: bool) -> bool:
        try:
            conn.sock.setblocking(True)
            conn.sock.sendall(answer)
        except OSError:
            return False
        return stays


def _has_read_ahead(conn: TConn) -> bool:
    return conn.parser is not None and conn.parser.unreader.buf.tell() > 0


def _is_silent(conn: TConn) -> bool:
    """Whether this is a new connection on which nothing came yet."""
    return not conn.initialized and not conn.data_ready and _peeked(conn, 1) is None


def _peeked(conn: TConn, most: int) -> bytes | None:
    """What came, which stays there; None when that is nothing yet."""
    try:
        said: bytes = conn.sock.recv(most, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:
        return b""
    return said


def environ_of(head: bytes) -> dict[str, Any] | None:
    """What gunicorn would make of a plain request, as far as kept pages ask for it; None when it is
    not whole, or not so plain that it can be read in one way only."""
    if len(head) >= LONGEST or not PLAIN.fullmatch(head):
        return None
    first, *lines = head[:-4].decode("ascii").split("\r\n")
    _method, address, protocol = first.split(" ")
    path, _, query = address.partition("?")
    if len(lines) > MOST_LINES or not AS_IT_IS.fullmatch(path) or "#" in query:
        return None
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_PROTOCOL": protocol,
        "wsgi.url_scheme": "http",
    }
    for line in lines:
        name, _, value = line.partition(":")
        key = _key(name)
        if key in environ or key in NOT_PLAIN:
            return None
        environ[key] = value.strip(" \t")
    if "HTTP_HOST" not in environ or (PROTO in environ and not _django_reads_proto()):
        return None
    connection = environ.get("HTTP_CONNECTION", "").lower()
    by_protocol = ("", "close", "keep-alive") if protocol == "HTTP/1.1" else ("", "close")
    return environ if connection in by_protocol else None


@functools.lru_cache(500)
def _key(name: str) -> str:
    return "HTTP_" + name.upper().replace("-", "_")


@for_process
def _django_reads_proto() -> bool:
    # gunicorn loads this module before there are settings.
    from django.conf import settings  # noqa: PLC0415

    said = settings.SECURE_PROXY_SSL_HEADER
    return said is not None and said[0] == PROTO


def _may_stay(environ: dict[str, Any]) -> bool:
    if environ["SERVER_PROTOCOL"] == "HTTP/1.0":
        return False
    return bool(environ.get("HTTP_CONNECTION", "").lower() != "close")


def _on_the_wire(form: Form, protocol: str, *, stays: bool) -> bytes:
    """The bytes that gunicorn sends for it."""
    connection = "keep-alive" if stays else "close"
    own = (
        f"{protocol} {form.status}\r\nServer: {SERVER}\r\nDate: {_date(int(time.time()))}\r\n"
        f"Connection: {connection}\r\n"
    )
    return own.encode("latin-1") + form.heads + form.body


@functools.lru_cache(2)
def _date(now: int) -> str:
    date: str = util.http_date(now)
    return date
