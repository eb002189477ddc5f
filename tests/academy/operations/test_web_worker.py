"""Kept pages are given before a thread is asked, and are the same in all else."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import brotli
import pytest
from django.conf import settings

from academy.operations.programs import LOG, WORKER
from academy.operations.web_worker import LONGEST, environ_of
from bench.server import free_port
from tests.academy.operations.kept_pages import LONG

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BROWSER = (
    "Accept-Encoding: gzip, deflate, br",
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64)",
    "Sec-Fetch-Site: none",
    "X-Forwarded-For: 192.0.2.7",
    "X-Forwarded-Proto: https",
)


@dataclass
class Served:
    """The site of `kept_pages.py`, with one thread for what is not kept."""

    port: int
    folder: Path

    def connection(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def ask(self, request: bytes) -> bytes:
        """What comes for this request, on a connection of its own, until that closes or rests."""
        with self.connection() as connection:
            connection.sendall(request)
            return answer_on(connection)

    def made(self, request: bytes) -> int:
        """Which page, of all that the site made, this one is."""
        found = re.match(rb"(\d+): ", body_of(self.ask(request)))
        assert found
        return int(found[1])

    def keeps(self, request: bytes) -> bool:
        """Whether the same request again gives the same page, once it was asked for."""
        return self.made(request) == self.made(request)


@contextlib.contextmanager
def serving(
    folder: Path, *options: str, worker: str = WORKER, far: str = "", **variables: str
) -> Iterator[Served]:
    """The site, served by gunicorn as the academy is."""
    folder.mkdir(exist_ok=True)
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "tests.academy.operations.kept_pages"),
            *("--bind", f"127.0.0.1:{port}", "--threads", "1", "--worker-class", worker),
            *("--no-control-socket", "--keep-alive", "30", "--log-level", "warning", *options),
        ],
        cwd=settings.BASE_DIR,
        env={**os.environ, "KEPT_PAGES": str(folder), "KEPT_FAR": far, **variables},
    )
    try:
        _wait(port)
        yield Served(port, folder)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), timeout=20) as connection,
        ):
            connection.sendall(get("/begin/"))
            if answer_on(connection):
                return
        time.sleep(0.05)
    raise AssertionError("gunicorn does not answer")


def get(path: str, *headers: str, version: str = "1.1") -> bytes:
    """A request as it goes over the wire."""
    return "\r\n".join(
        [f"GET {path} HTTP/{version}", "Host: academie.test", *headers, "", ""]
    ).encode()


def answer_on(connection: socket.socket) -> bytes:
    """One whole answer."""
    said = b""
    while b"\r\n\r\n" not in said:
        more = connection.recv(65536)
        if not more:
            return said
        said += more
    length = re.search(rb"content-length: (\d+)", said, re.IGNORECASE)
    missing = int(length[1]) - len(body_of(said)) if length and said.startswith(b"HTTP") else 0
    while missing > 0:
        more = connection.recv(65536)
        if not more:
            break
        said, missing = said + more, missing - len(more)
    return said


def body_of(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]


def without_date(answer: bytes) -> bytes:
    return re.sub(rb"Date: [^\r]*", b"Date:", answer)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("ours")) as site:
        yield site


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The same site with gunicorn's own worker."""
    with serving(tmp_path_factory.mktemp("theirs"), worker="gthread") as site:
        yield site


@contextlib.contextmanager
def with_every_thread_busy(served: Served) -> Iterator[None]:
    """The only thread waits for a page that is not ready."""
    gate = served.folder / "open"
    gate.unlink(missing_ok=True)
    with served.connection() as waiting:
        waiting.sendall(get(f"/wacht/?{uuid.uuid4()}"))
        time.sleep(0.3)
        try:
            yield
        finally:
            gate.touch()
            answer_on(waiting)


KEPT = {
    "plain": get("/trainingen/"),
    "browser": get("/trainingen/", *BROWSER),
    "gzip": get("/trainingen/", "Accept-Encoding: gzip"),
    "English": get("/trainingen/", "Cookie: taal=en"),
    "a search": get("/trainingen/?q=luisteren&p=2"),
    "http": get("/trainingen/", "X-Forwarded-Proto: http"),
    "a proxy": get("/trainingen/", "Connection: close", version="1.0"),
    "an older proxy": get("/trainingen/", version="1.0"),
    "hanging up": get("/trainingen/", "Connection: close"),
    "staying": get("/trainingen/", "Connection: keep-alive"),
    "odd spelling": get("/trainingen/", "ACCEPT-ENCODING:br", "x-other: \t a  "),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_kept_page_is_given_though_every_thread_is_busy(served: Served, name: str) -> None:
    first = served.ask(KEPT[name])
    with with_every_thread_busy(served):
        assert without_date(served.ask(KEPT[name])) == without_date(first)


@pytest.mark.parametrize("name", KEPT)
def test_it_is_to_the_byte_what_gunicorn_gives(served: Served, plain: Served, name: str) -> None:
    answers = []
    for site in (served, plain):
        site.ask(KEPT[name])
        answers.append(without_date(site.ask(KEPT[name])))
    ours, theirs = (re.sub(rb"\d+: /", b"n: /", _unpacked(one)) for one in answers)
    assert ours == theirs


def _unpacked(answer: bytes) -> bytes:
    head, _, body = answer.partition(b"\r\n\r\n")
    if b"Content-Encoding: br" in head:
        body = brotli.decompress(body)
    # Numbers of another length pack to another length.
    return re.sub(rb"Content-Length: \d+", b"", head) + (b"" if b"gzip" in head else body)


NOT_KEPT = {
    "a session": get("/trainingen/", "Cookie: sessionid=x"),
    "a session and a language": get("/trainingen/", "Cookie: taal=nl; sessionid=x"),
    "a token": get("/trainingen/", "Cookie: csrftoken=x"),
    "a key": get("/trainingen/", "Authorization: Bearer x"),
    "htmx": get("/trainingen/", "HX-Request: true"),
    "one's own": get("/mijn/"),
    "the administration": get("/beheer/"),
    "a page that sets a cookie": get("/eigen/"),
    "a form": get("/trainingen/", "Content-Length: 0").replace(b"GET", b"POST"),
}


@pytest.mark.parametrize("name", NOT_KEPT)
def test_nobody_gets_a_kept_page_who_may_have_one_of_their_own(served: Served, name: str) -> None:
    served.ask(get("/trainingen/"))
    assert not served.keeps(NOT_KEPT[name])


def test_languages_addresses_hosts_and_schemes_are_kept_apart(served: Served) -> None:
    requests = [
        get("/trainingen/"),
        get("/trainingen/", "Cookie: taal=en"),
        get("/trainingen/", "X-Forwarded-Proto: https"),
        get("/trainingen/?q=a"),
        get("/agenda/"),
        get("/trainingen/").replace(b"academie.test", b"elders.test"),
    ]
    first = [served.made(one) for one in requests]
    assert len(set(first)) == len(requests)
    assert [served.made(one) for one in requests] == first


def test_a_change_shows_at_the_next_request(served: Served) -> None:
    before = served.made(get("/trainingen/"))
    assert served.made(get("/trainingen/")) == before
    (served.folder / "token").write_bytes(uuid.uuid4().bytes)
    assert served.made(get("/trainingen/")) > before


def test_a_head_is_answered_without_the_page(served: Served) -> None:
    served.ask(get("/trainingen/"))
    with served.connection() as connection:
        connection.sendall(get("/trainingen/", "Connection: close").replace(b"GET", b"HEAD"))
        said = b"".join(iter(lambda: connection.recv(65536), b""))
    assert said.startswith(b"HTTP/1.1 200 OK")
    assert body_of(said) == b""


ODD = {
    "an escaped address": get("/trainingen/%C3%A9%C3%A9n/"),
    "two hosts": get("/trainingen/", "Host: elders.test"),
    "two encodings": get("/trainingen/", "Accept-Encoding: br", "Accept-Encoding: gzip"),
    "no host": get("/trainingen/").replace(b"Host: academie.test\r\n", b""),
    "a header over two lines": get("/trainingen/", "X-Other: a", " b"),
    "a header without a name": get("/trainingen/", ": a"),
    "a header with an underscore": get("/trainingen/", "X_Forwarded_Proto: https"),
    "a header in other letters": get("/trainingen/", "X-Other: é"),
    "a whole address": get("http://elders.test/trainingen/"),
    "two slashes": get("//trainingen/"),
    "a fragment": get("/trainingen/#deel"),
    "lines without returns": get("/trainingen/").replace(b"\r\n", b"\n"),
    "another version": get("/trainingen/", version="1.2"),
    "a body": get("/trainingen/", "Content-Length: 3") + b"abc",
    "a body in pieces": get("/trainingen/", "Transfer-Encoding: chunked") + b"0\r\n\r\n",
    "another scheme": get("/trainingen/", "X-Forwarded-Ssl: on"),
    "two schemes": get("/trainingen/", "X-Forwarded-Proto: http", "X-Forwarded-Ssl: on"),
    "expecting": get("/trainingen/", "Expect: iets"),
    "a very long header": get("/trainingen/", f"X-Other: {'a' * LONGEST}"),
    "very many headers": get("/trainingen/", *(f"X-{n}: a" for n in range(101))),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_not_plain_is_read_by_gunicorn_alone(
    served: Served, plain: Served, name: str
) -> None:
    assert environ_of(ODD[name]) is None
    status = [site.ask(ODD[name]).partition(b"\r\n")[0] for site in (served, plain)]
    assert status[0] == status[1] != b""


def test_requests_in_pieces_and_two_at_once_are_both_answered(served: Served) -> None:
    first = body_of(served.ask(get("/trainingen/")))
    request = get("/trainingen/")
    with served.connection() as connection:
        connection.sendall(request[:20])
        time.sleep(0.2)
        connection.sendall(request[20:])
        assert body_of(answer_on(connection)) == first
        connection.sendall(request + request)
        said = b""
        while said.count(first) < 2:
            more = connection.recv(65536)
            assert more
            said += more
        # And the connection is whole: what is asked next is answered next.
        connection.sendall(get("/agenda/"))
        assert b"/agenda/" in answer_on(connection)


def test_a_connection_stays_open_for_more_of_both_kinds(served: Served) -> None:
    with served.connection() as connection:
        for path in ("/trainingen/", "/mijn/", "/trainingen/", "/trainingen/", "/mijn/"):
            connection.sendall(get(path))
            assert f": {path}?".encode() in answer_on(connection)
        connection.sendall(get("/trainingen/", "Connection: close"))
        assert b"Connection: close" in answer_on(connection)
        assert connection.recv(1) == b""


def test_who_reads_slowly_gets_the_whole_page_and_keeps_nobody_waiting(served: Served) -> None:
    whole = body_of(served.ask(get("/lang/")))
    assert len(whole) > LONG - 200
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.settimeout(20)
        slow.connect(("127.0.0.1", served.port))
        slow.sendall(get("/lang/", "Connection: close"))
        time.sleep(0.2)
        served.ask(get("/lang/"))
        assert body_of(b"".join(iter(lambda: slow.recv(4096), b""))) == whole


def test_who_connects_and_says_nothing_keeps_no_thread(served: Served) -> None:
    with contextlib.ExitStack() as silent:
        for _number in range(3):
            silent.enter_context(served.connection())
        time.sleep(0.2)
        started = time.monotonic()
        served.ask(get("/mijn/"))
        assert time.monotonic() - started < 2
        late = silent.enter_context(served.connection())
        time.sleep(0.2)
        late.sendall(get("/mijn/"))
        assert b"/mijn/" in answer_on(late)


def test_who_leaves_before_the_answer_disturbs_nobody(served: Served) -> None:
    for _turn in range(20):
        with served.connection() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            connection.sendall(get("/lang/"))
    assert served.keeps(get("/trainingen/"))


def test_where_asking_for_a_change_takes_a_while_a_thread_does_so(tmp_path: Path) -> None:
    with serving(tmp_path / "far", far="1") as served:
        request = get("/trainingen/", *BROWSER)
        answers = {without_date(served.ask(request)) for _turn in range(3)}
        assert len(answers) == 1
        with served.connection() as connection:
            for _turn in range(3):
                connection.sendall(request)
                assert without_date(answer_on(connection)) in answers
        before = served.made(get("/trainingen/"))
        (served.folder / "token").write_bytes(uuid.uuid4().bytes)
        assert served.made(get("/trainingen/")) > before


def test_who_keeps_a_log_of_requests_finds_kept_pages_in_it(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    with serving(tmp_path / "logged", "--access-logfile", str(log)) as served:
        for _turn in range(3):
            served.ask(get("/trainingen/"))
    assert log.read_text().count("GET /trainingen/") == 3


def test_a_server_that_stops_ends_though_visitors_keep_their_connections(tmp_path: Path) -> None:
    with contextlib.ExitStack() as until_the_end:
        with serving(tmp_path / "stopped", "--graceful-timeout", "5") as served:
            connection = until_the_end.enter_context(served.connection())
            for _turn in range(3):
                connection.sendall(get("/trainingen/"))
                answer_on(connection)
        assert connection.recv(1) == b""


def test_the_log_does_not_say_from_where_somebody_asked(tmp_path: Path) -> None:
    for kind, written in (("line", "[WARNING] "), ("json", '"level": "WARNING"')):
        log = tmp_path / kind
        options = ("--logger-class", LOG, "--error-logfile", str(log))
        with serving(tmp_path / f"site-{kind}", *options, ACADEMY_LOG=kind) as served:
            assert b"400" in served.ask(b"NONSENSE\r\n\r\n")
        said = log.read_text()
        assert "Invalid request from ip=…" in said
        assert written in said
        assert "127.0.0.1" not in said
