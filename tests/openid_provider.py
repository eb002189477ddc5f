"""A real OpenID provider beside us, and what makes the academy believe it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import requests

from courses.people import organisation_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django import Settings


@contextmanager
def running() -> Iterator[str]:
    """The address of a running OpenID provider."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    server = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _try in range(300):
            try:
                requests.get(f"{address}/.well-known/openid-configuration", timeout=5)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait()


def organisation(server: str) -> dict[str, Any]:
    """What an operator writes of the organisation."""
    return {
        "id": "gemeente",
        "name": "Gemeente",
        "server": server,
        "client_id": "academie",
        "secret": "geheim",
        "claim": "realm_access.roles",
        "roles": {"va-trainer": "trainer", "va-coordinator": "coordinator"},
    }


def use(settings: Settings, folder: Path, *rows: dict[str, Any]) -> None:
    """Have the academy go by a file with these organisations."""
    file = folder / "organisations.json"
    file.write_text(json.dumps(rows))
    settings.ORGANISATIONS = organisation_file.read(str(file))
    settings.SOCIALACCOUNT_PROVIDERS = organisation_file.providers(settings.ORGANISATIONS)
