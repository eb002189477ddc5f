"""Pages for visitors are kept whole, and are correct at once after a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from wsgiref.util import FileWrapper

import pytest
from django.core.files.base import ContentFile
from django.core.wsgi import get_wsgi_application
from django.test import Client, RequestFactory
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction
from wagtail.models import Site as WagtailSite

from academy.website import page_cache
from academy.website.page_cache import PageCache
from courses.catalogue.models import InfopuntSettings, TrainingPage
from courses.common.public_version import PublicVersion, version
from courses.common.shared_token import FileToken
from courses.enrolment.services import enrol, withdraw
from courses.glossary.models import GlossaryWord
from courses.people.models import User
from courses.search import queries as search
from courses.search.models import WordGroup
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, TrainingFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_django import Settings

    from courses.editions.models import Edition

HTML = ("Content-Type", "text/html; charset=utf-8")
Headers = list[tuple[str, str]]
Answer = tuple[str, dict[str, str], str]


class Site:
    """The academy behind the page cache, as a web server sees it; `made` counts real work."""

    def __init__(self, version: PublicVersion) -> None:
        self.made = 0
        self.django = get_wsgi_application()
        self.cache = PageCache(self._count, version, 60)

    def _count(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.made += 1
        return self.django(environ, start_response)

    def get(
        self, path: str, method: str = "get", **headers: str
    ) -> tuple[str, dict[str, str], str]:
        """Status, headers and body of one request."""
        answer: dict[str, Any] = {}

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Any:
            answer.update(status=status, headers=dict(headers))

        request = getattr(RequestFactory(), method)(path, **headers)
        request.environ["wsgi.file_wrapper"] = FileWrapper
        body = b"".join(self.cache(request.environ, start_response))
        return answer["status"], answer["headers"], body.decode()

    def is_kept(self, path: str, **headers: str) -> bool:
        """Whether a second request costs no work."""
        self.get(path, **headers)
        before = self.made
        self.get(path, **headers)
        return self.made == before


@pytest.fixture
def site(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server of its own, whose signal is the file that services write to."""
    from django.core.signals import request_finished
    from django.db import close_old_connections

    monkeypatch.setattr(version, "_token", FileToken(tmp_path / "public-version"))
    request_finished.disconnect(close_old_connections)
    # An academy that has been visited before: its first page stores the Infopunt's details.
    InfopuntSettings.for_site(WagtailSite.objects.get())
    yield Site(version)
    request_finished.connect(close_old_connections)


PUBLIC = ["/", "/trainingen/", "/trainingen/luisteren/", "/agenda/"]


@pytest.fixture
def training(site: Site) -> TrainingPage:
    return TrainingFactory.create(title="Luisteren", slug="luisteren", summary="Een oefening.")


@pytest.fixture
def edition(training: TrainingPage) -> Edition:
    return EditionFactory.create(training=training, capacity=2)


@pytest.mark.parametrize("path", PUBLIC)
def test_a_visitor_gets_the_kept_page(site: Site, edition: Edition, path: str) -> None:
    first = site.get(path)
    assert first[0] == "200 OK"
    assert site.get(path) == first
    assert site.made == 1


def test_addresses_and_languages_are_kept_apart(site: Site, edition: Edition) -> None:
    dutch = site.get("/agenda/")[2]
    english = site.get("/agenda/", HTTP_COOKIE="taal=en")[2]
    assert ('<html lang="nl"' in dutch, '<html lang="en"' in english) == (True, True)
    assert site.get("/agenda/", HTTP_COOKIE="taal=nl")[2] == dutch
    made = site.made
    assert site.get("/agenda/", HTTP_COOKIE="taal=klingon")[2] == dutch
    assert site.made == made  # an unknown language is Dutch, and no page of its own
    assert "0 trainingen gevonden" in site.get("/trainingen/?q=niets")[2]
    assert "1 training gevonden" in site.get("/trainingen/?q=luister")[2]
    assert site.is_kept("/trainingen/?q=luister")


def test_a_search_finds_at_once_what_was_published_and_an_enrolment_makes_no_new_index(
    site: Site, edition: Edition
) -> None:
    before = search.index()
    EnrolmentFactory.create(edition=edition)
    assert search.index() is before
    assert "0 trainingen gevonden" in site.get("/trainingen/?q=zeilen")[2]
    page = edition.training
    page.title = "Zeilen"
    page.save_revision().publish()
    assert "1 training gevonden" in site.get("/trainingen/?q=zeilen")[2]
    with_title = search.index()
    EditionFactory.create(training=page)
    assert len(search.index().documents) == len(with_title.documents) + 1
    WordGroup.objects.create(typed="kanovaren", meant="zeilen")
    assert "1 training gevonden" in site.get("/trainingen/?q=kanovaren")[2]


@pytest.mark.parametrize("cookie", ["taal= en", 'taal="en"', "taal=nl; taal=en", " taal = en "])
def test_a_cookie_in_any_spelling_never_puts_english_among_the_dutch_pages(
    site: Site, edition: Edition, cookie: str
) -> None:
    assert '<html lang="en"' in site.get("/agenda/", HTTP_COOKIE=cookie)[2]
    assert '<html lang="nl"' in site.get("/agenda/")[2]
    assert '<html lang="en"' in site.get("/agenda/", HTTP_COOKIE=cookie)[2]


def test_pages_for_http_and_https_are_kept_apart(
    site: Site, edition: Edition, settings: Settings
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    site = Site(version)
    secure = {"HTTP_X_FORWARDED_PROTO": "https"}
    assert site.get("/agenda/", **secure)[0] == "200 OK"
    made = site.made
    assert site.get("/agenda/", HTTP_X_FORWARDED_PROTO="http")[0] == "301 Moved Permanently"
    assert site.get("/agenda/")[0] == "301 Moved Permanently"
    assert site.made == made + 2
    assert site.is_kept("/agenda/", **secure)


def test_a_document_is_never_kept_and_asks_each_time_who_may_have_it(site: Site) -> None:
    document = get_document_model().objects.create(
        title="Werkblad", file=ContentFile(b"vertrouwelijk", "werkblad.txt")
    )
    path = document.url
    assert site.get(path)[0] == "200 OK"
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    assert site.get(path)[0] == "302 Found"


@pytest.mark.parametrize(
    ("content_type", "kept"),
    [
        ("text/html; charset=utf-8", True),
        ("text/calendar", True),
        ("application/pdf", False),
        ("text/plain", False),
        ("", False),
    ],
)
def test_only_pages_and_calendars_are_read_whole(
    tmp_path: Path, content_type: str, kept: bool
) -> None:
    body = iter([b"een", b"twee"])

    def app(environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [("Content-Type", content_type)] if content_type else [])
        return body

    cache = PageCache(app, PublicVersion(FileToken(tmp_path / "signal")), 60)
    answer = cache(RequestFactory().get("/").environ, lambda *_args: None)
    assert (answer is body) is not kept
    assert b"".join(answer) == b"eentwee"


def test_who_carries_any_other_cookie_gets_a_page_of_their_own(
    site: Site, edition: Edition
) -> None:
    site.get("/agenda/")
    for cookie in ("sessionid=x", "taal=nl; sessionid=x", "csrftoken=y", "anders=1"):
        assert not site.is_kept("/agenda/", HTTP_COOKIE=cookie)
    # What such a visitor was shown is not what the next one gets.
    person = PersonFactory.create(first_name="Geheimennaam")
    client = Client()
    client.force_login(person)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    assert "Mijn academie" in site.get("/agenda/", HTTP_COOKIE=cookie)[2]
    assert "Mijn academie" not in site.get("/agenda/")[2]


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/mijn/", "get"),
        ("/account/login/", "get"),
        ("/account/signup/", "get"),
        ("/beheer/", "get"),
        ("/gezond/", "get"),
        ("/certificaat/", "get"),
        ("/bestaat-niet/", "get"),
        ("/agenda/", "head"),
    ],
)
def test_personal_and_failing_pages_are_never_kept(
    site: Site, training: TrainingPage, path: str, method: str
) -> None:
    site.get(path, method)
    before = site.made
    site.get(path, method)
    assert site.made == before + 1


def test_nothing_that_sets_a_cookie_or_asks_for_privacy_is_kept(tmp_path: Path) -> None:
    answers: list[list[tuple[str, str]]] = [
        [("Set-Cookie", "csrftoken=geheim")],
        [("set-cookie", "taal=nl")],
        [("Cache-Control", "private")],
        [("Cache-Control", "max-age=0, no-store")],
    ]
    for headers in answers:
        made: list[int] = []

        def app(
            environ: Any, start_response: Any, headers: Any = headers, made: Any = made
        ) -> list[bytes]:
            made.append(1)
            start_response("200 OK", [("Content-Type", "text/html"), *headers])
            return [b"geheim"]

        cache = PageCache(app, PublicVersion(FileToken(tmp_path / "signal")), 60)
        for _turn in range(2):
            cache(RequestFactory().get("/").environ, lambda *_args: None)
        assert len(made) == 2, headers


def _seats(site: Site) -> str:
    page = site.get("/trainingen/luisteren/")[2]
    found = [text for text in ("Nog 2 plaatsen", "Nog 1 plaats", "Vol") if text in page]
    return found[0] if found else page


def test_an_enrolment_shows_at_once(site: Site, edition: Edition) -> None:
    before = _seats(site)
    assert site.is_kept("/trainingen/luisteren/")
    enrolment = enrol(person=PersonFactory.create(), edition=edition)
    after_one = _seats(site)
    enrol(person=PersonFactory.create(), edition=edition)
    after_two = _seats(site)
    withdraw(enrolment=enrolment, actor=None)
    assert len({before, after_one, after_two}) == 3
    assert _seats(site) == after_one


def test_a_search_of_a_visitor_is_kept_also_where_somebody_waits(
    site: Site, edition: Edition
) -> None:
    address = "/zoeken/?q=luisteren"
    people = PersonFactory.create_batch(3)
    for person in people:
        enrol(person=person, edition=edition)
    assert site.is_kept(address)
    kept = site.get(address)[2]
    client = Client()
    client.force_login(people[2])
    mine = client.get(address).content.decode()
    waits = "Je staat op de wachtlijst"
    assert [("Vol – wachtlijst" in one, waits in one) for one in (kept, mine)] == [
        (True, False),
        (False, True),
    ]
    assert site.get(address)[2] == kept


CHANGES: dict[str, Callable[[TrainingPage], Any]] = {
    "publish": lambda training: _retitle(training).publish(),
    "unpublish": lambda training: training.unpublish(),
    "new edition": lambda training: EditionFactory.create(training=training),
    "infopunt": lambda training: _new_phone(),
    "hard word": lambda training: GlossaryWord.objects.create(word="oefening", meaning="Proberen."),
}


def _retitle(training: TrainingPage) -> Any:
    training.title = "Beter luisteren"
    return training.save_revision()


def _new_phone() -> None:
    details = InfopuntSettings.for_site(WagtailSite.objects.get())
    details.phone = "(030) 000 00 00"
    details.save()


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_change_shows_at_once(site: Site, training: TrainingPage, change: str) -> None:
    before = site.get("/trainingen/luisteren/")
    assert site.is_kept("/trainingen/luisteren/")
    CHANGES[change](TrainingPage.objects.get(pk=training.pk))
    assert site.get("/trainingen/luisteren/") != before


def test_what_no_visitor_sees_leaves_the_kept_pages_alone(
    site: Site, training: TrainingPage
) -> None:
    site.get("/agenda/")
    before = site.made
    User.objects.create_user(email="nieuw@example.org", first_name="Nieuw", last_name="Hier")
    site.get("/agenda/")
    assert site.made == before


def test_a_page_made_from_older_data_is_not_served_afterwards(tmp_path: Path) -> None:
    """The change comes while the page is being made."""
    version = PublicVersion(FileToken(tmp_path / "signal"))
    data = ["oud"]

    def app(environ: Any, start_response: Any) -> list[bytes]:
        body = data[0].encode()
        data[0] = "nieuw"
        version.bump()
        start_response("200 OK", [("Content-Type", "text/html")])
        return [body]

    cache = PageCache(app, version, 60)

    def get() -> bytes:
        return b"".join(cache(RequestFactory().get("/").environ, lambda *_args: None))

    assert [get(), get()] == [b"oud", b"nieuw"]


@pytest.mark.parametrize(("true_for", "kept"), [("0", False), ("30", True)])
def test_a_page_is_kept_no_longer_than_it_says_it_is_true(
    tmp_path: Path, true_for: str, kept: bool
) -> None:
    made = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        made.append(environ)
        start_response("200 OK", [HTML, ("X-True-For", true_for)])
        return [b"Nu bereikbaar tot 13.00 uur"]

    cache = PageCache(app, PublicVersion(FileToken(tmp_path / "version")), 60)
    for _turn in range(2):
        cache(RequestFactory().get("/signaal/").environ, lambda *_args: None)
    assert (len(made) == 1) == kept


def test_the_pages_kept_take_no_more_memory_than_is_meant_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody asks for one page with thousands of words to search for."""
    # Each counts twice: it may be kept compressed too.
    monkeypatch.setattr(page_cache, "MOST_BYTES", 20_000)

    made: list[str] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        made.append(environ["QUERY_STRING"])
        start_response("200 OK", [HTML])
        return [b"x" * 3000]

    cache = PageCache(app, PublicVersion(FileToken(tmp_path / "signal")), 60)
    for number in range(50):
        for _again in range(2):
            cache(RequestFactory().get(f"/trainingen/?q={number}").environ, lambda *_: None)
    addresses = [f"/trainingen/?q={number}" for number in range(50)]
    made.clear()
    for address in reversed(addresses):
        cache(RequestFactory().get(address).environ, lambda *_: None)
    assert made[0] == "q=46"
