"""The load: a small HTTP client that keeps the server busy from one other process.

It speaks plain sockets with kept-alive connections and costs about 20 microseconds a request,
several times less than the fastest answer of the server, so it needs no other program.
"""

from __future__ import annotations

import itertools
import socket
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

HOST = "127.0.0.1"
TIMEOUT = 20
"""Seconds after which an answer that does not come ends the bench."""

NO_CONTENT = b"204"
"""The status of an answer that has no body, and says no length."""


class UnexpectedAnswerError(Exception):
    """The server did not answer as it should, so there is nothing to measure."""


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    body: bytes


@dataclass(frozen=True)
class Sample:
    """One stretch of load: how many seconds it took and the seconds of each request."""

    seconds: float
    latencies: list[float]

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return len(self.latencies) / self.seconds


def get(path: str, *cookies: str) -> bytes:
    """A GET request as it goes over the line; `cookies` are `name=value`."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}", "Accept: text/html"]
    return "\r\n".join([*lines, *_cookie_line(cookies), "", ""]).encode()


def post(path: str, body: str, *cookies: str) -> bytes:
    """A form as it goes over the line; `body` is URL-encoded already."""
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {HOST}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*lines, *_cookie_line(cookies), "", body]).encode()


def _cookie_line(cookies: tuple[str, ...]) -> list[str]:
    return ["Cookie: " + "; ".join(cookies)] if cookies else []


class Connection:
    """One kept-alive connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((HOST, port), timeout=TIMEOUT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        self._socket.sendall(request)

    def receive(self) -> Answer:
        """The answer to the request under way.

        Raises:
            UnexpectedAnswerError: the server closed the connection or gave no length.
        """
        data = self._more()
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head = data[:end].lower() + b"\r\n"
        _before, found, after = head.partition(b"\r\ncontent-length:")
        if not found and head[9:12] != NO_CONTENT:
            raise UnexpectedAnswerError("An answer without a length")
        length = int(after[: after.index(b"\r\n")]) if found else 0
        parts = [data[end + 4 :]]
        missing = length - len(parts[0])
        while missing > 0:
            parts.append(self._more())
            missing -= len(parts[-1])
        return Answer(int(head[9:12]), b"".join(parts))

    def ask(self, request: bytes) -> Answer:
        self.send(request)
        return self.receive()

    def close(self) -> None:
        self._socket.close()

    def _more(self) -> bytes:
        data = self._socket.recv(65536)
        if not data:
            raise UnexpectedAnswerError("The server closed the connection")
        return data


def load(port: int, requests: Iterable[bytes], *, status: int, seconds: float, most: int) -> Sample:
    """Send requests for a while over two connections, so that the server never waits for us.

    Ends after `seconds`, after `most` requests or when `requests` has no more. A latency runs
    from sending to the last byte, waiting for the other connection's request included.

    Raises:
        UnexpectedAnswerError: an answer has another status than `status`.
    """
    waiting = iter(requests)
    connections = [Connection(port), Connection(port)]
    try:
        return _load(connections, itertools.islice(waiting, most), status, seconds)
    finally:
        for connection in connections:
            connection.close()


def _load(
    connections: list[Connection], requests: Iterator[bytes], status: int, seconds: float
) -> Sample:
    latencies: list[float] = []
    started = now = perf_counter()
    under_way: list[tuple[Connection, float]] = []
    for connection in connections:
        _send_next(connection, requests, under_way)
    while under_way:
        connection, sent = under_way.pop(0)
        answer = connection.receive()
        now = perf_counter()
        if answer.status != status:
            raise UnexpectedAnswerError(f"Status {answer.status} instead of {status}")
        latencies.append(now - sent)
        if now - started < seconds:
            _send_next(connection, requests, under_way)
    return Sample(max(now - started, 1e-9), latencies)


def _send_next(
    connection: Connection, requests: Iterator[bytes], under_way: list[tuple[Connection, float]]
) -> None:
    request = next(requests, None)
    if request is not None:
        connection.send(request)
        under_way.append((connection, perf_counter()))


def rush(port: int, requests: Iterable[bytes]) -> tuple[list[Answer], float]:
    """Send all requests at once, each over a connection of its own; the answers in the order in
    which they were sent, and the seconds until the last one was there.

    Raises:
        UnexpectedAnswerError: the server hung up.
    """
    started = perf_counter()
    connections = []
    try:
        for request in requests:
            connections.append(Connection(port))
            connections[-1].send(request)
        answers = [connection.receive() for connection in connections]
        return answers, perf_counter() - started
    finally:
        for connection in connections:
            connection.close()


def fetch(port: int, request: bytes) -> Answer:
    """One request on a connection of its own."""
    connection = Connection(port)
    try:
        return connection.ask(request)
    finally:
        connection.close()


def milliseconds(function: Callable[[], object]) -> float:
    """How much processor time one call takes."""
    started = process_time()
    function()
    return (process_time() - started) * 1000
