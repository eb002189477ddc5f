"""Evaluating a training, and reading the figures, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from courses.people.enums import Role
from tests.browser.screens import SCREENS, on_phone_and_desktop
from tests.courses.evaluation.factories import closed_evaluation, edition_of, open_evaluation, said
from tests.factories import PersonFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db(transaction=True)


TAKEAWAY = "Wat heb je geleerd?"
STORY = "Ik luister eerst.\nDaarna pas raad."


@on_phone_and_desktop
def test_a_volunteer_evaluates_a_training(
    page: Page, sign_in: Callable[..., None], axe: Any, screenshot: Any
) -> None:
    me = PersonFactory.create()
    evaluation = open_evaluation(people=[me])
    sign_in(page, me)

    page.goto(f"/evaluatie/{evaluation.edition_id}/")
    axe(page)
    page.get_by_label("Wat heb je geleerd?").fill("woord " * 76)
    page.get_by_role("button", name="Verstuur").click()

    expect(page.get_by_text("Het mogen er 75 zijn.").first).to_be_visible()
    axe(page)
    screenshot("evaluation-errors")
    marks = page.locator("fieldset", has_text="Welk cijfer geef je de training?")
    marks.get_by_label("8", exact=True).check()
    page.get_by_label("Meer oefenen").check()
    page.get_by_label("Wat heb je geleerd?").fill("Ik luister eerst.")
    page.get_by_role("button", name="Verstuur").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Dank je wel voor je antwoorden")
    axe(page)
    assert said() == ({("overall", "8"), ("improve", "Meer oefenen")}, ["Ik luister eerst."])


def test_evaluating_works_by_keyboard_and_without_scripts(
    page_without_scripts: Page, sign_in: Callable[..., None]
) -> None:
    me = PersonFactory.create()
    evaluation = open_evaluation(people=[me])
    page = page_without_scripts
    sign_in(page, me)

    page.goto(f"/evaluatie/{evaluation.edition_id}/")
    marks = page.get_by_role("group", name="Welk cijfer geef je de training?")
    marks.get_by_label("1", exact=True).focus()
    for _step in range(8):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Dank je wel voor je antwoorden")
    assert said() == ({("overall", "9")}, [])


@pytest.mark.parametrize("letters", [1, 2])
def test_a_form_that_comes_back_opens_at_what_is_wrong(
    page: Page, sign_in: Callable[..., None], letters: int
) -> None:
    me = PersonFactory.create()
    evaluation = open_evaluation(people=[me])
    sign_in(page, me)
    page.set_viewport_size({"width": 360, "height": 740})
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => document.documentElement"
        f".style.setProperty('font-size', '{18 * letters}px', 'important'))"
    )
    page.goto(f"/evaluatie/{evaluation.edition_id}/")
    wrong = page.get_by_role("alert")
    for _time in range(2):
        page.get_by_role("button", name="Verstuur").click()
        expect(wrong).to_be_focused()
        expect(wrong.get_by_text("Dit moet nog anders")).to_be_in_viewport(ratio=1)
        # The link leaves its `#` in the address, to which the form is sent the next time.
        wrong.get_by_role("link").first.click()
        assert "#" in page.url


def test_without_scripts_a_form_comes_back_at_what_is_wrong_too(
    page_without_scripts: Page, sign_in: Callable[..., None]
) -> None:
    me = PersonFactory.create()
    evaluation = open_evaluation(people=[me])
    page = page_without_scripts
    sign_in(page, me)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/evaluatie/{evaluation.edition_id}/")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_text("Dit moet nog anders")).to_be_in_viewport(ratio=1)


@on_phone_and_desktop
def test_a_coordinator_goes_from_all_trainings_to_one_edition(
    page: Page, sign_in: Callable[..., None], axe: Any, screenshot: Any
) -> None:
    evaluation = closed_evaluation(marks=[7, 7, 8, 8, 8, 8, 8, 9, 9, 9, 10], invited=12)
    sign_in(page, person_in_role(Role.COORDINATOR))

    page.goto("/beheer/evaluaties/")
    # On a telephone the figures come before what one can choose.
    is_wide = page.evaluate("innerWidth") >= 800
    expect(page.get_by_label("Vanaf")).to_be_visible(visible=is_wide)
    expect(page.get_by_text("Kies wat je ziet")).to_be_visible(visible=not is_wide)
    axe(page)
    screenshot("evaluations")
    page.get_by_role("link", name=edition_of(evaluation).training.title, exact=True).click()
    expect(page.get_by_role("table", name="Uitvoeringen")).to_be_visible()
    axe(page)
    page.get_by_role("table", name="Uitvoeringen").get_by_role("link").click()

    expect(page.locator(".va-mean").first).to_have_text("8,3")
    axe(page)
    screenshot("evaluation-figures")


def test_on_a_telephone_every_figure_can_be_reached(
    page: Page, sign_in: Callable[..., None], no_sideways_scroll: Any, screenshot: Any
) -> None:
    evaluation = closed_evaluation(marks=[7, 7, 8, 8, 8, 8, 8, 9, 9, 9, 10], invited=12)
    edition = edition_of(evaluation)
    sign_in(page, person_in_role(Role.COORDINATOR))
    page.set_viewport_size({"width": 360, "height": 740})
    for address in (
        f"/beheer/evaluaties/training/{edition.training_id}/",
        f"/beheer/evaluaties/uitvoering/{edition.pk}/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert page.locator(".va-stacked").count() == ("/training/" in address)
        for chart in page.locator(".va-chart").all():
            box = chart.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 360
        # The editions stand as blocks: nothing of them is out of sight.
        for table in page.locator(".va-report-table", has=page.locator(".va-stacked")).all():
            assert table.evaluate("one => one.scrollWidth <= one.clientWidth")
        for table in page.locator(".va-report-table").all():
            last = table.locator("tr").last.locator("> :last-child")
            table.evaluate("one => one.scrollLeft = one.scrollWidth")
            box = last.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 360
        for words in page.locator(".va-question :is(h2, p, figcaption)").all():
            assert words.evaluate("one => one.getBoundingClientRect().right") <= 360
    assert page.locator(".va-chart").count() > 0
    screenshot("evaluation-figures-telephone")
    no_sideways_scroll(page)


def _fill_in_and_lose_the_session(page: Page, address: str) -> None:
    page.goto(address)
    marks = page.get_by_role("group", name="Welk cijfer geef je de training?")
    marks.get_by_label("8", exact=True).check()
    page.get_by_label("Meer oefenen").check()
    page.get_by_label(TAKEAWAY).fill(STORY)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit is nog niet verstuurd")


def _expect_drafts(page: Page, count: int) -> None:
    # A page's policy lets no text become script, so what waits for it must be asked as a call is.
    page.evaluate(
        """async count => {
            const drafts = () => Object.keys(sessionStorage)
                .filter(key => key.startsWith('draft:'));
            const late = Date.now() + 10000;
            while (drafts().length !== count) {
                if (Date.now() > late) throw new Error(`${drafts().length} drafts, not ${count}`);
                await new Promise(requestAnimationFrame);
            }
        }""",
        count,
    )


def test_what_was_filled_in_waits_in_the_tab_until_it_is_sent_or_somebody_signs_out(
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[..., None],
    axe: Any,
    no_sideways_scroll: Any,
) -> None:
    me, other = PersonFactory.create_batch(2)
    edition = open_evaluation(people=[me, other]).edition_id
    page = open_context(viewport=SCREENS["phone"]).new_page()
    sign_in(page, me)
    _fill_in_and_lose_the_session(page, f"/evaluatie/{edition}/")
    axe(page)
    no_sideways_scroll(page)
    expect(page.get_by_role("link", name="Log in (nieuw tabblad)")).to_be_hidden()
    page.get_by_role("link", name="Log weer in en ga verder").click()
    page.wait_for_url("**/account/login/**")

    # Somebody else who signs in in this tab finds nothing.
    sign_in(page, other)
    page.goto(f"/evaluatie/{edition}/")
    expect(page.get_by_label(TAKEAWAY)).to_have_value("")
    sign_in(page, me)
    page.goto(f"/evaluatie/{edition}/")
    expect(page.get_by_label(TAKEAWAY)).to_have_value(STORY)
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank je wel voor je antwoorden")
    _expect_drafts(page, 0)
    chosen, (text,) = said()
    assert chosen == {("overall", "8"), ("improve", "Meer oefenen")}
    assert text.split() == STORY.split()

    sign_in(page, other)
    page.goto(f"/evaluatie/{edition}/")
    page.get_by_label("Meer oefenen").check()
    _expect_drafts(page, 1)
    page.goto("/account/logout/")
    page.get_by_role("button", name="Ja, log uit").click()
    page.wait_for_url("**/")
    _expect_drafts(page, 0)


def test_without_scripts_the_page_itself_holds_it_while_somebody_signs_in_beside_it(
    page_without_scripts: Page, sign_in: Callable[..., None]
) -> None:
    me = PersonFactory.create()
    evaluation = open_evaluation(people=[me])
    page = page_without_scripts
    sign_in(page, me)
    _fill_in_and_lose_the_session(page, f"/evaluatie/{evaluation.edition_id}/")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Log in (nieuw tabblad)").click()
    expect(opened.value.locator("#id_login")).to_be_visible()
    # As signing in does: a new session, and a new token.
    page.context.clear_cookies()
    sign_in(page, me)
    opened.value.goto("/mijn/gegevens/")
    page.get_by_role("button", name="Verstuur het nu").click()
    expect(page.get_by_text("of je hebt intussen opnieuw ingelogd")).to_be_visible()
    page.get_by_role("button", name="Verstuur het nu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank je wel voor je antwoorden")
    assert said()[1][0].split() == STORY.split()
