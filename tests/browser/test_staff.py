"""What trainers and coordinators do in the administration, in Wagtail's own editor."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import BrowserContext, Page, Response, expect
from wagtail.blocks import StreamValue
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file_jpeg

from courses.catalogue.models import CataloguePage, LessonPage, TrainingPage
from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.editions.services import location_called
from courses.people.enums import Role
from tests.browser.screens import SCREENS, on_phone_and_desktop
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

    from courses.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)

Picture = Callable[[str], Any]
# Wagtail's own frame around our pages; what we made ourselves has to pass.
WAGTAILS_OWN = ("region", "landmark-unique", "heading-order", "landmark-one-main")


@pytest.fixture
def trainer(live_server: LiveServer) -> User:
    return person_in_role(Role.TRAINER, first_name="Thijs")


@pytest.fixture
def coordinator(live_server: LiveServer) -> User:
    return person_in_role(Role.COORDINATOR, first_name="Carla")


def _act(page: Page, action: str) -> None:
    """Choose an action at the foot of the editor, and wait for the answer."""
    page.wait_for_load_state("networkidle")
    if not page.locator(f"footer {action}").is_visible():
        page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    # Only what the server answered to this form counts as done: the page that was still
    # opening is a navigation too, and to go on after that one would break the form off.
    with page.expect_response(_is_answer_to_form):
        page.locator(f"footer {action}").click()
    page.wait_for_load_state("networkidle")


def _is_answer_to_form(response: Response) -> bool:
    request = response.request
    return request.method == "POST" and request.is_navigation_request()


def _submit(page: Page) -> None:
    _act(page, "button[name=action-submit]")


def _write_training(page: Page, screenshot: Picture) -> None:
    catalogue = CataloguePage.objects.get()
    page.goto(f"/beheer/pages/add/catalogue/trainingpage/{catalogue.pk}/")
    # At the end of a long form nobody looks for it.
    expect(page.locator("footer button[name=action-submit]")).to_be_in_viewport()
    page.locator("#id_title").fill("Wandelen en praten")
    page.locator("#id_summary").fill("Samen lopen maakt praten makkelijker.")
    screenshot("staff-training-editor")
    _submit(page)
    # Nothing went yet: this shows what goes along.
    page.get_by_role("button", name="Stuur de training in", exact=True).click()
    expect(page.get_by_text("is ingestuurd. Je krijgt bericht.")).to_be_visible()


def _write_lesson(page: Page, screenshot: Picture) -> None:
    training = TrainingPage.objects.get(title="Wandelen en praten")
    page.goto(f"/beheer/pages/add/catalogue/lessonpage/{training.pk}/")
    page.locator("#id_title").fill("De eerste stap")
    page.get_by_role("button", name="Voeg een blok toe").or_(
        page.locator("button.c-sf-add-button")
    ).first.click()
    page.get_by_role("option", name="Tussenkop").click()
    page.locator("[name=body-0-value]").fill("Begin dicht bij huis")
    screenshot("staff-lesson-editor")
    _submit(page)


def _approve(page: Page, title: str) -> None:
    page.goto("/beheer/")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_url("**/edit/**")
    _act(page, "button[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])")


def test_a_trainer_writes_a_training_and_a_coordinator_puts_it_on_the_site(
    page: Page,
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[..., None],
    trainer: User,
    coordinator: User,
    screenshot: Picture,
) -> None:
    sign_in(page, trainer)
    _write_training(page, screenshot)
    _write_lesson(page, screenshot)
    assert not TrainingPage.objects.live().exists()
    assert page.goto("/trainingen/wandelen-en-praten/").status == 404  # type: ignore[union-attr]

    approving = open_context().new_page()
    sign_in(approving, coordinator)
    approving.goto("/beheer/")
    expect(approving.get_by_text("Wandelen en praten").first).to_be_visible()
    screenshot("staff-trainer")
    _approve(approving, "Wandelen en praten")
    if not LessonPage.objects.live().exists():
        _approve(approving, "De eerste stap")

    page.goto("/trainingen/")
    page.get_by_role("link", name="Wandelen en praten").click()
    expect(page.get_by_text("De eerste stap")).to_be_visible()
    page.goto("/trainingen/wandelen-en-praten/lessen/de-eerste-stap/?alles=1")
    expect(page.get_by_role("heading", name="Begin dicht bij huis")).to_be_visible()


def _type(page: Page, field: str, text: str) -> None:
    """Key by key, on to the next field and back: the date picker leaves what was typed alone."""
    page.locator(field).fill("")
    page.locator(field).click()
    page.keyboard.type(text)
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    page.keyboard.press("Tab")
    page.locator(field).focus()
    page.locator(field).blur()
    expect(page.locator(field)).to_have_value(text)


@on_phone_and_desktop
def test_a_trainer_plans_an_edition_and_publishes_it(
    page: Page,
    sign_in: Callable[..., None],
    trainer: User,
    screenshot: Picture,
    axe: Callable[..., None],
) -> None:
    training = TrainingFactory.create(title="Wandelen en praten", slug="wandelen", minutes=360)
    before = clock.now() - timedelta(days=60)
    held = EditionFactory.create(training=training, starts_at=before, sessions=2)
    planned = Edition.objects.exclude(pk=held.pk)
    location_called(name="Buurthuis De Brug")
    sign_in(page, trainer)
    page.goto("/beheer/uitvoeringen/new/")
    page.get_by_role("button", name="Kies een pagina (Training)").click()
    page.locator(".modal").get_by_role("link", name=training.title).click()
    # It lasts as long as one meeting did the last time, and so its calendar opens on the right day.
    _type(page, "#id_sessions-0-starts_at", "06-03-2031 15:00")
    expect(page.locator("#id_sessions-0-ends_at")).to_have_value("06-03-2031 18:00")
    _type(page, "#id_sessions-0-starts_at", "volgende week")
    _type(page, "#id_sessions-0-ends_at", "6 maart 2031, 18 uur")
    page.locator("#id_capacity").fill("8")
    # By turns on a phone and on a desktop.
    page.set_viewport_size(SCREENS["desktop"])
    place = page.locator("#id_location-chooser")
    place.locator("[data-chooser-action-choose]:visible").click()
    page.locator(".modal").get_by_role("link", name="Buurthuis De Brug").click()
    expect(place).to_contain_text("Buurthuis De Brug")
    page.get_by_role("button", name="Toevoegen").click()
    expect(
        page.get_by_text("Vul een datum en een tijd in, bijvoorbeeld 24-12-2026 13:00.").first
    ).to_be_visible()
    expect(page.locator("#id_sessions-0-starts_at")).to_have_value("volgende week")

    _type(page, "#id_sessions-0-starts_at", "6-3-2031 19.00")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_text("Een bijeenkomst eindigt na het begin.").first).to_be_visible()
    expect(page.locator("#id_location-chooser")).to_contain_text("Buurthuis De Brug")
    screenshot("staff-edition-error")
    assert not planned.exists()

    page.set_viewport_size(SCREENS["phone"])
    _type(page, "#id_sessions-0-ends_at", "6 maart 2031, 21 uur")
    page.get_by_role("button", name="Toevoegen").click()
    page.wait_for_load_state()
    edition = planned.get()
    assert (edition.status, list(edition.trainers.all())) == (EditionStatus.DRAFT, [trainer])
    assert str(edition.sessions.get()) == "06-03-2031 19:00"

    page.goto(f"/beheer/uitvoeringen/edit/{edition.pk}/")
    screenshot("staff-edition")
    page.set_viewport_size(SCREENS["desktop"])
    # What begins on another day ends there too, as long as nobody typed when it ends.
    _type(page, "#id_sessions-0-starts_at", "07-03-2031 10:00")
    expect(page.locator("#id_sessions-0-ends_at")).to_have_value("07-03-2031 12:00")
    # What filled itself in is replaced by what one types.
    page.locator("#id_sessions-0-ends_at").click()
    page.keyboard.type("07-03-2031 12:30")
    expect(page.locator("#id_sessions-0-ends_at")).to_have_value("07-03-2031 12:30")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/beheer/uitvoeringen/{edition.pk}/publiceer/")
    screenshot("staff-publish")
    axe(page, without=WAGTAILS_OWN)
    page.get_by_role("button", name="Publiceer").or_(
        page.locator("main button[type=submit]")
    ).first.click()
    expect(page.get_by_text("De uitvoering staat op de site.").first).to_be_visible()
    page.goto("/agenda/")
    expect(page.get_by_text("Buurthuis De Brug", exact=True)).to_be_visible()


def test_on_a_phone_what_staff_can_do_for_somebody_in_a_list_is_within_reach(
    page: Page, sign_in: Callable[..., None], coordinator: User, screenshot: Picture
) -> None:
    person = PersonFactory.create(email="een.lang.adres.van.iemand@organisatie.example.org")
    edition = EnrolmentFactory.create(person=person).edition
    sign_in(page, coordinator)
    page.set_viewport_size(SCREENS["phone"])
    page.goto(f"/beheer/uitvoeringen/{edition.pk}/inschrijvingen/")
    action = page.get_by_role("link", name="Meld af")
    # Without moving sideways.
    expect(action).to_be_in_viewport(ratio=1)
    screenshot("staff-enrolments-phone")
    page.goto(f"/beheer/uitvoeringen/{edition.pk}/groep/")
    page.locator("#id_text").fill(
        "Noor van Linden;noor.van.linden@organisatie.example.org\nHenk;geen adres\n"
        "Bo;bo@example.org"
    )
    page.get_by_role("button", name="Bekijk de lijst").click()
    cell = page.get_by_text("noor.van.linden@organisatie.example.org").last
    expect(cell).to_be_in_viewport(ratio=1)
    screenshot("staff-group-phone")


def test_on_a_phone_nothing_in_a_head_lies_over_something_else(
    page: Page, sign_in: Callable[..., None], trainer: User
) -> None:
    title = "Een training met een heel lange naam, over luisteren en samen wandelen in de buurt"
    edition = EditionFactory.create(
        training=TrainingFactory.create(title=title), trainers=[trainer]
    )
    sign_in(page, trainer)
    page.set_viewport_size({"width": 360, "height": 740})

    page.goto("/beheer/uitvoeringen/")
    name = page.locator(".w-breadcrumbs li").last.bounding_box()
    button = page.locator(".w-slim-header .w-header-button").first.bounding_box()
    assert name is not None
    assert button is not None
    assert button["y"] >= name["y"] + name["height"] or button["x"] >= name["x"] + name["width"]

    page.goto(f"/beheer/presentie/{edition.pk}/")
    name = page.locator(".w-breadcrumbs li").last.bounding_box()
    head = page.locator(".w-slim-header").bounding_box()
    assert name is not None
    assert head is not None
    assert name["y"] >= 0
    assert name["y"] + name["height"] <= head["y"] + head["height"]

    # Where there is no head, a bar keeps what scrolls by from under the button of the menu.
    page.goto("/beheer/")
    bar = "getComputedStyle(document.querySelector('main'), '::before')"
    assert page.evaluate(f"[{bar}.position, {bar}.height]") == ["sticky", "50px"]


def test_a_new_block_comes_in_view_between_the_head_and_the_buttons(
    page: Page, sign_in: Callable[..., None], trainer: User
) -> None:
    training = TrainingFactory.create(owner=trainer)
    sign_in(page, trainer)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/beheer/pages/add/catalogue/lessonpage/{training.pk}/")
    page.get_by_role("button", name="Voeg een blok toe").or_(
        page.locator("button.c-sf-add-button")
    ).first.click()
    page.get_by_role("option", name="Tussenkop").click()
    field = page.locator("[name=body-0-value]")
    expect(field).to_be_visible()
    expect(field).to_be_focused()
    page.wait_for_timeout(800)
    box, foot = field.bounding_box(), page.locator("#page-edit-form > footer").bounding_box()
    assert box is not None
    assert foot is not None
    assert box["y"] > 0
    assert box["y"] + box["height"] <= foot["y"]


def test_on_a_phone_the_button_of_a_new_date_stays_in_view_and_covers_no_field(
    page: Page, sign_in: Callable[..., None], coordinator: User
) -> None:
    sign_in(page, coordinator)
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/beheer/uitvoeringen/new/")
    page.wait_for_load_state("networkidle")
    foot = page.locator("#w-editor-form > footer")
    expect(foot.get_by_role("button")).to_be_in_viewport(ratio=1)
    fields = page.locator("#w-editor-form").locator("input:visible, select:visible")
    fields.first.focus()
    seen = 0
    for _press in range(60):
        page.keyboard.press("Tab")
        page.wait_for_timeout(150)
        focused = page.locator(":focus")
        if foot.locator(":focus").count():
            break
        box, edge = focused.bounding_box(), foot.bounding_box()
        assert box is not None
        assert edge is not None
        assert 0 <= box["y"] <= edge["y"] - 4, focused.evaluate("one => one.outerHTML")
        seen += 1
    assert seen > 20, "all the way down to the button"


def test_on_a_phone_a_panel_that_covers_the_page_closes_and_does_not_come_back(
    page: Page, sign_in: Callable[..., None], trainer: User
) -> None:
    training = TrainingFactory.create(owner=trainer)
    lesson = make_lesson(training, live=False, owner=trainer)
    video = {"type": "video", "value": {"title": "Film", "link": "https://vimeo.com/1"}}
    lesson.body = StreamValue(lesson.body.stream_block, [video], is_lazy=True)
    lesson.save()
    lesson.save_revision(clean=False)
    sign_in(page, trainer)
    page.set_viewport_size({"width": 360, "height": 740})
    panel = page.locator(".form-side")
    page.goto(f"/beheer/pages/{lesson.pk}/edit/")
    page.locator("[data-side-panel-toggle=checks]").click()
    expect(panel).to_contain_class("form-side--open")
    page.reload()
    page.wait_for_timeout(600)
    expect(panel).not_to_contain_class("form-side--open")

    page.locator("[data-side-panel-toggle=checks]").click()
    page.get_by_role("button", name="Sluit", exact=True).click()
    expect(page.locator("[data-side-panel=checks]")).to_have_attribute("hidden", "")

    # What is to be done stands free, between the head of the page and the buttons below it.
    page.locator("[data-side-panel-toggle=checks]").click()
    page.locator("[data-unfinished] a").first.click()
    expect(panel).not_to_contain_class("form-side--open")
    expect(page).to_have_url(re.compile("#block-"))
    page.wait_for_timeout(1200)
    label = page.locator("[id^=block-][id$=-section]").bounding_box()
    head = page.locator("header.w-sticky, .w-slim-header").first.bounding_box()
    assert label is not None
    assert head is not None
    assert label["y"] >= head["y"] + head["height"] - 1

    # On a wide screen it stands beside the page, and stays.
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator("[data-side-panel=checks]")).to_have_attribute("hidden", "")
    page.locator("[data-side-panel-toggle=checks]").click()
    page.reload()
    expect(panel).to_contain_class("form-side--open")


def test_on_a_phone_what_changes_in_a_page_can_be_read(
    page: Page, sign_in: Callable[..., None], trainer: User, coordinator: User
) -> None:
    lesson = make_lesson(TrainingFactory.create(owner=trainer), title="Rouw", owner=trainer)
    body: Any = [("paragraph", "<p>" + "Er is geen vaste volgorde. " * 20 + "</p>")]
    lesson.body = body
    lesson.save_revision(user=trainer)
    lesson.get_workflow().start(lesson, trainer)
    sign_in(page, coordinator)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/beheer/pages/{lesson.pk}/edit/")
    # The name of a step stands beside its sign, and the line between signs through no word.
    page.locator("[data-side-panel-toggle=status]").click()
    page.get_by_role("button", name="Bekijk details").click()
    step = page.locator(".workflow-timeline__item[aria-current=step]")
    expect(step).to_be_visible()
    sign = step.locator(".workflow-timeline__icon").bounding_box()
    words = step.evaluate(
        "e => [...e.childNodes].filter(n => n.nodeType === 3 && n.data.trim()).map(n => {"
        " const r = document.createRange(); r.selectNode(n); return r.getBoundingClientRect().x; })"
    )
    assert sign is not None
    assert [x >= sign["x"] + sign["width"] for x in words] == [True]

    page.goto(f"/beheer/pages/{lesson.pk}/edit/")
    page.get_by_role("link", name="Bekijk wat er verandert op de site").click()
    expect(page.locator("main td .addition").first).to_be_visible()
    cells = page.locator("main td").evaluate_all(
        "cells => cells.map(e => e.scrollWidth <= e.clientWidth + 1 &&"
        " e.getBoundingClientRect().right <= 360)"
    )
    assert (set(cells), len(cells) > 1) == ({True}, True)


def test_an_exercise_is_found_among_the_blocks_by_that_word(
    page: Page, sign_in: Callable[..., None], trainer: User
) -> None:
    training = TrainingFactory.create(owner=trainer)
    sign_in(page, trainer)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/beheer/pages/add/catalogue/lessonpage/{training.pk}/")
    page.locator("button.c-sf-add-button").first.click()
    menu = page.locator(".w-combobox__menu")
    expect(menu.get_by_role("option").first).to_be_visible()
    # What goes on below what is in sight shows that it does.
    shade = "e => getComputedStyle(e, '::after').position"
    assert menu.evaluate(f"e => [e.scrollHeight > e.clientHeight, ({shade})(e)]") == [
        True,
        "sticky",
    ]
    page.locator(".w-combobox [role=combobox]").fill("oefening")
    expect(menu.get_by_role("option")).to_have_text(["Kennisvraag (oefening)"])


@pytest.mark.parametrize("size", [(1280, 720), (360, 640)])
def test_the_blocks_to_choose_from_stand_on_the_screen(
    page: Page, sign_in: Callable[..., None], trainer: User, size: tuple[int, int]
) -> None:
    lesson = make_lesson(TrainingFactory.create(owner=trainer), live=False, owner=trainer)
    sign_in(page, trainer)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"/beheer/pages/{lesson.pk}/edit/")
    add = page.locator("button.c-sf-add-button").first
    expect(add).to_be_visible()
    page.add_style_tag(content="#page-edit-form { padding-block-end: 60rem }")
    # In the middle of the screen, where there is room for it neither above nor below.
    add.evaluate("e => e.scrollIntoView({ block: 'center', behavior: 'instant' })")
    add.click()
    menu = page.locator(".w-combobox__menu")
    page.wait_for_function(
        "e => e.getBoundingClientRect().bottom <= innerHeight && e.clientHeight >= 250",
        arg=menu.element_handle(),
    )
    expect(menu.get_by_role("option").nth(5)).to_be_in_viewport()


def test_on_a_phone_the_head_of_a_page_with_a_long_name_is_low_and_says_how_it_stands(
    page: Page, sign_in: Callable[..., None], coordinator: User
) -> None:
    title = "Wie kan verder helpen, en waar sta jij zelf in dit verhaal?"
    lesson = make_lesson(TrainingFactory.create(), title=title)
    sign_in(page, coordinator)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/beheer/pages/{lesson.pk}/edit/")
    page.wait_for_timeout(500)
    head, standing = (
        page.locator(place).first.bounding_box() for place in (".w-slim-header", ".page-status-tag")
    )
    assert head is not None
    assert standing is not None
    assert head["height"] < 140
    assert standing["x"] + standing["width"] <= 360
    title_box = page.locator(".w-breadcrumbs li").last.bounding_box()
    dots = page.locator(".w-slim-header nav .w-dropdown").last.bounding_box()
    assert title_box is not None
    assert dots is not None
    assert title_box["x"] + title_box["width"] <= dots["x"] + 1
    assert dots["x"] + dots["width"] <= 360


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("is_changed", [False, True], ids=["on the site", "changed"])
def test_on_a_phone_the_signs_in_the_head_of_a_page_have_their_names(
    page: Page,
    sign_in: Callable[..., None],
    trainer: User,
    no_sideways_scroll: Callable[[Page], None],
    width: int,
    is_changed: bool,
) -> None:
    lesson = make_lesson(TrainingFactory.create(), title="Rouw", owner=trainer)
    if is_changed:
        lesson.title = "Rouwen"
        lesson.save_revision(user=trainer)
    sign_in(page, trainer)
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"/beheer/pages/{lesson.pk}/edit/")
    signs = page.locator(".w-slim-header .w-side-panel-toggle")
    for name in ("Status", "Voorvertoning", "Nog te doen", "Geschiedenis"):
        box = signs.filter(has_text=name).locator(".va-sign-name").bounding_box()
        assert box is not None
        assert box["width"] > 20
        assert box["x"] + box["width"] <= width
    # In one row, also where one of them has its words on two lines.
    tops = signs.evaluate_all("all => all.map((one) => one.offsetTop)")
    assert max(tops) - min(tops) < 20
    no_sideways_scroll(page)


def test_the_button_that_closes_a_panel_leaves_its_first_sentence_free(
    page: Page, sign_in: Callable[..., None], trainer: User
) -> None:
    lesson = make_lesson(TrainingFactory.create(), title="Rouw", owner=trainer)
    lesson.title = "Rouwen"
    lesson.save_revision(user=trainer)
    sign_in(page, trainer)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/beheer/pages/{lesson.pk}/edit/")
    page.locator("[data-side-panel-toggle=checks]").click()
    button = page.get_by_role("button", name="Sluit", exact=True).bounding_box()
    first = page.locator("[data-unfinished] p").first
    expect(first).to_contain_text("Op de site staat nog de vorige versie.")
    sentence = first.bounding_box()
    assert button is not None
    assert sentence is not None
    assert sentence["y"] >= button["y"] + button["height"]


def test_on_a_laptop_the_name_of_a_page_stands_beside_what_is_said_of_it(
    page: Page, sign_in: Callable[..., None], coordinator: User
) -> None:
    lesson = make_lesson(TrainingFactory.create(), title="Stil zijn en doorvragen")
    lesson.title = "Stil zijn en vragen"
    lesson.save_revision(user=coordinator)
    sign_in(page, coordinator)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"/beheer/pages/{lesson.pk}/edit/")
    expect(page.locator(".page-status-tag[data-not-yet]").first).to_be_visible()
    name = page.locator(".w-breadcrumbs li").last
    expect(name).to_contain_text("Stil zijn")
    seen = """(name) => {
        const place = name.getBoundingClientRect();
        const box = name.closest(".w-breadcrumbs").getBoundingClientRect();
        return Math.min(place.right, box.right) - place.left;
    }"""
    assert name.evaluate(seen) > 100


@pytest.mark.parametrize(
    ("description", "begins_with"), [("", ""), ("Koffie op een bank.", "Koffie op een bank.")]
)
def test_a_picture_begins_with_its_own_description_and_not_with_the_name_of_its_file(
    page: Page, sign_in: Callable[..., None], trainer: User, description: str, begins_with: str
) -> None:
    get_image_model().objects.create(
        title="IMG_2041", description=description, file=get_test_image_file_jpeg()
    )
    training = TrainingFactory.create(owner=trainer)
    sign_in(page, trainer)
    page.goto(f"/beheer/pages/add/catalogue/lessonpage/{training.pk}/")
    page.locator("button.c-sf-add-button").first.click()
    page.get_by_role("option", name="Afbeelding").click()
    field = page.locator("#body-0-value-alt_text")
    page.get_by_role("button", name="Kies een afbeelding").click()
    page.get_by_role("link", name="IMG_2041").click()
    expect(page.get_by_role("button", name="Acties", exact=True).first).to_be_visible()
    expect(field).to_have_value(begins_with)


def test_on_a_phone_what_one_can_do_with_a_picture_lies_beside_the_sign_for_a_comment(
    page: Page, sign_in: Callable[..., None], trainer: User
) -> None:
    get_image_model().objects.create(
        title="Een telefoon op tafel", file=get_test_image_file_jpeg(size=(640, 480))
    )
    training = TrainingFactory.create(owner=trainer)
    sign_in(page, trainer)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/beheer/pages/add/catalogue/lessonpage/{training.pk}/")
    page.locator("button.c-sf-add-button").first.click()
    page.get_by_role("option", name="Afbeelding").click()
    page.get_by_role("button", name="Kies een afbeelding").click()
    page.get_by_role("link", name="Een telefoon op tafel").click()
    field = page.locator(".w-field--admin_image_chooser")
    dots = field.get_by_role("button", name="Acties", exact=True)
    expect(dots).to_be_visible()
    ways, sign = dots.bounding_box(), field.locator(".w-field__comment-button").bounding_box()
    assert ways is not None
    assert sign is not None
    assert ways["x"] + ways["width"] <= sign["x"] + 1


def test_the_button_to_fold_a_form_lies_beside_its_title(
    page: Page, coordinator: User, sign_in: Callable[[BrowserContext | Page, Any], None]
) -> None:
    edition = EditionFactory.create()
    sign_in(page, coordinator)
    # A width at which Wagtail's map stands there, and the title with it fills the line.
    page.set_viewport_size({"width": 1100, "height": 800})
    page.goto(f"/beheer/uitvoeringen/edit/{edition.pk}/")
    title = page.locator("#header-title span")
    title.evaluate("one => one.append(' en nog wat woorden'.repeat(6))")
    button = page.locator(".w-minimap__collapse-all--floating").bounding_box()
    assert button is not None
    words = title.evaluate(
        "one => { const all = document.createRange(); all.selectNodeContents(one);"
        " return [...all.getClientRects()].map(box => box.right) }"
    )
    assert max(words) <= button["x"]


def test_keys_turn_pages_before_somebody_has_clicked_anywhere(
    page: Page, coordinator: User, sign_in: Callable[..., None]
) -> None:
    for _number in range(15):
        EditionFactory.create()
    sign_in(page, coordinator)
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto("/beheer/uitvoeringen/")
    page.wait_for_load_state("networkidle")
    main = page.locator("#main")

    def pressed(key: str) -> float:
        page.keyboard.press(key)
        page.wait_for_timeout(300)
        return float(main.evaluate("main => main.scrollTop"))

    once, twice = pressed("PageDown"), pressed("PageDown")
    # One page each time, with some lines of the page before.
    assert 300 < once < 500
    assert 300 < twice - once < 500
    assert pressed("PageUp") == pytest.approx(once, abs=2)
    assert pressed("Home") == 0
    # In a field they are the field's.
    page.locator("#id_q").focus()
    assert pressed("End") == 0


def test_on_a_phone_that_something_is_not_saved_is_said_in_one_line(
    page: Page, sign_in: Callable[..., None], coordinator: User
) -> None:
    edition = EditionFactory.create()
    sign_in(page, coordinator)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/beheer/uitvoeringen/edit/{edition.pk}/")
    page.locator("input[name=capacity]").fill("19")
    said = page.get_by_text("Je hebt niet-opgeslagen wijzigingen")
    expect(said).to_be_visible()
    bar = page.locator("div.footer__container").bounding_box()
    assert bar is not None
    assert bar["height"] < 40
