#!/usr/bin/env python
"""Load the example data and serve the academy on this machine until Ctrl-C (`make demo`)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TO_TRY = """
  To try: find a training with a word that you half know        /trainingen/
          enrol, follow a lesson, download a certificate        vrijwilliger, /mijn/
          tick off who is there and close the list              trainer, /beheer/presentie/
          see what waits today, call who has no e-mail          coordinator, /beheer/
          read what people thought                              coordinator, /beheer/evaluaties/
"""
MANAGE = [sys.executable, str(ROOT / "manage.py")]


def chosen_port() -> int:
    """The port of the variable PORT.

    Raises:
        SystemExit: it is not the number of a port.
    """
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise SystemExit(f"✗ PORT={text} is not the number of a port (1 to 65535).")
    return int(text)


def check_port_is_free(port: int) -> None:
    """Refuse to start when something already listens.

    Raises:
        SystemExit: the port is taken, or this user may not use it.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("0.0.0.0", port))  # noqa: S104 the demo is reachable from a phone nearby
        except PermissionError:
            raise SystemExit(
                f"✗ Port {port} needs administrator rights: make demo PORT=8001"
            ) from None
        except OSError:
            other = port + 1 if port < 65535 else 8000
            raise SystemExit(f"✗ Port {port} is taken: make demo PORT={other}") from None


def manage(*arguments: str) -> None:
    """Run a management command.

    Raises:
        SystemExit: it failed; it has said why.
    """
    if subprocess.run([*MANAGE, *arguments], cwd=ROOT).returncode:
        raise SystemExit(f"✗ `manage.py {' '.join(arguments)}` failed, see above.")


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """Begin a management command, its words kept for when it fails."""
    return subprocess.Popen(
        [*MANAGE, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def wait_for(process: subprocess.Popen[bytes], what: str) -> None:
    """Wait until a command that was begun has ended.

    Raises:
        SystemExit: it failed; what it said is shown.
    """
    said, _nothing = process.communicate()
    if process.returncode:
        sys.stderr.write(said.decode(errors="replace"))
        raise SystemExit(f"✗ {what} failed, see above.")


def server(port: int) -> list[str]:
    """What serves: the programs of a real server, or Django's own with errors on screen."""
    if os.environ.get("ACADEMY_DEBUG") == "1":
        return [*MANAGE, "runserver", "--noreload", f"0.0.0.0:{port}"]
    return [*MANAGE, "academy", "run", "--bind", f"0.0.0.0:{port}", "--tick", "60"]


def main() -> None:
    """Prepare the database, then become the server."""
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))
    port = chosen_port()
    check_port_is_free(port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.demo")
    os.environ.update(PORT=str(port), PYTHONUNBUFFERED="1")
    with_errors = os.environ.get("ACADEMY_DEBUG") == "1"
    files = None if with_errors else start("collectstatic", "--no-input", "--verbosity", "0")
    print("→ Example data", flush=True)
    manage("demo", "--prepare", "--skip-checks")
    if files:
        wait_for(files, "`manage.py collectstatic`")
    else:
        # Offers that lapse, forms that open and close: it ends by itself when the server does.
        subprocess.Popen([*MANAGE, "tick", "--every", "60"], cwd=ROOT)
    print(f"\n  The academy is at http://localhost:{port}/   (stop: Ctrl-C)\n{TO_TRY}", flush=True)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.chdir(ROOT)
    command = server(port)
    # The server takes this process's place, so Ctrl-C goes straight to it.
    os.execv(sys.executable, command)  # noqa: S606


if __name__ == "__main__":
    main()
