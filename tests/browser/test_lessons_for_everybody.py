"""A lesson is read aloud, explains words, and asks before it plays what stands elsewhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect
from wagtail.documents import get_document_model

from courses.glossary.models import GlossaryWord
from tests.browser.looks import ENLARGED, LARGE, SMALL, WIDER, Look, show
from tests.factories import TrainingFactory, make_lesson

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db(transaction=True)

VOICE = """
window.said = [];
const synth = new EventTarget();
Object.assign(synth, {
  voices: [{ lang: "nl-NL", localService: LOCAL }],
  getVoices() { return this.voices; },
  speak(words) { said.push([words.text, words.rate]); this.now = words; },
  cancel() { this.now = null; },
});
Object.defineProperty(window, "speechSynthesis", { value: synth });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
window.goOn = () => speechSynthesis.now?.onend();
"""
BODY = [
    {"type": "paragraph", "value": "<p>Over <b>rouw</b> gaat het. Dan stilte.</p>", "id": "a"},
    {
        "type": "video",
        "value": {
            "title": "Op bezoek",
            "link": "https://youtu.be/abcdefghijk",
            "transcript": "<p>Dag.</p>",
        },
        "id": "b",
    },
]


def test_a_lesson_speaks_explains_and_asks_before_it_plays(
    page: Page, axe: Callable[[Page], None]
) -> None:
    GlossaryWord.objects.create(word="rouw", meaning="Wat je voelt als je iemand kwijt bent.")
    lesson = make_lesson(TrainingFactory.create(), body=json.dumps(BODY), is_open=True)

    # A voice that sends the text elsewhere is none.
    page.add_init_script(VOICE.replace("LOCAL", "false"))
    page.goto(f"{lesson.url}?alles=1")
    expect(page.get_by_role("button", name="Lees voor")).to_be_hidden()
    no_voice = page.get_by_text("heeft geen stem om deze les voor te lezen")
    expect(no_voice).to_be_visible()
    page.evaluate("speechSynthesis.voices[0].localService = true")
    page.evaluate("speechSynthesis.dispatchEvent(new Event('voiceschanged'))")

    expect(no_voice).to_be_hidden()
    page.get_by_role("button", name="Lees voor").press("Enter")
    page.evaluate("goOn()")
    assert page.evaluate("said") == [["Over rouw gaat het.", 1], ["Dan stilte.", 1]]
    assert page.evaluate("[...CSS.highlights.get('va-reading')].map(String)") == ["Dan stilte."]
    page.get_by_role("button", name="Langzamer").click()
    assert page.evaluate("said.at(-1)") == ["Dan stilte.", 0.7]
    page.get_by_role("button", name="Pauze").click()
    page.get_by_role("button", name="Lees verder").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    assert page.evaluate("CSS.highlights.has('va-reading')") is False

    word = page.get_by_role("button", name="rouw (uitleg)")
    meaning = page.get_by_text("Wat je voelt als je iemand kwijt bent.").first
    expect(meaning).to_be_hidden()
    word.press("Enter")
    expect(meaning).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()

    # Nothing was asked of another site until here: the page would have told (`conftest`).
    play = page.get_by_role("button", name="Speel hier af")
    assert "youtube-nocookie.com" in (play.get_attribute("data-from") or "")
    play.evaluate("button => button.dataset.from = 'about:blank'")
    play.click()
    expect(page.locator("iframe[title='Op bezoek']")).to_be_focused()


@pytest.mark.parametrize("look", [SMALL, LARGE, *ENLARGED], ids=lambda look: look.name)
def test_long_words_and_what_they_mean_stay_on_the_screen(page: Page, look: Look) -> None:
    long = "Existentiële eenzaamheid"
    GlossaryWord.objects.create(
        word=long, meaning="Je voelt je alleen in het leven. Je weet niet waar je voor leeft."
    )
    text = f"<p>Vooraf.</p>{'<p>Een zin.</p>' * 9}<ul><li><b>{long}</b>. Dat is moeilijk.</li></ul>"
    body = [
        {"type": "heading", "value": long, "id": "a"},
        {"type": "paragraph", "value": text, "id": "b"},
        {"type": "new_step", "value": {"title": long}, "id": "c"},
        {"type": "paragraph", "value": "<p>Nog een stap.</p>", "id": "d"},
    ]
    training = TrainingFactory.create(title=long)
    lesson = make_lesson(training, title=long, body=json.dumps(body), is_open=True)
    page.goto(lesson.url)
    page.get_by_text("Alle stappen van deze les").click()
    show(page, look)
    assert page.evaluate(WIDER) == 0

    word = page.get_by_role("button", name=f"{long} (uitleg)")
    for place in ("start", "center", "end"):
        word.evaluate("(one, block) => one.scrollIntoView({block, behavior: 'instant'})", place)
        word.press("Enter")
        close = page.get_by_role("button", name="Sluit", exact=True)
        expect(close).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")


TOP_OF_TEXT = (
    "document.querySelector('[data-read-aloud]').getBoundingClientRect().top + window.scrollY"
)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_text_stays_where_it_is_while_the_bar_comes_and_changes(page: Page, width: int) -> None:
    body = [{"type": "paragraph", "value": "<p>Een zin. Nog een.</p>" * 30, "id": "a"}]
    lesson = make_lesson(TrainingFactory.create(), body=json.dumps(body), is_open=True)
    page.set_viewport_size({"width": width, "height": 740})
    late = VOICE.replace("LOCAL", "true").replace("voices: [{", "voices: [], late: [{")
    page.add_init_script(late)
    page.goto(lesson.url)
    before = page.evaluate(TOP_OF_TEXT)
    page.evaluate("speechSynthesis.voices = speechSynthesis.late")
    page.evaluate("speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    for name in ("Lees voor", "Pauze", "Lees verder", "Stop"):
        page.get_by_role("button", name=name).click()
        assert page.evaluate(TOP_OF_TEXT) == before, name


def test_of_the_bar_for_reading_aloud_little_stays_over_large_letters(page: Page) -> None:
    body = [{"type": "paragraph", "value": "<p>Een zin.</p>" * 30, "id": "a"}]
    lesson = make_lesson(TrainingFactory.create(), body=json.dumps(body), is_open=True)
    page.add_init_script(VOICE.replace("LOCAL", "true"))
    page.goto(lesson.url)
    show(page, LARGE)
    page.get_by_role("button", name="Lees voor").click()
    page.evaluate("for (let said = 0; said < 20; said++) goOn()")
    pause = page.get_by_role("button", name="Pauze")
    expect(pause).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Stop")).not_to_be_in_viewport()
    pause.click()
    expect(page.get_by_role("button", name="Lees verder")).to_be_in_viewport(ratio=1)


def test_a_player_shows_the_captions_that_were_typed(page: Page) -> None:
    # What plays does not matter here: its captions are read before it does.
    film = get_document_model().objects.create(
        title="Film", file=ContentFile(b"\x00\x00\x00\x18ftypisom", name="film.mp4")
    )
    value = {"title": "Op bezoek", "file": film.pk, "timed_text": "0:01 Hé, <Samira>\n0:04 Dag."}
    body = [{"type": "video", "value": value, "id": "a"}]
    lesson = make_lesson(TrainingFactory.create(), body=json.dumps(body), is_open=True)
    page.goto(f"{lesson.url}?alles=1")
    shown = page.wait_for_function(
        "() => { const cues = document.querySelector('video').textTracks[0].cues;"
        " return cues?.length && [...cues].map(one => [one.startTime, one.endTime, one.text]) }"
    )
    assert shown.json_value() == [[1, 4, "Hé, &lt;Samira&gt;"], [4, 14, "Dag."]]
