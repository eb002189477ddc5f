"""Switching plugins on and off in the administration, in a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from courses.catalogue.queries import settings_of
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from courses.plugin_host import standing
from tests.browser.screens import on_phone_and_desktop
from tests.browser.test_staff import WAGTAILS_OWN
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.live_server_helper import LiveServer

    from courses.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def administrator(live_server: LiveServer) -> User:
    return person_in_role(Role.ADMINISTRATOR, first_name="Bas")


@on_phone_and_desktop
def test_an_administrator_looks_at_the_plugins_and_stops_one_everywhere(
    page: Page, sign_in: Callable[..., None], administrator: User, axe: Any, screenshot: Any
) -> None:
    sign_in(page, administrator)
    page.goto("/beheer/uitbreidingen/")
    screenshot("plugins-list")
    axe(page, without=WAGTAILS_OWN)
    page.locator("#id_q").fill("kennistoets")
    page.get_by_role("button", name="Toon", exact=True).click()
    page.get_by_role("link", name="Kennistoets", exact=True).click()
    screenshot("plugins-one")
    axe(page, without=WAGTAILS_OWN)
    page.get_by_role("link", name="Zet uit op de hele site").click()
    axe(page, without=WAGTAILS_OWN)
    page.get_by_role("button", name="Ja, zet uit").click()
    expect(page.get_by_text("staat uit op de hele site").first).to_be_visible()
    assert "kennistoets" in standing.switched_off()
    page.get_by_role("link", name="Zet weer aan").click()
    page.get_by_role("button", name="Ja, zet aan").click()
    expect(page.get_by_text("staat aan.").first).to_be_visible()
    assert "kennistoets" not in standing.switched_off()


@on_phone_and_desktop
def test_a_coordinator_switches_a_rule_on_and_a_volunteer_reads_why_not(
    page: Page, sign_in: Callable[..., None], live_server: LiveServer, axe: Any, screenshot: Any
) -> None:
    first = TrainingFactory.create(title="Eerst luisteren", slug="eerst-luisteren")
    second = TrainingFactory.create(title="Dan praten", slug="dan-praten")
    type(second).objects.filter(pk=second.pk).update(live=True)
    edition = EditionFactory.create(training=second)
    sign_in(page, person_in_role(Role.COORDINATOR, first_name="Thijs"))
    page.goto(f"/beheer/trainingen/{second.pk}/uitbreidingen/")
    screenshot("plugins-of-training")
    axe(page, without=WAGTAILS_OWN)
    page.get_by_role("link", name=re.compile("Zet aan.*Wie mag meedoen")).click()
    expect(page.get_by_label("Aan in deze training")).to_be_checked()
    page.get_by_role("button", name="Bewaar").click()
    # Nothing is chosen yet: the form says so, and what was ticked stays ticked.
    expect(page.locator(".error-message").first).to_be_visible()
    expect(page.get_by_label("Aan in deze training")).to_be_checked()
    # Wagtail's message fades in, and has too little contrast until it is there.
    page.wait_for_timeout(1000)
    screenshot("plugins-settings-error")
    axe(page, without=WAGTAILS_OWN)
    page.get_by_label("Eerst luisteren").check()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("staat aan in deze training").first).to_be_visible()
    assert settings_of("voorkennis", second.pk)["trainings"] == [first.pk]

    sign_in(page, PersonFactory.create())
    page.goto(f"/inschrijven/{edition.pk}/")
    expect(page.get_by_text("Doe eerst de training ‘Eerst luisteren’.")).to_be_visible()
    expect(page.get_by_role("link", name="Naar de training ‘Eerst luisteren’")).to_be_visible()
    expect(page.get_by_role("button", name="Schrijf me in")).to_have_count(0)
    screenshot("enrol-denied")
    axe(page)
    assert not Enrolment.objects.exists()
