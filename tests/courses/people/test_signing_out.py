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


def test_it_comes_before_the_picture_and_says_how_to_get_back_in() -> None:
    client = Client()
    client.force_login(PersonFactory.create())
    left = client.post("/account/logout/", follow=True).content.decode()
    said = left.index("Met “Inloggen” kom je weer bij je data.")
    # On a telephone the picture of the home page fills the screen.
    assert left.index('id="inhoud"') < said < left.index('class="va-hero"')
    # Who comes next to this browser reads nothing of it.
    assert "Je bent uitgelogd" not in client.get("/").content.decode()
