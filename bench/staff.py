"""What the screens of staff cost, in an academy that has run for one year and for twenty.

It runs in a process of the academy, without a server: a page is asked of the application itself.
"""

from __future__ import annotations

import io
import statistics
from dataclasses import asdict, dataclass
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse

from academy.demo.auth import DEMO_DOMAIN
from bench import fill, history
from courses.editions.models import Edition
from courses.people.models import User

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROWS = 500
TOKEN = "b" * 32


@dataclass(frozen=True)
class Screen:
    """A page that staff ask for; `form` is what they send, if they do."""

    name: str
    path: str
    form: str = ""


@dataclass(frozen=True)
class Cost:
    """Milliseconds of a processor (this process's and those of its database), queries, kilobytes.

    Of the milliseconds the middle of some tries.
    """

    milliseconds: float
    queries: int
    kilobytes: int


def measure(*, tries: int) -> dict[str, dict[str, Any]]:
    """The cost of each screen by its name: after one year, and after all years."""
    last = history.fill_last_year()
    history.look_through()
    coordinator = User.objects.get(email=f"coordinator{DEMO_DOMAIN}")
    session = fill._sign_in(coordinator)  # noqa: SLF001 - the bench's own
    screens = list(_screens(last))
    found: dict[str, dict[str, Any]] = {one.name: {} for one in screens}
    for years in (1, history.YEARS):
        if years > 1:
            history.copy_to_years_before(last)
            history.look_through()
        for one in screens:
            found[one.name][str(years)] = asdict(_cost(one, session, tries))
    return found


def _screens(last: history.LastYear) -> Iterator[Screen]:
    somebody = User.objects.get(pk=last.loyal[0])
    # One letter is wrong, as when a name is heard.
    heard = f"{somebody.first_name} {somebody.last_name[:-1]}n"
    edition = Edition.objects.filter(status="open").order_by("-starts_at").first()
    assert edition is not None
    # What the administration costs around any page of ours.
    yield Screen("almost_empty", reverse("desk_access"))
    yield Screen("desk", reverse("wagtailadmin_home"))
    yield Screen("person_page", reverse("person_page", args=[somebody.pk]))
    yield Screen("find_person", f"{reverse('enrol_by_telephone')}?{urlencode({'q': heard})}")
    yield Screen("search", f"{reverse('desk_search')}?{urlencode({'q': heard})}")
    path = reverse("edition_add_group", args=[edition.pk])
    form = {"csrfmiddlewaretoken": TOKEN, "text": "\n".join(_list())}
    yield Screen(f"import_{ROWS}", path, urlencode(form))


def _list() -> Iterator[str]:
    """Every second one we know."""
    yield "Voornaam;Achternaam;E-mail;Telefoon"
    known = User.objects.filter(email__startswith="nieuw").order_by("pk")[: ROWS // 2]
    for number, one in enumerate(known):
        yield f"{one.first_name};{one.last_name};{one.email};{one.telephone}"
        yield f"Vera;{one.last_name}stra;vera{number}@example.net;0301{number:06}"


def _cost(screen: Screen, session: str, tries: int) -> Cost:
    def ask() -> int:
        return _answer(screen, session)

    for _ in range(2):
        ask()
    asked: list[str] = []

    # Not Django's own log of queries: that is emptied when a request begins.
    def note(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        asked.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(note):
        size = ask()
    spent = statistics.median(_milliseconds(ask) for _ in range(tries))
    return Cost(round(spent, 2), len(asked), size // 1024)


def _milliseconds(do: Callable[[], object]) -> float:
    before = process_time() + _seconds_of_database()
    do()
    return (process_time() + _seconds_of_database() - before) * 1000


def _seconds_of_database() -> float:
    """What the process at the other end of our connection took; SQLite is part of this one."""
    if connection.vendor != "postgresql":
        return 0.0
    raw: Any = connection.connection
    spent = Path(f"/proc/{raw.info.backend_pid}/schedstat")
    return int(spent.read_text().split()[0]) / 1e9 if spent.exists() else 0.0


def _answer(screen: Screen, session: str) -> int:
    """Ask for it as a server does; how many bytes the page has.

    Raises:
        SystemExit: it is no page.
    """
    from academy.wsgi import application

    path, _mark, query = screen.path.partition("?")
    body = screen.form.encode()
    statuses: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST" if body else "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "127.0.0.1",
        "HTTP_COOKIE": f"sessionid={session}; csrftoken={TOKEN}",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
    }
    answer: Any = application(environ, lambda status, *_more: statuses.append(status))
    size = sum(map(len, answer))
    getattr(answer, "close", lambda: None)()
    if not statuses[0].startswith("200"):
        raise SystemExit(f"bench: {screen.name} answers {statuses[0]}")
    return size
