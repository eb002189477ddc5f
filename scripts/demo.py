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


def main() -> None:
    """Prepare the database, then become the server."""
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))
    port = chosen_port()
    check_port_is_free(port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.demo")
    os.environ.update(PORT=str(port), PYTHONUNBUFFERED="1")
    print("→ Example data", flush=True)
    os.chdir(ROOT)
    if os.environ.get("ACADEMY_DEBUG") == "1":
        manage("demo", "--prepare", "--skip-checks", "--announce", str(port))
        # Offers that lapse, forms that open and close: it ends by itself when the server does.
        subprocess.Popen([*MANAGE, "tick", "--every", "60"], cwd=ROOT)
        # Django's own server, with errors on screen.
        command = [*MANAGE, "runserver", "--noreload", f"0.0.0.0:{port}"]
    else:
        command = [*MANAGE, "demo", "--prepare", "--skip-checks", "--serve", str(port)]
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # It takes this process's place, so Ctrl-C goes straight to it.
    os.execv(sys.executable, command)  # noqa: S606


if __name__ == "__main__":
    main()
