"""What pages weigh, and how soon they are there on a slow phone, beside an older commit.

A real Chromium looks at each page: the first time with an empty cache, and once more. Network and
processor are slowed down as Lighthouse does for a phone on a slow connection.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from bench import client, report, server
from bench.report import Figure
from bench.suite import checked_out
from bench.versions import ROOT, AcademyVersion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

BEFORE = "cb1a3862"
"""The last commit in which all pages had one style sheet, and answers were not compressed."""

FIRST_KB, AGAIN_KB, SCRIPT_KB, SHEETS = 45, 8, 10, 1
LCP_MS, INP_MS = 2500, 200
"""What Google calls good."""
SCORES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}

PHONE: Any = {"width": 360, "height": 740}
SLOW = {
    "offline": False,
    "latency": 150 * 3.75,
    "downloadThroughput": 1.6 * 1024 * 1024 / 8 * 0.9,
    "uploadThroughput": 750 * 1024 / 8 * 0.9,
}
"""Lighthouse's slow connection of a phone, as its throttling in the browser: ms, bytes a second."""
TIMES_SLOWER = 4
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--disable-dev-shm-usage"
)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LIGHTHOUSE = "13.5.0"
QUIET = 750
"""Below this speed, in Lighthouse's own measure (`benchmarkIndex`: a telephone of 2015 has some
300, a desk some 1,500), its mark for performance tells of what else the machine does."""

WATCH = """
    window.seen = {lcp: 0, inp: 0};
    new PerformanceObserver(list => {
        for (const one of list.getEntries()) seen.lcp = one.startTime;
    }).observe({type: 'largest-contentful-paint', buffered: true});
    new PerformanceObserver(list => {
        for (const one of list.getEntries())
            if (one.interactionId) seen.inp = Math.max(seen.inp, one.duration);
    }).observe({type: 'event', durationThreshold: 16, buffered: true});
"""
PRESSED = (".va-menu > summary", ".va-option", ".va-filter__more > summary", ".va-reveal > summary")
"""What somebody may press on a phone; the first of each that a page has."""


@dataclass(frozen=True)
class Effort:
    """How often each page is looked at."""

    turns: int


QUICK = Effort(turns=1)
FULL = Effort(turns=5)


@dataclass
class View:
    """One look at a page: bytes by kind, and moments in milliseconds."""

    bytes: dict[str, int] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)
    lcp: float = 0
    inp: float = 0

    @property
    def kilobytes(self) -> float:
        return sum(self.bytes.values()) / 1024


@dataclass
class Academy(AcademyVersion):
    """A version, with what was seen of it: for each page the first looks and the looks again."""

    SCRIPT = "pages_academy.py"

    views: dict[str, list[tuple[View, View]]] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        # As on a public server: files with a name for ever, and compressed.
        more = {"DJANGO_SETTINGS_MODULE": "academy.settings.production"}
        return {**super().environment, **more, "EMAIL_URL": "dummymail://"}

    def middle(self, page: str, number: int, name: str) -> float:
        """The middle value of the first looks (0) or of the looks again (1)."""
        return float(statistics.median(getattr(pair[number], name) for pair in self.views[page]))

    def part(self, page: str, kind: str, name: str = "bytes") -> int:
        """What the first look at a page had of one kind of file."""
        found: dict[str, int] = getattr(self.views[page][0][0], name)
        return found.get(kind, 0)


def run(effort: Effort, folder: Path, commit: str, started: float) -> None:
    """Look at both versions by turns, print the table and the figures."""
    from playwright.sync_api import sync_playwright

    with ExitStack() as until_the_end:
        code = until_the_end.enter_context(checked_out(commit))
        _build(code)
        database = "sqlite:///{}/academy.sqlite3"
        versions = [
            Academy(commit, code, folder / "older", database.format(folder / "older")),
            Academy("this version", ROOT, folder / "now", database.format(folder / "now")),
        ]
        filled = {}
        for one in versions:
            report.say(f"An academy of {one.name}")
            filled[one.name] = one.ask("fill")
        playwright = until_the_end.enter_context(sync_playwright())
        browser = until_the_end.enter_context(_browser(playwright))
        report.say(f"Looking at each page, {effort.turns} times")
        for one in versions:
            with server.running(folder, one.environment, code=one.code, threads=4) as running:
                base = f"http://{client.HOST}:{running.port}"
                made = filled[one.name]
                for name, path in (made["pages"] | made["own"]).items():
                    session = made["session"] if name in made["own"] else ""
                    one.views[name] = [
                        _look(browser, base, path, session) for _turn in range(effort.turns)
                    ]
                if one is versions[-1]:
                    scores = _lighthouse(base, made["pages"], folder)
    older, now = versions
    _show(older, now)
    report.figures(_figures(now) + _score_figures(scores))
    report.say(f"{monotonic() - started:.0f} s in all")


def _build(code: Path) -> None:
    """Make that version's own style sheets; the packages are those of this one."""
    from scripts import setup

    (code / "academy/website/static/website/dist").unlink(missing_ok=True)
    npm, environment = setup.npm_command()
    done = subprocess.run(
        [*npm, "run", "build"],
        cwd=code,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"bench: the older front end cannot be built\n{done.stderr[-2000:]}")


def _chromium() -> str:
    for name in (os.environ.get("CHROMIUM"), *PROGRAMS):
        if name and (path := shutil.which(name)):
            return path
    raise SystemExit("bench: no Chromium here; install it, or name it in CHROMIUM")


@contextmanager
def _browser(playwright: Any) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS.split())
    try:
        yield browser
    finally:
        browser.close()


def _look(browser: Browser, base: str, path: str, session: str) -> tuple[View, View]:
    """The first look with an empty cache, and another one."""
    context = browser.new_context(
        viewport=PHONE,
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
        locale="nl-NL",
        base_url=base,
    )
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
    try:
        return _view(context, path), _view(context, path)
    finally:
        context.close()


def _view(context: BrowserContext, path: str) -> View:
    page = context.new_page()
    page.add_init_script(WATCH)
    tools = context.new_cdp_session(page)
    view = View()
    _count(tools, view)
    tools.send("Network.emulateNetworkConditions", SLOW)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": TIMES_SLOWER})
    page.goto(path, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => true)")
    # What only paints after the fonts are there is the largest thing then.
    page.wait_for_timeout(500)
    view.lcp = page.evaluate("seen.lcp")
    _press(page)
    view.inp = page.evaluate("seen.inp")
    page.close()
    return view


def _count(tools: CDPSession, view: View) -> None:
    """Count what comes over the wire, head and body, by kind of file."""
    kinds: dict[str, str] = {}

    def begun(event: Any) -> None:
        if not event["response"]["url"].startswith("data:"):
            kinds[event["requestId"]] = event["type"]

    def ended(event: Any) -> None:
        kind = kinds.get(event["requestId"])
        size = int(event["encodedDataLength"])
        if kind and size:
            view.bytes[kind] = view.bytes.get(kind, 0) + size
            view.requests[kind] = view.requests.get(kind, 0) + 1

    tools.on("Network.responseReceived", begun)
    tools.on("Network.loadingFinished", ended)
    tools.send("Network.enable")


def _press(page: Page) -> None:
    for selector in PRESSED:
        target = page.locator(selector).locator("visible=true").first
        if target.count():
            target.tap()
            page.wait_for_timeout(150)
            if selector == PRESSED[0]:
                target.tap()
    page.wait_for_timeout(300)


# --- Lighthouse -----------------------------------------------------------------------------------


def _lighthouse(base: str, pages: dict[str, str], folder: Path) -> dict[str, dict[str, float]]:
    """Its four marks for each page; nothing where it is not installed."""
    home = Path(os.environ.get("LIGHTHOUSE", ROOT / "node_modules" / "lighthouse"))
    program = home / "cli" / "index.js"
    node = shutil.which("node")
    if not program.exists() or node is None:
        report.say(
            "Lighthouse is not measured. In another folder: "
            f"npm install lighthouse@{LIGHTHOUSE}, and LIGHTHOUSE=<folder>/node_modules/lighthouse"
        )
        return {}
    found = {}
    for name, path in pages.items():
        report.say(f"Lighthouse on {name}")
        output = folder / f"lighthouse-{name}.json"
        subprocess.run(
            [
                *(node, str(program), base + path, "--quiet", "--output=json"),
                f"--output-path={output}",
                f"--chrome-flags={FLAGS}",
            ],
            env={**os.environ, "CHROME_PATH": _chromium()},
            check=True,
            capture_output=True,
        )
        told = json.loads(output.read_text())
        found[name] = {
            kind: 100 * float(one["score"] or 0) for kind, one in told["categories"].items()
        }
        speed = told["environment"]["benchmarkIndex"]
        if speed < QUIET:
            report.say(
                f"{name}: its processor had a speed of {speed:.0f}; judge by a quiet machine"
            )
        for audit in told["audits"].values():
            if audit["score"] == 0 and audit["scoreDisplayMode"] == "binary":
                print(f"  {name}: {audit['title']}")
    return found


def _score_figures(scores: dict[str, dict[str, float]]) -> list[Figure]:
    return [
        Figure(f"lighthouse_{kind.replace('-', '_')}_{page}", found[kind], "points", ">=", aim)
        for page, found in scores.items()
        for kind, aim in SCORES.items()
        if kind in found
    ]


# --- What is said ---------------------------------------------------------------------------------


def _show(older: Academy, now: Academy) -> None:
    kinds = ("Document", "Stylesheet", "Script", "Font", "Image")
    heads = [*(f"{kind[:8]:>9}" for kind in kinds), *(f"{one:>9}" for one in HEADS)]
    for page in now.views:
        print(f"\n{page:24}" + "".join(heads))
        for one in (older, now):
            parts = "".join(f"{one.part(page, kind) / 1024:9.1f}" for kind in kinds)
            numbers = (
                one.middle(page, 0, "kilobytes"),
                one.middle(page, 1, "kilobytes"),
                sum(one.views[page][0][0].requests.values()),
                one.middle(page, 0, "lcp"),
                one.middle(page, 0, "inp"),
            )
            print(f"{one.name:24}{parts}" + "".join(f"{number:9.1f}" for number in numbers))
    print()


HEADS = ("first KB", "again KB", "requests", "LCP ms", "INP ms")


def _figures(now: Academy) -> list[Figure]:
    found = []
    for page in now.views:
        script = now.part(page, "Script") / 1024
        sheets = now.part(page, "Stylesheet", "requests")
        found += [
            Figure(f"{page}_first", now.middle(page, 0, "kilobytes"), "KB", "<=", FIRST_KB),
            Figure(f"{page}_again", now.middle(page, 1, "kilobytes"), "KB", "<=", AGAIN_KB),
            Figure(f"{page}_script", script, "KB", "<=", SCRIPT_KB),
            Figure(f"{page}_sheets", sheets, "sheets", "<=", SHEETS),
            Figure(f"{page}_lcp", now.middle(page, 0, "lcp"), "ms", "<=", LCP_MS),
            Figure(f"{page}_inp", now.middle(page, 0, "inp"), "ms", "<=", INP_MS),
        ]
    return found
