"""Answering on a telephone by a personal link, and typing in paper by keyboard, in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from courses.evaluation import links
from courses.evaluation.services import paper
from courses.people.enums import Role
from tests.courses.evaluation.factories import counted, open_evaluation
from tests.factories import PersonFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.evaluation.models import EvaluationForm

pytestmark = pytest.mark.django_db(transaction=True)

FORMS, LONG, SECONDS, KEYS_A_SECOND = 20, 5, 300, 2
"""Twenty forms, of which five have a sentence, words of one's own and a mark that is put right, are
typed in within five minutes by who presses two keys a second: the pace of somebody who looks from
the paper to the screen, not of who types for a living."""


def link(form: EvaluationForm) -> str:
    return f"/evaluatie/link/{links.token_of(form.participations.get())}/"


def test_on_a_telephone_nothing_is_lost_without_a_network_and_it_is_sent_once(
    open_context: Callable[..., BrowserContext],
    set_offline: Callable[[Page, bool], None],
    axe: Any,
    no_sideways_scroll: Any,
) -> None:
    form = open_evaluation(people=[PersonFactory.create(first_name="Sanne")])
    context = open_context(viewport={"width": 320, "height": 640})
    page: Page = context.new_page()
    page.goto(link(form))
    axe(page)
    no_sideways_scroll(page)
    marks = page.locator("fieldset", has_text="Welk cijfer geef je de training?")
    target = marks.locator(".va-scale__mark").first.bounding_box()
    assert target is not None
    assert min(target["width"], target["height"]) >= 44
    other = page.get_by_label("Anders, namelijk", exact=False).last
    expect(other).to_be_hidden()
    page.get_by_label("Anders, namelijk …").check()
    expect(other).to_be_visible()
    other.fill("de koffie")
    page.get_by_label("Anders, namelijk …").uncheck()
    # What was written stays in sight: it is sent.
    expect(other).to_be_visible()
    expect(page.locator("progress")).to_have_attribute("value", "1")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_text("Geef een cijfer van 1 tot en met 10.").first).to_be_visible()
    axe(page)
    marks.get_by_label("8", exact=True).check()

    page.reload()
    expect(marks.get_by_label("8", exact=True)).to_be_checked()
    expect(page.get_by_label("Anders, namelijk", exact=False).last).to_have_value("de koffie")

    set_offline(page, True)
    page.get_by_role("button", name="Verstuur").dblclick()
    expect(page.get_by_role("status").get_by_text("Er is geen verbinding.")).to_be_visible()
    axe(page)
    # It goes by itself as soon as there is a network.
    set_offline(page, False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank je wel voor je antwoorden")
    axe(page)
    assert counted(form) == {("overall", "8"): 1, ("improve", "__other__"): 1}
    page.goto(link(form))
    expect(page.get_by_role("heading", level=1)).to_have_text("Je hebt dit formulier al ingevuld")
    kept = "Object.keys(sessionStorage).filter(key => key.startsWith('draft:'))"
    assert page.evaluate(kept) == []


def test_paper_is_typed_in_by_keyboard_alone(
    page: Page, sign_in: Callable[..., None], axe: Any
) -> None:
    form = open_evaluation(people=3)
    sign_in(page, person_in_role(Role.COORDINATOR))
    page.goto(f"/beheer/evaluatie/formulier/{form.pk}/papier/typ/")
    axe(page)
    pressed = 0

    def press(*keys: str) -> None:
        nonlocal pressed
        for key in keys:
            page.keyboard.press(key)
        pressed += len(keys)

    def write(text: str) -> None:
        nonlocal pressed
        page.keyboard.type(text)
        pressed += len(text)

    # Three marks, two choices, several answers with words of one's own, and a sentence.
    # Who presses Enter after a mark, which goes on by itself, skips nothing.
    press("8", "Enter", "7", "0", "b", "a", "c", "f")
    write("de koffie")
    press("Enter")
    write("Ik luister eerst, en dan pas raad.")
    # One back, and put right: the mark of the trainer was a nine.
    press("Enter", *["Escape"] * 6, "9", *["Enter"] * 8)
    expect(page.get_by_text("Schrijf op het papier: 1.")).to_be_visible()
    expect(page.get_by_label("1", exact=True).first).to_be_focused()
    of_long, pressed = pressed, 0
    # As most are: three marks, three choices, and nothing written.
    press("8", "7", "9", "b", "a", "c", *["Enter"] * 4)
    expect(page.get_by_text("Schrijf op het papier: 2.")).to_be_visible()
    all_of_them = LONG * of_long + (FORMS - LONG) * pressed
    assert (of_long, pressed, all_of_them) == (68, 10, 490)
    assert all_of_them <= SECONDS * KEYS_A_SECOND

    page.goto(f"/beheer/evaluatie/formulier/{form.pk}/papier/nakijken/")
    axe(page)
    for number in (1, 2):
        expect(page.get_by_role("heading", name=f"Formulier {number}", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Dit klopt")).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Wie leverden een formulier in?")).to_be_visible()
    axe(page)
    answers = paper.papers_of(form)[0].answers
    assert {key: one.values for key, one in answers.items()} == {
        "overall": ("8",),
        "trainer": ("9",),
        "content": ("10",),
        "mix": ("Precies goed",),
        "practice": ("Ja",),
        "improve": ("Meer oefenen", "__other__"),
        "takeaway": (),
    }
    for name in page.get_by_role("checkbox").all()[:2]:
        name.check()
    page.get_by_role("button", name="Laat ze meetellen").click()
    expect(page.get_by_text("2 formulieren zijn verwerkt.")).to_be_visible()
    assert form.participations.filter(answered=True).count() == 2
