"""A big package of e-learning: how much memory the server needs to take it, and how soon somebody
sees its first page.

The package has 100 MB that no packing makes smaller, and goes to gunicorn as a browser sends it.
What counts is the memory that is really used (resident), of all processes together: the most while
it comes in, above what there was just before.
"""

from __future__ import annotations

import html
import os
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import monotonic, perf_counter
from typing import TYPE_CHECKING
from zipfile import ZipFile

from bench import client, report, server
from bench.report import Figure
from bench.saving import MANIFEST, THREADS, TOKEN, WORKERS

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGABYTE = 1_000_000
FILES = 50
MOST_MEMORY = 120
"""MB above what there was."""
SLOWEST = 50
"""Milliseconds until the first page: ours, and the document in its frame."""
TURNS, WARM_UP = 20, 5
EVERY = 0.01
"""Seconds between two looks at the memory; the highest of each process is the kernel's own."""
BOUNDARY = "bench-uploading"


@dataclass(frozen=True)
class Place:
    """Where it is uploaded and shown, and the cookies of who may do so."""

    upload: str
    lesson: str
    cookies: str


def run(folder: Path, started: float) -> None:
    """Fill an academy, upload, look, and print the figures."""
    report.say(f"Filling an academy, and making a package of {FILES * 2} MB")
    place = _fill()
    package = _package(folder / "big.zip")
    with server.running(folder, workers=WORKERS, threads=THREADS) as running:
        for _turn in range(WARM_UP):
            _get(running.port, place.upload, place.cookies)
        before = _resident(running.process)
        with _watched(running.process) as watched:
            begun = perf_counter()
            status, location = _upload(running.port, place, package)
            taken = perf_counter() - begun
        if status != 302:
            raise client.UnexpectedAnswerError(f"The package is not taken: {status}")
        _put_in_lesson(place, int(re.findall(r"/beheer/(\d+)/", location)[0]))
        pages = [_first_page(running.port, place) for _turn in range(WARM_UP + TURNS)][WARM_UP:]
        after = _resident(running.process)
    extra = (watched.most - before) / MEGABYTE
    print(
        f"\n{WORKERS} processes of {THREADS} threads: {before / MEGABYTE:.0f} MB before, "
        f"{watched.most / MEGABYTE:.0f} MB at most in {taken:.1f} s, "
        f"{after / MEGABYTE:.0f} MB afterwards\n"
        f"First page: ours {median(own for own, _ in pages):.1f} ms, its document "
        f"{median(theirs for _, theirs in pages):.1f} ms\n",
        flush=True,
    )
    report.figures(
        [
            Figure("memory for an upload of 100 MB", extra, "MB", "<=", MOST_MEMORY),
            Figure("first page of it", median(map(sum, pages)), "ms", "<=", SLOWEST),
        ]
    )
    report.say(f"{monotonic() - started:.0f} s in all")


# --- Memory -----------------------------------------------------------------------------------


class _Watched:
    """The most memory that was seen, in bytes."""

    def __init__(self, process: int) -> None:
        self.most = 0
        self._process, self._over = process, Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Watched:
        self._thread.start()
        return self

    def __exit__(self, *_more: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            self.most = max(self.most, _resident(self._process))


_watched = _Watched


def _resident(process: int) -> int:
    """What a process and its children have in memory."""
    page = os.sysconf("SC_PAGE_SIZE")
    total = 0
    for one in (process, *server.children(process)):
        with suppress(OSError):
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * page
    return total


# --- Sending and looking ----------------------------------------------------------------------


def _package(path: Path) -> Path:
    with ZipFile(path, "w") as archive:
        archive.writestr("imsmanifest.xml", MANIFEST)
        archive.writestr("deel.html", "<!doctype html><title>Deel</title>")
        for number in range(FILES):
            archive.writestr(f"film-{number}.mp4", os.urandom(2 * MEGABYTE))
    return path


def _upload(port: int, place: Place, package: Path) -> tuple[int, str]:
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="title"\r\n\r\nGroot\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="groot.zip"\r\n'
        "Content-Type: application/zip\r\n\r\n"
    ).encode()
    tail = f"\r\n--{BOUNDARY}--\r\n".encode()

    def parts() -> Iterator[bytes]:
        yield head
        with package.open("rb") as file:
            while part := file.read(65536):
                yield part
        yield tail

    connection = HTTPConnection(client.HOST, port, timeout=300)
    connection.request(
        "POST",
        place.upload,
        body=parts(),
        headers={
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Content-Length": str(len(head) + package.stat().st_size + len(tail)),
            "Cookie": place.cookies,
            "X-CSRFToken": TOKEN,
        },
    )
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers.get("Location", "")


def _get(port: int, path: str, cookies: str) -> bytes:
    answer = client.fetch(port, client.get(path, cookies))
    if answer.status != 200:
        raise client.UnexpectedAnswerError(f"{path}: {answer.status}")
    return answer.body


def _first_page(port: int, place: Place) -> tuple[float, float]:
    """Milliseconds for our page, and for the document in its frame."""
    begun = perf_counter()
    page = _get(port, place.lesson, place.cookies).decode()
    own = perf_counter()
    frame = re.search(r'<iframe[^>]*\ssrc="(?:http://[^/"]+)?(/[^"]+)"', page)
    if frame is None:
        raise client.UnexpectedAnswerError("The page has no frame")
    between = perf_counter()
    _get(port, html.unescape(frame[1]), "")
    return 1000 * (own - begun), 1000 * (perf_counter() - between)


# --- The academy ------------------------------------------------------------------------------


def _fill() -> Place:
    """An academy with a training in which packages can be used, and a lesson for one."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections
    from django.test import Client

    from academy.demo import load
    from academy.demo.auth import DEMO_DOMAIN
    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.catalogue.services import activate_plugin
    from courses.people.models import User

    call_command("migrate", interactive=False, verbosity=0)
    load.load(lambda _text: None)
    training = TrainingPage.objects.live().order_by("pk").first()
    assert training is not None
    activate_plugin(training=training, plugin="scorm")
    lesson = LessonPage(title="Groot", slug="groot", summary="x", minutes=5)
    training.add_child(instance=lesson)
    browser = Client()
    browser.force_login(User.objects.get(email=f"coordinator{DEMO_DOMAIN}"))
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    own = f"{training.get_url()}p/scorm/"
    connections.close_all()
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}"
    return Place(f"{own}beheer/", f"{own}les/{lesson.pk}/groot/deel/deel/", cookies)


def _put_in_lesson(place: Place, package: int) -> None:
    import json

    from django.db import connections

    from courses.catalogue.models import LessonPage

    lesson = LessonPage.objects.get(pk=int(place.lesson.split("/les/")[1].split("/")[0]))
    value = {"title": "Groot", "package": str(package), "needs": "completed"}
    lesson.body = json.dumps([{"type": "scorm_package", "value": value, "id": "groot"}])
    lesson.save()
    connections.close_all()
    # What the server keeps of the lesson goes by a token that it looks at now and then.
    time.sleep(0.1)
