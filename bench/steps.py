"""How much work a page is, counted instead of timed: the steps of the interpreter (its opcodes).

A count is the same on a busy machine and on a quiet one, and differs by nothing between two starts
but what the site does. What is done inside one step (a query, the sorting of a list) is not seen;
the times of the same pages stand beside it for that.

Run as a program, it counts the pages of one site: `python -m bench.steps`, with the pages as JSON
on standard input.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from wsgiref.util import setup_testing_defaults

from bench import client
from bench.report import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import FrameType

    from bench.comparison import PageRequest

MOST_PERCENT = 1.0
"""What the largest number of idle plugins may add to the steps of a page."""
WARM_UP = 6
COUNTED = 3


@dataclass(frozen=True)
class Counted:
    """The steps of a page, without idle plugins and with many."""

    name: str
    without: int
    many: int

    @property
    def percent(self) -> float:
        """How many percent more."""
        return 100 * (self.many / self.without - 1)


def compare(
    pages: Sequence[PageRequest], without: Mapping[str, str], many: Mapping[str, str]
) -> list[Counted]:
    """Count the pages in two processes, with these environments."""
    first, last = (_of_site(pages, environment) for environment in (without, many))
    return [Counted(one.name, first[one.name], last[one.name]) for one in pages]


def figures(found: Sequence[Counted], number: int) -> list[Figure]:
    """One for each page."""
    return [
        Figure(f"{one.name}_{number}_idle_steps", one.percent, "%", "<=", MOST_PERCENT)
        for one in found
    ]


def show(found: Sequence[Counted]) -> None:
    """Print a table."""
    print(f"\n{'steps of a page':24}{'no idle':>12}{'many idle':>12}{'more %':>9}")
    for one in found:
        print(f"{one.name:24}{one.without:12}{one.many:12}{one.percent:+9.2f}")


def _of_site(pages: Sequence[PageRequest], environment: Mapping[str, str]) -> dict[str, int]:
    asked = [{"name": one.name, "path": one.path, "cookie": one.cookie} for one in pages]
    done = subprocess.run(
        [sys.executable, "-m", "bench.steps"],
        input=json.dumps(asked),
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"bench: the steps cannot be counted\n{done.stderr[-3000:]}")
    found: dict[str, int] = json.loads(done.stdout)
    return found


# --- In the process of one site ---------------------------------------------------------------


def _steps(call: Callable[[], object]) -> int:
    """The opcodes that run while something is called."""
    total = 0

    def step(_frame: FrameType, event: str, _more: object) -> Callable[..., Any]:
        nonlocal total
        total += event == "opcode"
        return step

    def begin(frame: FrameType, _event: str, _more: object) -> Callable[..., Any]:
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return step

    sys.settrace(begin)
    try:
        call()
    finally:
        sys.settrace(None)
    return total


def _asker(path: str, cookie: str) -> Callable[[], None]:
    from academy.wsgi import application

    def ask() -> None:
        environ: dict[str, Any] = {}
        setup_testing_defaults(environ)
        environ |= {
            "HTTP_HOST": client.HOST,
            "SERVER_NAME": client.HOST,
            "HTTP_ACCEPT": "text/html",
        }
        environ |= {"PATH_INFO": path, "HTTP_COOKIE": cookie, "wsgi.input": io.BytesIO()}
        statuses: list[str] = []
        answer = application(environ, lambda status, *_more: statuses.append(status))
        for _part in answer:
            pass
        if hasattr(answer, "close"):
            answer.close()
        if not statuses or not statuses[0].startswith("200"):
            raise client.UnexpectedAnswerError(f"{path}: {statuses}")

    return ask


def main() -> None:
    """Count each page when everything that is kept is kept: the least of some times, since now and
    then something is written down after a page."""
    counts = {}
    for one in json.load(sys.stdin):
        ask = _asker(one["path"], one["cookie"])
        for _turn in range(WARM_UP):
            ask()
        counts[one["name"]] = min(_steps(ask) for _turn in range(COUNTED))
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
