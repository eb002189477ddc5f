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
    Page,
    Request,
    sync_playwright,
)

from tests.browser.screens import SCREENS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

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
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test. Said before pytest chooses by marker."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


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


@pytest.fixture
def open_context(
    browser: Browser, live_server: LiveServer, screen: str
) -> Iterator[Callable[..., Any]]:
    """Open a browser profile: `open_context(java_script_enabled=False)`; checks it on closing."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def tell_of_other_hosts(request: Request) -> None:
        # Not by a route: that would switch the cache off, and ask us about every file.
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            troubles.append(f"asked another host: {request.url}")

    def tell_of_policy(message: ConsoleMessage) -> None:
        # What content of others tries in its frame is refused by a policy of its own.
        is_of_content = "/inhoud/" in message.location["url"]
        if "Content Security Policy" in message.text and not is_of_content:
            troubles.append(message.text)

    def open_one(**options: Any) -> BrowserContext:
        context = browser.new_context(
            **{
                "base_url": live_server.url,
                "viewport": SCREENS[screen],
                "locale": "nl-NL",
                "timezone_id": "Europe/Amsterdam",
                "reduced_motion": "reduce",
                **options,
            }
        )
        context.set_default_timeout(30_000)
        context.on("request", tell_of_other_hosts)
        context.on("console", tell_of_policy)
        context.on("weberror", lambda error: troubles.append(f"script failed: {error.error}"))
        context.on(
            "response",
            lambda answer: (
                troubles.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
            ),
        )
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    assert troubles == []


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
        return ARTEFACTS / f"{name}-{screen}.png"

    return path


@pytest.fixture
def screenshot(page: Page, artefact: Callable[[str], Path]) -> Callable[[str], None]:
    """`screenshot("agenda")` keeps a picture of the whole page, for who wants to look at them."""

    def take(name: str) -> None:
        # Taking those of all pages takes as long as a whole part's tests.
        if os.environ.get("ACADEMY_PICTURES"):
            page.screenshot(path=artefact(name), full_page=True)

    return take


def _settle(page: Page) -> None:
    """Wait until the page is whole: after a click it may stand there without its style sheet."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")


@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)` fails with a list of what keeps people from using the page (WCAG 2.2 AA)."""

    def check(
        page: Page,
        *,
        without: tuple[str, ...] = (),
        only: tuple[str, ...] = (),
        within: str = "html",
    ) -> None:
        _settle(page)
        options = {
            "runOnly": {"type": "rule", "values": only}
            if only
            else {"type": "tag", "values": RULES},
            "rules": {rule: {"enabled": False} for rule in without},
            "resultTypes": ["violations"],
        }
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        # Half a megabyte of program goes into a page once, and only what is wrong comes back.
        violations = page.evaluate(
            "([within, options]) => axe.run(within, options).then(found => found.violations)",
            [within, options],
        )
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

    return check


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
def no_sideways_scroll() -> Callable[[Page], None]:
    """`no_sideways_scroll(page)` fails when the page is wider than the screen.

    As it is, and with letters of twice the size.
    """

    def check(page: Page) -> None:
        _settle(page)
        wider, with_large_letters = page.evaluate(WIDER)
        assert wider == 0, f"{page.url} is {wider} px wider than the screen"
        assert with_large_letters == 0, (
            f"{page.url} is {with_large_letters} px wider than the screen with large letters"
        )

    return check
