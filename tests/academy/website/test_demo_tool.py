"""What the demo's example of another system leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import path

from academy.urls import urlpatterns as all_addresses
from academy.website.views import demo_tool
from courses.common import addresses

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

urlpatterns = [path(addresses.pattern(addresses.DEMO_TOOL), demo_tool), *all_addresses]
"""As in the demo, which this academy is not."""


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_example_opens_a_page_that_says_what_it_is_and_only_in_the_demo(
    settings: Settings, *, is_demo: bool
) -> None:
    settings.DEMO = is_demo
    # As a tool is asked: with who comes and for what.
    answer = Client().get(f"{addresses.DEMO_TOOL}?iss=http://testserver&login_hint=1")
    assert answer.status_code == (200 if is_demo else 404)
    assert ("Dit is een voorbeeld." in answer.content.decode()) is is_demo
