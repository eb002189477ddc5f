"""Reading the figures of evaluations: what pages and files cost beside an older commit on the same
rows, and beside plain SQL."""

from __future__ import annotations

import http.client
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bench import report, server
from bench.report import Figure
from bench.suite import checked_out
from bench.versions import ROOT, AcademyVersion, postgres

if TYPE_CHECKING:
    from bench.server import Server

BEFORE = "a9b5d22"
"""The last commit that counted figures when they were looked at."""
MILLISECONDS, KILOBYTES = 30.0, 60.0
"""What a page may take, and how large it may be."""
FILE_FASTER, MEGABYTES = 5.0, 250.0
COPY = "academy_here"
"""The database of the newer version where one server has both."""
REPORT_MILLISECONDS = 3000.0
"""What the report on a year may take, as a page and as a PDF."""


@dataclass(frozen=True)
class Effort:
    """How many editions, how many people answered each, and how often each page is asked for; on
    which databases."""

    editions: int
    answers: int
    turns: int
    databases: tuple[str, ...]


QUICK = Effort(editions=120, answers=60, turns=5, databases=("sqlite",))
FULL = Effort(editions=2000, answers=500, turns=10, databases=("sqlite", "postgresql"))


@dataclass(frozen=True)
class Page:
    """What is measured. `before` is where an older commit has it: nowhere for ""; `is_drill_down`
    is whether the aims for pages hold, `is_report` whether those for the report on a year do."""

    name: str
    path: str
    before: str = ""
    is_drill_down: bool = True
    is_report: bool = False


@dataclass
class Cost:
    """What a page cost, each time: milliseconds on the wall, and of the server's processor; on the
    wall, too, the `first` look after figures changed; and its size in kilobytes."""

    wall: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    processors: list[float] = field(default_factory=list)
    size: float = 0

    @property
    def milliseconds(self) -> float:
        """The quickest of all: the others waited for what else the machine did."""
        return min(self.wall)

    @property
    def first_look(self) -> float:
        """The quickest of those, too."""
        return min(self.first)

    @property
    def processor(self) -> float:
        """The least of all."""
        return min(self.processors)


@dataclass
class Academy(AcademyVersion):
    """A version in which figures are read."""

    SCRIPT = "evaluation_academy.py"

    known: dict[str, Any] = field(default_factory=dict)
    costs: dict[str, Cost] = field(default_factory=dict)
    memory: float = 0


def pages(known: dict[str, Any]) -> list[Page]:
    """What is measured, with the addresses of this academy."""
    base = "/beheer/evaluaties/"
    # Without a period it is this year that a newer version shows.
    always = "since=&until="
    training, edition = (
        f"{base}training/{known['training']}/",
        f"{base}uitvoering/{known['edition']}/",
    )
    return [
        Page("overview", f"{base}?{always}", base),
        Page("by_trainer", f"{base}?by=trainer&{always}"),
        Page("district", f"{base}?district=zuid&by=language&{always}"),
        Page("period", f"{base}?since=2024-01-01&by=theme", f"{base}?since=2024-01-01"),
        Page("training", training, training),
        Page("edition", edition, edition),
        Page("texts", f"{training}teksten/?question=takeaway"),
        Page("comparison", f"{base}vergelijken/?a-theme=1&b-theme=2"),
        Page("csv", f"{base}?export=csv&{always}", f"{base}?export=csv", is_drill_down=False),
        Page("xlsx", f"{base}?export=xlsx&{always}", f"{base}?export=xlsx", is_drill_down=False),
        _report("year_report", ""),
        _report("year_report_csv", "?export=csv"),
        _report("year_report_pdf", "jaarverslag.pdf"),
    ]


def _report(name: str, file: str) -> Page:
    """The report on the last whole year, which no older commit has."""
    year = datetime.now(tz=UTC).year - 1
    path = f"/beheer/jaarverslag/{year}/{file}"
    return Page(name, path, is_drill_down=False, is_report=True)


def measure(effort: Effort, folder: Path, commit: str) -> list[Figure]:
    """Fill the older academy, bring a copy up to date, measure both, print the tables; returns the
    figures."""
    with ExitStack() as until_the_end:
        old_code = until_the_end.enter_context(checked_out(commit))
        asked = {
            vendor: _pair(until_the_end, folder, old_code, commit, vendor)
            for vendor in effort.databases
        }
        pairs = {vendor: pair for vendor, pair in asked.items() if pair is not None}
        # Filling is no measurement: all at once, each in processes of its own.
        with ThreadPoolExecutor(len(pairs)) as pool:
            list(pool.map(lambda vendor: _fill(vendor, *pairs[vendor], effort), pairs))
        found = []
        for vendor, pair in pairs.items():
            found += _measure_pair(vendor, *pair, effort)
        return found


def _fill(vendor: str, older: Academy, here: Academy, effort: Effort) -> None:
    report.say(f"{vendor}: filling {effort.editions} editions, {effort.answers} answers to each")
    started = perf_counter()
    older.known = older.ask("fill", f"editions={effort.editions}", f"answers={effort.answers}")
    _copy(older, here)
    here.known = dict(older.known)
    filled = perf_counter() - started
    took = here.ask("migrate")["seconds"]
    report.say(f"{vendor}: filled in {filled:.0f} s, brought up to date in {took:.0f} s")


def _measure_pair(vendor: str, older: Academy, here: Academy, effort: Effort) -> list[Figure]:
    report.say(f"{vendor}: measuring both versions by turns")
    bare = here.ask("bare", f"turns={effort.turns}")
    _measure(older, here, effort)
    _show(vendor, older, here, bare)
    return _figures(vendor, older, here)


def _pair(
    until_the_end: ExitStack, folder: Path, old_code: Path, commit: str, vendor: str
) -> tuple[Academy, Academy] | None:
    if vendor == "sqlite":
        addresses = [f"sqlite:///{folder}/read-{name}.sqlite3" for name in ("before", "here")]
    else:
        address = postgres(until_the_end)
        if not address:
            return None
        addresses = [address, urlsplit(address)._replace(path=f"/{COPY}").geturl()]
    return (
        Academy(commit, old_code, folder / f"{vendor}-before", addresses[0]),
        Academy("here", ROOT, folder / f"{vendor}-here", addresses[1]),
    )


def _copy(older: Academy, here: Academy) -> None:
    """Give the newer version a copy of everything that the older one holds."""
    if older.database.startswith("sqlite"):
        before, copy = (Path(one.database.removeprefix("sqlite:///")) for one in (older, here))
        shutil.copy(before, copy)
        return
    import psycopg
    from psycopg import sql

    # Not from the database itself: nobody may be in what is copied.
    name = urlsplit(older.database).path.removeprefix("/")
    with psycopg.connect(older.database, autocommit=True, dbname="template1") as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(COPY), sql.Identifier(name)
            )
        )


def _measure(older: Academy, here: Academy, effort: Effort) -> None:
    """Ask both for each page by turns, so that what else the machine does disturbs both."""
    with ExitStack() as until_the_end:
        served = {
            one.name: until_the_end.enter_context(
                server.running(one.folder, one.environment, code=one.code)
            )
            for one in (older, here)
        }
        for page in pages(here.known):
            asked = [(here, page.path)] + [(older, page.before)] * bool(page.before)
            for academy, _path in asked:
                academy.costs[page.name] = Cost()
            for turn in range(WARMING_UP + effort.turns):
                for academy, path in asked:
                    _ask(served[academy.name], path, academy, page.name, counts=turn >= WARMING_UP)
            for _change in range(FIRST_LOOKS * page.is_drill_down):
                here.ask("change", f"edition={here.known['edition']}")
                cost = here.costs[page.name]
                cost.first.append(_ask(served[here.name], page.path, here, page.name, counts=False))
        for one in (older, here):
            one.memory = _most_memory(served[one.name])


WARMING_UP = 2
"""So many first turns are not counted."""
FIRST_LOOKS = 3
"""So often figures change before somebody looks: for each, a process starts that makes sums."""


def _ask(served: Server, path: str, academy: Academy, name: str, *, counts: bool) -> float:
    """How many milliseconds it took; kept where it `counts`."""
    cost = academy.costs[name]
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=120)
    connection.connect()
    processor, asked = served.seconds(), perf_counter()
    connection.request("GET", path, headers={"Cookie": f"sessionid={academy.known['coordinator']}"})
    answer = connection.getresponse()
    body = answer.read()
    took = perf_counter() - asked
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"bench: {path} answered {answer.status}")
    if counts:
        cost.wall.append(1000 * took)
        cost.processors.append(1000 * (served.seconds() - processor))
    cost.size = len(body) / 1000
    return 1000 * took


def _most_memory(served: Server) -> float:
    """The most megabytes that the server's process ever held; 0 where the system does not tell."""
    most = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if f"\nPPid:\t{served.process}\n" in text:
            most = max(most, int(text.split("VmHWM:")[1].split()[0]))
    return most / 1024


def _figures(vendor: str, older: Academy, here: Academy) -> list[Figure]:
    found = []
    for page in pages(here.known):
        cost, before = here.costs[page.name], older.costs.get(page.name)
        name = f"read_{page.name}_{vendor}"
        if page.is_drill_down:
            found.append(Figure(f"{name}_ms", cost.milliseconds, "ms", "<=", MILLISECONDS))
            found.append(Figure(f"{name}_first_ms", cost.first_look, "ms", "<=", MILLISECONDS))
            found.append(Figure(f"{name}_kb", cost.size, "kB", "<=", KILOBYTES))
        if page.is_report:
            found.append(Figure(f"{name}_ms", cost.milliseconds, "ms", "<=", REPORT_MILLISECONDS))
        if before is not None and page.name in ("overview", "csv"):
            ratio = before.milliseconds / cost.milliseconds
            aim = 14.0 if page.name == "overview" else FILE_FASTER
            found.append(Figure(f"{name}_faster", ratio, "ratio", ">=", aim))
    found.append(Figure(f"read_memory_{vendor}", here.memory, "MB", "<=", MEGABYTES))
    return found


def _show(vendor: str, older: Academy, here: Academy, bare: dict[str, float]) -> None:
    print(f"\n{vendor:24}{'ms':>9}{'first':>9}{'processor':>11}{'kB':>8}", end="")
    print(f"{'before ms':>12}{'kB':>8}{'faster':>9}")
    for page in pages(here.known):
        cost, before = here.costs[page.name], older.costs.get(page.name)
        first = f"{cost.first_look:.1f}" if cost.first else ""
        line = f"{page.name:24}{cost.milliseconds:9.1f}{first:>9}"
        line += f"{cost.processor:11.1f}{cost.size:8.1f}"
        if before is not None:
            ratio = before.milliseconds / cost.milliseconds
            line += f"{before.milliseconds:12.1f}{before.size:8.1f}{ratio:9.1f}"
        print(line)
    print(f"\n{'plain SQL':24}{'ms':>9}")
    for name, cost_of_it in bare.items():
        print(f"{name:24}{cost_of_it:9.1f}")
    print(f"{'memory':24}{here.memory:9.0f} MB, before {older.memory:.0f} MB\n")
