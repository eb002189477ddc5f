"""The bench's own tools tell the truth."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import repeat
from typing import Any

import pytest

from bench import client, report
from bench.report import Figure
from bench.scale import Use, what_bounds


class Handler(BaseHTTPRequestHandler):
    """Answers with the cookie it was sent, or with the status that the path names."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.headers.get("Cookie", "").encode()
        self.send_response(int(self.path.strip("/")))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


class Server(HTTPServer):
    """One thread for each connection, so that two can be open."""

    def process_request(self, request: Any, client_address: Any) -> None:
        threading.Thread(target=self._answer, args=(request, client_address), daemon=True).start()

    def _answer(self, request: Any, client_address: Any) -> None:
        with contextlib.suppress(ConnectionError):
            self.finish_request(request, client_address)


@pytest.fixture
def port() -> Iterator[int]:
    server = Server((client.HOST, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_an_answer_has_its_status_and_whole_body(port: int) -> None:
    answer = client.fetch(port, client.get("/201/", "a=1", "b=2"))
    assert (answer.status, answer.body) == (201, b"a=1; b=2")


def test_load_ends_after_the_most_requests_or_when_there_are_no_more(port: int) -> None:
    request = client.get("/200/")
    many = client.load(port, repeat(request), status=200, seconds=60, most=7)
    few = client.load(port, [request] * 3, status=200, seconds=60, most=7)
    none = client.load(port, [], status=200, seconds=60, most=7)
    assert [len(sample.latencies) for sample in (many, few, none)] == [7, 3, 0]


def test_another_status_ends_the_measurement(port: int) -> None:
    with pytest.raises(client.UnexpectedAnswerError):
        client.load(port, repeat(client.get("/404/")), status=200, seconds=60, most=3)


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (Figure("a", 0.8512, "ratio", ">=", 0.8), "figure a 0.851 ratio aim >=0.8 ok"),
        (Figure("a", 0.799, "ratio", ">=", 0.8), "figure a 0.799 ratio aim >=0.8 MISSED"),
        (Figure("b", 1.126, "ratio", "<=", 1.125), "figure b 1.13 ratio aim <=1.125 MISSED"),
        (Figure("c", 1, "bool", ">=", 1), "figure c 1 bool aim >=1 ok"),
        (Figure("d", 123.4, "ratio", ">=", 20), "figure d 123 ratio aim >=20 ok"),
    ],
)
def test_a_figure_is_one_line_with_its_aim(figure: Figure, line: str) -> None:
    assert str(figure) == line


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(number) for number in range(1, 201)]
    assert [report.percentile(values, share) for share in (0, 50, 99)] == [1, 101, 199]
    assert report.percentile([3.0], 99) == 3


@pytest.mark.parametrize(
    ("web", "everything", "processes", "why"),
    [
        (9.5, 10.5, 1, "the web processes"),
        (19.0, 20.0, 4, "the web processes"),
        (8.0, 19.5, 2, "the processors"),
        (8.0, 12.0, 2, "waiting"),
    ],
)
def test_what_bounds_the_requests_follows_from_who_used_the_processors(
    web: float, everything: float, processes: int, why: str
) -> None:
    said = what_bounds(Use(1, 2, 3), Use(1 + web, 2 + everything, 13), processes, processors=2)
    assert said.startswith(f"bounded by {why}")
    assert said.endswith(
        f"(web {web / 10:.1f}, all else {(everything - web) / 10:.1f} of 2 processors)"
    )
