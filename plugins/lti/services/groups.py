"""Who of the course at a platform has done our lesson, for who gives that course.

The platform is asked for the names at the moment that somebody looks (Names and Role Provisioning
Services 2.0), for learners only. They are shown and forgotten: nothing of them is kept here. Of our
own we add what the platform may hear anyway: who opened the lesson from there, and the result.
"""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

from courses.common import clock, outgoing
from plugins.lti import messages, names
from plugins.lti.models import Arrival, PassedResult, ResourceLink
from plugins.lti.services import grading, once
from plugins.lti.services.grading import NotTaken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courses.plugin_api.api import Json
    from plugins.lti.messages import Message
    from plugins.lti.models import Platform

LASTS = timedelta(minutes=30)
"""How long one may look, after opening the lesson there."""

MOST = 1_000
"""People who are shown; a course of more is no group."""
PAGE = 100
MOST_PAGES = 30
SECONDS = 20.0
"""How long all pages together may take."""

LEARNERS = {names.LEARNER, "Learner"}
NEXT = re.compile(r'<([^<>]*)>\s*;[^<]*\brel\s*=\s*"?next\b', re.IGNORECASE)
"""The address of the next page in a `Link` header (RFC 8288)."""


class Member(NamedTuple):
    """Somebody in a course there: the number by which the platform knows that person, and a name,
    where it tells one."""

    subject: str
    name: str


class Row(NamedTuple):
    """Somebody in a course there, and how far here; `result` is of a hundred, None until it is
    done."""

    name: str
    has_begun: bool
    result: int | None


class Group(NamedTuple):
    """All of them; `is_cut_off`: there are more."""

    rows: list[Row]
    is_cut_off: bool

    @property
    def done(self) -> int:
        """How many have done the lesson."""
        return sum(1 for row in self.rows if row.result is not None)


def let_look(*, platform: Platform, message: Message) -> str:
    """The secret for the address at which who gives this course sees the others; empty for who does
    not, and where the platform tells no names."""
    if not message.gives_course or not message.memberships:
        return ""
    secret = once.new_secret()
    Arrival.objects.create(
        digest=once.digest(secret),
        platform=platform,
        subject=message.subject,
        told={
            "members": message.memberships,
            "course": message.course_title,
            "deployment": message.deployment,
            "link": message.link,
            "lesson": None,
        },
        until=clock.now() + LASTS,
    )
    return secret


def link_of(arrival: Arrival) -> ResourceLink | None:
    """The place in the course there from which somebody came to look."""
    if "members" not in arrival.told:
        return None
    return (
        ResourceLink.objects.filter(
            platform=arrival.platform,
            deployment=arrival.told["deployment"],
            link=arrival.told["link"],
        )
        .select_related("lesson", "platform")
        .first()
    )


def group_of(*, link: ResourceLink, url: str) -> Group:
    """Who is in the course there, by name, and how far here. The platform is asked.

    Raises:
        NotTaken: it does not tell.
    """
    members, is_cut_off = _members(link.platform, url)
    accounts = dict(
        PassedResult.objects.filter(link=link).values_list("account__subject", "account__person")
    )
    results = grading.results_of(set(accounts.values()), link.lesson_id)
    rows = [
        Row(one.name, one.subject in accounts, results.get(accounts.get(one.subject, 0)))
        for one in members
    ]
    rows.sort(key=lambda row: (not row.name, row.name.casefold()))
    return Group(rows, is_cut_off)


def _members(platform: Platform, url: str) -> tuple[list[Member], bool]:
    token = grading.access_token(platform, names.MEMBERS_READ)
    found: dict[str, Member] = {}
    for document in _pages(url, token):
        listed = document.get("members")
        for one in listed if isinstance(listed, list) else ():
            member = _member(messages.mapping(one))
            if member is not None:
                found.setdefault(member.subject, member)
            if len(found) > MOST:
                return list(found.values())[:MOST], True
    return list(found.values()), False


def _pages(url: str, token: str) -> Iterator[Mapping[str, object]]:
    """The pages of the list, one after the other; all of one machine, for the token is for it."""
    until = time.monotonic() + SECONDS
    goal = _asking_for_learners(url)
    for _page in range(MOST_PAGES):
        left = until - time.monotonic()
        if left <= 0:
            raise NotTaken(f"{urlsplit(url).netloc} takes too long")
        answer = grading.ask_service(goal, token=token, accept=names.MEMBERS_TYPE, seconds=left)
        document: dict[str, object] = grading.json_of(answer)
        if "members" not in document:
            raise NotTaken(f"{urlsplit(url).netloc}: no list of members")
        yield document
        following = NEXT.search(answer.headers.get("link", ""))
        if following is None:
            return
        goal = urljoin(goal, following[1].strip())
        if _origin(goal) != _origin(url):
            raise NotTaken(f"{urlsplit(url).netloc} leads on to another machine")
    raise NotTaken(f"{urlsplit(url).netloc}: no end of pages")


def _origin(url: str) -> tuple[str, str, int] | None:
    try:
        return outgoing.checked(url)[:3]
    except outgoing.Unreachable:
        return None


def _asking_for_learners(url: str) -> str:
    """No more than is shown; a platform may give others all the same, as Moodle does on the second
    page."""
    parts = urlsplit(url)
    asked = urlencode({"role": names.LEARNER, "limit": PAGE})
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, asked)))))


def _member(told: Mapping[str, Json]) -> Member | None:
    """Somebody who learns there now; None for another, and for what is no member."""
    subject = messages.text(told.get("user_id"))
    roles = set(messages.listed(told.get("roles")))
    if not subject or (roles and not roles & LEARNERS) or told.get("status", "Active") != "Active":
        return None
    whole = messages.text(told.get("name"), messages.LONGEST_NAME)
    parts = (
        messages.text(told.get(one), messages.LONGEST_NAME) for one in ("given_name", "family_name")
    )
    return Member(subject, whole or " ".join(filter(None, parts)))
