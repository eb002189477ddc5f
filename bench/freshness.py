"""Whether a page that is kept for visitors is right again at the very next request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.urls import resolve

from bench import client
from bench.client import UnexpectedAnswerError
from bench.report import Figure
from courses.catalogue.models import TrainingPage
from courses.editions.models import Edition

if TYPE_CHECKING:
    from bench.fill import Academy

SEATS = re.compile(r"Nog (\d+) plaatsen")


def check(port: int, academy: Academy, enrolling: bytes) -> list[Figure]:
    """One figure for an enrolment and one for a publish: 1 when the next request shows it."""
    return [
        Figure("fresh_after_enrolment", _after_enrolment(port, enrolling), "bool", ">=", 1),
        Figure("fresh_after_publish", _after_publish(port, academy), "bool", ">=", 1),
    ]


def _after_enrolment(port: int, enrolling: bytes) -> int:
    path = enrolling.split(b" ", 2)[1].decode()
    edition = Edition.objects.get(pk=resolve(path).kwargs["edition_id"])
    page = client.get(str(edition.training.get_url_parts()[2]))
    before = _seats(port, page)
    if before != _seats(port, page):
        raise UnexpectedAnswerError("The seats changed while nobody enrolled")
    if client.fetch(port, enrolling).status != 302:
        raise UnexpectedAnswerError("Nobody could enrol")
    return int(max(before) - 1 == max(_seats(port, page)))


def _seats(port: int, page: bytes) -> list[int]:
    found = SEATS.findall(client.fetch(port, page).body.decode())
    if not found:
        raise UnexpectedAnswerError("The page does not say how many seats there are")
    return [int(number) for number in found]


def _after_publish(port: int, academy: Academy) -> int:
    slug = urlsplit(academy.training).path.strip("/").rpartition("/")[2]
    training = TrainingPage.objects.get(slug=slug)
    client.fetch(port, client.get(academy.catalogue))
    training.title = "Deze titel is nieuw"
    training.save_revision().publish()
    answers = [
        client.fetch(port, client.get(path)) for path in (academy.catalogue, academy.training)
    ]
    return int(all(training.title in answer.body.decode() for answer in answers))
