"""Lists of editions show the signed-in person where they stand."""

import pytest
from django.test import Client

from tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/agenda/", "training"])
def test_an_edition_one_is_in_says_so(client: Client, path: str) -> None:
    enrolment = EnrolmentFactory.create()
    url = enrolment.edition.training.url if path == "training" else path
    assert "Je bent ingeschreven" not in client.get(url).content.decode()
    client.force_login(enrolment.person)
    assert "Je bent ingeschreven" in client.get(url).content.decode()
