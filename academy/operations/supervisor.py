"""Runs programs beside each other, with one log, until it is asked to stop."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
import time
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from academy.operations.programs import Program

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a program that ended is started again; each time twice as long."""
STEADY = 60.0
"""Seconds that a program must last before its next pause is a short one again."""
LONGEST_LINE = 1024 * 1024
END_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def _end_with_parent() -> None:
    """Ask Linux to stop this program when its supervisor is killed: else it would hold the port."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGTERM)


class Running(Protocol):
    """A program that runs: a process of `asyncio`, or a copy of this one."""

    @property
    def stdout(self) -> asyncio.StreamReader | None: ...

    async def wait(self) -> int: ...

    def terminate(self) -> None: ...

    def kill(self) -> None: ...


@dataclass
class Copy:
    """A copy of this process that does something else; what is loaded is loaded once for both.

    Only for a process without threads, and with no connection open.
    """

    process: int
    stdout: asyncio.StreamReader | None

    @classmethod
    async def that_does(cls, do: Callable[[], object]) -> Copy:
        """Make a copy that does this and ends."""
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        process = os.fork()
        if not process:
            os.close(reading)
            _do_and_end(do, writing)
        os.close(writing)
        said = asyncio.StreamReader(limit=LONGEST_LINE)
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(said), os.fdopen(reading, "rb")
        )
        return cls(process, said)

    async def wait(self) -> int:
        """Wait until it has ended; the status, below zero for a signal that ended it."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        ending = os.pidfd_open(self.process)
        loop.add_reader(ending, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(ending)
            os.close(ending)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])

    def terminate(self) -> None:
        os.kill(self.process, signal.SIGTERM)

    def kill(self) -> None:
        os.kill(self.process, signal.SIGKILL)


def _do_and_end(do: Callable[[], object], writing: int) -> NoReturn:
    """In the copy: say all to the pipe, do what it is for, and end."""
    status = 1
    try:
        # Ctrl-C reaches the supervisor alone, which then stops each with time to end its work.
        os.setsid()
        _end_with_parent()
        signal.set_wakeup_fd(-1)
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for here, there in ((nothing, 0), (writing, 1), (writing, 2)):
            os.dup2(here, there)
        sys.stdout = os.fdopen(1, "w", buffering=1, errors="replace", closefd=False)
        sys.stderr = os.fdopen(2, "w", buffering=1, errors="replace", closefd=False)
        do()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001 it is a process of its own, and must end here
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


class Supervisor:
    """Starts each program, starts it again when it ends, and stops all when asked to.

    A program that fails pulls no other down: visitors can read while mail waits. Neither `honcho`
    (ends all when one ends) nor `supervisor` (wants a file of its own and a socket) does that from
    one command.

    Args:
        programs: what to run.
        say: is given each line for the log.
        environment: of the programs that are no copies of this process.
        pause: seconds before a program that ended is started again, the first time.
        form: makes a line for the log of a program's name and what it said.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        say: Callable[[str], None],
        environment: Mapping[str, str] | None = None,
        pause: float = FIRST_PAUSE,
        form: Callable[[str, str], str] | None = None,
    ) -> None:
        self.programs = programs
        self.say = say
        self.environment = environment
        self.pause = pause
        self._stopping = asyncio.Event()
        width = max(len(program.name) for program in programs)
        self._form = form or (lambda name, text: f"{name:<{width}} │ {text}")

    def run(self) -> None:
        """Run until SIGTERM or SIGINT; then stop every program, each with its time of grace."""
        asyncio.run(self._run())

    def stop(self) -> None:
        """Ask for the end, from the loop's own thread."""
        self._stopping.set()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, self.stop)
        await asyncio.gather(*(self._keep(program) for program in self.programs))

    async def _keep(self, program: Program) -> None:
        """Have this program running until the end is asked for."""
        pause = self.pause
        while not self._stopping.is_set():
            started = time.monotonic()
            status = await self._once(program)
            if self._stopping.is_set():
                return
            pause = self.pause if time.monotonic() - started > STEADY else pause
            self._log(program, f"ended with {status}; starts again in {pause:g} s")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _once(self, program: Program) -> int:
        """Run the program one time; the status with which it ended."""
        process = await self._started(program)
        reading = asyncio.create_task(self._pass_on(program, process))
        ending = asyncio.create_task(self._end_when_asked(program, process))
        status = await process.wait()
        ending.cancel()
        await reading
        return status

    async def _started(self, program: Program) -> Running:
        if program.within is not None:
            return await Copy.that_does(program.within)
        return await asyncio.create_subprocess_exec(
            *program.arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=self.environment,
            limit=LONGEST_LINE,
            # As for a copy.
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )

    async def _pass_on(self, program: Program, process: Running) -> None:
        """Give each line that the program says to the log."""
        said = process.stdout
        while said is not None:
            try:
                line = await said.readline()
            except ValueError:  # longer than any line of ours: the rest follows
                continue
            if not line:
                return
            self._log(program, line.decode(errors="replace").rstrip())

    async def _end_when_asked(self, program: Program, process: Running) -> None:
        await self._stopping.wait()
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
            await asyncio.sleep(program.grace)
            self._log(program, f"did not end within {program.grace} s and is stopped")
            process.kill()

    def _log(self, program: Program, text: str) -> None:
        self.say(self._form(program.name, text))
