"""Uploaded HTML in its frame: it is apart from the site, and what it tells arrives.

The probe is harmless: it tries what a bad author would try, and tells what it got.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

import tests.courses.plugin_files as this_package
from courses.catalogue.services import activate_plugin
from tests.courses.plugin_files.drawer import Drawer, Packages, Player, Sheets, keep_package
from tests.factories import EditionFactory, EnrolmentFactory, TrainingFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page
    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

    from courses.catalogue.models import TrainingPage
    from courses.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)

PROBE = """<!doctype html>
<html lang="nl"><head><title>Probe</title><script src="tools/first.js"></script></head>
<body><p id="told">…</p>
<script>
const got = {origin: self.origin, state: academy.state, name: academy.settings.name};
got.first = window.first;
const mine = () => fetch("%(site)s/mijn/", {credentials: "include"});
const box = () => localStorage;
async function attempt(name, action) {
  try { got[name] = await action(); } catch (error) { got[name] = error.name; }
}
(async () => {
  await attempt("page", () => parent.document.getElementById("secret").textContent);
  await attempt("cookie", () => document.cookie);
  await attempt("mine", async () => (await mine()).status);
  await attempt("data", async () => (await (await fetch("data.json")).json()).answer);
  await attempt("away", () => { top.location = "%(site)s/mijn/"; return "gone"; });
  await attempt("kept", () => { box().setItem("a", 1); return box().getItem("a"); });
  await attempt("worker", () => navigator.serviceWorker.register("tools/first.js"));
  document.getElementById("told").textContent = JSON.stringify(got);
  academy.resized(321);
})();
</script></body></html>
"""


@pytest.fixture
def training(install_plugin: Callable[[Any], Any], live_server: LiveServer) -> TrainingPage:
    plugin = Drawer("tests.courses.plugin_files", this_package)
    plugin.sheets, plugin.packages = Sheets(), Packages()
    install_plugin(plugin)
    training = TrainingFactory.create(title="Luisteren", slug="luisteren")
    activate_plugin(training=training, plugin="drawer")
    return training


@pytest.fixture
def person(training: TrainingPage) -> User:
    return EnrolmentFactory.create(edition=EditionFactory.create(training=training)).person


@pytest.fixture(autouse=True)
def told() -> Iterator[list[Any]]:
    Player.told.clear()
    Player.answers.clear()
    yield Player.told
    Player.told.clear()


def packaged(training: TrainingPage, page: str, **files: str) -> str:
    """The address of the player for a package with this page."""
    others = {name.replace("__", "/").replace("_", "."): text for name, text in files.items()}
    kept = keep_package(training, {"index.html": page, **others})
    return f"/trainingen/luisteren/p/drawer/speel/{kept.id}/"


def probe(page: Page, training: TrainingPage, site: str) -> dict[str, Any]:
    """What the probe got."""
    address = packaged(
        training,
        PROBE % {"site": site},
        tools__first_js="window.first = typeof academy;",
        data_json='{"answer": 42}',
    )
    page.goto(address)
    line = page.frame_locator("iframe").locator("#told")
    expect(line).to_contain_text("worker")
    assert page.url.endswith(address)
    expect(page.locator("iframe")).to_have_attribute("height", "321")
    found: dict[str, Any] = json.loads(line.inner_text())
    return found


def test_script_in_an_upload_never_acts_as_who_looks(
    page: Page,
    training: TrainingPage,
    person: User,
    sign_in: Callable[..., None],
    live_server: LiveServer,
    axe: Callable[..., None],
    no_sideways_scroll: Callable[..., None],
) -> None:
    sign_in(page, person)
    got = probe(page, training, live_server.url)
    assert got == {
        "origin": "null",
        "state": None,
        "name": "Luisteren",
        "first": "object",
        "page": "SecurityError",
        "cookie": "SecurityError",
        "mine": "TypeError",
        "data": 42,
        "away": "SecurityError",
        "kept": "1",
        "worker": got["worker"],
    }
    assert got["worker"] in {"SecurityError", "TypeError"}
    axe(page)
    no_sideways_scroll(page)


def test_on_a_host_of_its_own_its_documents_know_each_other_and_nothing_of_the_site(
    browser: Browser,
    training: TrainingPage,
    person: User,
    sign_in: Callable[..., None],
    live_server: LiveServer,
    settings: Settings,
) -> None:
    # Two names of one machine: as strange to a browser as two companies.
    port = urlsplit(live_server.url).port
    here, other = f"http://localhost:{port}", f"127.0.0.1:{port}"
    assert live_server.url == here
    settings.WAGTAILADMIN_BASE_URL, settings.ACADEMY_CONTENT_HOST = here, other
    # Not with `open_context`, which takes the other name for somebody else's machine.
    context = browser.new_context(base_url=here)
    page = context.new_page()
    sign_in(page, person)
    got = probe(page, training, here)
    assert got == {
        "origin": f"http://{other}",
        "state": None,
        "name": "Luisteren",
        "first": "object",
        "page": "SecurityError",
        "cookie": "",
        "mine": "TypeError",
        "data": 42,
        "away": "SecurityError",
        "kept": "1",
        "worker": got["worker"],
    }
    assert got["worker"] in {"SecurityError", "TypeError"}
    # A frame in the frame finds what the frame above it has.
    above = "<script>API = {hello: () => 'API of above'};</script><iframe src='in.html'></iframe>"
    within = """<p id="found"></p><script>
      found.textContent = parent.API.hello() + typeof academy.kept;
    </script>"""
    page.goto(packaged(training, above, in_html=within))
    inner = page.frame_locator("iframe").frame_locator("iframe").locator("#found")
    expect(inner).to_have_text("API of abovefunction")
    context.close()


TELLER = """<!doctype html><meta charset="utf-8"><title>Teller</title><p id="told"></p><script>
(async () => {
  const first = academy.kept({page: 1, text: "é <b>"});
  const second = academy.kept({page: 2});
  const last = academy.finished({points: 8, out_of: 10, passed: true});
  const all = await Promise.all([first, second, last]);
  told.textContent = JSON.stringify({before: academy.state, all});
})();
</script>"""


def test_what_content_tells_arrives_in_order_and_is_there_the_next_time(
    page: Page,
    training: TrainingPage,
    person: User,
    sign_in: Callable[..., None],
    told: list[Any],
) -> None:
    sign_in(page, person)
    # The first time there is no answer that counts: it is sent again, before what came later.
    Player.answers[:] = [503]
    address = packaged(training, TELLER)
    page.goto(address)
    line = page.frame_locator("iframe").locator("#told")
    expect(line).to_contain_text("before")
    well = {"ok": True, "reason": None, "answer": None}
    assert json.loads(line.inner_text()) == {"before": None, "all": [well, well, well]}
    assert [(one.kind, one.number, one.state) for one in told] == [
        ("kept", 1, {"page": 1, "text": "é <b>"}),
        ("kept", 2, {"page": 2}),
        ("finished", 3, None),
    ]
    assert (told[2].points, told[2].out_of, told[2].passed) == (8.0, 10.0, True)
    expect(page.get_by_role("status").filter(has_text="Bewaard.")).to_be_visible()
    Player.answers[:] = [409]
    page.reload()
    expect(line).to_contain_text("Dat kan nu niet.")
    answered = json.loads(line.inner_text())
    assert answered["before"] == {"page": 2}
    assert answered["all"][0] == {"ok": False, "reason": "Dat kan nu niet.", "answer": None}


def test_a_frame_in_a_frame_without_an_origin_asks_the_page_for_what_is_known(
    page: Page,
    training: TrainingPage,
    person: User,
    sign_in: Callable[..., None],
    told: list[Any],
) -> None:
    sign_in(page, person)
    within = """<p id="found"></p><script>
      academy.ready.then(async () => {
        const outcome = await academy.kept("from within");
        found.textContent = academy.settings.name + outcome.ok;
      });
    </script>"""
    page.goto(packaged(training, "<iframe src='in.html'></iframe>", in_html=within))
    inner = page.frame_locator("iframe").frame_locator("iframe").locator("#found")
    expect(inner).to_have_text("Luisterentrue")
    assert [one.state for one in told] == ["from within"]


def test_others_cannot_tell_for_the_content(
    page: Page,
    training: TrainingPage,
    person: User,
    sign_in: Callable[..., None],
    told: list[Any],
) -> None:
    """What does not come from the frame, or does not know its key, counts for nothing."""
    sign_in(page, person)
    page.goto(packaged(training, "<p>Niets</p>"))
    key = page.locator("iframe").get_attribute("data-content-frame")
    page.evaluate("key => postMessage({academy: key, id: 1, kind: 'kept', state: 1}, '*')", key)
    guess = """<script>
      top.postMessage({academy: "guess", id: 1, kind: "kept", state: 2}, "*");
      academy.kept(3);
    </script>"""
    page.goto(packaged(training, guess))
    expect(page.get_by_role("status").filter(has_text="Bewaard.")).to_be_visible()
    assert [one.state for one in told] == [3]


ODD = """<script>
(async () => {
  const circle = {};
  circle.self = circle;
  const all = [academy.kept(circle), academy.kept({big: 1n}), academy.kept("é".repeat(45_000))];
  told.textContent = (await Promise.all(all)).map((one) => one.ok).join(" ");
})();
</script>"""


def test_what_cannot_be_sent_is_refused_and_stops_nothing_that_comes_after(
    page: Page,
    training: TrainingPage,
    person: User,
    sign_in: Callable[..., None],
    told: list[Any],
) -> None:
    """A browser sends along what is told in the last moment, if it is no more bytes than 64 KB."""
    sign_in(page, person)
    page.goto(packaged(training, f'<meta charset="utf-8"><p id="told"></p>{ODD}'))
    line = page.frame_locator("iframe").locator("#told")
    expect(line).to_have_text("false false true")
    assert [(one.number, one.state) for one in told] == [(3, "é" * 45_000)]


LAST_WORDS = """<p id="out"></p><script>
  const inner = document.createElement("iframe");
  document.body.append(inner);
  const say = (values) => {
    const told = JSON.stringify({academy: JSON.parse(name).academy, ...values});
    inner.contentWindow.eval(`top.postMessage(${told}, "*")`);
  };
  const key = JSON.parse(name).academy;
  %s
  inner.remove();
</script>"""


def test_last_words_of_a_window_that_is_gone_are_kept_and_change_nothing_else(
    browser: Browser,
    training: TrainingPage,
    person: User,
    sign_in: Callable[..., None],
    live_server: LiveServer,
    settings: Settings,
    told: list[Any],
) -> None:
    port = urlsplit(live_server.url).port
    here, other = f"http://localhost:{port}", f"127.0.0.1:{port}"
    settings.WAGTAILADMIN_BASE_URL, settings.ACADEMY_CONTENT_HOST = here, other
    context = browser.new_context(base_url=here)
    page = context.new_page()
    sign_in(page, person)
    words = """
      say({kind: "resized", height: 1234});
      say({kind: "kept", id: 1, state: "guess", academy: "guess"});
      say({kind: "kept", id: 1, state: "last"});"""
    page.goto(packaged(training, LAST_WORDS % words))
    expect(page.get_by_role("status").filter(has_text="Bewaard.")).to_be_visible()
    assert [one.state for one in told] == ["last"]
    expect(page.locator("iframe")).to_have_attribute("height", "640")
    context.close()
