"""A page of staff that asks "are you sure?" about what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_who_got_a_seat_since_is_not_taken_out_as_somebody_who_waits(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    edition = EditionFactory.create(capacity=1)
    first = EnrolmentFactory.create(edition=edition)
    waiting = services.enrol(person=PersonFactory.create(), edition=edition)
    url = f"/beheer/uitvoeringen/{edition.pk}/afmelden/{waiting.pk}/"
    older = {"snapshot": client.get(url).context["snapshot_token"]}
    services.withdraw(enrolment=first, actor=None)
    page = client.post(url, older, follow=True)
    waiting.refresh_from_db()
    assert waiting.status == EnrolmentStatus.OFFERED
    assert "Er is nog niets gedaan. Klopt het nog?" in page.content.decode()
    client.post(url, {"snapshot": page.context["snapshot_token"]})
    waiting.refresh_from_db()
    assert waiting.status == EnrolmentStatus.WITHDRAWN


def test_an_edition_is_not_called_off_for_more_people_than_the_page_said(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    edition = EditionFactory.create()
    url = f"/beheer/uitvoeringen/{edition.pk}/annuleer/"
    older = {"snapshot": client.get(url).context["snapshot_token"]}
    EnrolmentFactory.create(edition=edition)
    page = client.post(url, older, follow=True)
    assert "Krijgen bericht: 1" in page.content.decode()
    assert Enrolment.objects.get().status == EnrolmentStatus.CONFIRMED
    client.post(url, {"snapshot": page.context["snapshot_token"]})
    assert Enrolment.objects.get().status == EnrolmentStatus.CANCELLED
