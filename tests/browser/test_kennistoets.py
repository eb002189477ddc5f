"""A test with a pass mark: by keyboard, on a phone, and in a browser without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from courses.learning.models import ExerciseAttempt
from tests.browser.screens import on_phone_and_desktop
from tests.factories import EnrolmentFactory, PersonFactory, TrainingFactory
from tests.plugins.kennistoets.written import lesson_with, question, switch_on, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.live_server_helper import LiveServer

    from courses.catalogue.models import LessonPage
    from courses.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)

ABOUT = [
    ("Iemand vertelt dat zij slecht slaapt. Wat doe je eerst?", "Ik vraag door en luister."),
    ("Wat kan een signaal van eenzaamheid zijn?", "Post die niet is opengemaakt."),
    ("Met wie bespreek je wat je hoort?", "Met mijn coördinator."),
]


@pytest.fixture
def lesson(live_server: LiveServer) -> LessonPage:
    """A lesson with a test of three questions, of which the second has two right answers."""
    training = TrainingFactory.create(title="Luisteren", slug="luisteren")
    switch_on(training, pass_mark=70)
    questions = [
        question(1, [True, False, False]),
        question(2, [True, True, False]),
        question(3, [True, False]),
    ]
    for item, (text, right) in zip(questions, ABOUT, strict=True):
        item["value"]["text"] = text
        item["value"]["options"][0]["value"]["text"] = right
        item["value"]["explanation"] = "Zo neem je de ander serieus, en sta je er niet alleen voor."
    return lesson_with(training, whole(*questions), title="Doorvragen")


@pytest.fixture
def participant(lesson: LessonPage) -> User:
    person: User = PersonFactory.create()
    EnrolmentFactory.create(person=person, training=lesson.training)
    return person


def _press(page: Page, name: str) -> None:
    """Press a button of the test by keyboard, and wait until what comes back stands there."""
    page.get_by_role("button", name=name).focus()
    with page.expect_response(lambda answer: "/opdracht/" in answer.url):
        page.keyboard.press("Enter")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def _pick(page: Page, *values: str) -> None:
    """Pick options by keyboard."""
    for value in values:
        option = page.locator(f"input[value={value}]")
        option.focus()
        page.keyboard.press("Space")
        expect(option).to_be_checked()


@on_phone_and_desktop
def test_the_test_is_done_by_keyboard(
    page: Page,
    sign_in: Callable[..., None],
    lesson: LessonPage,
    participant: User,
    axe: Callable[..., None],
    no_sideways_scroll: Callable[[Page], None],
    screenshot: Callable[[str], Any],
) -> None:
    sign_in(page, participant)
    page.goto(lesson.url)
    test = page.locator(".va-exercise")
    expect(test.get_by_role("group")).to_have_count(3)
    axe(page)
    no_sideways_scroll(page)
    screenshot("kennistoets")

    _pick(page, "q1-o2", "q3-o1")
    _press(page, "Kijk de toets na")
    alert = test.get_by_role("alert")
    expect(alert).to_contain_text("Je hebt vraag 2 nog niet beantwoord.")
    expect(page.locator("input[value=q1-o2]")).to_be_checked()
    assert test.evaluate("element => element.contains(document.activeElement)")
    axe(page)
    no_sideways_scroll(page)
    screenshot("kennistoets-incomplete")

    alert.get_by_role("link").focus()
    page.keyboard.press("Enter")
    # The question stands in view, and its first answer is what comes next.
    expect(test.get_by_role("group").nth(1).locator("legend")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator("input[value=q2-o1]")).to_be_focused()
    _pick(page, "q2-o1", "q2-o3")
    _press(page, "Kijk de toets na")
    expect(page.get_by_role("group", name="Deze keer haalde je de toets niet.")).to_be_focused()
    expect(test).to_contain_text("Je hebt 1 van de 3 vragen goed. Je hebt er minstens 3 nodig.")
    axe(page)
    no_sideways_scroll(page)
    screenshot("kennistoets-failed")

    _pick(page, "q1-o1", "q2-o2")
    page.locator("input[value=q2-o3]").uncheck()
    _press(page, "Kijk de toets na")
    expect(test).to_contain_text("Goed gedaan! Je hebt de toets gehaald.")
    axe(page)
    screenshot("kennistoets-passed")
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.points, attempt.out_of, attempt.finished) == (3, 3, True)


def test_the_test_works_without_scripts(
    page_without_scripts: Page,
    sign_in: Callable[..., None],
    lesson: LessonPage,
    participant: User,
) -> None:
    page = page_without_scripts
    sign_in(page, participant)
    page.goto(lesson.url)
    test = page.locator(".va-exercise")
    send = test.get_by_role("button", name="Kijk de toets na")

    send.click()
    expect(test.get_by_role("alert")).to_contain_text("Je hebt nog niets gekozen.")

    page.locator("input[value=q1-o1]").check()
    send.click()
    expect(test.get_by_role("alert")).to_contain_text("Je hebt vraag 3 nog niet beantwoord.")
    expect(page.locator("input[value=q1-o1]")).to_be_checked()

    for value in ("q2-o1", "q2-o2", "q3-o1"):
        page.locator(f"input[value={value}]").check()
    send.click()
    expect(test).to_contain_text("Goed gedaan! Je hebt de toets gehaald.")

    test.get_by_role("button", name="Begin opnieuw").click()
    test.get_by_role("button", name="Ja, begin opnieuw").click()
    expect(page.locator("input:checked")).to_have_count(0)
    assert ExerciseAttempt.objects.values_list("answer", "points").get() == (None, 3)
