"""The administration speaks Dutch: every screen that each role can reach, and every field."""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from contextlib import nullcontext
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from wagtail import blocks

from academy.website.models import HomePage
from courses.catalogue.models import LessonPage
from courses.editions.models import Edition
from courses.editions.services import location_called
from tests.academy.odd_values import without_menu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from tests.academy.world import World

pytestmark = pytest.mark.django_db

WORDS = """
add all and any apply ascending attached back bold cancel change changed changes choose
clear click close collapse comment comments content create created current dashboard default
delete deleted descending description disable disabled discard display draft drag edit
editing embed enable enter error expand expired false files for from generate go has have
heading height hide history icon image images index it italic keyboard last latest live
loading lock locked log logout missing more move name new next no none not or order page
pages parent password permission permissions please preview previous private profile public
publish published remove rename reset revision revisions root save saved schedule scheduled
search select send settings shortcuts show sidebar sign slug snippet snippets sort submit
switch task tasks the theme this title to toggle true unknown unlock unpublish unsaved
update usage use user users username value view visible wagtail width with yes you your
"""
"""Words of English screens that are no Dutch ones. Tag, upload, link, filter and menu are in the
Dutch dictionary too."""

JARGON = """
bovenliggende bulk collectie logboekvermeldingen onderliggende reviewers revisie workflow workflows
"""
"""What Wagtail calls things in Dutch that mean nothing to a trainer (locale/nl has others)."""

ENGLISH = frozenset(re.findall("[a-z]+", WORDS + JARGON))

ALLOWED = (
    # Names: of the program that the guides are about, and of what Wagtail calls the tree's top.
    r"(Handleiding van|Nieuw in) Wagtail [\d.]+ \(Engels\)",
    r"Root|Bekijk de onderliggende pagina's van 'Root'",
    # Time zones are called as everybody's computer calls them.
    r"\w+/\w+(/\w+)?",
    # Attributes that Wagtail leaves empty; nothing says them aloud.
    r"None",
    # Wagtail's templates and form have these in English without a way to translate them: the hidden
    # button of the search on the first page, and the label of a workflow's pages.
    r"Search|Page",
    # Search words that English visitors type, as a coordinator keeps them.
    r"thuis, digitaal, .*, from home",
    # What fields are called in other learning systems, which have no Dutch for it.
    r"Heet vaak ‘.*",
)
"""What may be English, and why."""


class _Text(HTMLParser):
    """The texts of a page that people see or hear."""

    SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-w-tooltip-content-value")

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0
        # What says that it is in another language, and what has the same tag in it.
        self._foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_foreign = (values.get("lang") or "nl") != "nl"
        if is_foreign or (self._foreign and tag == self._foreign[0]):
            self._foreign.append(tag)
        # Code is for the one who wrote it.
        self._silent += tag in ("script", "style", "code")
        self.texts += [values[name] or "" for name in self.SPOKEN if name in values]
        if tag == "input" and values.get("type") in ("submit", "button"):
            self.texts.append(values.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "code")
        if self._foreign and tag == self._foreign[0]:
            self._foreign.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent and not self._foreign and data.strip():
            self.texts.append(" ".join(data.split()))


ADDRESS = re.compile(r"/beheer/[\w/.-]*")
IN_DATA = re.compile(r'"(?:label|helpText|placeholder|title)":\s*"((?:[^"\\]|\\.)+)"')
"""What scripts of the editor and the menu show."""


def _html(answer: Any) -> str:
    """The page, or the part of one that a dialogue asks for."""
    kind = answer.headers["Content-Type"]
    if not kind.startswith(("text/html", "application/json")):
        return ""
    text: str = answer.content.decode()
    if "application/json" in kind:
        payload = json.loads(text)
        return str(payload.get("html", "")) if isinstance(payload, dict) else ""
    return text


def _screens(client: Client, seen: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Every screen of the administration that is linked to, one of each kind, with its texts."""
    todo, tried = deque(["/beheer/"]), Counter[str]()
    while todo:
        address = todo.popleft()
        kind = re.sub(r"\d+", "N", address)
        if kind in seen or tried[kind] > 3 or "/logout/" in kind:
            continue
        tried[kind] += 1
        # The menu is the same beside all of them.
        with nullcontext() if address == "/beheer/" else without_menu():
            answer = client.get(address, follow=True)
        html = _html(answer)
        assert answer.status_code < 500, address
        if answer.status_code != 200 or not html:
            continue
        seen.add(kind)
        page = _Text()
        page.feed(html)
        source = unescape(html)
        todo.extend(ADDRESS.findall(source))
        yield kind, [*page.texts, *IN_DATA.findall(source)]


SAME_IN_DUTCH = re.compile(r"\blog( je)?( zelf)? in\b|\btot last\b")
"""What one does on the page for signing in, and what a burden is; "log" and "last" by themselves
are English."""


def _english(texts: list[str]) -> list[str]:
    return [
        text
        for text in texts
        if ENGLISH & set(re.findall(r"[a-z]+", SAME_IN_DUTCH.sub("", text.lower())))
        and not any(re.fullmatch(one, text) for one in ALLOWED)
    ]


def test_no_screen_of_the_administration_has_english_words(
    world: World, client_of: Callable[[str], Client]
) -> None:
    seen: set[str] = set()
    found: dict[str, object] = {}
    for role in ("trainer", "coordinator", "administrator"):
        # What a role begins with is looked at for each; else a kind of screen once.
        seen -= {"/beheer/", "/beheer/pages/N/", "/beheer/pages/N/edit/"}
        for kind, texts in _screens(client_of(role), seen):
            found.update(dict.fromkeys(_english(texts), kind))
    assert found == {}
    assert len(seen) > 100


def _unlabelled(block: blocks.Block, path: str) -> Iterator[str]:
    children = getattr(block, "child_blocks", {})
    for name, child in children.items():
        if str(child.label).lower() == name.replace("_", " "):
            yield f"{path}.{name}"
        yield from _unlabelled(child, f"{path}.{name}")
    if isinstance(block, blocks.ListBlock):
        yield from _unlabelled(block.child_block, f"{path}[]")


@pytest.mark.parametrize("page", [HomePage, LessonPage])
def test_every_field_of_the_editor_has_a_name_of_its_own(page: Any) -> None:
    """Without a label, Wagtail calls a field after its name in the code: "Image"."""
    unlabelled = list(_unlabelled(page._meta.get_field("body").stream_block, page.__name__))
    # Dutch words that are spelled like the names in the code.
    allowed = {"tips", "infopunt", "link", "reflection", "video"}
    assert [one for one in unlabelled if one.rpartition(".")[2] not in allowed] == []


def test_a_page_that_does_not_exist_is_called_so(client_of: Callable[[str], Client]) -> None:
    answer = client_of("trainer").get("/beheer/bestaat-niet/")
    text = " ".join(answer.content.decode().split())
    assert answer.status_code == 404
    assert "Deze pagina bestaat niet" in text
    assert "Wagtail" not in re.sub(r"<(script|link)[^>]*>", "", text)


def test_a_request_that_makes_no_sense_is_answered_in_dutch(client: Client) -> None:
    answer = client.get("/", headers={"host": "a b"})
    text = answer.content.decode()
    assert (answer.status_code, "Dat lukte niet" in text, "Bad Request" in text) == (
        400,
        True,
        False,
    )


def test_the_message_after_planning_an_edition_has_a_button_with_words(
    world: World, client_of: Callable[[str], Client]
) -> None:
    client = client_of("trainer")
    answer = client.post(
        "/beheer/uitvoeringen/new/",
        {
            "training": world.training.pk,
            "sessions-TOTAL_FORMS": "1",
            "sessions-INITIAL_FORMS": "0",
            "sessions-0-starts_at": "2031-03-03 10:00",
            "sessions-0-ends_at": "2031-03-03 12:00",
            "sessions-0-ORDER": "1",
            "capacity": "10",
            "language": "nl",
            "place": "venue",
            "location": location_called(name="Buurthuis").pk,
            "trainers": [world.people["trainer"].pk],  # type: ignore[union-attr]
        },
        follow=True,
    )
    made = Edition.objects.latest("pk")
    assert (
        f'<a href="/beheer/uitvoeringen/{made.pk}/publiceer/" '
        'class="button button-small button-secondary">Publiceer</a>' in answer.content.decode()
    )
