"""A second database from which figures are read: a copy that follows the first (a hot standby).

What is read from it is decided here: figures (`FIGURES`), by the screens that say so
(`reads_figures`), as long as the copy is there and not too far behind. All else, and every change,
is of the first database. Who just changed something reads that one until the copy must have it too.
"""

from __future__ import annotations

import functools
import logging
import tempfile
import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.http import HttpRequest, StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import Model
    from django.http import HttpResponse

P = ParamSpec("P")
R = TypeVar("R")

ALIAS = "replica"
ROUTER = "courses.common.replica.Router"
FIGURES = frozenset({"attendance", "catalogue", "editions", "enrolment", "evaluation"})
"""The parts of which figures are counted. Not who may see them, which is of people, and not what
staff write with figures: that is asked where it was written."""

LOOKED_AT = 5.0
"""How many seconds what was found of the copy is believed."""
COOKIE = "net-gewijzigd"
"""Says that this browser changed something a moment ago."""

log = logging.getLogger(__name__)

_reads: ContextVar[bool] = ContextVar("reads figures from the copy", default=False)


@dataclass(frozen=True)
class State:
    """How the copy is: so many seconds behind, at most (None when nobody knows), and why it is not
    used; empty when it is."""

    behind: float | None
    problem: str

    @property
    def is_used(self) -> bool:
        """Whether figures are read from it."""
        return not self.problem


@dataclass
class _Watch:
    """What this process knows of the copy, until when; and when the copy had everything."""

    state: State | None = None
    until: float = 0.0
    had_all: float | None = None


_watch = _Watch()


def is_there() -> bool:
    """Whether the operator named one."""
    return ROUTER in settings.DATABASE_ROUTERS


def most_behind() -> float:
    """How many seconds behind is too much."""
    return float(settings.ACADEMY_REPLICA_BEHIND)


def seconds_of_own_changes() -> int:
    """For how long who changed something reads the first database: what was found of the copy may
    be some seconds old, and then it was at most so far behind."""
    return int(most_behind() + LOOKED_AT) + 1


# --- Which database -------------------------------------------------------------------------------


class Router:
    """Tells Django which database it is; there when there is a copy."""

    def db_for_read(self, model: type[Model], **_hints: object) -> str:
        return alias_for(model)

    def db_for_write(self, model: type[Model], **_hints: object) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *_rows: object, **_hints: object) -> bool:
        # What was read from the copy is the same row.
        return True

    def allow_migrate(self, db: str, *_names: object, **_hints: object) -> bool | None:
        return False if db == ALIAS else None


def alias_for(model: type[Model]) -> str:
    """The database that rows of a model are read from now."""
    return ALIAS if _reads.get() and model._meta.app_label in FIGURES else DEFAULT_DB_ALIAS


@contextmanager
def first_database() -> Iterator[None]:
    """Read the first database all the same: for what is kept for others."""
    before = _reads.set(False)
    try:
        yield
    finally:
        _reads.reset(before)


@contextmanager
def _copy() -> Iterator[None]:
    before = _reads.set(True)
    try:
        yield
    finally:
        _reads.reset(before)


def reads_figures(view: Callable[P, R]) -> Callable[P, R]:
    """A view that changes nothing and may read figures from the copy, its page included.

    What fails there is done once more with the first database.
    """

    @functools.wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        if not is_there():
            return view(*args, **kwargs)
        request = next(one for one in (*args, *kwargs.values()) if isinstance(one, HttpRequest))
        if COOKIE in request.COOKIES or not state().is_used:
            return view(*args, **kwargs)
        try:
            with _copy():
                return _whole(view(*args, **kwargs))
        except (DatabaseError, InterfaceError) as error:
            _remember(State(None, f"it failed ({type(error).__name__})"))
        return view(*args, **kwargs)

    return answer


def _whole(answer: R) -> R:
    """The answer with all that is read for it."""
    response: Any = answer
    if hasattr(response, "render") and callable(response.render):
        response.render()
    elif isinstance(response, StreamingHttpResponse):
        # A file that is sent while it is made could not be begun again.
        response.streaming_content = _from_disk(response)
    return answer


MOST_IN_MEMORY = 1_000_000
AT_ONCE = 65_536


def _from_disk(response: StreamingHttpResponse) -> Iterator[bytes]:
    file = tempfile.SpooledTemporaryFile(MOST_IN_MEMORY)  # noqa: SIM115 - closed when it was sent
    for part in response:
        file.write(part)
    file.seek(0)

    def parts() -> Iterator[bytes]:
        with file:
            yield from iter(lambda: file.read(AT_ONCE), b"")

    return parts()


# --- How the copy is ------------------------------------------------------------------------------


def state() -> State:
    """How the copy is, as it was found some seconds ago at most."""
    if _watch.state is None or time.monotonic() > _watch.until:
        return look()
    return _watch.state


def look() -> State:
    """Look how the copy is; a line in the log when it is used from now on, or no longer."""
    try:
        behind = _behind()
    except (DatabaseError, InterfaceError) as error:
        return _remember(State(None, f"it is away ({type(error).__name__})"))
    if behind is None:
        return _remember(State(None, "it follows no other database"))
    is_late = behind > most_behind()
    return _remember(State(behind, "it is too far behind" if is_late else ""))


def _remember(found: State) -> State:
    before = _watch.state
    _watch.state, _watch.until = found, time.monotonic() + LOOKED_AT
    if found.problem and (before is None or before.is_used):
        log.warning("Figures are read from the first database: of the copy, %s.", found.problem)
    elif found.is_used and before is not None and before.problem:
        log.warning("Figures are read from the copy again.")
    return found


def forget() -> None:
    """Know nothing of the copy; for tests."""
    _watch.state = _watch.had_all = None


def _behind() -> float | None:
    """How many seconds the copy is behind, at most; None when it is no copy that follows."""
    first, copy = connections[DEFAULT_DB_ALIAS], connections[ALIAS]
    if copy.vendor != "postgresql":
        return _follows_by_itself(copy)
    asked = time.monotonic()
    # A server with synchronous_commit off confirms changes that this does not count yet.
    with first.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()")
        (written,) = cursor.fetchone()
    with copy.cursor() as cursor:
        cursor.execute(
            "SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn() >= %s::pg_lsn,"
            " extract(epoch FROM now() - pg_last_xact_replay_timestamp())",
            [written],
        )
        follows, has_all, age = cursor.fetchone()
    if not follows:
        return None
    if has_all:
        _watch.had_all = asked
        return 0.0
    # It has all until its last change, and all that there was when it last had everything. In a
    # quiet night the first says hours and the second seconds.
    since = [float(age)] if age is not None else []
    since += [time.monotonic() - _watch.had_all] if _watch.had_all is not None else []
    return min(since, default=float("inf"))


def _follows_by_itself(copy: Any) -> float:  # noqa: ANN401 - a connection
    # A file in a test: the same one, or one that cannot be read.
    with copy.cursor() as cursor:
        cursor.execute("SELECT 1")
    return 0.0


class OwnChangesMiddleware:
    """Has a browser that changed something read the first database until the copy has it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_change = request.method not in ("GET", "HEAD", "OPTIONS")
        # Others have no figures to look at.
        if is_change and is_there() and settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.set_cookie(
                COOKIE,
                "1",
                max_age=seconds_of_own_changes(),
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
