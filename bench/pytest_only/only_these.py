"""Lets pytest run the tests that a file names, and write down how they ended.

Loaded by `-p only_these` into the suite of any commit, so it uses nothing of this repository.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

CHOSEN = set(Path(os.environ["ONLY_THESE"]).read_text().splitlines())
ENDED = Path(os.environ["ONLY_THESE_ENDED"])
outcomes: dict[str, int] = {}


def pytest_collection_modifyitems(config: Any, items: list[Any]) -> None:
    """Leave out what is not named."""
    left_out = [item for item in items if item.nodeid not in CHOSEN]
    items[:] = [item for item in items if item.nodeid in CHOSEN]
    config.hook.pytest_deselected(items=left_out)


def pytest_runtest_logreport(report: Any) -> None:
    """Count each test once, and what fails around it."""
    if report.when == "call" or report.failed:
        outcomes[report.outcome] = outcomes.get(report.outcome, 0) + 1


def pytest_sessionfinish(session: Any) -> None:
    """Only the process that started the others has seen all reports."""
    if not hasattr(session.config, "workerinput"):
        with ENDED.open("a") as file:
            file.write(json.dumps(outcomes) + "\n")
