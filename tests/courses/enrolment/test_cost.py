"""What it costs to enrol: no more statements than it needs, however many people there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from tests.factories import EditionFactory, PersonFactory

if TYPE_CHECKING:
    from courses.editions.models import Edition

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

MOST = 20
"""Statements of a request that enrols, with those of the session and the transaction."""


def cost_of_enrolling(edition: Edition) -> int:
    client = Client()
    person = PersonFactory.create()
    client.force_login(person)
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(f"/inschrijven/{edition.pk}/", {"action": "enrol"})
    assert (answer.status_code, Enrolment.objects.filter(person=person).count()) == (302, 1)
    return len(asked)


@pytest.mark.parametrize("capacity", [1, 50])
def test_enrolling_costs_the_same_however_many_are_enrolled_or_wait(capacity: int) -> None:
    edition = EditionFactory.create(capacity=capacity)
    services.enrol(person=PersonFactory.create(), edition=edition)
    cost_of_enrolling(edition)
    first = cost_of_enrolling(edition)
    for _ in range(3):
        services.enrol(person=PersonFactory.create(), edition=edition)
    assert cost_of_enrolling(edition) == first <= MOST
    status = Enrolment.objects.order_by("pk").values_list("status", flat=True)
    assert status[5] == (S.WAITING if capacity == 1 else S.CONFIRMED)
