"""Keeping what e-learning remembers: many participants at work at the same time.

A package commits every few seconds while somebody works in it, and each commit carries all that it
remembers. Two questions: how long a commit takes while 200 people are at work, each at moments of
their own, and whether anything is lost when all 200 commit at the same moment.
"""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from time import monotonic, perf_counter, sleep
from typing import TYPE_CHECKING
from zipfile import ZipFile

from bench import client, report, server
from bench.report import Figure, percentile

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = 200
EVERY = 5.0
"""Seconds between two commits of one person: what the run-time keeps to by itself."""
REMEMBERED = 4096
"""Characters that a package remembers: what SCORM 1.2 promises, and most keep to."""
WORKERS, THREADS = 2, 4
"""As the operator's page starts the server."""
WARM_UP = 2
"""Commits of everybody before it is measured."""
SLOWEST = 300
TOKEN = "b" * 32
MANIFEST = """<manifest xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schemaversion>1.2</schemaversion></metadata>
<organizations><organization><title>Proef</title>
<item identifier="deel" identifierref="r"><title>Deel</title></item></organization></organizations>
<resources><resource identifier="r" adlcp:scormtype="sco" href="deel.html"/></resources>
</manifest>"""


@dataclass(frozen=True)
class Participant:
    """Somebody who has the package open: where it commits to, and the cookies."""

    address: str
    cookies: str
    first_after: float
    """Seconds after which the first commit comes."""

    def commit(self, number: int) -> bytes:
        """The request with a commit."""
        core = {"lesson_status": "incomplete", "lesson_location": str(number)}
        memory = (f"{number}-" * REMEMBERED)[:REMEMBERED]
        state = {"cmi": {"core": core, "suspend_data": memory}, "seconds": number, "refused": []}
        body = json.dumps({"kind": "kept", "number": number, "state": state})
        lines = [
            f"POST {self.address} HTTP/1.1",
            f"Host: {client.HOST}",
            "Content-Type: application/json",
            "Accept: application/json",
            f"X-CSRFToken: {TOKEN}",
            f"Cookie: {self.cookies}",
            f"Content-Length: {len(body)}",
        ]
        return "\r\n".join([*lines, "", body]).encode()


def run(folder: Path, started: float, *, quick: bool) -> None:
    """Fill an academy, let everybody work, and print the figures."""
    report.say(f"Filling an academy with {PEOPLE} participants who have e-learning open")
    participants, lesson = _fill()
    seconds = 15 if quick else 60
    with server.running(folder, workers=WORKERS, threads=THREADS) as running:
        # A process that has just begun reads its code and builds its SQL at the first requests,
        # which takes seconds: that is the start of the server, and nobody's commit.
        for number in range(1, WARM_UP + 1):
            client.rush(running.port, [one.commit(number) for one in participants])
        report.say(f"All {PEOPLE} at work for {seconds} s, each with a commit every {EVERY:g} s")
        taken, failed = _work(running.port, participants, seconds)
        report.say(f"All {PEOPLE} commit at the same moment")
        number = WARM_UP + int(seconds / EVERY) + 10
        answers, last = client.rush(running.port, [one.commit(number) for one in participants])
    failed += sum(answer.status != 204 for answer in answers)
    lost = PEOPLE - _kept(lesson, number)
    ordered = [1000 * one for one in taken]
    print(
        f"\n{len(ordered)} commits of {REMEMBERED} characters, {WORKERS} processes of {THREADS} "
        f"threads:\n  median {percentile(ordered, 50):.0f} ms, 95 % within "
        f"{percentile(ordered, 95):.0f} ms, 99 % within {percentile(ordered, 99):.0f} ms, "
        f"slowest {max(ordered):.0f} ms\nAll at the same moment: kept after {last:.2f} s\n",
        flush=True,
    )
    report.figures(
        [
            Figure("commits that failed", failed, "", "<=", 0),
            Figure("states that were lost", lost, "", "<=", 0),
            Figure("99 % of commits", percentile(ordered, 99), "ms", "<=", SLOWEST),
        ]
    )
    report.say(f"{monotonic() - started:.0f} s in all")


def _work(port: int, participants: list[Participant], seconds: float) -> tuple[list[float], int]:
    """The seconds that each commit took, from when it was to be sent, and how many failed."""
    begin = perf_counter() + 0.5

    def at_work(one: Participant) -> tuple[list[float], int]:
        line: client.Connection | None = None
        taken, failed, number = [], 0, WARM_UP
        try:
            first = begin + one.first_after
            while (due := first + (number - WARM_UP) * EVERY) < begin + seconds:
                sleep(max(due - perf_counter(), 0))
                number += 1
                try:
                    # Not before: gunicorn keeps a thread for a new connection until it asks
                    # something. The proxy in front of it, as browsers, comes with a request.
                    line = line or client.Connection(port)
                    failed += line.ask(one.commit(number)).status != 204
                except (OSError, client.UnexpectedAnswerError):
                    # Nobody answered in time; the browser would send it again.
                    failed += 1
                    _closed(line)
                    line = None
                taken.append(perf_counter() - due)
        finally:
            _closed(line)
        return taken, failed

    with ThreadPoolExecutor(max_workers=len(participants)) as pool:
        found = list(pool.map(at_work, participants))
    return [one for taken, _failed in found for one in taken], sum(one for _taken, one in found)


def _closed(line: client.Connection | None) -> None:
    if line is not None:
        line.close()


def _fill() -> tuple[list[Participant], int]:
    """An academy with a package in a lesson and people who follow it; and the lesson's key."""
    from django.conf import settings
    from django.contrib.auth.models import Group
    from django.core.files.base import ContentFile
    from django.core.management import call_command
    from django.db import connections, transaction
    from django.test import Client

    from academy.demo import load
    from academy.demo.auth import DEMO_DOMAIN
    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.catalogue.services import activate_plugin
    from courses.editions.models import Edition
    from courses.enrolment.services import enrol
    from courses.people.enums import Role
    from courses.people.models import User
    from plugins.scorm.services import add_package

    call_command("migrate", interactive=False, verbosity=0)
    load.load(lambda _text: None)
    edition = Edition.objects.filter(training__live=True).order_by("-pk").first()
    assert edition is not None
    Edition.objects.filter(pk=edition.pk).update(capacity=10 * PEOPLE)
    edition.refresh_from_db()
    training = TrainingPage.objects.get(pk=edition.training_id)
    activate_plugin(training=training, plugin="scorm")
    package = add_package(training_id=training.pk, upload=ContentFile(_package(), name="p.zip"))
    value = {"title": "Proef", "package": str(package.pk), "needs": "completed"}
    body = json.dumps([{"type": "scorm_package", "value": value, "id": "proef"}])
    lesson = LessonPage(title="Proef", slug="proef-elearning", summary="x", minutes=5, body=body)
    training.add_child(instance=lesson)
    volunteers = Group.objects.get(name=Role.VOLUNTEER.value)
    coordinator = User.objects.get(email=f"coordinator{DEMO_DOMAIN}")
    chance = random.Random(5)
    address = f"{training.get_url()}p/scorm/les/{lesson.pk}/proef/deel/deel/bewaar/venster/0/1/"
    found = []
    with transaction.atomic():
        for number in range(PEOPLE):
            person = User.objects.create_user(f"bench-{number}@demo.example", first_name="Bench")
            person.groups.add(volunteers)
            enrol(person=person, edition=edition, actor=coordinator)
            browser = Client()
            browser.force_login(person)
            session = browser.cookies[settings.SESSION_COOKIE_NAME].value
            cookies = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}"
            found.append(Participant(address, cookies, chance.uniform(0, EVERY)))
    connections.close_all()
    return found, lesson.pk


def _package() -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("imsmanifest.xml", MANIFEST)
        archive.writestr("deel.html", "<!doctype html><title>Deel</title>")
    return buffer.getvalue()


def _kept(lesson: int, number: int) -> int:
    """Of how many people the last commit is kept."""
    from courses.learning.models import ExerciseAttempt

    return sum(
        attempt.answer["parts"]["deel"]["number"] == number
        for attempt in ExerciseAttempt.objects.filter(lesson=lesson)
    )
