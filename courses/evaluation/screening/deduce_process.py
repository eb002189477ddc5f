"""Asking `deduce`, a program that finds names in Dutch texts, in a process of its own.

It needs more than a gigabyte and up to a minute for its first text, so it is no part of the
academy: an operator installs it and sets `ACADEMY_SCREENING=deduce`. The process ends with its
answer. It takes "Rode Kruis" for a person and misses names without a capital, so the simple
screening looks too, and exceptions hold for both.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from django.conf import settings

from courses.evaluation.enums import Finding
from courses.evaluation.redactions import Redaction, places_of
from courses.evaluation.screening.names import PARTICLES, WORD, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SECONDS = 600
"""How long it may take, for all texts together."""

PROGRAM = "courses.evaluation.screening.deduce_program"

KINDS: Mapping[str, Finding] = {
    "persoon": Finding.NAME,
    "patient": Finding.NAME,
    "locatie": Finding.ADDRESS,
    "telefoonnummer": Finding.TELEPHONE,
    "emailadres": Finding.EMAIL,
    "url": Finding.LINK,
    "bsn": Finding.NUMBER,
    "id": Finding.NUMBER,
}
"""Its words for what it finds, as far as that is about one person: no ages, days, institutions."""


class DeduceFailed(Exception):  # noqa: N818 - what the operator reads about it is a warning
    """It is not installed, did not answer in time, or its answer cannot be read."""


def find(texts: Sequence[str]) -> list[list[Redaction]]:
    """What it finds in each of these texts.

    Raises:
        DeduceFailed: in one sentence for the operator, why there is no answer.
    """
    try:
        done = subprocess.run(  # noqa: S603 - a program of our own
            [sys.executable, "-m", PROGRAM],
            input=json.dumps(list(texts)),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
            cwd=settings.BASE_DIR,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise DeduceFailed(f"deduce gave no answer in {SECONDS} seconds") from late
    if done.returncode:
        # The program sees to it that this holds nothing of a text.
        lines = done.stderr.strip().splitlines() or ["it ended without a word"]
        raise DeduceFailed(f"deduce cannot be used: {lines[-1][:200]}")
    try:
        found = json.loads(done.stdout)
        answer = [
            [Redaction(int(start), int(end), KINDS[tag]) for start, end, tag in own if tag in KINDS]
            for own in found
        ]
    except (ValueError, TypeError) as unreadable:
        raise DeduceFailed("the answer of deduce cannot be read") from unreadable
    if len(answer) != len(texts):
        raise DeduceFailed("deduce did not answer for every text")
    return answer


def without_exceptions(
    text: str, found: Sequence[Redaction], exceptions: Sequence[str]
) -> list[Redaction]:
    """Without words that are in the list of what is no name: it takes "Jan de Vries van het Rode
    Kruis" for one person, and then only what stands before them is left."""
    excepted = sorted(place for one in exceptions for place in places_of(one, text))
    return [
        part
        for one in found
        for part in ([one] if one.why != Finding.NAME else _around(one, excepted, text))
    ]


def _around(one: Redaction, excepted: Sequence[tuple[int, int]], text: str) -> Iterator[Redaction]:
    """The parts of a name that are outside those places and hold more than "van" or "het"."""
    place = one.start
    for start, end in [*excepted, (one.end, one.end)]:
        part = text[place : min(start, one.end)].rstrip() if place <= start <= one.end else ""
        if any(plain(word) not in PARTICLES for word in WORD.findall(part)):
            yield Redaction(place, place + len(part), one.why)
        if one.start <= start < one.end:
            place = max(place, end)
