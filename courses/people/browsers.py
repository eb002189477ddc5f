"""The browsers in which somebody signed in before, and their names.

A cookie says so, and lets nobody in: who has it is only not stopped by what strangers try on the
account. It holds no name and no number of a person, only marks that we can check once somebody
says who he or she is.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from courses.common import addresses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from courses.people.models import User

COOKIE = "bekend"
PATH = addresses.ACCOUNT
"""Not on other pages: a page kept for all visitors is given to who carries no cookie."""

AGE = 180 * 24 * 60 * 60
MOST = 5
"""How many people may share a browser and all be known in it."""

_SALT = "courses.people.browsers"


def known(request: HttpRequest, people: Iterable[User]) -> str:
    """A name for this browser if one of these people signed in here before, or nothing."""
    marks = _marks(request)
    for person in people:
        for browser, mark in marks:
            if constant_time_compare(mark, _mark(browser, person)):
                return browser
    return ""


def remember(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Let the browser keep that this person signed in."""
    browser = known(request, [person]) or secrets.token_urlsafe(9)
    others = [one for one in _marks(request) if one[0] != browser]
    marks = [[browser, _mark(browser, person)], *others][:MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps(marks, salt=_SALT),
        max_age=AGE,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> list[list[str]]:
    try:
        marks = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=AGE)
    except signing.BadSignature:
        return []
    return list(marks)


def _mark(browser: str, person: User) -> str:
    # Of a new password, or when the person wants so, all browsers are strangers again.
    parts = [browser, str(person.pk), person.password, str(person.browsers_forgotten)]
    return salted_hmac(_SALT, "\n".join(parts), algorithm="sha256").hexdigest()[:32]


# --- Names ----------------------------------------------------------------------------------------

# In this order: Edge and Samsung's browser say that they are Chrome too, and Chrome says Safari.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_MACHINES = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


def kind(user_agent: str) -> str:
    """What is kept of how a browser presents itself: `Firefox/Android`, and nothing more exact.

    A part that is not known is left out. Of what this gave, it gives the same once more.
    """
    parts = user_agent.split("/")
    if len(parts) == 2 and {*parts} <= {"", *_BROWSERS.values(), *_MACHINES.values()}:
        return user_agent
    return f"{_first(_BROWSERS, user_agent)}/{_first(_MACHINES, user_agent)}"


def readable(kept: str) -> str:
    """A name for people to know a browser by: `Firefox op Android`."""
    browser, _slash, machine = kind(kept).partition("/")
    if browser and machine:
        return _("%(browser)s op %(machine)s") % {"browser": browser, "machine": machine}
    return browser or machine or _("Een apparaat dat wij niet kennen")


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for mark, name in names.items() if mark in user_agent), "")
