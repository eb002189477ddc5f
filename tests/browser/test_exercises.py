"""The exercises of the four trainings: by keyboard, and in a browser without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect

from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.services import install_trainings
from courses.learning.models import ExerciseAttempt
from courses.learning.steps import steps_of
from tests.factories import EnrolmentFactory, PersonFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.live_server_helper import LiveServer

    from courses.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)

MOST_TABS = 80
MOST_TURNS = 30


@dataclass(frozen=True)
class Kind:
    """A kind of exercise: where its first example stands, and what it says afterwards."""

    training: str
    answered: str


KINDS = {
    "signaleren_visit": Kind("signaleren", "Een signaal is geen bewijs."),
    "rouw_en_verlies_conversation": Kind("rouw_en_verlies", "En als je iets anders had gezegd?"),
    "zingeving_life_question": Kind("zingeving", "Deze open vraag kun je stellen"),
    "bellen_phone_call": Kind("bellen", "Terugkijken: wat deden jouw zinnen?"),
    "knowledge_check": Kind("signaleren", "Dat is het nog niet."),
}


@pytest.fixture
def participant(live_server: LiveServer) -> User:
    """Somebody who takes part in each of the four trainings."""
    install_trainings()
    person: User = PersonFactory.create()
    for training in TrainingPage.objects.all():
        EnrolmentFactory.create(person=person, training=training)
    return person


def _first_example(block_type: str) -> tuple[str, str]:
    """The address of the lesson with the first exercise of this kind, and the exercise's id."""
    for lesson in LessonPage.objects.live().order_by("path"):
        for block in lesson.body:
            if block.block_type == block_type and _belongs(lesson, block_type):
                return _page_with(lesson, block.id), f"opdracht-{block.id}"
    raise LookupError(block_type)


def _page_with(lesson: LessonPage, block_id: str) -> str:
    """The address of the step with this block."""
    place = [block.id for block in lesson.body].index(block_id)
    steps = enumerate(steps_of(lesson), 1)
    return f"{lesson.url}?stap={next(number for number, step in steps if place in step)}"


def _belongs(lesson: LessonPage, block_type: str) -> bool:
    return lesson.training.installed_by.startswith(KINDS[block_type].training)


def _tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus: what cannot be reached this way fails."""
    for _turn in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {target}")


def _has_visible_focus(target: Locator) -> bool:
    """Whether the focused control, or the card around it, carries an outline or ring."""
    return bool(
        target.evaluate(
            """element => [element, element.closest('label')].some(one => {
                if (!one) return false;
                const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(one);
                const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
                return outlined || boxShadow !== 'none';
            })"""
        )
    )


def _press_enter(page: Page) -> None:
    """Send the exercise, and wait until what comes back stands in the page."""
    with page.expect_response(lambda answer: "/opdracht/" in answer.url):
        page.keyboard.press("Enter")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def _answer_by_keyboard(page: Page, exercise: Locator) -> None:
    """Choose the first answer of each group with the space bar and send with Enter."""
    exercise.focus()
    for kind in ("radio", "checkbox"):
        first = exercise.locator(f"input[type={kind}]").first
        if first.count():
            _tab_to(page, first)
            assert _has_visible_focus(first)
            page.keyboard.press("Space")
            expect(first).to_be_checked()
    send = exercise.locator("button[type=submit]").first
    _tab_to(page, send)
    assert _has_visible_focus(send)
    _press_enter(page)


@pytest.mark.parametrize("screen", ["phone"], indirect=True)
def test_each_exercise_is_done_by_keyboard(
    page: Page,
    sign_in: Callable[..., None],
    participant: User,
    axe: Callable[..., None],
    no_sideways_scroll: Callable[[Page], None],
    screenshot: Callable[[str], Any],
) -> None:
    sign_in(page, participant)
    for block_type, kind in KINDS.items():
        url, exercise_id = _first_example(block_type)
        page.goto(url)
        exercise = page.locator(f"#{exercise_id}")
        for _turn in range(MOST_TURNS):
            _answer_by_keyboard(page, exercise)
            # Who pressed Enter is still at the exercise, not back at the top of the page.
            assert exercise.evaluate("element => element.contains(document.activeElement)")
            if not exercise.get_by_role("button", name="Zeg dit").count():
                break
        expect(exercise).to_contain_text(kind.answered)
        axe(page)
        no_sideways_scroll(page)
        screenshot(f"exercise-{block_type}")
        assert ExerciseAttempt.objects.get().block_type == block_type

        again = exercise.get_by_role("button", name="Begin opnieuw")
        _tab_to(page, again)
        _press_enter(page)
        sure = exercise.get_by_role("button", name="Ja, begin opnieuw")
        expect(sure).to_be_visible()
        assert exercise.evaluate("element => element.contains(document.activeElement)")
        axe(page)
        _tab_to(page, sure)
        _press_enter(page)
        expect(again).to_have_count(0)
        assert ExerciseAttempt.objects.get().answer is None
        ExerciseAttempt.objects.all().delete()


def test_each_exercise_works_without_scripts(
    page_without_scripts: Page, sign_in: Callable[..., None], participant: User
) -> None:
    page = page_without_scripts
    sign_in(page, participant)
    for block_type, kind in KINDS.items():
        url, exercise_id = _first_example(block_type)
        page.goto(url)
        exercise = page.locator(f"#{exercise_id}")

        # Sending nothing is told at the exercise, and keeps nothing.
        exercise.locator("button[type=submit]").first.click()
        expect(exercise.get_by_role("alert")).to_be_visible()
        assert not ExerciseAttempt.objects.filter(block_type=block_type).exists()

        for _turn in range(MOST_TURNS):
            for control in ("radio", "checkbox"):
                if exercise.locator(f"input[type={control}]").count():
                    exercise.locator(f"input[type={control}]").first.check()
            exercise.locator("button[type=submit]").first.click()
            if not exercise.get_by_role("button", name="Zeg dit").count():
                break
        expect(exercise).to_contain_text(kind.answered)
        assert page.url.endswith(f"#{exercise_id}")
        page.reload()
        expect(exercise).to_contain_text(kind.answered)


def test_a_visitor_tries_an_exercise_in_an_open_lesson(
    page: Page, participant: User, screenshot: Callable[[str], Any]
) -> None:
    """The answer is looked at, and not kept."""
    lesson = next(
        one
        for one in LessonPage.objects.filter(is_open=True).order_by("path")
        if any(block.block_type in KINDS for block in one.body)
    )
    block = next(one for one in lesson.body if one.block_type in KINDS)
    page.goto(_page_with(lesson, block.id))
    expect(page.get_by_text("Je antwoorden worden niet bewaard.")).to_be_visible()
    exercise = page.locator(f"#opdracht-{block.id}")
    for kind in ("radio", "checkbox"):
        if exercise.locator(f"input[type={kind}]").count():
            exercise.locator(f"input[type={kind}]").first.check()
    exercise.locator("button[type=submit]").first.click()
    expect(exercise.get_by_role("button", name="Begin opnieuw")).to_be_visible()
    screenshot("exercise-visitor")
    assert not ExerciseAttempt.objects.exists()


OPTIONS = """[...document.querySelectorAll(".va-option")].map((one) => {
  const { backgroundColor, borderColor } = getComputedStyle(one);
  return [one.className, one.querySelector("input").checked, backgroundColor + borderColor];
})"""


def test_a_verdict_has_one_look_and_the_way_on_stands_behind_what_is_to_be_read(
    participant: User, page: Page, sign_in: Callable[..., None]
) -> None:
    sign_in(page, participant)
    url, anchor = _first_example("signaleren_visit")
    page.goto(url)
    exercise = page.locator(f"#{anchor}")
    boxes = exercise.get_by_role("checkbox")
    for place in range(0, boxes.count(), 2):
        boxes.nth(place).check()
    exercise.get_by_role("button", name="Kijk").click()
    expect(exercise.locator(".va-feedback")).to_be_visible()
    options = page.evaluate(OPTIONS)
    looks = {(name, look) for name, _checked, look in options}
    assert {(name, checked) for name, checked, _look in options} == {
        (f"va-option va-option--{name}", checked)
        for name in ("ok", "not-ok")
        for checked in (True, False)
    }
    assert len(looks) == 2

    for place, (name, checked, _look) in enumerate(options):
        boxes.nth(place).set_checked(name.endswith("--ok") == checked)
    exercise.get_by_role("button", name="Kijk").click()
    result = exercise.locator(".va-feedback--ok")
    expect(result.get_by_role("link", name="Verder")).to_be_visible()
    told = result.inner_text()
    assert told.index("Een signaal is geen bewijs.") < told.index("Verder")
