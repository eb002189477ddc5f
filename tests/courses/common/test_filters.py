"""Two days in the wrong order are told, wherever a list can be narrowed down by them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from courses.common.filters import WRONG_ORDER
from courses.people.enums import Role
from tests.factories import TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

SENTENCE = "De laatste dag ligt vóór de eerste dag. Draai ze om."
LATE, EARLY = "2026-03-02", "2026-03-01"


@pytest.fixture
def staff(client: Client) -> Client:
    person = person_in_role(Role.COORDINATOR, is_superuser=True)
    client.force_login(person)
    return client


@pytest.mark.parametrize("path", ["/trainingen/", "/agenda/"])
def test_the_public_lists_tell_it_at_the_field_and_offer_to_clear(
    client: Client, path: str
) -> None:
    TrainingFactory.create()
    page = client.get(path, {"van": LATE, "tot": EARLY}).content.decode()
    assert f'<a href="#id_tot">Tot en met: {SENTENCE}</a>' in page
    assert "Wis alle filters" in page
    same = client.get(path, {"van": EARLY, "tot": EARLY}).content.decode()
    assert SENTENCE not in same


def test_a_report_tells_it_and_gives_no_file_with_everything(staff: Client) -> None:
    query = {"since": LATE, "until": EARLY}
    page = staff.get("/beheer/evaluaties/", query)
    assert page.context["filter_form"].errors == {"until": [SENTENCE]}
    exported = staff.get("/beheer/evaluaties/", {**query, "export": "csv"})
    assert exported["Content-Type"].startswith("text/html")
    assert SENTENCE in exported.content.decode()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/beheer/pages/1/", "latest_revision_created_at"),
        ("/beheer/reports/site-history/", "timestamp"),
        ("/beheer/reports/locked/", "locked_at"),
        ("/beheer/reports/workflow/", "created_at"),
    ],
)
def test_wagtails_lists_tell_it_above_the_list_with_a_way_to_clear(
    staff: Client, path: str, name: str
) -> None:
    query = {f"{name}_from": LATE, f"{name}_to": EARLY}
    page = staff.get(path, query)
    (told,) = page.context["view"].active_filters
    assert told.value == WRONG_ORDER
    assert f"{name}_" not in told.removed_filter_url
    assert SENTENCE in page.content.decode()
    # The day that fits is named as before.
    (told,) = staff.get(path, {f"{name}_from": EARLY}).context["view"].active_filters
    assert str(date(2026, 3, 1).day) in told.value
    # What cannot be read is told in the same place.
    (told,) = staff.get(path, {f"{name}_from": "gisteren"}).context["view"].active_filters
    assert "Vul een datum in" in told.value
