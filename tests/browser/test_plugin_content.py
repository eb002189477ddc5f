"""A trainer edits a lesson with parts of a plugin that is off, in Wagtail's own editor."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.services import activate_plugin
from courses.people.enums import Role
from tests.browser.screens import once_on_each_screen
from tests.courses.catalogue.strange import MAP, QUIZ, Map, Quiz, strange, switch
from tests.factories import TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.live_server_helper import LiveServer

    from courses.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)

HEADING = {"type": "heading", "value": "Begin", "id": "h1"}
OWN = {"Plattegrond", "Raadsel"}


@pytest.fixture
def trainer(live_server: LiveServer) -> User:
    return person_in_role(Role.TRAINER)


@pytest.fixture
def training(trainer: User, install_plugin: Callable[[Any], Any]) -> TrainingPage:
    """A training in which the plugin is on."""
    install_plugin(strange(Map(), Quiz()))
    training = TrainingFactory.create(slug="wandelen")
    activate_plugin(training=training, plugin="vreemd")
    return training


@pytest.fixture
def lesson(training: TrainingPage, trainer: User) -> LessonPage:
    return make_lesson(training, body=json.dumps([HEADING, MAP, QUIZ]), owner=trainer, is_open=True)


def _open(page: Page, lesson: LessonPage) -> Locator:
    """The parts of the lesson in the editor."""
    page.goto(f"/beheer/pages/{lesson.pk}/edit/")
    parts = page.locator("[data-streamfield-stream-container] > [data-streamfield-child]")
    expect(parts.first).to_be_visible()
    page.wait_for_load_state("networkidle")
    return parts


def _types(parts: Locator) -> list[str]:
    return [one.input_value() for one in parts.locator("input[name$='-type']").all()]


def _offered(page: Page) -> set[str]:
    """What the picker of blocks offers."""
    page.locator("button.c-sf-add-button").first.click()
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    offered = {name.strip() for name in options.all_inner_texts()}
    page.keyboard.press("Escape")
    return offered


def _send_in(page: Page) -> None:
    with page.expect_navigation():
        page.locator("footer button[name=action-submit]").click()


def _draft(lesson: LessonPage) -> list[dict[str, Any]]:
    revision = LessonPage.objects.get(pk=lesson.pk).get_latest_revision()
    content: list[dict[str, Any]] = json.loads(revision.content["body"])
    return content


@pytest.mark.parametrize("where", ["site", "training"])
def test_parts_of_a_plugin_that_is_off_are_kept_while_another_is_edited(
    page: Page,
    sign_in: Callable[..., None],
    trainer: User,
    training: TrainingPage,
    lesson: LessonPage,
    screenshot: Callable[[str], Any],
    where: str,
) -> None:
    def turn(on: bool) -> None:
        if where == "site":
            switch(on=on)
        else:
            activate_plugin(training=training, plugin="vreemd", active=on)

    lesson.save_revision()
    sign_in(page, trainer)
    turn(False)
    parts = _open(page, lesson)
    assert _types(parts) == ["heading", "kept_block", "kept_block"]
    for label in OWN:
        note = page.get_by_text(re.compile(rf"Dit onderdeel \({label}\) hoort bij"))
        expect(note).to_be_visible()
    screenshot(f"kept-parts-{where}")
    # The editor saves by itself what changes; it begins to look some seconds after it opens.
    page.wait_for_timeout(4000)
    with page.expect_response(lambda one: one.request.method == "POST" and "/edit/" in one.url):
        page.locator("[name=body-0-value]").click()
        page.keyboard.type(" en meer")
    assert _draft(lesson) == [{**HEADING, "value": "Begin en meer"}, MAP, QUIZ]
    # The form says that it goes on from there.
    saved = LessonPage.objects.get(pk=lesson.pk).latest_revision_id
    expect(page.locator("[name=loaded_revision_id]")).to_have_value(str(saved))
    offered = _offered(page)
    assert {"Tussenkop", "Kennisvraag (oefening)"} <= offered
    assert offered & {*OWN, "Bewaard onderdeel"} == set()
    # Who presses while the editor saves by itself meets no conflict with himself.
    held: list[Route] = []
    page.route("**/edit/", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/edit/"):
        page.locator("[name=body-0-value]").click()
        page.keyboard.type("!")
    with page.expect_navigation():
        page.locator("footer button[name=action-submit]").click()
        held[0].continue_()
    assert "/edit/" not in page.url
    changed = [{**HEADING, "value": "Begin en meer!"}, MAP, QUIZ]
    assert _draft(lesson) == changed
    LessonPage.objects.get(pk=lesson.pk).get_latest_revision().publish()

    page.goto("/trainingen/wandelen/lessen/les/?alles=1")
    expect(page.locator(".va-placeholder")).to_have_count(2)
    turn(True)
    page.goto("/trainingen/wandelen/lessen/les/?alles=1")
    expect(page.get_by_text("De kaart")).to_be_visible()
    expect(page.get_by_text("Welk woord?")).to_be_visible()
    expect(page.locator(".va-placeholder")).to_have_count(0)
    body = LessonPage.objects.get(pk=lesson.pk).body
    assert body.stream_block.get_prep_value(body) == changed


def test_parts_of_a_plugin_that_is_on_can_be_edited_and_added(
    page: Page,
    sign_in: Callable[..., None],
    trainer: User,
    lesson: LessonPage,
    screenshot: Callable[[str], Any],
) -> None:
    sign_in(page, trainer)
    parts = _open(page, lesson)
    assert _types(parts) == ["heading", "vreemd_map", "vreemd_quiz"]
    offered = _offered(page)
    assert (offered & OWN, "Bewaard onderdeel" in offered) == (OWN, False)
    screenshot("plugin-parts")
    page.locator("[name=body-1-value]").fill("De andere kaart")
    page.locator("[name=body-2-value-question]").fill("Welke zin?")
    _send_in(page)
    assert [one["value"] for one in _draft(lesson)] == [
        "Begin",
        "De andere kaart",
        {"question": "Welke zin?"},
    ]


@once_on_each_screen
def test_kept_parts_can_be_moved_copied_and_thrown_away(
    page: Page,
    sign_in: Callable[..., None],
    trainer: User,
    lesson: LessonPage,
    screenshot: Callable[[str], Any],
) -> None:
    switch(on=False)
    sign_in(page, trainer)
    parts = _open(page, lesson)
    parts.nth(1).locator("[data-streamfield-action=MOVE_UP], button[title='Omhoog']").first.click()
    parts.nth(0).locator(
        "[data-streamfield-action=DUPLICATE], button[title='Dupliceren']"
    ).first.click()
    expect(parts).to_have_count(4)
    parts.nth(3).locator(
        "[data-streamfield-action=DELETE], button[title='Verwijderen']"
    ).first.click()
    screenshot("kept-parts-moved")
    _send_in(page)
    saved = _draft(lesson)
    assert [(one["type"], one["value"]) for one in saved] == [
        ("vreemd_map", "De kaart"),
        ("vreemd_map", "De kaart"),
        ("heading", "Begin"),
    ]
    assert (saved[0]["id"], saved[1]["id"] != "m1") == ("m1", True)
