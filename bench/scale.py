"""An academy on two machines, shown running on one: each part of it a process of its own.

Visitors come in at nginx, which leads to two web servers with a folder each; both have PostgreSQL
behind pgbouncer, a copy of it for figures, Valkey, and a store that speaks S3. What is looked at:
pages and files, whether a change on one machine shows on the other at once, 200 people for 20
seats, two ticks at the same time, what becomes of people who enrol while each part is killed in
turn, and of figures while the copy is away.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import repeat
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from bench import client, report, scale_parts, server
from bench.client import UnexpectedAnswerError
from bench.enrolment import SESSION, acting
from bench.report import Figure
from bench.versions import ROOT, AcademyVersion, postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bench.scale_parts import City, Part

AT_ONCE, SEATS = 200, 20
CHANGES = 20
"""How often somebody enrols at one machine while the other is looked at."""
FRESH = re.compile(r"Nog (\d+) plaatsen")
SETTLED_WITHIN = 60
"""Seconds in which the workers have sent what there is to send."""
DONE, SAID_NO = 302, 409


@dataclass(frozen=True)
class Effort:
    """How much work a run does: `seconds` of load for each number of web processes."""

    seconds: float
    processes: tuple[int, ...]


QUICK = Effort(seconds=2, processes=(1, 2))
FULL = Effort(seconds=8, processes=(1, 2, 4))


class Machine(AcademyVersion):
    """The first of the two machines, as a process that is asked something."""

    SCRIPT = "scale_academy.py"

    city: City

    @property
    def environment(self) -> dict[str, str]:
        return self.city.machine(1)


def run(effort: Effort, folder: Path, started: float) -> None:
    """Build it, look at all of it, print what was found.

    Raises:
        SystemExit: something that it needs is not there, or does not start.
    """
    scale_parts.prepare()
    with ExitStack() as until_the_end:
        database = postgres(until_the_end)
        if not database:
            raise SystemExit("scale: it needs PostgreSQL")
        city = scale_parts.build(folder, database, until_the_end)
        machine = Machine("machine 1", ROOT, folder / "machine-1", database)
        machine.city = city
        report.say("Filling the academy")
        known = machine.ask("fill", "people=700")
        for part in (*city.webs, *city.workers):
            part.start()
        scale_parts.lead_to(city, city.webs)
        report.say(f"Ready after {monotonic() - started:.0f} s; looking")
        people = iter(known["people"])
        figures = [
            *_pages(city, known),
            _fresh(city, known, people),
            *_race(city, machine, known),
            _ticks_at_once(city),
            *_figures_of_copy(city, known),
            *_killing(city, machine, known, people),
        ]
        rates = _rates(city, known, effort)
        report.figures([*figures, *rates])
        report.say(f"{monotonic() - started:.0f} s in all")


# --- Pages and files ------------------------------------------------------------------------------


def _pages(city: City, known: dict[str, Any]) -> list[Figure]:
    """How many pages and files are not answered as they must be, through the proxy."""
    asked = [(path, "") for path in [*known["pages"], known["picture"], known["document"]]]
    asked += [(path, known["volunteer"]) for path in known["own"]]
    asked += [(path, known["coordinator"]) for path in known["staff"]]
    wrong = [path for path, session in asked if _status(city.port, path, session) != 200]
    # Both machines have all of it: the picture was made on the first.
    wrong += [
        f"machine {number}: {path}"
        for number, one in enumerate(city.webs, 1)
        for path in (known["document"], known["catalogue"])
        if _status(one.port, path) != 200
    ]
    _tell("pages and files", wrong)
    return [Figure("pages_wrong", len(wrong), "pages", "<=", 0)]


def _status(port: int, path: str, session: str = "") -> int:
    # Not the client of the measurements: a proxy and a store may answer in pieces.
    connection = HTTPConnection(client.HOST, port, timeout=client.TIMEOUT)
    try:
        connection.request("GET", path, headers={"Cookie": f"{SESSION}={session}"})
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def _tell(what: str, wrong: Iterable[str]) -> None:
    said = "; ".join(wrong)
    report.say(f"{what}: {said or 'all well'}")


# --- A change on one machine ----------------------------------------------------------------------


def _fresh(city: City, known: dict[str, Any], people: Iterator[str]) -> Figure:
    """How often one machine shows an older number of seats right after the other gave one."""
    first, second = city.webs
    page = client.get(known["roomy"]["page"])
    stale = 0
    for _ in range(CHANGES):
        before = _seats(second.port, page)
        answer = client.fetch(first.port, acting(known["roomy"]["path"], next(people)))
        if answer.status != DONE:
            raise SystemExit(f"scale: nobody could enrol ({answer.status})")
        stale += _seats(second.port, page) != before - 1
    _tell("a change on the other machine", [f"{stale} of {CHANGES} late"] if stale else [])
    return Figure("stale_pages", stale, "pages", "<=", 0)


def _seats(port: int, page: bytes) -> int:
    return max(int(one) for one in FRESH.findall(client.fetch(port, page).body.decode()))


# --- Many at once ---------------------------------------------------------------------------------


def _race(city: City, machine: Machine, known: dict[str, Any]) -> list[Figure]:
    """200 people at once for 20 seats, over both machines."""
    edition = known["race"]
    asked = [acting(edition["path"], one) for one in known["people"][-AT_ONCE:]]
    answers, took = client.rush(city.port, asked)
    states = machine.ask("stands", str(edition["pk"]))["editions"][str(edition["pk"])]
    right = states == {"confirmed": SEATS, "waiting": AT_ONCE - SEATS}
    statuses = Counter(answer.status for answer in answers)
    _tell("200 for 20 seats", [] if right else [f"{states}, answers {dict(statuses)}"])
    return [
        Figure("race_right", int(right and set(statuses) == {DONE}), "bool", ">=", 1),
        Figure("race", took, "s", "<=", 5),
    ]


def _ticks_at_once(city: City) -> Figure:
    """How many of two ticks that begin together fail."""
    command = [sys.executable, str(ROOT / "manage.py"), "tick"]
    part = city.workers
    running = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **one.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for one in part
    ]
    failed = sum(bool(one.wait()) for one in running)
    _tell("two ticks at once", [f"{failed} failed"] if failed else [])
    return Figure("ticks_failed", failed, "ticks", "<=", 0)


# --- The copy of the database ---------------------------------------------------------------------


def _figures_of_copy(city: City, known: dict[str, Any]) -> list[Figure]:
    """Whether figures are read from the copy, whether they are there while it is away, and after
    how many seconds it is used again."""

    def wrong(times: int) -> int:
        asked = [_status(city.port, known["figures"], known["coordinator"]) for _ in range(times)]
        return sum(status != 200 for status in asked)

    _until(lambda: _is_followed(city))
    before = _reads_of_copy(city)
    failed = wrong(20)
    _until(lambda: _reads_of_copy(city) > before)
    reads = _reads_of_copy(city) - before
    city.replica.kill()
    without = wrong(20)
    is_told = not _is_followed(city)
    city.replica.start()
    took = _until(lambda: _is_followed(city))
    said = [f"{failed} wrong"] if failed else []
    said += [f"{without} wrong while it was away"] if without else []
    said += [] if reads > 0 else ["it is not read"]
    said += [] if is_told else ["/gezond/ does not say that it is away"]
    _tell("figures from the copy", said)
    return [
        Figure("replica_reads", reads, "scans", ">=", 1),
        Figure("figures_wrong", failed + without, "pages", "<=", 0),
        Figure("replica_told", int(is_told), "bool", ">=", 1),
        Figure("replica_back", took, "s", "<=", 30),
    ]


def _until(is_so: Callable[[], bool]) -> float:
    """How many seconds that takes; a minute when it never is."""
    began = monotonic()
    while monotonic() - began < SETTLED_WITHIN and not is_so():
        time.sleep(0.2)
    return monotonic() - began


def _is_followed(city: City) -> bool:
    """What both machines say of it."""
    headers = {"Authorization": f"Bearer {scale_parts.MONITOR}"}
    for one in city.webs:
        connection = HTTPConnection(client.HOST, one.port, timeout=client.TIMEOUT)
        connection.request("GET", "/gezond/", headers=headers)
        told = json.loads(connection.getresponse().read())
        connection.close()
        if not told["signs"]["replica"]["ok"]:
            return False
    return True


def _reads_of_copy(city: City) -> int:
    """How often a table of evaluations was looked through there."""
    import psycopg

    asked = "SELECT sum(coalesce(seq_scan, 0) + coalesce(idx_scan, 0)) FROM pg_stat_user_tables"
    asked += " WHERE relname LIKE 'evaluation%'"
    with psycopg.connect(scale_parts.replica_address(city)) as connection:
        found = connection.execute(asked).fetchone()
    return int(found[0] or 0) if found else 0


# --- Each part killed in turn ---------------------------------------------------------------------


def _killing(
    city: City, machine: Machine, known: dict[str, Any], people: Iterator[str]
) -> list[Figure]:
    """Kill each part while people enrol, start it again, and see that all is as promised."""
    edition = known["killed"]
    told: dict[str, int] = {}
    heard: list[str] = []
    for part in (
        *city.webs,
        *city.workers,
        city.valkey,
        city.store,
        city.pool,
        city.replica,
        city.proxy,
    ):
        answers = _while_enrolling(city, edition, people, part)
        told[part.name] = answers[DONE]
        heard.append(f"{part.name}: {dict(answers)}")
        _tell(f"{part.name} killed", [f"answers {dict(answers)}"])
    stands = _settled(machine, str(edition["pk"]))
    states = stands["editions"][str(edition["pk"])]
    enrolled = sum(states.values())
    lost = max(0, sum(told.values()) - enrolled)
    oversold = max(0, states.get("confirmed", 0) - 60)
    if not stands["sound"]:
        print(stands["audit"])
    return [
        Figure("lost_enrolments", lost, "people", "<=", 0),
        Figure("oversold", oversold, "seats", "<=", 0),
        Figure("unsent_notices", stands["unsent"], "notices", "<=", 0),
        Figure("audit_sound", int(stands["sound"]), "bool", ">=", 1),
        Figure("lost_with_valkey", _away(city, known), "pages", "<=", 0),
    ]


def _while_enrolling(
    city: City, edition: dict[str, Any], people: Iterator[str], part: Part
) -> Counter[int]:
    """How eight people at a time are answered who enrol while the part dies and comes back; 0 is
    no answer, which is nobody's promise."""
    answers: Counter[int] = Counter()
    lock = threading.Lock()

    def enrol(session: str) -> None:
        try:
            status = client.fetch(city.port, acting(edition["path"], session)).status
        except (OSError, UnexpectedAnswerError):
            status = 0
        with lock:
            answers[status] += 1

    with ThreadPoolExecutor(8) as pool:
        some = [next(people) for _ in range(24)]
        waiting = [pool.submit(enrol, one) for one in some[:12]]
        part.stop()
        waiting += [pool.submit(enrol, one) for one in some[12:]]
        time.sleep(0.5)
        part.go_on()
        for one in waiting:
            one.result()
    # The proxy leaves a server alone for a second after it failed.
    time.sleep(1.2)
    return answers


def _settled(machine: Machine, edition: str) -> dict[str, Any]:
    until = monotonic() + SETTLED_WITHIN
    while True:
        stands = machine.ask("stands", edition)
        if not stands["unsent"] or monotonic() > until:
            return stands


def _away(city: City, known: dict[str, Any]) -> int:
    """How many pages are wrong while there is no Valkey: it costs speed and nothing else."""
    city.valkey.kill()
    wrong = sum(_status(city.port, path) != 200 for path in known["pages"] * 2)
    wrong += _status(city.port, known["mine"], known["volunteer"]) != 200
    city.valkey.start()
    return wrong


# --- How many a second ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Use:
    """Seconds of processors used so far: by the web processes, and by all that runs here; and
    the clock on the wall."""

    web: float
    all: float
    clock: float

    @classmethod
    def now(cls, web: Part) -> Use:
        """Of this moment."""
        pids = server.children(web.process.pid) if web.process else []
        ticks = [int(one) for one in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        idle = ticks[3] + ticks[4]
        return cls(
            sum(server.processor_seconds(pid) for pid in pids),
            (sum(ticks) - idle) / os.sysconf("SC_CLK_TCK"),
            monotonic(),
        )


FULL_USE = 0.9


def what_bounds(before: Use, after: Use, processes: int, processors: int | None = None) -> str:
    """What keeps it from being more requests a second, by who used the processors meanwhile."""
    processors = processors or os.cpu_count() or 1
    took = after.clock - before.clock
    web = (after.web - before.web) / took
    others = (after.all - before.all) / took - web
    shares = f"web {web:.1f}, all else {max(0.0, others):.1f} of {processors} processors"
    if web >= FULL_USE * min(processes, processors):
        why = "the web processes, which use all they can"
    elif web + others >= FULL_USE * processors:
        why = "the processors, which the proxy, the database, the load and others use too"
    else:
        why = "waiting: connections are unevenly spread, or wait for the database"
    return f"bounded by {why} ({shares})"


def _rates(city: City, known: dict[str, Any], effort: Effort) -> list[Figure]:
    """Requests a second with more web processes: kept pages, and pages that are made each time."""
    subjects: dict[str, Callable[[], bytes]] = {
        "kept": lambda: client.get(known["catalogue"]),
        "catalogue": lambda: client.get(known["catalogue"], "bench=1"),
        "own": lambda: client.get(known["mine"], f"{SESSION}={known['volunteer']}"),
    }
    for part in (*city.webs, *city.workers):
        part.kill()
    figures = []
    print(f"\n{'requests a second':24}" + "".join(f"{name:>12}" for name in subjects))
    for number in effort.processes:
        one = scale_parts.web(city, 1, number)
        one.start()
        try:
            scale_parts.lead_to(city, [one])
            cells, bounds = [], []
            for name, request in subjects.items():
                client.load(city.port, repeat(request()), status=200, seconds=0.5, most=200)
                began = Use.now(one)
                sample = client.load(
                    city.port, repeat(request()), status=200, seconds=effort.seconds, most=100_000
                )
                bounds.append(f"{name}: {what_bounds(began, Use.now(one), number)}")
                cells.append(sample.per_second)
                figures.append(
                    Figure(f"{name}_with_{number}", sample.per_second, "requests/s", ">=", 0)
                )
            print(f"{f'{number} web processes':24}" + "".join(f"{cell:12.0f}" for cell in cells))
            print("\n".join(f"  {bound}" for bound in bounds))
        finally:
            one.kill()
    print()
    return figures
