"""Coming from another learning system, and going to one: on a phone and a desktop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from courses.people.enums import Role
from plugins.lti import names
from tests.browser.screens import on_phone_and_desktop
from tests.factories import PersonFactory, person_in_role
from tests.plugins.lti.others import Launch, a_scene, link_in
from tests.plugins.lti.test_platform import CHOICES, House

if TYPE_CHECKING:
    from courses.people.models import User


@pytest.fixture
def person(transactional_db: None) -> User:
    made: User = PersonFactory.create(first_name="Fatma")
    return made


@on_phone_and_desktop
def test_every_page_can_be_used_by_everyone(
    person: User,
    page: Page,
    sign_in: Any,
    axe: Any,
    screenshot: Any,
    no_sideways_scroll: Any,
) -> None:
    def look(name: str) -> None:
        screenshot(f"lti-{name}")
        axe(page)
        no_sideways_scroll(page)

    scene = a_scene(makes_accounts=True)
    launch = Launch(Client(), scene.platform, scene.lesson.pk)
    arrived = launch.send()
    page.goto("/p/lti/login")
    look("unknown")
    page.set_content(arrived.content.decode())
    look("arrived")
    address = link_in(arrived)
    page.goto(address)
    look("new")
    sign_in(page, person)
    page.goto(address)
    look("link")
    page.get_by_role("button", name="Koppel en ga verder").click()
    expect(page.get_by_role("heading", name=scene.lesson.title, level=1)).to_be_visible()
    page.goto("/p/lti/gekoppeld")
    look("linked")
    launch.changes = {
        names.MESSAGE_TYPE: names.DEEP_REQUEST,
        names.ROLES: list(names.CHOOSERS),
        names.DEEP_LINKING: {
            "deep_link_return_url": "https://moodle.voorbeeld.nl/terug",
            "accept_types": ["ltiResourceLink"],
        },
    }
    page.set_content(launch.send().content.decode())
    look("choose-lesson")


@on_phone_and_desktop
def test_going_to_a_tool_can_be_done_by_everyone(
    transactional_db: None,
    page: Page,
    sign_in: Any,
    axe: Any,
    screenshot: Any,
    no_sideways_scroll: Any,
) -> None:
    house = House()

    def look(address: str, name: str) -> None:
        page.goto(address)
        screenshot(f"lti-{name}")
        axe(page)
        no_sideways_scroll(page)

    house.send(comment="Goed gedaan")
    sign_in(page, house.person)
    look("/trainingen/luisteren/lessen/doen/?alles=1", "lesson")
    look(house.page, "open")
    sign_in(page, person_in_role(Role.COORDINATOR))
    look(CHOICES, "choose")
