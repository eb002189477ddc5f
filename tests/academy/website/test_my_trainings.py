"""The cards of somebody's own trainings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.enrolment.services import cancel_edition, withdraw
from tests.factories import EnrolmentFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("left_before", [False, True])
def test_a_card_says_once_that_a_training_does_not_go_on(client: Client, left_before: bool) -> None:
    enrolment = EnrolmentFactory.create()
    if left_before:
        withdraw(enrolment=enrolment, actor=enrolment.person)
    cancel_edition(edition=enrolment.edition, actor=None)
    client.force_login(enrolment.person)
    page = client.get("/mijn/").content.decode()
    assert (page.count("Gaat niet door"), page.count("Afgemeld")) == (1, int(left_before))
