"""Who makes a lesson on a telephone finds the way, and loses nothing by a touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from courses.people.enums import Role
from tests.factories import TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Dialog, Page

pytestmark = pytest.mark.django_db(transaction=True)

OPTIONS = ".va-numbered > [data-streamfield-list-container] > [data-streamfield-child]:visible"


@pytest.fixture
def editor(page: Page, sign_in: Callable[..., None]) -> Page:
    """The editor of a lesson with a question in it, on a telephone."""
    trainer = person_in_role(Role.TRAINER)
    lesson = make_lesson(TrainingFactory.create(owner=trainer), live=False, owner=trainer)
    options = [
        {"type": "item", "id": key, "value": {"text": text, "correct": right, "feedback": said}}
        for key, text, right, said in (
            ("a1", "Bellen", True, "Zo schrikt niemand."),
            ("a2", "Gaan", False, "Dan schrikt iemand."),
        )
    ]
    question = {"title": "Weet je het nog?", "question": "Wat eerst?", "options": options}
    raw = [{"type": "knowledge_check", "value": question, "id": "v1"}]
    lesson.body = lesson.body.stream_block.to_python(raw)
    lesson.save()
    lesson.save_revision(user=trainer)
    sign_in(page, trainer)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/beheer/pages/{lesson.pk}/edit/")
    expect(page.locator(OPTIONS)).to_have_count(2)
    return page


def answers(editor: Page) -> list[str]:
    """The headings of the answers as the browser tells them, with what the style sheet adds."""
    browser = editor.context.new_cdp_session(editor)
    nodes = browser.send("Accessibility.getFullAXTree")["nodes"]
    found = [one["name"]["value"] for one in nodes if one.get("role", {}).get("value") == "heading"]
    return [" ".join(name.split()) for name in found if name.startswith("Antwoord ")]


def test_an_exercise_is_marked_in_the_preview(editor: Page) -> None:
    editor.get_by_role("button", name="Voorvertoning", exact=True).click()
    frame = editor.frame_locator("[data-side-panel=preview] iframe").last
    frame.get_by_label("Gaan").check()
    frame.get_by_role("button", name="Kijk na").click()
    expect(frame.get_by_text("Dan schrikt iemand.")).to_be_in_viewport()
    frame.get_by_label("Bellen").check()
    frame.get_by_role("button", name="Kijk na").click()
    expect(frame.get_by_text("Zo schrikt niemand.")).to_be_in_viewport()


def test_an_exercise_is_marked_in_a_draft_that_fills_the_screen(editor: Page) -> None:
    editor.goto(editor.url.replace("/edit/", "/view_draft/"))
    editor.get_by_label("Gaan").check()
    editor.get_by_role("button", name="Kijk na").click()
    expect(editor.get_by_text("Dan schrikt iemand.")).to_be_in_viewport()
    # The rest of the page is as it was: what came back is all of it once more.
    assert editor.locator("main").count() == 1
    expect(editor.locator(".va-exercise")).to_have_count(1)
    editor.get_by_role("button", name="Begin opnieuw").click()
    expect(editor.get_by_text("Dan schrikt iemand.")).to_have_count(0)
    expect(editor.get_by_label("Gaan")).not_to_be_checked()


def test_the_button_stays_in_its_place_for_who_chooses_otherwise(editor: Page) -> None:
    editor.goto(editor.url.replace("/edit/", "/view_draft/"))
    button = editor.get_by_role("button", name="Kijk na")
    note = editor.get_by_text("Je koos iets anders.")
    editor.get_by_label("Gaan").check()
    button.click()
    expect(editor.get_by_text("Dan schrikt iemand.")).to_be_visible()
    place = "button => button.getBoundingClientRect().top + scrollY"
    before = button.evaluate(place)
    editor.get_by_label("Bellen").check()
    expect(note).to_be_visible()
    expect(editor.get_by_text("Dan schrikt iemand.")).not_to_be_visible()
    assert button.evaluate(place) == pytest.approx(before, abs=1)
    assert note.evaluate(place) > before


def test_the_signs_in_the_head_have_names_to_read(editor: Page) -> None:
    head = editor.locator(".w-slim-header")
    for name in ("Status", "Voorvertoning", "Nog te doen"):
        box = head.get_by_text(name, exact=True).bounding_box()
        assert box is not None
        assert box["width"] > 20
        assert box["x"] + box["width"] <= 360
    for name in ("Voorvertoning", "Opmerkingen"):
        expect(head.get_by_role("button", name=name, exact=True)).to_be_visible()
    expect(head.get_by_role("link", name="Geschiedenis", exact=True)).to_be_visible()


@pytest.mark.parametrize("kind", ["Nieuwe stap", "Afbeelding", "Video", "Kennisvraag"])
def test_a_block_that_was_added_is_in_view(editor: Page, kind: str) -> None:
    editor.locator(
        "[data-streamfield-stream-container] > div > button.c-sf-add-button"
    ).last.click()
    editor.get_by_role("option", name=kind).first.click()
    block = editor.locator("[data-streamfield-stream-container] > [data-streamfield-child]").last
    expect(block).to_contain_text(kind)
    editor.wait_for_timeout(1500)
    title = block.locator(".w-panel__heading").first.bounding_box()
    head = editor.locator(".w-slim-header").bounding_box()
    foot = editor.locator("#page-edit-form > footer").bounding_box()
    assert title is not None
    assert head is not None
    assert foot is not None
    assert title["y"] >= head["y"] + head["height"] - 1
    assert title["y"] + title["height"] <= foot["y"]
    # Who works with the keyboard goes on there.
    assert block.evaluate("block => block.contains(document.activeElement)")


def test_a_page_that_opens_stays_at_its_top(editor: Page) -> None:
    editor.wait_for_timeout(1500)
    assert editor.evaluate("document.activeElement.closest('[data-streamfield-child]')") is None


def test_answers_are_numbered_also_after_one_is_gone(editor: Page) -> None:
    assert answers(editor) == ["Antwoord 1 Bellen", "Antwoord 2 Gaan"]
    editor.once("dialog", lambda dialog: dialog.accept())
    editor.locator(OPTIONS).first.locator("[data-streamfield-action=DELETE]").click()
    expect(editor.locator(OPTIONS)).to_have_count(1)
    assert answers(editor) == ["Antwoord 1 Gaan"]
    # One place to add before it and one after: that of what is gone went along.
    adds = editor.locator(".va-numbered > [data-streamfield-list-container] > button:visible")
    expect(adds).to_have_count(2)


def test_what_was_filled_in_is_not_taken_away_without_asking(editor: Page) -> None:
    asked: list[str] = []

    def no(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    editor.on("dialog", no)
    editor.locator(OPTIONS).first.locator("[data-streamfield-action=DELETE]").click()
    editor.wait_for_timeout(700)
    expect(editor.locator(OPTIONS)).to_have_count(2)
    assert asked == ["Wil je dit weghalen? Wat je invulde, gaat dan ook weg."]

    # Of a place where nothing stands, nobody is asked.
    editor.locator(".va-numbered > [data-streamfield-list-container] > button").last.click()
    expect(editor.locator(OPTIONS)).to_have_count(3)
    editor.locator(OPTIONS).last.locator("[data-streamfield-action=DELETE]").click()
    expect(editor.locator(OPTIONS)).to_have_count(2)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("casus", "Praktijkvoorbeeld"),
        ("verhaal", "Praktijkvoorbeeld"),
        ("film", "Video"),
        ("foto", "Afbeelding"),
        ("quiz", "Kennisvraag (oefening)"),
        ("vraag", "Kennisvraag (oefening)"),
    ],
)
def test_a_block_is_found_by_another_word_for_it(editor: Page, typed: str, kind: str) -> None:
    editor.locator(
        "[data-streamfield-stream-container] > div > button.c-sf-add-button"
    ).last.click()
    editor.get_by_role("combobox").fill(typed)
    editor.get_by_role("option", name=kind).first.click()
    block = editor.locator("[data-streamfield-stream-container] > [data-streamfield-child]").last
    expect(block).to_contain_text(kind)
    # It is stored as what it is.
    names = {"Praktijkvoorbeeld": "case", "Video": "video", "Afbeelding": "picture"}
    expect(block.locator("> input[name$=-type]")).to_have_value(names.get(kind, "knowledge_check"))
    # And it begins as it does for who finds it by its label.
    if typed == "quiz":
        title = block.locator("[data-contentpath=title] input[type=text]")
        expect(title).to_have_value("Weet je het nog?")
