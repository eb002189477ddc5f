"""A real Chromium against a running academy.

    @on_phone_and_desktop
    def test_the_agenda_can_be_read(page, axe, screenshot):
        page.goto("/agenda/")
        screenshot("agenda")
        axe(page)

The browser is the system's own: `chromium-headless-shell` or `chromium` on the PATH, or the program
that CHROMIUM names.
With ACADEMY_PICTURES=1 pictures are kept in var/test-artefacts/; that of a page on which a test
failed always is.
"""

from __future__ import annotations

import itertools
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    JSHandle,
    Page,
    Request,
    Response,
    WebError,
    sync_playwright,
)

from tests.browser.looks import AS_IT_IS, CONTRAST, IS_AS_BEFORE, OF_LAYOUT
from tests.browser.screens import BOTH, begin_of, other_size

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from pytest_django.live_server_helper import LiveServer

# Playwright's loop runs in the tests' thread, which makes Django believe that code is async there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ARTEFACTS = Path(__file__).resolve().parents[2] / "var" / "test-artefacts"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--font-render-hinting=none",
    # What a script was compiled to serves the next page too: see `profiles`.
    "--process-per-site",
    # Nothing but this machine can be reached.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
PROGRAMS = (
    # The same Chromium without its windows, which takes less than half of the processor.
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
DRAWING = "/static/website/logo.svg"
"""What stays open in a profile."""
WAITED_IN_VAIN = [r"Timeout \d+ms exceeded", r"^AssertionError: (Locator|Page) expected"]
"""What Playwright says when something did not come in time."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test, with a second try for one that waited in vain:
    where several programs share two processors, one of hundreds does, and another one each time.
    pytest names those that needed it; what is wrong stays wrong. Said before pytest chooses by
    marker.
    """
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=WAITED_IN_VAIN))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    """Keep the outcome, so that the page of a failed test can be pictured before it closes."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


def chromium_program() -> str:
    """The path of the system's Chromium.

    Raises:
        pytest.fail: there is none. The test fails, since a skipped check looks like a passed one.
    """
    for name in (os.environ.get("CHROMIUM"), *PROGRAMS):
        if name and (path := shutil.which(name)):
            return path
    pytest.fail(
        "No Chromium found. Install it (Debian: apt-get install chromium) or name the program in "
        "the environment variable CHROMIUM.",
        pytrace=False,
    )


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """One Chromium for all browser tests of a worker."""
    program = chromium_program()
    # As long as Playwright's loop runs, Django takes this thread for another one and gives it a
    # connection of its own. What the migrations made has to be known there too, or the tables
    # that one test empties stay empty for the next.
    made_by_migrations = getattr(connection, "_test_serialized_contents", None)
    with sync_playwright() as playwright:
        if made_by_migrations is not None:
            # Set through the proxy, on the connection of this thread.
            wrapper: Any = connection
            wrapper._test_serialized_contents = made_by_migrations
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def screen(request: pytest.FixtureRequest) -> str:
    """The screen's name: `desktop`, or what `on_phone_and_desktop` asks for."""
    return getattr(request, "param", "desktop")


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> Iterator[dict[str, list[BrowserContext]]]:
    """Profiles that nobody uses now, by how they were made.

    A new one would ask for every style sheet and script again, and compile them again. So a drawing
    stays open in each of them: while there is a page, there is a process with what was compiled.
    """
    kept: dict[str, list[BrowserContext]] = {}
    yield kept
    for context in itertools.chain(*kept.values()):
        context.close()


@pytest.fixture
def open_context(
    browser: Browser,
    profiles: dict[str, list[BrowserContext]],
    live_server: LiveServer,
    screen: str,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[..., Any]]:
    """Open a browser profile: `open_context(java_script_enabled=False)`; checks it on closing.

    It remembers nothing of another test but files that are the same for all.
    """
    contexts: list[tuple[BrowserContext, str]] = []
    troubles: list[str] = []
    only_the_academy = True

    def tell_of_other_hosts(request: Request) -> None:
        # Not by a route: that would switch the cache off, and ask us about every file.
        nonlocal only_the_academy
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            troubles.append(f"asked another host: {request.url}")
        only_the_academy &= f"{live_server.url}/inhoud/" not in request.url

    def tell_of_policy(message: ConsoleMessage) -> None:
        # What content of others tries in its frame is refused by a policy of its own.
        is_of_content = "/inhoud/" in message.location["url"]
        if "Content Security Policy" in message.text and not is_of_content:
            troubles.append(message.text)

    def tell_of_script(error: WebError) -> None:
        troubles.append(f"script failed: {error.error}")

    def tell_of_answer(answer: Response) -> None:
        if answer.status >= 500:
            troubles.append(f"{answer.status} {answer.url}")

    listeners: list[tuple[Any, Callable[..., None]]] = [
        ("request", tell_of_other_hosts),
        ("console", tell_of_policy),
        ("weberror", tell_of_script),
        ("response", tell_of_answer),
    ]

    def open_one(**options: Any) -> BrowserContext:
        options = {
            "base_url": live_server.url,
            "viewport": begin_of(screen),
            "locale": "nl-NL",
            "timezone_id": "Europe/Amsterdam",
            "reduced_motion": "reduce",
            **options,
        }
        made_by = repr(sorted(options.items()))
        free = profiles.get(made_by)
        if free:
            context = free.pop()
        else:
            context = browser.new_context(**options)
            context.new_page().goto(live_server.url + DRAWING)
        context.set_default_timeout(30_000)
        for event, listener in listeners:
            context.on(event, listener)
        contexts.append((context, made_by))
        return context

    yield open_one
    failed = request.node.stash.get(FAILED, True)
    for context, made_by in contexts:
        has_drawing = context.pages and context.pages[0].url.endswith(DRAWING)
        # What content of others sent when its page closed may still be on its way.
        if failed or troubles or not only_the_academy or not has_drawing:
            context.close()
            continue
        _forget(context, live_server.url)
        for event, listener in listeners:
            context.remove_listener(event, listener)
        profiles.setdefault(made_by, []).append(context)
    assert troubles == []


def _forget(context: BrowserContext, site: str) -> None:
    """All that pages kept in this profile is gone, but for files in its cache."""
    drawing, *pages = context.pages
    for page in pages:
        page.close()
    devtools = context.new_cdp_session(drawing)
    kept = {"origin": site, "storageTypes": "local_storage,indexeddb,cache_storage"}
    devtools.send("Storage.clearDataForOrigin", kept)
    devtools.detach()
    context.clear_cookies()


@pytest.fixture
def set_offline() -> Callable[[Page, bool], None]:
    """`set_offline(page, True)` takes the network away from this browser, or gives it back."""

    def set_it(page: Page, offline: bool) -> None:
        # The process hears from the drawing that there is a network again, before the page has it.
        if page.context.pages[0].url.endswith(DRAWING):
            page.context.pages[0].close()
        page.context.set_offline(offline)

    return set_it


@pytest.fixture
def context(open_context: Callable[..., BrowserContext]) -> BrowserContext:
    """The profile of the visitor."""
    return open_context()


@pytest.fixture
def page(
    context: BrowserContext, request: pytest.FixtureRequest, artefact: Callable[[str], Path]
) -> Iterator[Page]:
    """An empty tab; addresses are relative to the academy: `page.goto("/agenda/")`."""
    tab = context.new_page()
    yield tab
    if request.node.stash.get(FAILED, False):
        tab.screenshot(path=artefact("failed"), full_page=True)


@pytest.fixture
def page_without_scripts(open_context: Callable[..., BrowserContext]) -> Page:
    """A tab of a browser in which JavaScript is off."""
    tab: Page = open_context(java_script_enabled=False).new_page()
    return tab


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[BrowserContext | Page, Any], None]:
    """`sign_in(page, person)` lets this browser go on as that person."""

    def sign_in_as(browser: BrowserContext | Page, person: Any) -> None:
        client = Client()
        client.force_login(person)
        profile = browser.context if isinstance(browser, Page) else browser
        name = django_settings.SESSION_COOKIE_NAME
        profile.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return sign_in_as


@pytest.fixture
def artefact(request: pytest.FixtureRequest, screen: str) -> Callable[[str], Path]:
    """The path of a picture: `artefact("agenda")` → var/test-artefacts/agenda-phone.png."""

    def path(name: str) -> Path:
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        if name == "failed":
            name = f"failed-{request.node.originalname}"
        return ARTEFACTS / f"{name}-{screen.replace(' ', '-')}.png"

    return path


@pytest.fixture
def screenshot(page: Page, artefact: Callable[[str], Path], screen: str) -> Callable[[str], None]:
    """`screenshot("agenda")` keeps a picture of the whole page, for who wants to look at them."""

    def take(name: str) -> None:
        # Taking those of all pages takes as long as a whole part's tests.
        if not os.environ.get("ACADEMY_PICTURES"):
            return
        page.screenshot(path=artefact(name), full_page=True)
        if screen == BOTH and (before := page.viewport_size):
            page.set_viewport_size(other_size(before))
            page.screenshot(path=artefact(f"{name}-other"), full_page=True)
            page.set_viewport_size(before)

    return take


def _settle(page: Page) -> None:
    """Wait until the page is whole: after a click it may stand there without its style sheet."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")


ASK_AXE = """
([within, options]) => within.length === 0 ? []
    : axe.run(within, options).then(found => found.violations)
"""
NEWLY_SHOWN = """
before => {
    const old = new Set(before.html.shown);
    const isNew = one => !old.has(one) && one.checkVisibility({visibilityProperty: true});
    return [...document.querySelectorAll('body *')]
        .filter(one => isNew(one) && !isNew(one.parentElement));
}
"""


@pytest.fixture
def axe(screen: str) -> Callable[..., None]:
    """`axe(page)` fails with a list of what keeps people from using the page (WCAG 2.2 AA).

    In a test that is `on_phone_and_desktop` the page is looked at on the one and on the other
    screen, and stays on the other: so the walk goes on by turns on both. Colours do not depend on
    the width, so the second time only those are looked at of what was not there the first time.
    """

    def check(page: Page, *, without: tuple[str, ...] = (), **others: Any) -> None:
        _run_axe(page, without=without, **others)
        if screen != BOTH:
            return
        before = page.evaluate_handle(AS_IT_IS)
        page.set_viewport_size(other_size(page.viewport_size))
        _run_axe(page, without=(*without, CONTRAST), since=(before,), **others)
        if CONTRAST not in without:
            new = page.evaluate_handle(NEWLY_SHOWN, before)
            _run_axe(page, only=(CONTRAST,), elements=new)

    return check


def _run_axe(
    page: Page,
    *,
    without: tuple[str, ...] = (),
    only: tuple[str, ...] = (),
    within: str = "html",
    elements: JSHandle | None = None,
    since: Sequence[JSHandle] = (),
) -> None:
    """Ask axe about the page as it is shown now.

    Args:
        page: the page.
        without: rules that it need not keep.
        only: the rules that it has to keep, where that are not all.
        within: what is looked at.
        elements: or what is looked at, as elements.
        since: how the page was each time (`AS_IT_IS`) when it was asked about all of this.
    """
    _settle(page)
    if since and not only and page.evaluate(IS_AS_BEFORE, [list(since), within]):
        only = tuple(rule for rule in OF_LAYOUT if rule not in without)
    options = {
        "runOnly": {"type": "rule", "values": only} if only else {"type": "tag", "values": RULES},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # Half a megabyte of program goes into a page once, and only what is wrong comes back.
    violations = page.evaluate(ASK_AXE, [elements or within, options])
    lines = []
    for violation in violations:
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            lines.append(f"    {' '.join(map(str, node['target']))}")
            lines.append(f"        {node['html'][:200]}")
            reasons = node["any"] + node["all"] + node["none"]
            lines += [f"        {reason['message']}" for reason in reasons[:2]]
    if violations:
        pytest.fail(f"axe on {page.url}\n" + "\n".join(lines), pytrace=False)


WIDER = """
() => {
    const {documentElement: root} = document;
    const before = root.style.fontSize;
    const wider = () => root.scrollWidth - root.clientWidth;
    const found = [wider()];
    root.style.fontSize = `${2 * parseFloat(getComputedStyle(root).fontSize)}px`;
    found.push(wider());
    root.style.fontSize = before;
    return found;
}
"""


@pytest.fixture
def no_sideways_scroll(screen: str) -> Callable[[Page], None]:
    """`no_sideways_scroll(page)` fails when the page is wider than the screen.

    As it is, and with letters of twice the size; on both screens in a test that is
    `on_phone_and_desktop`.
    """

    def check(page: Page) -> None:
        check_one(page)
        if screen == BOTH:
            before = page.viewport_size
            page.set_viewport_size(other_size(before))
            check_one(page)
            assert before
            page.set_viewport_size(before)

    def check_one(page: Page) -> None:
        _settle(page)
        wider, with_large_letters = page.evaluate(WIDER)
        assert wider == 0, f"{page.url} is {wider} px wider than the screen"
        assert with_large_letters == 0, (
            f"{page.url} is {with_large_letters} px wider than the screen with large letters"
        )

    return check
