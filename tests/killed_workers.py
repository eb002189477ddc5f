"""Processes that enrol people and are killed at a random moment, as by a power cut; then what the
tick makes of it. Run by `tests/journeys/test_killed_while_enrolling.py`, in a process of its own:

    python -m tests.killed_workers <edition> <rounds> <seed>

It prints as JSON what was promised: who was told on the screen that it was done.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import timedelta

FIRST_AFTER, LAST_AFTER = 0.005, 0.12
"""Between how many seconds after its first promise a process is killed."""


def work(pipe: int, edition_id: int, people: list[int]) -> None:
    """Enrol these people, let every third withdraw, and say so each time that it is done."""
    from courses.editions.models import Edition
    from courses.enrolment import services
    from courses.people.models import User

    edition = Edition.objects.get(pk=edition_id)
    for number, pk in enumerate(people):
        person = User.objects.get(pk=pk)
        enrolment = services.enrol(person=person, edition=edition)
        os.write(pipe, f"{pk} enrolled\n".encode())
        if number % 3 == 2:
            services.withdraw(enrolment=enrolment, actor=person)
            os.write(pipe, f"{pk} withdrawn\n".encode())


def killed(edition_id: int, people: list[int], seconds: float) -> list[str]:
    """What a process said before it was killed, some seconds after its first word."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            work(writing, edition_id, people)
        finally:
            os._exit(0)
    os.close(writing)
    said = os.read(reading, 100)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    while part := os.read(reading, 10_000):
        said += part
    os.waitpid(child, 0)
    os.close(reading)
    return said.decode().splitlines()


def recover() -> None:
    """The tick, as often as it comes in the hour after."""
    from academy.website.management.commands.tick import STEPS
    from courses.common import clock

    now = clock.now()
    for minutes in (1, 20, 40):
        with clock.at(now + timedelta(minutes=minutes)):
            for step in STEPS.values():
                step()


def main(edition_id: int, rounds: int, seed: int) -> None:
    """Kill so many processes, recover, and print what was promised."""
    import django

    django.setup()
    from courses.people.models import User

    chance = random.Random(seed)
    everybody = list(User.objects.order_by("pk").values_list("pk", flat=True))
    promised: list[str] = []
    # What a process makes once, such as templates, is made before it is copied.
    reading, writing = os.pipe()
    work(writing, edition_id, [everybody.pop(0)])
    promised += os.read(reading, 100).decode().splitlines()
    for number in range(rounds):
        seconds = chance.uniform(FIRST_AFTER, LAST_AFTER)
        promised += killed(edition_id, everybody[number::rounds], seconds)
    recover()
    print(json.dumps(promised))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
