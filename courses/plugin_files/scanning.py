"""Asks the operator's scanner whether a file holds a virus.

`ACADEMY_FILE_SCANNER` names it: `clamd://host:3310`, `clamd:///run/clamav/clamd.ctl`, or a callable
(`package.module.function`) that gets the file, open for reading, and gives what it found, as text;
None for nothing. Without it nothing is asked. A scanner that does not answer lets nothing through.
"""

from __future__ import annotations

import logging
import socket
import struct
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from courses.common.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 60.0
"""How long the scanner may take for each piece."""

PIECE = 256 * 1024

logger = logging.getLogger(__name__)


class ScannerError(Exception):
    """The scanner gave no answer that says anything of the file."""


def check(file: IO[bytes]) -> None:
    """Ask the scanner, if there is one.

    Raises:
        Refusal: it found something, or it does not answer.
    """
    if not settings.ACADEMY_FILE_SCANNER:
        return
    file.seek(0)
    try:
        found = _scanner(settings.ACADEMY_FILE_SCANNER)(file)
    except Exception as error:
        # Whatever the operator connected: nobody may lose more by it than this upload.
        logger.exception("The scanner of files gives no answer")
        raise Refusal(
            _("We kunnen dit bestand nu niet controleren op virussen. Probeer het later nog eens."),
            field="file",
        ) from error
    finally:
        file.seek(0)
    if found:
        logger.warning("The scanner refuses a file: %s", found)
        raise Refusal(
            _("Onze virusscanner vertrouwt dit bestand niet. Kies een ander bestand."), field="file"
        )


def _scanner(name: str) -> Callable[[IO[bytes]], str | None]:
    if name.startswith("clamd:"):
        return lambda file: _ask_clamd(file, name)
    found: Callable[[IO[bytes]], str | None] = import_string(name)
    return found


def _ask_clamd(file: IO[bytes], address: str) -> str | None:
    """What ClamAV's daemon says (its command INSTREAM, https://docs.clamav.net/)."""
    with _connected(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        try:
            while piece := file.read(PIECE):
                connection.sendall(struct.pack("!L", len(piece)) + piece)
            connection.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            # It says why before it hangs up: the file is bigger than its StreamMaxLength.
            pass
        answer = _answer(connection)
    told = answer.removeprefix("stream: ")
    if told == "OK":
        return None
    if told.endswith(" FOUND"):
        return told.removesuffix(" FOUND")
    raise ScannerError(answer)


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or 3310), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SECONDS)
    try:
        connection.connect(parts.path)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket) -> str:
    told = b""
    while len(told) < 4096 and not told.endswith(b"\0"):
        piece = connection.recv(4096)
        if not piece:
            break
        told += piece
    return told.rstrip(b"\0\n").decode("utf-8", "replace")
