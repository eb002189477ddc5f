"""Files go to processes so that none ends alone, and nothing follows what empties the tables."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.installing import ROOT
from tests.scheduling import PER_TEST, SECONDS, Scheduling, file_of, seconds

ORDINARY = [f"tests/test_{name}.py" for name in "abcdefgh"]
BROWSER = [f"tests/browser/test_{name}.py" for name in "xyz"]
TESTS = 50


class Process:
    """A process that runs tests one after the other, as long as they are said to take."""

    def __init__(self, name: str, nodeids: list[str]) -> None:
        self.gateway = SimpleNamespace(id=name)
        self.nodeids = nodeids
        self.waiting: list[int] = []
        self.done: list[str] = []
        self.time = 0.0
        self.shutting_down = False

    def send_runtest_some(self, indexes: list[int]) -> None:
        self.waiting += indexes

    def shutdown(self) -> None:
        self.shutting_down = True

    def can_run(self) -> bool:
        """It must know what comes after a test, before it runs it."""
        return len(self.waiting) > (0 if self.shutting_down else 1)

    def run(self) -> int:
        index = self.waiting.pop(0)
        self.done.append(self.nodeids[index])
        self.time += PER_TEST
        return index


def run(nodeids: list[str], pytestconfig: pytest.Config, *, processes: int) -> list[Process]:
    """Give these tests to processes, the next one to who is free first."""
    config: Any = SimpleNamespace(
        option=SimpleNamespace(loadscopereorder=True),
        getvalue=lambda name: [f"{processes}*popen"] if name == "tx" else None,
        hook=pytestconfig.hook,
    )
    scheduling = Scheduling(config)
    started = [Process(f"gw{number}", nodeids) for number in range(processes)]
    for one in started:
        scheduling.add_node(one)
        scheduling.add_node_collection(one, nodeids)
    scheduling.schedule()
    while ready := [one for one in started if one.can_run()]:
        one = min(ready, key=lambda process: process.time)
        scheduling.mark_test_complete(one, one.run())
    return started


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_each_test_runs_once_and_nothing_after_what_commits(
    processes: int, pytestconfig: pytest.Config
) -> None:
    # The last file has tests of both kinds.
    order = [*ORDINARY, *BROWSER, ORDINARY[-1]]
    nodeids = [
        f"{file}::{number}_{turn}" for turn, file in enumerate(order) for number in range(TESTS)
    ]
    found = run(nodeids, pytestconfig, processes=processes)
    assert sorted(test for one in found for test in one.done) == sorted(nodeids)
    commits = set(nodeids[len(ORDINARY) * TESTS :])
    for one in found:
        kinds = [test in commits for test in one.done]
        assert kinds == sorted(kinds)
    # A file stays with one process.
    runs = [
        (index, *key)
        for index, one in enumerate(found)
        for key in {key_of(test) for test in one.done}
    ]
    assert len(runs) == len(order)


def key_of(nodeid: str) -> tuple[str, str]:
    return file_of(nodeid), nodeid.rpartition("_")[2]


def test_one_turns_to_the_browser_while_the_others_do_the_rest(pytestconfig: pytest.Config) -> None:
    nodeids = [f"{file}::{number}" for file in (*ORDINARY, *BROWSER) for number in range(TESTS)]
    first, second = run(nodeids, pytestconfig, processes=2)
    in_browser = [
        [test.startswith("tests/browser/") for test in one.done] for one in (first, second)
    ]
    assert (sum(in_browser[0]), sum(in_browser[1])) == (3 * TESTS, 0)
    assert abs(len(first.done) - len(second.done)) <= TESTS


def test_the_slow_files_are_there() -> None:
    assert [file for file in SECONDS if not (ROOT / file).exists()] == []
    assert seconds("tests/test_scheduling.py", 5) == 5 * PER_TEST
