"""Programs that run beside each other, each with its own fate."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.asyncio import async_unsafe

from academy.operations.programs import SHARING, Program, Size, programs
from academy.operations.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable


def program(name: str, code: str, grace: int = 10) -> Program:
    return Program(name, "a test", (sys.executable, "-u", "-c", code), grace)


def lines_of(*chosen: Program, until: str) -> list[str]:
    """What the programs say until a line has this in it; they are stopped then."""
    said: list[str] = []

    def hear(line: str) -> None:
        said.append(line)
        if until in line:
            supervisor.stop()

    supervisor = Supervisor(chosen, hear, pause=0.01)
    supervisor.run()
    return said


STAY = "import time; time.sleep(60)"


def test_one_log_tells_who_said_what() -> None:
    said = lines_of(
        program("web", f"print('hello'); {STAY}"),
        program("worker", f"import time; time.sleep(.5); print('mail'); {STAY}"),
        until="mail",
    )
    assert said == ["web    │ hello", "worker │ mail"]


def test_a_line_is_written_as_is_asked() -> None:
    said: list[str] = []

    def hear(line: str) -> None:
        said.append(line)
        supervisor.stop()

    chosen = [program("web", f"print('hello'); {STAY}")]
    supervisor = Supervisor(chosen, hear, form=lambda name, text: f"<{name}> {text}")
    supervisor.run()
    assert said == ["<web> hello"]


def test_a_program_that_ends_is_started_again_and_pulls_no_other_down(tmp_path: Path) -> None:
    mark = tmp_path / "was here"
    twice = (
        f"import os, sys; p = {str(mark)!r}\n"
        f"if not os.path.exists(p): open(p, 'w'); sys.exit(3)\nprint('second'); {STAY}"
    )
    said = lines_of(program("worker", twice), program("web", STAY), until="second")
    assert said == ["worker │ ended with 3; starts again in 0.01 s", "worker │ second"]


def test_who_does_not_listen_is_stopped_after_its_time_of_grace() -> None:
    deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready'); {STAY}"
    started = time.monotonic()
    said = lines_of(program("deaf", deaf, grace=1), until="ready")
    assert said == ["deaf │ ready", "deaf │ did not end within 1 s and is stopped"]
    assert time.monotonic() - started < 30


def test_a_line_without_an_end_stops_nothing() -> None:
    long = f"print('x' * 3_000_000); print('after'); {STAY}"
    assert lines_of(program("web", long), until="after")[-1].endswith("after")


def copy(name: str, do: Callable[[], object]) -> Program:
    return Program(name, "a test", (), within=do)


def _fail() -> None:
    raise RuntimeError("no mail today")


@async_unsafe
def _answer() -> None:
    """Refused by Django where a loop runs: the supervisor's is not the copy's."""
    print(f"a process of its own: {os.getpid() != TESTS}")
    time.sleep(60)


TESTS = os.getpid()


def test_a_copy_of_the_process_is_a_program_as_any_other() -> None:
    said = lines_of(
        copy("tick", _fail),
        copy("worker", lambda: sys.exit(3)),
        copy("web", _answer),
        until="of its own",
    )
    assert "web    │ a process of its own: True" in said
    until_told = lines_of(copy("tick", _fail), until="ended")
    assert until_told[-2:] == [
        "tick │ RuntimeError: no mail today",
        "tick │ ended with 1; starts again in 0.01 s",
    ]
    assert lines_of(copy("worker", lambda: sys.exit(3)), until="ended") == [
        "worker │ ended with 3; starts again in 0.01 s"
    ]


def test_a_copy_that_does_not_listen_is_stopped_after_its_time_of_grace() -> None:
    def be_deaf() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print("ready")
        time.sleep(60)

    deaf = Program("deaf", "a test", (), 1, be_deaf)
    said = lines_of(deaf, until="ready")
    assert said == ["deaf │ ready", "deaf │ did not end within 1 s and is stopped"]


def _two_programs() -> tuple[subprocess.Popen[str], list[int]]:
    """A supervisor in a process of its own, and the processes of its two programs."""
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.academy.operations.two_programs"],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    return running, [int(running.stdout.readline().split()[-1]) for _ in range(2)]


def test_asking_to_stop_ends_every_program_and_the_command() -> None:
    """As Ctrl-C does, and systemd: nothing stays behind that holds the port."""
    running, pids = _two_programs()
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=30) == 0
    assert [pid for pid in pids if _is_there(pid)] == []


def test_programs_end_when_who_started_them_is_killed() -> None:
    running, pids = _two_programs()
    running.kill()
    running.wait()
    until = time.monotonic() + 20
    while any(map(_is_there, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    assert [pid for pid in pids if _is_there(pid)] == []


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[-1].split()[0]
    return state != "Z"


def test_the_academy_is_a_web_server_a_worker_and_a_tick() -> None:
    found = programs(Size("127.0.0.1:9", workers=3, threads=5), python="py", tick_every=60)
    assert [one.name for one in found] == ["web", "worker", "tick"]
    web = " ".join(found[0].arguments)
    assert "--bind 127.0.0.1:9 --workers 3 --threads 5" in web
    assert found[2].arguments[-3:] == ("tick", "--every", "60")
    assert str(SHARING) not in web
    assert str(SHARING) in programs(Size(shares=True))[0].arguments
