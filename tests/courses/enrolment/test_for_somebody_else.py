"""Who has an account and a place can have somebody else enrolled, and reads how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories import EditionFactory, EnrolmentFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

ASKED = "Wil je iemand anders inschrijven"


def test_whom_to_call_for_somebody_else_stands_at_each_date_whatever_ones_own_is(
    client: Client,
) -> None:
    own = EnrolmentFactory.create()
    other = EditionFactory.create(training=own.edition.training)
    address = f"/trainingen/{own.edition.training.slug}/"
    pages = [f"/inschrijven/{own.edition_id}/", f"/inschrijven/{other.pk}/", address]

    def said(page: str) -> bool:
        return ASKED in client.get(page).content.decode()

    assert [said(one) for one in pages] == [False, False, False], "visitors read how they enrol"
    client.force_login(own.person)
    assert [said(one) for one in pages] == [True, True, True]
    page = client.get(pages[1]).content.decode()
    assert "(030) 236 17 45" in page[page.index(ASKED) :]
    assert "Jouw eigen plaats blijft zoals die is." in page
