"""The public version: a token that changes whenever something that visitors can see changes.

All processes of the academy share a random token (`shared_token`). Whoever changes something
public writes a new one after commit. What was made from public data is kept in memory under
the token that stood there *before* that data was read: within a request that is the token from its
start (`PublicVersionMiddleware`), because a view may have read its objects long before it asks for
what is kept. So no request shows anything older than what stood there when it began.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar, cast

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language

from courses.common.content_language import current_code
from courses.common.process_cache import Shelf
from courses.common.replica import first_database
from courses.common.shared_token import PlacedToken

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from django.http import HttpRequest, HttpResponse

    from courses.common.shared_token import SharedToken

MOST_KEPT = 4000
CHANGED = b"changed"  # no token: those are empty (nothing ever changed) or longer

T = TypeVar("T")


class PublicVersion:
    """The token of what visitors can see; a request holds the one of its start."""

    def __init__(self, token: SharedToken) -> None:
        self._token = token
        # None: no request is going on. CHANGED: this request changed something public itself. In a
        # list, so that whoever changes something in a copy of this context tells all of it.
        self._held: ContextVar[list[bytes] | None] = ContextVar("held public version", default=None)

    def read(self) -> bytes:
        """The token that stands there now."""
        return self._token.read()

    @property
    def is_instant(self) -> bool:
        """Whether reading asks nobody, so that it cannot take long."""
        return self._token.is_instant

    def problem(self) -> str:
        """Why processes do not hear of each other's changes; empty when all is well."""
        return self._token.problem()

    def bump(self) -> None:
        """Make everything kept worthless, in all processes of the academy.

        The request that does this keeps and uses nothing from here on: part of what it has read
        is older than the new token, and what was kept before is older than its own change.
        """
        self._token.bump()
        held = self._held.get()
        if held is not None:
            held[0] = CHANGED

    @contextmanager
    def held(self) -> Iterator[None]:
        """Everything inside the block counts as read under the token that stands here now."""
        before = self._held.set([self.read()])
        try:
            yield
        finally:
            self._held.reset(before)

    def current(self) -> bytes | None:
        """The token to keep things under: the one held, else the newest; None for not at all."""
        held = self._held.get()
        if held is None:
            return self.read()
        return None if held[0] == CHANGED else held[0]


version = PublicVersion(PlacedToken(""))

texts_version = PlacedToken("texts")
"""The token of what stands on pages alone. Each enrolment changes the public version; what is dear
to make of texts is kept under this one."""


class PublicVersionMiddleware:
    """Hold the public version during each request; it comes before all that reads data."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with version.held():
            return self.get_response(request)


class Memory:
    """Things made from public data alone, kept in this process until that data changes.

    After `PAGE_CACHE_SECONDS` they are made again all the same, for machines that share no token; 0
    keeps nothing.
    """

    def __init__(self, version: PublicVersion) -> None:
        self.version = version
        self._kept: Shelf[object] = Shelf(MOST_KEPT)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under `key` in the reader's language, else what `make` makes.

        `key` holds all that the thing depends on beside public data and language. None is not
        kept. Inside a transaction nothing is kept or used: what is seen there may never become
        public. What `make` uses was read during this request, or is read by `make` itself.
        """
        seconds = settings.PAGE_CACHE_SECONDS
        token = self.version.current() if seconds and not connection.in_atomic_block else None
        if token is None:
            return make()
        key = (get_language(), current_code(), key)
        # The key says what kind of thing it is.
        kept = cast("T | None", self._kept.get(key, token))
        if kept is not None:
            return kept
        # A copy of the database may not know yet what the token says.
        with first_database():
            made = make()
        if made is not None:
            self._kept.put(key, token, made, seconds=seconds)
        return made


memory = Memory(version)
