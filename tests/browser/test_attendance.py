"""The list of a session on a telephone: without a network, and with two trainers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from courses.attendance import queries, services
from courses.attendance.enums import Mark
from courses.attendance.services import MarkEdit
from courses.common import clock
from courses.people.enums import Role
from tests.browser.test_certificates import WAGTAILS_OWN, an_edition_of_last_week
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_pressed_without_a_network_is_kept_and_sent_later(
    page: Page,
    sign_in: Callable[..., None],
    set_offline: Callable[[Page, bool], None],
    axe: Any,
    screenshot: Any,
    no_sideways_scroll: Any,
) -> None:
    trainer = person_in_role(Role.TRAINER)
    anna, bilal = an_edition_of_last_week(trainer)
    session = anna.edition.sessions.get()
    sign_in(page, trainer)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"/beheer/presentie/{anna.edition_id}/vandaag/")
    status = page.locator("[data-status]")

    def button(name: str, mark: str) -> Any:
        return page.get_by_role("group", name=name).get_by_role("button", name=mark)

    set_offline(page, True)
    button("Anna Bos", "Te laat").click()
    expect(status).to_contain_text("Nog niet bewaard: 1.")
    assert queries.marks_at(session) == {}
    screenshot("attendance-offline")
    # Another trainer marks somebody else, and the same person otherwise.
    services.edit_marks(
        session=session,
        edits=[MarkEdit(anna.pk, None, Mark.ABSENT)],
        actor=person_in_role(Role.TRAINER),
    )
    button("Bilal Bos", "Aanwezig").focus()
    page.keyboard.press("Enter")
    set_offline(page, False)
    expect(status).to_contain_text("Anna Bos: iemand anders was je voor. Er staat nu: afwezig.")
    assert queries.marks_at(session) == {anna.pk: Mark.ABSENT, bilal.pk: Mark.PRESENT}
    expect(button("Anna Bos", "Afwezig")).to_have_attribute("aria-pressed", "true")
    # To choose again is to choose for one's own; the page can be left and opened again.
    button("Anna Bos", "Te laat").click()
    expect(status).to_have_text("Alles is bewaard.")
    undo = page.get_by_role("button", name="Ongedaan maken")
    undo.click()
    expect(button("Anna Bos", "Afwezig")).to_have_attribute("aria-pressed", "true")
    expect(status).to_have_text("Teruggezet: Anna Bos.Alles is bewaard.")
    expect(undo).to_be_hidden()
    assert queries.marks_at(session) == {anna.pk: Mark.ABSENT, bilal.pk: Mark.PRESENT}
    axe(page, without=WAGTAILS_OWN)
    no_sideways_scroll(page)


def test_without_scripts_each_press_is_saved_on_a_telephone_too(
    page_without_scripts: Page, sign_in: Callable[..., None]
) -> None:
    trainer = person_in_role(Role.TRAINER)
    anna, bilal = an_edition_of_last_week(trainer)
    session = anna.edition.sessions.get()
    page = page_without_scripts
    page.set_viewport_size({"width": 360, "height": 700})
    sign_in(page, trainer)
    page.goto(f"/beheer/presentie/{anna.edition_id}/vandaag/")
    group = page.get_by_role("group", name="Bilal Bos")
    group.get_by_role("button", name="Afgemeld").click()
    page.get_by_role("button", name="Iedereen is er").click()
    assert queries.marks_at(session) == {anna.pk: Mark.PRESENT, bilal.pk: Mark.EXCUSED}
    undo = page.get_by_role("button", name="Ongedaan maken")
    undo.click()
    assert queries.marks_at(session) == {bilal.pk: Mark.EXCUSED}
    expect(page.locator("[data-status]")).to_have_text("Teruggezet: Anna Bos.")
    expect(page.locator("[data-status]")).to_be_in_viewport()
    expect(undo).to_be_hidden()


def test_a_telephone_shows_one_session_of_the_whole_list_and_keeps_all(
    page_without_scripts: Page, sign_in: Callable[..., None]
) -> None:
    trainer = person_in_role(Role.TRAINER)
    begin = clock.now() - timedelta(days=7, hours=1)
    with clock.at(begin - timedelta(days=20)):
        edition = EditionFactory.create(starts_at=begin, sessions=2, trainers=[trainer])
        anna, bilal = (
            EnrolmentFactory.create(edition=edition, person=PersonFactory.create(first_name=name))
            for name in ("Anna", "Bilal")
        )
    first, second = edition.sessions.order_by("starts_at")
    services.mark_attendance(session=first, present={anna.pk}, absent={bilal.pk}, actor=trainer)
    page = page_without_scripts
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, trainer)
    page.goto(f"/beheer/presentie/{edition.pk}/")
    heads = page.locator("thead .va-tick")
    expect(heads.nth(0)).to_be_hidden()
    expect(heads.nth(1)).to_be_visible()
    page.get_by_role("checkbox", name="Bilal").check()
    page.get_by_role("radio", name="Bijeenkomst 1").check()
    expect(heads.nth(0)).to_be_visible()
    expect(heads.nth(1)).to_be_hidden()
    # The links are of the session that was chosen.
    here = f"/beheer/presentie/{edition.pk}/bijeenkomst/{first.pk}/"
    links = {"Eén bijeenkomst": here, "Tekenlijst": f"{here}tekenlijst.pdf"}
    for name, address in links.items():
        expect(page.get_by_role("link", name=name)).to_have_attribute("href", address)
    page.get_by_role("button", name="Bewaar de presentie").click()
    # What was out of view went along.
    assert queries.marks_at(first) == {anna.pk: Mark.PRESENT, bilal.pk: Mark.ABSENT}
    assert queries.marks_at(second) == {anna.pk: Mark.ABSENT, bilal.pk: Mark.PRESENT}
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(heads.nth(0)).to_be_visible()
    expect(heads.nth(1)).to_be_visible()
    expect(page.get_by_role("link", name="Eén bijeenkomst")).to_have_count(1)
    expect(page.get_by_role("link", name="Tekenlijst")).to_have_count(2)


def test_a_press_moves_no_name_and_a_second_one_takes_nothing_away(
    page: Page, sign_in: Callable[..., None]
) -> None:
    trainer = person_in_role(Role.TRAINER)
    anna, bilal = an_edition_of_last_week(trainer)
    session = anna.edition.sessions.get()
    sign_in(page, trainer)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/beheer/presentie/{anna.edition_id}/vandaag/")
    undo = page.get_by_role("button", name="Ongedaan maken")
    button = page.get_by_role("group", name="Bilal Bos").get_by_role("button", name="Aanwezig")
    expect(page.locator("[data-status]")).to_have_text("Nog open: 2.")
    finish = page.get_by_role("button", name="Rond de lijst af")
    expect(finish).to_be_hidden()
    expect(undo).to_be_hidden()
    before = button.bounding_box()
    for name in ("Anna Bos", "Bilal Bos"):
        group = page.get_by_role("group", name=name)
        group.get_by_role("button", name="Aanwezig").click()
        assert button.bounding_box() == before
    expect(undo).to_have_text("Ongedaan maken: Bilal Bos")
    button.click()
    expect(page.locator("[data-status]")).to_have_text("Alles is bewaard.")
    assert button.bounding_box() == before
    expect(button).to_have_attribute("aria-pressed", "true")
    assert queries.marks_at(session) == {anna.pk: Mark.PRESENT, bilal.pk: Mark.PRESENT}
    # When all is filled in, the list is closed from here. Nothing follows, so nothing is asked.
    finish.click()
    expect(page.get_by_role("status").get_by_text("De lijst is klaar.")).to_be_visible()


def test_the_button_of_the_menu_lies_over_nothing_on_a_telephone(
    page: Page, sign_in: Callable[..., None]
) -> None:
    trainer = person_in_role(Role.TRAINER)
    with clock.at(clock.now() - timedelta(days=21)):
        edition = EditionFactory.create(
            starts_at=clock.now() + timedelta(days=14), trainers=[trainer]
        )
        for _number in range(12):
            EnrolmentFactory.create(edition=edition)
    sign_in(page, trainer)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/beheer/presentie/{edition.pk}/")
    page.get_by_role("button", name="Bewaar de presentie").click()
    expect(page.locator(".messages")).to_contain_text("Er is niets veranderd.")
    menu = page.locator(".sidebar-nav-toggle--mobile")
    expect(menu).to_be_visible()
    for distance in (0, 300, 900):
        page.locator("main").evaluate("(main, distance) => main.scrollTo(0, distance)", distance)
        page.wait_for_timeout(200)
        below = menu.evaluate(
            """button => {
                const { left, right, top, bottom } = button.getBoundingClientRect();
                const corners = [[left, top], [left, bottom - 2], [right - 2, bottom - 2]];
                const found = corners.map(([x, y]) => document.elementsFromPoint(x + 1, y + 1)
                    .find((one) => one.closest(".w-slim-header, .messages, main")));
                return found.filter((one) => !one.closest(".w-slim-header, .messages"))
                    .map((one) => one.outerHTML.slice(0, 80)).join();
            }"""
        )
        assert below == "", f"scrolled {distance}: {below}"
