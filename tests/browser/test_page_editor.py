"""Nothing that is typed in the editor of a page is lost, whatever button brought somebody there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect
from wagtail.models import Revision

from courses.people.enums import Role
from tests.factories import TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Dialog
    from wagtail.models import Page

    from courses.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)

SUMMARY = "Luisteren doe je met je hele lijf."


@pytest.fixture
def trainer(transactional_db: None) -> User:
    return person_in_role(Role.TRAINER)


@pytest.fixture
def training(trainer: User) -> Page:
    return TrainingFactory.create(title="Luisteren", live=False, owner=trainer)


@pytest.fixture
def lesson(training: Page, trainer: User) -> Page:
    return make_lesson(training, title="Stil zijn", live=False, owner=trainer)


@pytest.fixture(autouse=True)
def laptop(page: Tab) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})


def _open(tab: Tab, page: Page) -> None:
    tab.goto(f"/beheer/pages/{page.pk}/edit/")


def _type(tab: Tab, text: str = SUMMARY) -> None:
    tab.locator("#id_summary").press("End")
    tab.locator("#id_summary").press_sequentially(f" {text}")


def _expect_kept(tab: Tab, page: Page, text: str = SUMMARY) -> None:
    """It is saved by itself, and stands there when somebody comes back."""
    for _moment in range(60):
        if text in str(Revision.objects.for_instance(page).latest("created_at").content):
            break
        tab.wait_for_timeout(100)
    tab.goto("/beheer/")
    _open(tab, page)
    assert text in tab.locator("#id_summary").input_value()


def _send_in(page: Page, person: User) -> None:
    page.save_revision(user=person)
    page.get_workflow().start(page, person)


def _press(tab: Tab, words: str) -> None:
    button = tab.get_by_role("button", name=words, exact=True)
    if not button.is_visible():
        tab.locator("#page-edit-form > footer [data-w-dropdown-target=toggle]").click()
    with tab.expect_navigation():
        button.click()


@pytest.mark.parametrize("kind", ["training", "lesson"])
def test_what_is_typed_after_withdrawing_is_kept(
    page: Tab,
    sign_in: Callable[..., None],
    trainer: User,
    kind: str,
    request: pytest.FixtureRequest,
) -> None:
    draft: Page = request.getfixturevalue(kind)
    _send_in(draft, trainer)
    sign_in(page, trainer)
    _open(page, draft)
    _press(page, "Haal terug om te veranderen")
    _type(page)
    _expect_kept(page, draft)


def test_going_back_after_withdrawing_opens_the_page(
    page: Tab, sign_in: Callable[..., None], trainer: User, training: Page
) -> None:
    _send_in(training, trainer)
    sign_in(page, trainer)
    _open(page, training)
    _press(page, "Haal terug om te veranderen")
    page.goto("/beheer/")
    page.go_back()
    expect(page.locator("#id_title")).to_have_value("Luisteren")
    page.reload()
    expect(page.locator("#id_title")).to_have_value("Luisteren")


def test_what_was_typed_before_withdrawing_is_kept(
    page: Tab, sign_in: Callable[..., None], trainer: User, training: Page
) -> None:
    _send_in(training, trainer)
    sign_in(page, trainer)
    _open(page, training)
    _type(page)
    _press(page, "Haal terug om te veranderen")
    _expect_kept(page, training)


def test_what_is_typed_at_once_is_kept(
    page: Tab, sign_in: Callable[..., None], trainer: User, training: Page
) -> None:
    training.save_revision(user=trainer)
    sign_in(page, trainer)
    _open(page, training)
    _type(page)
    _expect_kept(page, training)


@pytest.mark.parametrize("words", ["Bewaar concept", "Stuur in voor beoordeling"])
def test_what_is_typed_after_a_mistake_is_kept(
    page: Tab, sign_in: Callable[..., None], trainer: User, training: Page, words: str
) -> None:
    training.save_revision(user=trainer)
    sign_in(page, trainer)
    _open(page, training)
    title = page.locator("#id_title")
    title.fill("")
    _press(page, words)
    # Nothing can be saved without a title, and leaving says so.
    expect(page.locator(".messages .error")).to_be_visible()
    page.wait_for_timeout(3000)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.get_by_role("link", name="Vandaag", exact=True).click()
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    title.fill("Luisteren")
    _type(page)
    _expect_kept(page, training)
    # The page that said what was wrong is loaded anew, and not sent once more.
    page.go_back()
    page.go_back()
    expect(page.locator("#id_title")).to_have_value("Luisteren")


def test_what_is_typed_after_publishing_with_a_mistake_is_kept(
    page: Tab, sign_in: Callable[..., None], trainer: User, training: Page
) -> None:
    training.summary = ""
    training.save_revision(user=trainer, clean=False)
    sign_in(page, person_in_role(Role.COORDINATOR))
    _open(page, training)
    _press(page, "Publiceren")
    page.wait_for_timeout(3000)
    _type(page)
    _expect_kept(page, training)
