"""Who signs out reads that it worked."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_the_page_after_signing_out_says_so() -> None:
    client = Client()
    client.force_login(PersonFactory.create())
    left = client.post("/account/logout/", follow=True)
    assert left.redirect_chain == [("/", 302)]
    assert "Je bent uitgelogd." in left.content.decode()
