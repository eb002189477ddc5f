"""Two programs under a supervisor, in a process of its own: run by `test_supervisor.py`."""

import sys

from academy.operations.programs import Program
from academy.operations.supervisor import Supervisor

TELL = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"

if __name__ == "__main__":
    Supervisor(
        [Program(name, "a test", (sys.executable, "-u", "-c", TELL)) for name in ("a", "b")],
        lambda line: print(line, flush=True),
    ).run()
