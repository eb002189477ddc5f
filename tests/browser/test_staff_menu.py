"""The menu of the administration on the screen of a laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from courses.people.enums import Role
from tests.factories import person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)

LAPTOP = {"width": 1280, "height": 720}

LOWEST = """elements => Math.round(
  Math.max(...elements.map(one => one.getBoundingClientRect().bottom))
)"""


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.TRAINER])
def test_the_whole_menu_is_in_sight_on_a_laptop(
    role: Role,
    open_context: Callable[..., BrowserContext],
    live_server: LiveServer,
    sign_in: Callable[..., None],
) -> None:
    page = open_context(viewport=LAPTOP).new_page()
    sign_in(page, person_in_role(role))
    page.goto("/beheer/")
    menu = page.locator("#wagtail-sidebar nav ul.sidebar-main-menu__list > li")
    expect(menu.first).to_contain_text("Vandaag")
    footer = page.locator(".sidebar-footer").bounding_box()
    assert footer is not None
    assert menu.evaluate_all(LOWEST) <= footer["y"]
    below = {}
    for one in menu.filter(has=page.locator(".sidebar-sub-menu-panel")).all():
        name = one.locator("> button, > a").inner_text()
        one.locator("> button, > a").click()
        panel = one.locator(".sidebar-sub-menu-panel")
        expect(panel.locator("li").first).to_be_visible()
        below[name] = panel.locator("li").evaluate_all(LOWEST)
    assert {"Uitvoeringen", "Trainingen", "Rapporten"} <= set(below)
    assert {name: lowest for name, lowest in below.items() if lowest > LAPTOP["height"]} == {}


@pytest.mark.parametrize("width", [320, 1280])
def test_the_button_of_the_filters_says_in_words_what_it_opens(
    width: int,
    open_context: Callable[..., BrowserContext],
    live_server: LiveServer,
    sign_in: Callable[..., None],
) -> None:
    page = open_context(viewport={"width": width, "height": 720}).new_page()
    sign_in(page, person_in_role(Role.COORDINATOR))
    page.goto("/beheer/uitvoeringen/")
    button = page.get_by_role("button", name="Toon filters")
    shown = button.evaluate("one => getComputedStyle(one, '::after').content")
    assert "Toon filters" in shown or shown == "attr(aria-label)"
    box, icon = button.bounding_box(), button.locator("svg").bounding_box()
    assert box is not None
    assert icon is not None
    # There is room for them, on the page.
    assert box["width"] > 3 * icon["width"]
    assert box["x"] + box["width"] <= width
