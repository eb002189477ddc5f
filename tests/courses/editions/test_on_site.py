"""Staff find what they published where visitors do, and visitors read how long it lasts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from courses.common import clock
from courses.editions.models import Edition
from courses.people.enums import Role
from tests.factories import EditionFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_what_was_published_has_a_link_to_its_place_on_the_site(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    edition = EditionFactory.create(publish=False)
    page = client.post(reverse("edition_publish", args=[edition.pk]), follow=True)
    address = f"/trainingen/{edition.training.slug}/#uitvoering-{edition.pk}"
    # In the message, and from then on among what can be done.
    assert page.content.decode().count(f'href="{address}"') == 2
    assert f'id="uitvoering-{edition.pk}"' in client.get(address).content.decode()


@pytest.mark.parametrize("state", ["draft", "over"])
def test_what_no_visitor_finds_has_no_such_link(client: Client, state: str) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    days = {"draft": 9, "over": -9}[state]
    edition = EditionFactory.create(
        publish=state != "draft", starts_at=clock.now() + timedelta(days=days)
    )
    page = client.get(reverse("uitvoeringen:edit", args=[edition.pk])).content.decode()
    assert "Bekijk op de site" not in page


@pytest.mark.parametrize("meetings", [1, 2])
def test_a_training_says_when_its_dates_last_otherwise(client: Client, meetings: int) -> None:
    training = TrainingFactory.create(minutes=180)
    assert "Bij een datum kan dat anders zijn." not in client.get(training.url).content.decode()
    edition = EditionFactory.create(training=training, sessions=meetings)
    first = edition.sessions.order_by("starts_at")[0]
    assert first.ends_at - first.starts_at == timedelta(hours=3)
    page = client.get(training.url).content.decode()
    assert ("3 uur. Bij een datum kan dat anders zijn." in page) == (meetings == 2)


def test_a_series_leads_to_its_drafts_among_all_editions(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    edition = EditionFactory.create(starts_at=clock.now() + timedelta(days=9))
    other = EditionFactory.create(publish=False)
    assert edition.starts_at is not None
    day = clock.local_day(edition.starts_at) + timedelta(days=7)
    address = reverse("edition_copy", args=[edition.pk])
    query = f"?first_day={day:%d-%m-%Y}&interval=week&times=2"
    rows = client.get(address + query).context["rows"]
    days = [f"{row['day']:%Y-%m-%d}" for row in rows]
    page = client.post(address + query, {"day": days}, follow=True)
    copies = Edition.objects.exclude(pk__in=[edition.pk, other.pk])
    assert copies.count() == 2
    assert {one.pk for one in page.context["object_list"]} == {one.pk for one in copies}
