"""Make an academy in which people enrol, or say how it stands there: a process for each database.

    python bench/enrolment_academy.py fill people=400 races=3
    python bench/enrolment_academy.py stands 12 13
    python bench/enrolment_academy.py staff tries=7

It runs by its path with PYTHONPATH at the version of the academy that it is for, so it uses only
what older versions have too (`staff` is asked of this one alone). It prints JSON.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

RACE_SEATS = 20
MANY_EDITIONS = 50
MANY_SEATS = 4
APART = timedelta(hours=5)
"""Between the beginnings of two editions: nobody is asked whether to be in two places at once."""


def fill(*, people: int, races: int) -> dict[str, Any]:
    """Tables, the demo, people who are signed in, and editions that one can enrol in."""
    from bench import fill as filling
    from courses.catalogue.models import TrainingPage
    from courses.common import clock

    # Of the catalogue no page is measured.
    filling.TRAININGS = 60
    academy = filling.fill(people=people)
    # Nobody has two seats in one training: each measurement has trainings of its own.
    roomy, *others = TrainingPage.objects.filter(slug__startswith="training-").order_by("path")
    start = clock.now() + timedelta(days=120)

    def plan(training: TrainingPage, number: int, capacity: int) -> str:
        moment = start + number * APART
        edition = filling._plan(training, moment, capacity=capacity)  # noqa: SLF001 - the bench's
        return f"/inschrijven/{edition.pk}/"

    many = others[races:]
    return {
        "unit": academy.unit,
        "people": [one.session for one in academy.enrolling],
        "roomy": [plan(roomy, number, 500) for number in range(20)],
        "races": [plan(others[number], 100 + number, RACE_SEATS) for number in range(races)],
        "many": [
            plan(many[number % len(many)], 200 + number, MANY_SEATS)
            for number in range(MANY_EDITIONS)
        ],
    }


def stands(editions: list[int]) -> dict[str, Any]:
    """Of each edition: how many people are in which state, and whether who was let in first has
    the seats; and how many editions of all have a wrong count."""
    from django.db.models import Count, F, Q

    from courses.editions.models import Edition
    from courses.enrolment.enums import HOLDS_SEAT
    from courses.enrolment.models import Enrolment

    found = {}
    for pk in editions:
        states = list(
            Enrolment.objects.filter(edition=pk)
            .order_by("enrolled_at", "pk")
            .values_list("status", flat=True)
        )
        found[str(pk)] = {"states": Counter(states), "in_order": states == sorted(states)}
    held = Count("enrolments", filter=Q(enrolments__status__in=HOLDS_SEAT))
    wrong = Edition.objects.annotate(held=held, erased=F("erased_participants__number")).filter(
        ~Q(held=F("seats_taken")), erased__isnull=True
    )
    return {"editions": found, "wrong_counts": wrong.count()}


def main(command: str, *arguments: str) -> None:
    """Do what is asked, and print it."""
    import django

    django.setup()
    if command == "staff":
        from bench import staff

        answer = staff.measure(tries=int(arguments[0].removeprefix("tries=")))
    elif command == "fill":
        numbers = dict(one.split("=") for one in arguments)
        answer = fill(people=int(numbers["people"]), races=int(numbers["races"]))
    else:
        answer = stands([int(one) for one in arguments])
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
