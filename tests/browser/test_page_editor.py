"""Nothing that is typed in the editor of a page is lost, whatever button brought somebody there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect
from wagtail.models import Revision, WorkflowState

from courses.catalogue.models import TrainingGoal
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


def test_sending_back_with_a_remark_asks_nothing_more(
    page: Tab, sign_in: Callable[..., None], trainer: User, training: Page
) -> None:
    """The remark is typed in a pop-up, which sends the form of the page along with it."""
    _send_in(training, trainer)
    sign_in(page, person_in_role(Role.COORDINATOR))
    _open(page, training)
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.locator("#page-edit-form > footer [data-w-dropdown-target=toggle]").click()
    page.get_by_role("button", name="Stuur terug met een opmerking", exact=True).click()
    popup = page.locator(".modal")
    popup.locator("textarea").fill("Zet er een vraag bij.")
    with page.expect_navigation():
        popup.get_by_role("button", name="Stuur terug met een opmerking").click()
    state = training.current_workflow_state
    assert (state.status, state.current_task_state.comment, asked) == (
        WorkflowState.STATUS_NEEDS_CHANGES,
        "Zet er een vraag bij.",
        [],
    )


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


@pytest.mark.parametrize("size", [(1280, 720), (360, 740)], ids=["laptop", "phone"])
@pytest.mark.parametrize("field", ["#id_minutes", "[data-contentpath=for_whom] [role=textbox]"])
def test_a_field_that_is_pressed_does_not_stay_behind_the_buttons(
    page: Tab,
    sign_in: Callable[..., None],
    trainer: User,
    training: Page,
    field: str,
    size: tuple[int, int],
) -> None:
    training.save_revision(user=trainer)
    sign_in(page, trainer)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    _open(page, training)
    wanted = page.locator(field)
    foot = page.locator("#page-edit-form > footer")
    # Half of it looks out from behind the buttons.
    wanted.evaluate(
        """(field) => {
            const place = field.getBoundingClientRect();
            const foot = document.querySelector("#page-edit-form > footer");
            const middle = place.top + place.height / 2;
            const end = foot.getBoundingClientRect().top;
            const page = document.querySelector(".content-wrapper");
            page.scrollBy({ top: middle - end, behavior: "instant" });
        }"""
    )
    place, buttons = wanted.bounding_box(), foot.bounding_box()
    assert place
    assert buttons
    assert place["y"] < buttons["y"] < place["y"] + place["height"]
    page.mouse.click(place["x"] + 40, (place["y"] + buttons["y"]) / 2)
    page.wait_for_timeout(900)
    place, buttons = wanted.bounding_box(), foot.bounding_box()
    assert place
    assert buttons
    assert place["y"] + place["height"] <= buttons["y"]
    assert wanted.evaluate("(field) => field.contains(document.activeElement)")


def test_a_field_that_an_address_names_is_in_view(
    page: Tab, sign_in: Callable[..., None], trainer: User, training: Page
) -> None:
    # Long texts get their height after the browser went to the field.
    training.introduction = training.for_whom = "<p>Je leert luisteren.</p>" * 3
    training.goals = [TrainingGoal(text=f"Je luistert {number} keer.") for number in range(6)]
    training.save_revision(user=trainer)
    sign_in(page, trainer)
    page.goto(f"/beheer/pages/{training.pk}/edit/#id_minutes")
    page.wait_for_timeout(1500)
    place = page.locator("#id_minutes").bounding_box()
    buttons = page.locator("#page-edit-form > footer").bounding_box()
    assert place
    assert buttons
    assert 0 < place["y"] < place["y"] + place["height"] < buttons["y"]


def test_who_adds_a_goal_can_type_it_at_once(
    page: Tab, sign_in: Callable[..., None], trainer: User, training: Page
) -> None:
    training.goals = [TrainingGoal(text="Je luistert.")]
    training.save_revision(user=trainer)
    sign_in(page, trainer)
    _open(page, training)
    page.get_by_role("button", name="Voeg leerdoel toe").click()
    expect(page.locator("#id_goals-1-text")).to_be_focused()


def test_a_new_training_is_not_sent_in_with_one_press(
    page: Tab, sign_in: Callable[..., None], trainer: User, training: Page
) -> None:
    training.save_revision(user=trainer)
    sign_in(page, trainer)
    _open(page, training)
    _type(page)
    _press(page, "Stuur in voor beoordeling")
    expect(page.get_by_role("heading", name="Stuur de training in")).to_be_visible()
    assert not training.workflow_in_progress
    page.get_by_role("button", name="Stuur de training in", exact=True).click()
    expect(page.get_by_text("is ingestuurd. Je krijgt bericht.")).to_be_visible()
    assert training.workflow_in_progress
    assert SUMMARY in Revision.objects.for_instance(training).latest("pk").content["summary"]


def test_the_head_says_so_while_what_is_written_differs_from_the_site(
    page: Tab, sign_in: Callable[..., None], trainer: User
) -> None:
    body = [{"type": "paragraph", "value": "<p>Luister.</p>"}]
    on_site = make_lesson(TrainingFactory.create(), title="Stil zijn", owner=trainer, body=body)
    sign_in(page, trainer)
    _open(page, on_site)
    sign = page.locator(".page-status-tag:visible")
    expect(sign).to_have_text("Op de site")
    _type(page)
    expect(sign).to_have_text("Wijziging nog niet op de site")
    page.locator("#id_summary").fill(on_site.summary)
    expect(sign).to_have_text("Op de site")
    page.locator("[data-side-panel-toggle=checks]").click()
    expect(page.locator("[data-unfinished]")).to_contain_text("gelijk aan wat op de site staat")
