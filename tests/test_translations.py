"""The academy speaks Dutch, and English to those who choose it; never a mix of the two."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import translation

from tests.academy.world import World, make_world
from tests.factories import PersonFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from courses.people.models import User

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
SOURCES = ("academy", "courses", "plugins", "templates")
KINDS = {".py", ".html", ".txt"}


# --- The catalogue ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A text in the catalogue: Dutch, in English, and both again where there is a plural."""

    dutch: str
    english: str
    dutch_plural: str = ""
    english_plural: str = ""

    def pairs(self) -> Iterator[tuple[str, str]]:
        yield self.dutch, self.english
        if self.dutch_plural:
            yield self.dutch_plural, self.english_plural


def read_catalogue(path: Path) -> list[Entry]:
    """The entries of a .po file, without its header."""
    entries = []
    for block in path.read_text().split("\n\n"):
        texts: dict[str, str] = {}
        keyword = ""
        for line in block.splitlines():
            if line.startswith("msg"):
                keyword, _, line = line.partition(" ")
            if keyword and line.startswith('"'):
                texts[keyword] = texts.get(keyword, "") + ast.literal_eval(line)
        if texts.get("msgid"):
            entries.append(
                Entry(
                    texts["msgid"],
                    texts.get("msgstr", texts.get("msgstr[0]", "")),
                    texts.get("msgid_plural", ""),
                    texts.get("msgstr[1]", ""),
                )
            )
    return entries


def placeholders(text: str) -> list[str]:
    """What code or HTML fills in or reads: `%(name)s`, `%s`, `{n}`, `<a>`."""
    return sorted(re.findall(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|<[^>]+>|&\w+;", text))


@pytest.fixture(scope="module")
def template_of_texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All texts of the sources, as gettext finds them in a copy of the sources."""
    for tool in ("xgettext", "msgcmp"):
        assert shutil.which(tool), f"{tool} is missing: install the package gettext (make setup)"
    copy = tmp_path_factory.mktemp("sources")
    for folder in SOURCES:
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in KINDS and file.is_file():
                target = copy / file.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
    (copy / "locale").mkdir()
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "en", "--keep-pot"]
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
    return copy / "locale" / "django.pot"


def test_every_text_has_an_english_translation(template_of_texts: Path) -> None:
    """For what it finds missing, run `make messages` and translate."""
    result = subprocess.run(
        ["msgcmp", str(CATALOGUE), str(template_of_texts)], capture_output=True, text=True
    )
    complaints = [line for line in result.stderr.splitlines() if "warning" not in line]
    assert complaints == []


def test_translations_fill_in_the_same_things() -> None:
    entries = [pair for entry in read_catalogue(CATALOGUE) for pair in entry.pairs()]
    assert [
        (dutch, english)
        for dutch, english in entries
        if placeholders(dutch) != placeholders(english)
    ] == []


def test_translations_end_like_the_dutch_text() -> None:
    """No sentence lost its question mark, and no label got a full stop."""

    def end(text: str) -> str:
        character = text.rstrip()[-1:]
        return character if character in ".?!:…" else ""

    entries = [pair for entry in read_catalogue(CATALOGUE) for pair in entry.pairs()]
    assert [(dutch, english) for dutch, english in entries if end(dutch) != end(english)] == []


def test_dutch_texts_stay_as_they_were_written() -> None:
    """No catalogue of Django, Wagtail or allauth holds one of our Dutch texts as its English."""
    with translation.override("nl"):
        texts = [dutch for entry in read_catalogue(CATALOGUE) for dutch, _ in entry.pairs()]
        assert {text: translation.gettext(text) for text in texts} == {text: text for text in texts}


def test_english_has_been_compiled() -> None:
    """`make setup` compiles the catalogue; Django does not read the .po file itself."""
    with translation.override("en"):
        assert translation.gettext("Schrijf je in") == "Enrol"


# --- On the screen ----------------------------------------------------------------------------

WITHOUT_END = {"img", "br", "wbr", "input", "meta", "link", "hr", "path", "use", "circle", "rect"}
SPOKEN = ("aria-label", "placeholder", "title", "alt")


class WordsInLanguageOfScreen(HTMLParser):
    """Collects the words of a page, without what is marked as being in another language."""

    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self.words: set[str] = set()
        self._open: list[tuple[str, bool]] = []

    @property
    def _silent(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def _hear(self, text: str) -> None:
        self.words |= set(re.findall(r"[\w’']+", text.lower()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "html":
            self.language = values.get("lang") or ""
        language = values.get("lang") or self.language
        silent = self._silent if "lang" not in values else language != self.language
        if not silent:
            for name in SPOKEN:
                self._hear(values.get(name) or "")
        if tag not in WITHOUT_END:
            self._open.append((tag, silent or tag in {"script", "style", "title"}))

    def handle_endtag(self, tag: str) -> None:
        while tag not in WITHOUT_END and self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._hear(data)


def words_on(html: str) -> tuple[str, set[str]]:
    """The language of a page, and the words on it in that language."""
    parser = WordsInLanguageOfScreen()
    parser.feed(html)
    return parser.language, parser.words


def _words(text: str) -> set[str]:
    return set(text.split())


DUTCH = _words("""
    aan academie account’s als alle annuleer antwoord bekijk bewaar bijeenkomst cijfer deze dit dag
    duur een en gegevens geen geef het hoofdmenu ik inloggen inschrijven je jij jouw kies kosten
    leerlijnen lessen lezingen maandag maak meld met mijn naar nee niet nog ons onze op plaatsen
    schrijf stuur terug trainingen uit uitloggen uur van verplicht verstuur vond voor wachtwoord
    waar wanneer wat welk wij wil zet zoek
""")
ENGLISH = _words("""
    add again and are back cancel change confirm continue current delete email enter error for
    forgot from hello invalid it login logout must my page password please primary remove
    required resend search send sign signed signup submit the this to too username verify with
    you your
""")
# Towards people we say "je". The Dutch of Django and Wagtail says "u".
FORMAL = {"u", "uw", "uzelf"}

PAGES = {
    "visitor": (
        "/",
        "/trainingen/",
        "/trainingen/{training}/",
        "/trainingen/{training}/lessen/{open_lesson}/",
        "/agenda/",
        "/leerlijnen/",
        "/lezingen/",
        "/inschrijven/{coming}/",
        "/certificaat/",
        "/certificaat/{code}/",
        "/bestaat-niet/",
        "/account/login/",
        "/account/login/code/",
        "/account/signup/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/password/reset/key/1-abc/",
        "/account/inactive/",
    ),
    "participant": (
        "/mijn/",
        "/mijn/gegevens/",
        "/inschrijven/{coming}/",
        "/inschrijven/{past}/",
        "/evaluatie/{past}/",
        "/trainingen/{training}/lessen/{closed_lesson}/",
        "/account/email/",
        "/account/logout/",
        "/account/password/change/",
        "/account/reauthenticate/",
        "/account/2fa/",
    ),
}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def browse(world: World) -> Callable[[str, str], Client]:
    """`browse("participant", "en")`: a browser of that person, set to that language."""

    def make(role: str, language: str) -> Client:
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if person := world.people[role]:
            client.force_login(person)
        return client

    return make


def seen(client: Client, address: str) -> tuple[str, set[str]]:
    return words_on(client.get(address, follow=True).content.decode())


@pytest.mark.parametrize("role", PAGES)
def test_english_pages_speak_english(
    world: World, browse: Callable[[str, str], Client], role: str
) -> None:
    client = browse(role, "en")
    found = {}
    for address in PAGES[role]:
        language, words = seen(client, address.format(**world.addresses()))
        found[address] = (language, words & DUTCH)
    assert found == {address: ("en", set()) for address in PAGES[role]}


@pytest.mark.parametrize("role", PAGES)
def test_dutch_pages_speak_dutch_and_say_je(
    world: World, browse: Callable[[str, str], Client], role: str
) -> None:
    client = browse(role, "nl")
    found = {}
    for address in PAGES[role]:
        language, words = seen(client, address.format(**world.addresses()))
        found[address] = (language, words & (ENGLISH | FORMAL))
    assert found == {address: ("nl", set()) for address in PAGES[role]}


def _with_password(person: User, password: str) -> User:
    person.set_password(password)
    person.save()
    return person


WRONG = {
    "/account/login/": {"login": "iemand@example.org", "password": "x"},
    "/account/login/code/": {"email": "geen adres"},
    "/account/signup/": {"email": "geen adres", "password1": "123", "background": "?"},
    "/account/password/reset/": {"email": "geen adres"},
}
WRONG_FOR_MEMBERS = {
    "/account/password/change/": {"oldpassword": "x", "password1": "123", "password2": "4"},
    "/account/email/": {"email": "geen adres"},
    "/account/reauthenticate/": {"password": "x"},
    "/mijn/gegevens/": {"first_name": "x" * 500},
}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_errors_are_in_the_language_of_the_screen(db: None, language: str) -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    found = {}
    for address, answers in {**WRONG, **WRONG_FOR_MEMBERS}.items():
        if address in WRONG_FOR_MEMBERS:
            client.force_login(_with_password(PersonFactory.create(), "Zebrapad-oversteken-4"))
        response = client.post(address, answers)
        found[address] = (response.status_code, *words_on(response.content.decode()))
    foreign = ENGLISH | FORMAL if language == "nl" else DUTCH
    assert {
        address: (status, screen, words & foreign)
        for address, (status, screen, words) in found.items()
    } == {address: (200, language, set()) for address in found}


def test_the_pages_for_codes_are_dutch(db: None, client: Client) -> None:
    """The page to type a code on, and what it says about a wrong one and about too many."""
    person = PersonFactory.create()
    client.post("/account/login/code/", {"email": person.email})
    wrong = {"code": "QQQQQQ"}
    pages = [client.post("/account/login/code/confirm/", wrong, follow=True) for _ in range(4)]
    assert [words_on(page.content.decode())[1] & (ENGLISH | FORMAL) for page in pages] == [
        set() for _ in pages
    ]


def test_who_tries_too_often_gets_a_page_of_ours(db: None, client: Client) -> None:
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"}):
        answers = {"login": "iemand@example.org", "password": "x"}
        client.post("/account/login/", answers)
        response = client.post("/account/login/", answers)
    assert response.status_code == 429
    assert "Je hebt dit te vaak geprobeerd." in response.content.decode()


def test_a_form_without_its_token_gets_a_page_of_ours(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/account/login/", {})
    assert response.status_code == 403
    assert "laad de pagina opnieuw" in response.content.decode()
