"""What every address of the site answers to each role: the table is `answers.txt`, one line each.

    address   what GET answers   what POST without any field answers

with a letter for each of `ROLES`, in that order, and `-` for a POST that is not tried.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from django.contrib.auth.backends import ModelBackend
from django.db import connection, transaction
from django.template.backends.django import Template
from django.template.response import SimpleTemplateResponse
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils.safestring import SafeString
from wagtail.admin.icons import get_icon_sprite_hash
from wagtail.models import Site

from courses.certificates import sheets
from courses.common import pdf
from courses.people.sessions import SessionStore
from courses.plugin_api.contributions.screens import CourseUrls
from courses.plugin_host import asking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from django.http import HttpRequest
    from django.test import Client

ROLES = (
    "visitor",
    "stranger",
    "participant",
    "contact",
    "trainer",
    "other_trainer",
    "coordinator",
    "administrator",
)
"""`participant` and `trainer` are those of the edition that a line is about, `stranger` and
`other_trainer` those of another. `contact` is the contact person of an organisation, to which
`stranger` belongs."""

OPENS, SENDS_ON, NOT_RIGHT, FAILS = "o", ">", "?", "!"
DOOR, FRONT_PAGE, NO_KEY, FORBIDDEN, NOT_THERE, NO_SUCH_METHOD = "d", "f", "k", "x", ".", "m"
"""The letters: 2xx; 3xx to elsewhere; what was sent is not right (400, 409, 422); a fault. And of
who is kept out: to where one signs in; Wagtail's front page, with "you may not do that"; 401; 403;
404 (hides that it is there at all); 405."""
KEPT_OUT = frozenset({DOOR, FRONT_PAGE, NO_KEY, FORBIDDEN, NOT_THERE, NO_SUCH_METHOD})

DOORS = ("/toegang/", "/beheer/login/", "/account/login/")
BY_STATUS = {401: NO_KEY, 403: FORBIDDEN, 404: NOT_THERE, 405: NO_SUCH_METHOD}
FAULTY = frozenset({400, 409, 410, 422, 429})

WITHOUT_MEANING = frozenset({"django_session", "people_session", "usersessions_usersession"})
"""Tables that say that somebody asked something, and nothing else."""
PLUGIN_PAGES = "trainingen/<page:training>/p/"
CHANGE = re.compile(r'\s*(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "(\w+)"', re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    address: str
    get: str
    post: str


def read_table() -> list[Row]:
    """All lines; what is empty or begins with # is for people."""
    lines = Path(__file__).with_name("answers.txt").read_text().splitlines()
    return [Row(*line.split()) for line in lines if line.strip() and not line.startswith("#")]


def expected(rows: Iterable[Row], role: str, method: str) -> dict[str, str]:
    """What this role has to hear, by address: all that is worth asking it.

    Left out is what the same door would say again. Nobody from outside passes the door of the
    administration: there `stranger` sends forms for all of them. Where an administrator gets in as
    a coordinator does, the coordinator is asked. And what a form answers who may send it, one role
    is asked.
    """
    column = ROLES.index(role)
    found = {}
    for row in rows:
        answers = getattr(row, method)
        if answers == "-":
            continue
        answer, others = answers[column], answers[:column]
        inside = row.address.startswith("/beheer/")
        if method == "post" and inside and role in ("participant", "contact"):
            continue
        as_coordinator = role == "administrator" and answer == others[-1]
        sent_by_another = method == "post" and answer in others
        if answer not in KEPT_OUT and (as_coordinator or sent_by_another):
            continue
        found[row.address] = answer
    return found


def routes() -> Counter[str]:
    """Every pattern of an address that the site has, whoever put it there."""
    found = Counter(_routes(get_resolver().url_patterns))
    found.update(
        f"{PLUGIN_PAGES}{one.plugin.slug}/{route}"
        for one in asking.everywhere(CourseUrls)
        for route in _routes(one.contribution.patterns())
    )
    return found


def _routes(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, _join(before, str(one.pattern)))
        else:
            yield _join(before, str(one.pattern))


def _join(before: str, pattern: str) -> str:
    # As Django does when it says which pattern it took.
    return before + (pattern.removeprefix("^") if before else pattern)


def route_of(path: str) -> str:
    """The pattern that answers an address; of a page of a plugin its own."""
    found = resolve(path.partition("?")[0])
    if not found.route.startswith(PLUGIN_PAGES):
        return found.route
    plugin, rest = found.kwargs["plugin"], found.kwargs.get("rest", "")
    for one in asking.everywhere(CourseUrls):
        for pattern in one.contribution.patterns():
            if one.plugin.slug == plugin and pattern.resolve(rest):
                return f"{PLUGIN_PAGES}{plugin}/{pattern.pattern}"
    return found.route


def asked(
    client: Client, addresses: Iterable[str], things: Mapping[str, Any], method: str = "get"
) -> Iterator[tuple[str, str, set[str]]]:
    """Ask each address: the address, the letter of what it answers, and the tables in which
    something changed. All is undone after each."""
    cookies = client.cookies.output()
    for address in addresses:
        client.cookies = SimpleCookie(cookies.replace("Set-Cookie: ", ""))
        with undone(), _changes() as changed:
            response = getattr(client, method)(address.format(**things))
        yield address, letter(response, address), changed


def letter(response: Any, address: str) -> str:
    """What an answer is, in one letter."""
    if 300 <= response.status_code < 400:
        to = response["Location"]
        # Who works here goes there from the site too: after signing in.
        sent_away = to == "/beheer/" and address.startswith("/beheer/")
        return DOOR if to.startswith(DOORS) else FRONT_PAGE if sent_away else SENDS_ON
    if response.status_code in FAULTY:
        return NOT_RIGHT
    if 200 <= response.status_code < 300:
        return OPENS
    return BY_STATUS.get(response.status_code, FAILS)


@contextmanager
def undone() -> Iterator[None]:
    """What is done in it is undone at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _changes() -> Iterator[set[str]]:
    found: set[str] = set()

    def look(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        match = CHANGE.match(sql)
        if match and match[1] not in WITHOUT_MEANING:
            found.add(match[1])
        return execute(sql, *rest)

    with connection.execute_wrapper(look):
        yield found


@contextmanager
def remembering() -> Iterator[None]:
    """Who signed in, what he or she may, and which site is asked is read once and not for each of a
    thousand addresses. Each request has copies of its own."""
    people: dict[Any, Any] = {}
    sessions: dict[Any, Any] = {}
    sites: dict[Any, Any] = {}
    read_person, read_session = ModelBackend.get_user, SessionStore._get_session_from_db
    read_site = Site._find_for_request

    def get_user(backend: ModelBackend, key: Any) -> Any:
        if key not in people:
            people[key] = read_person(backend, key)
            if people[key] is not None:
                people[key].has_perm("wagtailadmin.access_admin")
        return copy.copy(people[key])

    def get_session(store: SessionStore) -> Any:
        if (key := store.session_key) not in sessions:
            sessions[key] = read_session(store)
        return copy.copy(sessions[key])

    def get_site(request: HttpRequest) -> Any:
        if (key := request.get_host()) not in sites:
            sites[key] = read_site(request)
        return copy.copy(sites[key])

    with (
        mock.patch.object(ModelBackend, "get_user", get_user),
        mock.patch.object(SessionStore, "_get_session_from_db", get_session),
        mock.patch.object(Site, "_find_for_request", get_site),
    ):
        yield


@contextmanager
def nothing_drawn() -> Iterator[None]:
    """Answers have no page: who gets in is decided before one is drawn, which takes most time."""

    def leave_empty(response: SimpleTemplateResponse) -> SimpleTemplateResponse:
        response.content = b""
        return response

    blank = pdf.render("")
    # Wagtail keeps these for the process: what is drawn of them meanwhile would stay empty.
    get_icon_sprite_hash()
    with (
        mock.patch.object(SimpleTemplateResponse, "render", leave_empty),
        # Of the pages that say that there is none, and of all that is put together by itself.
        mock.patch.object(Template, "render", return_value=SafeString()),
        mock.patch.object(pdf, "render", return_value=blank),
        mock.patch.object(pdf, "render_sheet", return_value=blank),
        # Kept for the process too, and made with a template.
        mock.patch.object(sheets, "css", return_value=""),
    ):
        yield
