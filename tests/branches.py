"""Which branches the tests take, where a mistake costs most, and a floor below which they fail.

    python -m pytest -p tests.branches -n 2

Measured are the services of every part, which hold all changes of state, and the two packages that
stand between the academy and its plugins. Only these are instrumented, when they are imported, and
what was seen is no longer looked at: on Python 3.11 that costs two percent, where a tracer that is
called for each function costs two thirds. So this plugin is loaded by `-p`, before Django imports
anything. Processes that a test starts are not counted.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import Any

import pytest
from slipcover import Slipcover, merge_coverage
from slipcover.importer import SlipcoverLoader

FLOOR = 95
"""Percent of the branches of each row in the table."""
ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "var" / "branches"
MEASURED = re.compile(
    r"courses\.((?!plugin_(host|api|kit|desk)\b)\w+\.services(\.\w+)?|(plugin_host|plugin_api)(\..+)?)"
)


class Finder(MetaPathFinder):
    """Instruments the modules that are measured, and leaves all others to Python."""

    def __init__(self, seen: Slipcover) -> None:
        self.seen = seen

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if not MEASURED.fullmatch(fullname):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and spec.loader and spec.origin and spec.origin.endswith(".py"):
            spec.loader = SlipcoverLoader(self.seen, spec.loader, spec.origin)
        return spec


seen = Slipcover(branch=True)


def pytest_addoption() -> None:
    """The first that pytest asks of a plugin: nothing has been imported yet."""
    sys.meta_path.insert(0, Finder(seen))


def pytest_configure(config: pytest.Config) -> None:
    """Forget what a run before this one saw."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Any:
    """Each process writes what it saw; the last one, which started them, looks at the floor."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    worker = getattr(session.config, "workerinput", {}).get("workerid", "main")
    (FOLDER / f"{worker}.json").write_text(json.dumps(seen.get_coverage()))
    result = yield
    if worker == "main" and session.exitstatus == pytest.ExitCode.OK:
        rows = table(merged())
        print("\n" + report(rows))
        if any(is_low(row) for row in rows):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
    return result


def merged() -> dict[str, Any]:
    """What all processes saw together: for each file its branches."""
    first, *others = (json.loads(file.read_text()) for file in sorted(FOLDER.glob("*.json")))
    for other in others:
        merge_coverage(first, other)
    files: dict[str, Any] = first["files"]
    return files


Row = tuple[str, int, int, list[str]]
"""A name, branches that were taken, all branches, and where the others are."""


def table(files: dict[str, Any]) -> list[Row]:
    """A row for the services of each part, and one for each of the two packages."""
    rows: dict[str, list[Any]] = {
        name: [0, 0, []] for name in (_row_of(path.relative_to(ROOT)) for path in _measured())
    }
    for name, found in files.items():
        taken, missing = found["executed_branches"], found["missing_branches"]
        row = rows[_row_of(Path(name))]
        row[0] += len(taken)
        row[1] += len(taken) + len(missing)
        row[2] += [f"{name}:{start}→{end or 'end'}" for start, end in missing]
    # What was imported and has no branches leaves nothing to test.
    seen_rows = {_row_of(Path(name)) for name in files}
    return [
        (name, taken, total, where)
        for name, (taken, total, where) in sorted(rows.items())
        if total or name not in seen_rows
    ]


def _measured() -> list[Path]:
    services = [*ROOT.glob("courses/*/services.py"), *ROOT.glob("courses/*/services/*.py")]
    packages = (ROOT / "courses" / name for name in ("plugin_host", "plugin_api"))
    return [*services, *packages]


def _row_of(path: Path) -> str:
    parts = path.with_suffix("").parts
    return "/".join(parts[:3] if parts[2:3] == ("services",) else parts[:2])


def percent(row: Row) -> float:
    """A module nobody imported has no branches that were seen: nothing of it is tested."""
    _name, taken, total, _where = row
    return 100 * taken / total if total else 0.0


def is_low(row: Row) -> bool:
    """Whether it is below the floor."""
    return percent(row) < FLOOR


def report(rows: list[Row]) -> str:
    """The table, and below it the branches that nobody took where there are too many."""
    lines = [f"{'branches that tests take':36}{'%':>7}{'of':>7}"]
    for row in rows:
        name, _taken, total, where = row
        lines.append(f"{name:36}{percent(row):7.1f}{total:7}{'  LOW' if is_low(row) else ''}")
        lines += [f"    {one}" for one in where if is_low(row)]
    return "\n".join([*lines, f"floor {FLOOR} %"])
