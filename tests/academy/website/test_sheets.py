"""Each kind of page has a style sheet of its own, with all that its pages need and little else."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.browser.test_pages import OWN, PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.academy.world import World

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).resolve().parents[3] / "docs" / "components.md"
CLASS = re.compile(r"\.((?:va|utrecht|nl)-[\w-]+)")
SHEET = re.compile(r'<link rel="stylesheet" href="[^"]*/dist/(\w+)\.css"')


def _sheet(name: str) -> str:
    found = finders.find(f"website/dist/{name}.css")
    assert found, "make the front end first: node frontend/build.mjs"
    return Path(found).read_text()


def _classes(html: str) -> set[str]:
    return {name for value in re.findall(r'\bclass="([^"]*)"', html) for name in value.split()}


def test_a_page_has_one_sheet_with_the_rules_for_all_that_is_on_it(
    world: World, client_of: Callable[[str], Client]
) -> None:
    styled = set(CLASS.findall(_sheet("whole")))
    sheets = {name: set(CLASS.findall(_sheet(name))) for name in ("site", "lesson", "whole")}
    seen: dict[str, int] = {}
    missing: dict[tuple[str, str], set[str]] = {}
    pages = [(Client(), address) for address in PUBLIC.values()]
    pages += [(client_of("participant"), address) for address in OWN.values()]
    for client, pattern in pages:
        address = pattern.format(**world.addresses())
        answer = client.get(address)
        html = answer.content.decode()
        found = SHEET.findall(html)
        if not found:
            continue  # it leads elsewhere
        [name] = found
        seen[name] = seen.get(name, 0) + 1
        if lacking := (_classes(html) & styled) - sheets[name]:
            missing[name, address] = lacking
    assert missing == {}
    assert {name for name, number in seen.items() if number > 1} == {"site", "lesson", "whole"}


@pytest.mark.parametrize(("name", "most"), [("site", 14.5), ("lesson", 14.6), ("whole", 18.3)])
def test_a_sheet_stays_small(name: str, most: float) -> None:
    assert len(gzip.compress(_sheet(name).encode(), 9)) / 1024 <= most


def test_the_page_of_components_has_every_component_of_the_documentation(
    world: World, client_of: Callable[[str], Client]
) -> None:
    html = client_of("administrator").get("/beheer/onderdelen/").content.decode()
    table = DOCS.read_text().split("| own class |")[1].split("\n## ")[0]
    named = set(re.findall(r"^\| `(va-[\w-]+)`", table, re.MULTILINE))
    # What there is nothing to see of, and what stands in a lesson's own page.
    without = {"va-prose", "va-muted", "va-print-only", "va-split", "va-filter", "va-lesson"}
    without |= {"va-lesson-nav", "va-media", "va-stack", "va-face"}
    assert named - _classes(html) - without == set()
    assert len(named) > 30


def test_only_who_works_here_sees_the_page_of_components(
    world: World, client_of: Callable[[str], Client]
) -> None:
    answers = [client.get("/beheer/onderdelen/") for client in (Client(), client_of("participant"))]
    assert [answer.status_code for answer in answers] == [302, 302]


PALETTE = re.compile(r"#[0-9a-f]{6}\b")
PRINTED = ("templates/pdf", "templates/email", "courses/*/templates/*/pdf", "plugins/*/templates/*")


def test_letters_pdfs_and_mails_have_the_colours_of_the_site() -> None:
    root = DOCS.parents[1]
    css = root / "frontend" / "css"
    package = "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
    known = {"#ffffff", "#000000"}
    for file in (css / "theme.css", css / "dark.css", root / "node_modules" / package):
        known.update(PALETTE.findall(file.read_text()))
    files = [root / "templates" / "error_alone.html"]
    files += [file for folder in PRINTED for file in root.glob(f"{folder}/*.css")]
    files += root.glob("templates/email/*.html")
    strange = {file.name: set(PALETTE.findall(file.read_text())) - known for file in files}
    assert {name: colours for name, colours in strange.items() if colours} == {}
    assert len(files) > 5


def test_no_frame_stands_round_what_a_link_or_a_script_gave_the_focus() -> None:
    for name in ("site", "lesson", "whole"):
        sheet = _sheet(name)
        # As strong as the rule for what was reached with a key, and behind it.
        rule = re.search(r'main:focus,\[tabindex="?-1"?\]:not\(button\):focus\{([^}]*)\}', sheet)
        assert rule, name
        assert "outline:none" in rule[1]
        assert sheet.index(":focus-visible{") < rule.start()
