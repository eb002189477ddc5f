"""Nothing that was written is lost: not when the session ends, and not by going on too soon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from courses.learning.models import ExerciseAttempt
from plugins.praktijkopdracht.models import Submission
from tests.browser.screens import SCREENS, on_phone_and_desktop
from tests.factories import KNOWLEDGE_CHECK, EnrolmentFactory, TrainingFactory, make_lesson
from tests.plugins.praktijkopdracht.written import a_participant, a_trainer, a_training

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.live_server_helper import LiveServer

    from courses.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)

ASSIGNMENT = "/trainingen/luisteren/p/praktijkopdracht/opdracht/gesprek/"
PASSWORD = "een-lang-wachtwoord"
STORY = "\nIk vroeg door.\n\nEn toen werd het <b>stil</b>."


def _with_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def participant(transactional_db: None) -> User:
    """Takes part in a training with an assignment, and can sign in."""
    _trainer, edition = a_trainer(a_training())
    return _with_password(a_participant(edition))


def _end_session(page: Page) -> None:
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def _sign_in_again(page: Page, person: User) -> None:
    expect(page.get_by_text("Je bent uitgelogd.")).to_be_visible()
    page.locator("#id_login").fill(str(person.email))
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    expect(page.get_by_role("heading", name="Dit is nog niet verstuurd")).to_be_visible()


@on_phone_and_desktop
def test_what_was_written_is_sent_after_signing_in_again(
    participant: User,
    page: Page,
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    screenshot: Callable[[str], Any],
    no_sideways_scroll: Callable[[Page], None],
) -> None:
    sign_in(page, participant)
    page.goto(ASSIGNMENT)
    page.get_by_label("Wat heb je gedaan?").fill(STORY)
    _end_session(page)
    page.get_by_role("button", name="Lever in").click()
    _sign_in_again(page, participant)
    screenshot("unsent")
    axe(page)
    no_sideways_scroll(page)
    page.reload()
    expect(page.locator("blockquote")).to_contain_text("En toen werd het <b>stil</b>.")
    page.get_by_role("button", name="Verstuur het nu").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Je opdracht is ingeleverd.")
    assert Submission.objects.get().text.split() == STORY.split()


def test_without_javascript_it_is_sent_too(
    participant: User, open_context: Callable[..., BrowserContext], sign_in: Callable[..., None]
) -> None:
    phone = open_context(java_script_enabled=False, viewport=SCREENS["phone"]).new_page()
    sign_in(phone, participant)
    phone.goto(ASSIGNMENT)
    phone.get_by_label("Wat heb je gedaan?").fill(STORY)
    _end_session(phone)
    phone.get_by_role("button", name="Lever in").click()
    _sign_in_again(phone, participant)
    phone.get_by_role("button", name="Verstuur het nu").click()
    expect(phone.get_by_role("status")).to_contain_text("Je opdracht is ingeleverd.")


def test_an_answer_in_a_lesson_waits_on_a_page_of_its_own(
    live_server: LiveServer, page: Page, sign_in: Callable[..., None]
) -> None:
    training = TrainingFactory.create(slug="t")
    lesson = make_lesson(training, slug="les", body=[("knowledge_check", KNOWLEDGE_CHECK)])
    person = _with_password(EnrolmentFactory.create(training=training).person)
    sign_in(page, person)
    page.goto(lesson.url)
    page.get_by_label("Iets wat opvalt").check()
    _end_session(page)
    page.get_by_role("button", name="Kijk na").click()
    page.wait_for_url("**/account/login/**")
    expect(page.locator("main")).to_have_count(1)
    _sign_in_again(page, person)
    page.get_by_role("button", name="Verstuur het nu").click()
    expect(page.get_by_text("Precies.")).to_be_visible()
    assert ExerciseAttempt.objects.get().points == 1

    # Who signed in anew in another tab has another token: what was chosen comes back too.
    page.goto(lesson.url)
    page.get_by_label("Een bewijs").check()
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.request.get(lesson.url)
    page.get_by_role("button", name="Kijk na").click()
    expect(page.get_by_role("heading", name="Dit is nog niet verstuurd")).to_be_visible()
    page.get_by_role("button", name="Verstuur het nu").click()
    expect(page.get_by_text("Nee, het is een vraagteken.")).to_be_visible()


def test_who_goes_on_without_sending_is_asked_first(
    participant: User, page: Page, sign_in: Callable[..., None]
) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    sign_in(page, participant)
    page.goto(ASSIGNMENT)
    text = page.get_by_label("Wat heb je gedaan?")
    text.fill("Ik vroeg door.")
    page.on("dialog", stay)
    page.locator("header a").first.click(no_wait_after=True)
    expect(text).to_have_value("Ik vroeg door.")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.url.endswith(ASSIGNMENT)

    page.get_by_role("button", name="Lever in").click()
    expect(page.get_by_role("status")).to_contain_text("Je opdracht is ingeleverd.")
    assert asked == ["beforeunload"]
