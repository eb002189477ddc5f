"""Every kind of page: for everybody, on every screen, with a keyboard and enlarged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from courses.learning.services import finish_lesson, keep_answer
from courses.plugin_api.contributions.exercises import Score
from tests.academy.world import World, make_world
from tests.browser.heard import HEARD
from tests.browser.looks import ALL_LOOKS, problems_of_looks
from tests.browser.screens import BEYOND, SCREENS, once_on_each_screen
from tests.factories import (
    KNOWLEDGE_CHECK,
    EditionFactory,
    EnrolmentFactory,
    TrainingFactory,
    make_lesson,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC = {
    "home": "/",
    "catalogue": "/trainingen/",
    "catalogue-empty": "/trainingen/?q=bestaatniet",
    "catalogue-near": "/trainingen/?q=avond+in+west",
    "training": "/trainingen/{training}/",
    "open-lesson": "/trainingen/{training}/lessen/{open_lesson}/",
    "agenda": "/agenda/",
    "agenda-month": "/agenda/?weergave=maand",
    "search": "/zoeken/?q=vaart",
    "search-empty": "/zoeken/?q=bestaatniet",
    "chooser": "/welke-training/?thema=&dagdeel=&vorm=&taal=",
    "agenda-filtered": "/agenda/?vorm=online&van=niet",
    "agenda-near": "/agenda/?dagdeel=avond&wijk=west",
    "learning-paths": "/leerlijnen/",
    "lectures": "/lezingen/",
    "hard-words": "/moeilijke-woorden/",
    "missing-one": "/een-keer-niet/",
    "signal": "/signaal/",
    "about": "/over-de-academie/",
    "privacy": "/privacy/",
    "accessibility": "/toegankelijkheid/",
    "enrol": "/inschrijven/{coming}/",
    "enrol-past": "/inschrijven/{past}/",
    "certificate": "/certificaat/",
    "login": "/account/login/",
    "signup": "/account/signup/",
    "login-code": "/account/login/code/",
    "password-reset": "/account/password/reset/",
    "not-found": "/bestaat-niet/",
}
OWN = {
    "mine": "/mijn/",
    "profile": "/mijn/gegevens/",
    "interest": "/trainingen/{training}/nieuwe-datum/",
    "lesson": "/trainingen/{training}/lessen/{closed_lesson}/",
    "training-own": "/trainingen/{training}/",
    "enrolled": "/inschrijven/{coming}/",
    "withdraw": "/inschrijven/{coming}/afmelden/",
    "evaluation": "/evaluatie/{past}/",
    "certificate-check": "/certificaat/{code}/",
    "email": "/account/email/",
    "password": "/account/password/set/",
    "mfa": "/account/2fa/",
    "logout": "/account/logout/",
    "no-access": "/beheer/",
}


@pytest.fixture
def world(live_server: LiveServer) -> World:
    world = make_world()
    EditionFactory.create(
        training=world.training, online_link="https://vergaderen.example/x", sessions=3
    )
    EnrolmentFactory.create(person=world.people["participant"], edition=world.coming)
    return world


def _try_all(
    page: Page,
    world: World,
    addresses: dict[str, str],
    axe: Callable[..., None],
    screenshot: Callable[[str], Any],
) -> None:
    """Try every page before failing, so that one run tells all that is wrong."""
    found: list[str] = []
    for name, address in addresses.items():
        page.goto(address.format(**world.addresses()))
        screenshot(f"page-{name}")
        if name in HEARD:
            expect(page.locator("main")).to_match_aria_snapshot(HEARD[name])
        found += problems_of_looks(page, axe)
    assert not found, "\n\n".join(found)


def test_everybody_can_use_each_public_page(
    page: Page, world: World, axe: Any, screenshot: Any
) -> None:
    _try_all(page, world, PUBLIC, axe, screenshot)
    page.goto("/account/signup/")
    page.get_by_role("button", name="Maak mijn account").click()
    expect(page.locator("main")).to_match_aria_snapshot(HEARD["signup-errors"])
    assert problems_of_looks(page, axe) == []


def test_everybody_can_use_each_page_of_their_own(
    page: Page, world: World, sign_in: Callable[..., None], axe: Any, screenshot: Any
) -> None:
    sign_in(page, world.people["participant"])
    _try_all(page, world, OWN, axe, screenshot)


def test_everybody_can_use_each_component_in_every_state(
    page: Page, world: World, sign_in: Callable[..., None], axe: Any, screenshot: Any
) -> None:
    sign_in(page, world.people["administrator"])
    page.goto("/beheer/onderdelen/")
    screenshot("components")
    found = problems_of_looks(page, axe, looks=ALL_LOOKS)
    assert not found, "\n\n".join(found)


@pytest.mark.parametrize("address", ["/trainingen/", "/agenda/", "/agenda/?weergave=maand"])
def test_two_filters_are_chosen_in_one_go_on_a_phone(
    page: Page, world: World, address: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    page.locator(".va-filter__more > summary").click()
    page.get_by_label("Overdag of ’s avonds").select_option("avond")
    # Were the page to load at the first choice, these would be shut, and the first one gone.
    page.get_by_label("Wijk").select_option("overvecht")
    expect(page.get_by_label("Overdag of ’s avonds")).to_have_value("avond")
    page.get_by_role("button", name="Toon").click()
    page.wait_for_url(re.compile("dagdeel=avond.*wijk=overvecht"))
    chosen = page.get_by_role("list").filter(has_text="Je koos:")
    chosen.get_by_role("link", name="Wijk Overvecht").click()
    expect(chosen.get_by_role("link")).to_have_count(1)


FOCUS = """
() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const marked = one => {
        const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(one);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
    };
    const around = [element, element.closest('label'), element.closest('.va-card')];
    const box = element.getBoundingClientRect();
    return {
        what: element.outerHTML.slice(0, 120),
        // Of the parts of a date field, the browser itself marks the one that has the focus.
        marked: element.type === 'date' || around.some(one => one && marked(one)),
        seen: box.width > 0 && box.height > 0,
    };
}
"""


@once_on_each_screen
def test_the_keyboard_reaches_everything_and_shows_where_it_is(page: Page, world: World) -> None:
    unmarked: list[tuple[str, str]] = []
    for address in ("/", "/trainingen/", "/account/signup/"):
        stops = _stops(page, address)
        assert len(stops) > 12, address
        unmarked += [
            (address, stop["what"]) for stop in stops if not (stop["marked"] and stop["seen"])
        ]
    assert unmarked == []


def _stops(page: Page, address: str) -> list[dict[str, Any]]:
    """Where the keyboard comes on this page, from the skip link on."""
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#inhoud"
    stops = [page.evaluate(FOCUS)]
    for _turn in range(70):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or stop["what"] == stops[0]["what"]:
            break
        stops.append(stop)
    return stops


BESIDE_A_DRAWING = """() => [...document.querySelectorAll('.va-theme')].flatMap(drawing => {
  const {bottom, height} = drawing.getBoundingClientRect();
  const title = drawing.parentElement.querySelector('h1, h2, h3');
  const top = title && title.getBoundingClientRect().top;
  return height && title && top < bottom ? [title.textContent.trim()] : [];
})"""


@pytest.mark.parametrize("address", ["/trainingen/", "/trainingen/{training}/"])
def test_large_letters_on_a_phone_have_the_whole_width_for_a_title(
    page: Page, world: World, address: str
) -> None:
    """Beside a drawing there would be room for half a word. What fits there in letters of twice the
    size on 360 px is what fits in ordinary ones on half of that."""
    page.set_viewport_size({"width": 180, "height": 640})
    page.goto(address.format(**world.addresses()))
    assert page.locator(".va-theme").count()
    assert page.evaluate(BESIDE_A_DRAWING) == []
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.evaluate(BESIDE_A_DRAWING) != []


def test_the_skip_link_leads_past_the_menu(page: Page, world: World) -> None:
    page.goto("/trainingen/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_page_can_be_printed(page: Page, world: World, no_sideways_scroll: Any) -> None:
    """On paper there is no menu, and the addresses of the page's own text stay readable."""
    page.goto(f"/trainingen/{world.training.slug}/")
    page.emulate_media(media="print")
    assert not page.locator("header .va-nav").is_visible()
    assert not page.locator("header .va-menu").is_visible()
    assert page.get_by_role("heading", name=world.training.title, level=1).is_visible()


def test_a_training_on_paper_says_nothing_of_who_prints_it(
    page: Page, world: World, sign_in: Callable[..., None], screenshot: Callable[[str], Any]
) -> None:
    """It is for a neighbour: what one did oneself is not so for others, nor where one comes."""
    person = world.people["participant"]
    sign_in(page, person)
    assert person is not None
    finish_lesson(person=person, lesson=world.training.lessons[0])
    address = f"/trainingen/{world.training.slug}/"
    page.goto(address)
    main = page.locator("main")
    own = [main.get_by_text(text) for text in ("Je bent ingeschreven", "klaar", "lessen gedaan")]
    mark = "getComputedStyle(document.querySelector('.va-lessons__item--done'), '::before').content"
    for one in own:
        expect(one.first).to_be_visible()
    assert page.evaluate(mark) == '"✓" / ""'
    # Before anything else to print.
    sheet = main.locator("a", has_text="Print").first
    expect(sheet).to_contain_text("Print één blad voor iemand anders")
    page.emulate_media(media="print")
    screenshot("training-print")
    for one in own:
        assert [found.is_visible() for found in one.all()] == [False] * one.count()
    assert page.evaluate(mark) == "counter(lesson)"


def test_on_paper_is_nothing_to_press_and_an_answer_stays_with_what_it_is_about(
    page: Page, world: World
) -> None:
    page.goto(f"/trainingen/{world.training.slug}/")
    expect(page.locator("main .nl-button").first).to_be_visible()
    page.emulate_media(media="print")
    assert page.locator("main .nl-button:visible").count() == 0
    assert page.locator("main .va-facts__item").count() > 1
    kept = "one => [getComputedStyle(one.parentElement).display, getComputedStyle(one).breakInside]"
    for item in page.locator("main .va-facts__item").all():
        assert item.evaluate(kept) == ["block", "avoid"]


def test_a_list_on_paper_has_nothing_to_choose_with(
    page: Page, world: World, no_sideways_scroll: Any
) -> None:
    # The width of a sheet of A4 within its margins.
    page.set_viewport_size({"width": 700, "height": 990})
    for address in ("/trainingen/", "/agenda/", "/agenda/?weergave=maand"):
        page.emulate_media(media="screen")
        page.goto(address)
        expect(page.locator(".va-chip").first).to_be_visible()
        page.emulate_media(media="print")
        assert page.locator(".va-chip:visible, .va-filter:visible").count() == 0, address
        no_sideways_scroll(page)


def _answered_lesson(world: World) -> str:
    """The address of a lesson with a question that was answered half right."""
    person = world.people["participant"]
    assert person is not None
    options = [
        {"text": "Een bewijs", "correct": False, "feedback": "Nee."},
        {"text": "Iets wat opvalt", "correct": True, "feedback": "Precies."},
    ]
    question = {**KNOWLEDGE_CHECK, "multiple": True, "options": options}
    lesson = make_lesson(world.training, slug="vraag", body=[("knowledge_check", question)])
    keep_answer(
        person=person,
        lesson=lesson,
        exercise_id=lesson.body[0].id,
        block_type="knowledge_check",
        answer={"chosen": [0, 1]},
        score=Score(0, 1),
    )
    return f"/trainingen/{world.training.slug}/lessen/vraag/"


MARKS = """
() => [...document.querySelectorAll('.va-option')].map(option => {
    const style = getComputedStyle(option);
    const verdict = getComputedStyle(option.querySelector('.va-option__verdict'));
    const drawing = getComputedStyle(option.querySelector('.va-option__verdict svg'));
    return [
        style.borderTopWidth, style.borderTopStyle, style.forcedColorAdjust,
        verdict.color === style.color, drawing.color === verdict.color,
    ];
})
"""


def test_marks_can_be_told_apart_in_colours_of_the_reader_and_on_paper(
    page: Page, world: World, sign_in: Callable[..., None], screenshot: Callable[[str], Any]
) -> None:
    """Neither keeps backgrounds, so borders and signs have to tell what was chosen and right."""
    sign_in(page, world.people["participant"])
    page.goto(_answered_lesson(world))
    page.emulate_media(forced_colors="active")
    screenshot("marks-forced-colours")
    assert page.evaluate(MARKS) == [
        ["4px", "dashed", "auto", True, True],
        ["4px", "solid", "auto", True, True],
    ]
    page.emulate_media(forced_colors="none", media="print")
    screenshot("marks-print")
    assert [found[:2] for found in page.evaluate(MARKS)] == [["4px", "dashed"], ["4px", "solid"]]

    page.emulate_media(media="screen")
    page.goto(f"/evaluatie/{world.past.pk}/")
    page.get_by_label("8", exact=True).first.check()
    page.emulate_media(media="print")
    label = "document.querySelector('.va-scale__mark > input:checked + .va-scale__label')"
    assert page.evaluate(
        f"[getComputedStyle({label}).color, getComputedStyle({label}, '::before').content]"
    ) == ["rgb(0, 0, 0)", '"✓\xa0" / ""']


def test_a_search_on_a_phone_shows_what_it_found_without_scripts(
    open_context: Callable[..., BrowserContext], world: World
) -> None:
    phone = open_context(java_script_enabled=False, viewport=SCREENS["phone"]).new_page()
    phone.goto("/trainingen/")
    # Before anything is chosen the first training is in sight too.
    expect(phone.locator(".va-cards h2").first).to_be_in_viewport(ratio=1)
    for address, name, value, button in (
        ("/trainingen/", "q", "luisteren", "Zoek"),
        ("/agenda/", "vorm", "online", "Toon"),
    ):
        phone.goto(address)
        field = phone.locator(f".va-filter [name={name}]")
        if name == "q":
            field.fill(value)
        else:
            phone.get_by_text("Filters", exact=True).click()
            field.select_option(value)
        phone.get_by_role("button", name=button, exact=True).click()
        phone.wait_for_url(f"**{address}?**#gevonden")
        first = phone.locator(".va-cards > li, .va-agenda > li, .va-empty").first
        expect(first).to_be_in_viewport()


# Beside what `test_staff_screens` tries.
STAFF = (
    "/beheer/presentie/",
    "/beheer/uitvoeringen/new/",
    "/beheer/uitvoeringen/{coming}/inschrijven/",
    "/beheer/evaluaties/",
    "/beheer/certificaten/{certificate}/",
    "/beheer/uitbreidingen/",
    "/beheer/uitbreidingen/kennistoets/",
)


def test_what_staff_use_fits_a_phone_with_large_letters(
    open_context: Callable[..., BrowserContext], world: World, sign_in: Callable[..., None]
) -> None:
    page = open_context(viewport=SCREENS["phone"]).new_page()
    sign_in(page, world.people["administrator"])
    found: list[tuple[object, ...]] = []
    for address in STAFF:
        page.goto(address.format(**world.addresses()))
        found += [(address, what) for what in page.evaluate(BEYOND)]
        page.add_style_tag(content="html { font-size: 200% !important }")
        found += [(address, "large letters", what) for what in page.evaluate(BEYOND)]
    assert found == []
    # A tick is a background, which a printer leaves out unless it is told otherwise.
    page.goto(f"/beheer/presentie/{world.past.pk}/")
    page.emulate_media(media="print")
    tick = "getComputedStyle(document.querySelector('td input:checked'), '::before')"
    assert page.evaluate(f"{tick}.printColorAdjust") == "exact"


def test_the_english_page_says_so(page: Page, world: World) -> None:
    page.goto("/agenda/")
    page.get_by_role("button", name="English").first.click()
    page.wait_for_url("**/agenda/")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Nederlands").first.click()
    assert page.locator("html").get_attribute("lang") == "nl"


def test_the_drawing_of_a_card_lies_over_no_words(page: Page) -> None:
    summary = "Je leert hoe je samen op pad gaat, ook met wie niet ver kan lopen. " * 3
    TrainingFactory.create(theme=None, title="Kort", summary=summary[:200])
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 720})
        page.goto("/trainingen/")
        below, drawing = (
            page.locator(f".va-card {one}").first.bounding_box()
            for one in (".va-card__body .utrecht-paragraph", ".va-theme")
        )
        assert below
        assert drawing
        assert below["y"] >= drawing["y"] + drawing["height"], width
