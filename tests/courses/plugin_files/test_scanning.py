"""The operator's scanner: what it refuses, and what happens while it does not answer."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import pytest
from django.db import connection

from courses.common.errors import Refusal
from courses.plugin_files.models import PluginFile
from tests import scanners
from tests.courses.plugin_files.drawer import keep_package, keep_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django import Settings

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db

LATER = "We kunnen dit bestand nu niet controleren op virussen. Probeer het later nog eens."
REFUSED = "Onze virusscanner vertrouwt dit bestand niet. Kies een ander bestand."


def fails(_file: IO[bytes]) -> str | None:
    raise OSError("no scanner")


def refusal_of(training: TrainingPage, content: bytes = b"a bad word") -> str:
    with pytest.raises(Refusal) as refused:
        keep_sheet(training, None, content=content)
    assert not PluginFile.objects.exists()
    return str(refused.value)


def test_nothing_is_locked_while_the_scanner_looks(
    training: TrainingPage, settings: Settings
) -> None:
    settings.ACADEMY_FILE_SCANNER = scanners.DEPTH
    scanners.depths.clear()
    keep_sheet(training, None)
    keep_package(training, {"index.html": b"<p>Hallo</p>"})
    assert scanners.depths == [len(connection.atomic_blocks)] * 2


def test_a_callable_of_the_operator_says_what_may_not(
    training: TrainingPage, settings: Settings
) -> None:
    settings.ACADEMY_FILE_SCANNER = scanners.BAD_WORDS
    assert refusal_of(training) == REFUSED
    assert keep_sheet(training, None, content=b"a good word").size == 11
    # A package is looked at as it came.
    assert keep_package(training, {"a.html": "a"}).is_package


@pytest.mark.parametrize("name", [f"{__name__}.fails", "no.such.scanner", "clamd:///no/socket"])
def test_a_scanner_that_does_not_answer_lets_nothing_through(
    training: TrainingPage, settings: Settings, name: str
) -> None:
    settings.ACADEMY_FILE_SCANNER = name
    assert refusal_of(training) == LATER


# --- ClamAV -----------------------------------------------------------------------------------


class Daemon:
    """Speaks the protocol of ClamAV's daemon, and knows one bad word."""

    def __init__(self, listener: socket.socket, *, most: int = 10_000, answer: str = "") -> None:
        self.listener, self.most, self.answer = listener, most, answer
        self.got = b""

    def serve(self) -> None:
        connection, _address = self.listener.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!L", stream.read(4))[0]:
                self.got += stream.read(size)
                if len(self.got) > self.most:
                    connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
            found = b"Test.BadWord FOUND" if b"bad word" in self.got else b"OK"
            connection.sendall(self.answer.encode() or b"stream: " + found + b"\0")


@contextmanager
def running(daemon: Daemon) -> Iterator[Daemon]:
    thread = threading.Thread(target=daemon.serve, daemon=True)
    thread.start()
    yield daemon
    thread.join(5)
    daemon.listener.close()


def on_a_port() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def test_clamav_is_asked_through_its_port(training: TrainingPage, settings: Settings) -> None:
    for content, expected in ((b"a bad word", REFUSED), (b"a good word", "")):
        listener = on_a_port()
        settings.ACADEMY_FILE_SCANNER = f"clamd://127.0.0.1:{listener.getsockname()[1]}"
        with running(Daemon(listener)) as daemon:
            if expected:
                assert refusal_of(training, content) == expected
            else:
                keep_sheet(training, None, content=content)
        assert daemon.got == content


def test_clamav_is_asked_through_its_socket(
    training: TrainingPage, settings: Settings, tmp_path: Path
) -> None:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "ctl"))
    listener.listen()
    settings.ACADEMY_FILE_SCANNER = f"clamd://{tmp_path}/ctl"
    with running(Daemon(listener)):
        assert refusal_of(training) == REFUSED


@pytest.mark.parametrize(("most", "answer"), [(5, ""), (10_000, "stream: ?\0"), (10_000, "half")])
def test_an_answer_that_says_nothing_of_the_file_is_none(
    training: TrainingPage, settings: Settings, most: int, answer: str
) -> None:
    listener = on_a_port()
    settings.ACADEMY_FILE_SCANNER = f"clamd://127.0.0.1:{listener.getsockname()[1]}"
    with running(Daemon(listener, most=most, answer=answer)):
        assert refusal_of(training, b"x" * 1000) == LATER
