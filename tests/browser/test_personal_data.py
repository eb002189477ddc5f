"""Somebody takes home what the academy knows, and an administrator erases it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from courses.people.enums import Role
from courses.people.models import User
from tests.browser.screens import on_phone_and_desktop, once_on_each_screen
from tests.factories import EnrolmentFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person(live_server: LiveServer) -> User:
    person = person_in_role(Role.VOLUNTEER, first_name="Sanne", last_name="de Wit")
    EnrolmentFactory.create(person=person)
    return person


@on_phone_and_desktop
def test_a_volunteer_downloads_the_own_data(
    page: Page,
    person: User,
    sign_in: Callable[..., None],
    axe: Any,
    no_sideways_scroll: Any,
    screenshot: Any,
) -> None:
    sign_in(page, person)
    page.goto("/mijn/gegevens/")
    axe(page)
    no_sideways_scroll(page)
    screenshot("personal-data")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download je gegevens").click()
    download = downloading.value
    assert download.suggested_filename == "mijn-gegevens.json"
    document = json.loads(download.path().read_text())
    assert document["wie je bent"]["naam"] == "Sanne de Wit"


@once_on_each_screen
def test_an_administrator_erases_somebody(
    page: Page, person: User, sign_in: Callable[..., None], screenshot: Any
) -> None:
    sign_in(page, person_in_role(Role.ADMINISTRATOR))
    page.goto(f"/beheer/users/delete/{person.pk}/")
    screenshot("erase-person")
    page.locator("form button[type=submit].serious").click()
    page.wait_for_url("**/beheer/users/")
    expect(page.get_by_text("de Wit").first).to_be_visible()
    screenshot("erased-person")
    assert User.objects.filter(pk=person.pk).count() == 0
