"""What a view of a plugin answers, asked through the guard until its last byte.

Who shows pages of plugins (of a training, of the administration) asks here, and says in its own way
that a plugin refuses or fails.
"""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

from courses.common.errors import Refusal
from courses.common.form_submissions import SAFE
from courses.common.text import plain_text
from courses.plugin_api.contributions.base import Contribution
from courses.plugin_host import guard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest

    from courses.plugin_host.entry import Entry

C = TypeVar("C", bound=Contribution)

FILE_BLOCK = 64 * 1024
"""Bytes of a file that are read at a time."""


def answer(
    request: HttpRequest,
    entry: Entry[C],
    view: Callable[[], object],
    *,
    in_transaction: bool = True,
) -> HttpResponseBase | None:
    """What `view()` answers, with its template filled in; None when the plugin fails.

    What changes something (not GET) runs in a transaction, unless a view may have to wait for
    another machine: nobody else could write meanwhile. A failure and a refusal undo what was
    written in it, and always what was put in the session. Browsers keep nothing, unless the view
    says so.

    Raises:
        Http404, PermissionDenied: the view says so.
        Refusal: the view says why it cannot be, in plain words.
    """

    def ask(_contribution: C) -> HttpResponseBase:
        writes = in_transaction and request.method not in SAFE
        try:
            with transaction.atomic() if writes else nullcontext(), _careful_session(request):
                return _rendered(view())
        except Refusal as refusal:
            # Words are made here, where it is known whose they are.
            raise Refusal(plain_text(refusal.message)) from None

    response = guard.call_plugin(
        entry, ask, default=None, passes=(Http404, PermissionDenied, Refusal)
    )
    if response is None:
        return None
    _guard_the_rest(entry, response)
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_store=True)
    return response


@contextmanager
def _careful_session(request: HttpRequest) -> Iterator[None]:
    """The session keeps what was put there only when all goes well, and when it can be kept.

    Without this a value that cannot be written would fail after the view, for the whole page.
    """
    session = request.session
    serializer = session.serializer()
    before, modified = serializer.dumps(dict(session.items())), session.modified
    try:
        yield
        if session.modified:
            serializer.dumps(dict(session.items()))
    except BaseException:
        if session.modified:
            session.clear()
            session.update(serializer.loads(before))
            session.modified = modified
        raise
    finally:
        request.session = session


def _rendered(response: object) -> HttpResponseBase:
    """The answer with its template filled in, so that a template that fails does so here."""
    if not isinstance(response, HttpResponseBase):
        raise TypeError(f"the view gave {type(response).__name__}")
    status = response.status_code
    if not isinstance(status, int) or not 200 <= status < 500:
        raise ValueError("the view gave a status that is none of a page")
    render_now: Callable[[], object] | None = getattr(response, "render", None)
    if callable(render_now):
        render_now()
    if isinstance(response, FileResponse):
        # Each block is a call through the guard.
        response.block_size = FILE_BLOCK
    if isinstance(response, StreamingHttpResponse):
        # The first part now: a file that cannot be read is no page.
        parts = iter(response)
        response.streaming_content = chain(list(islice(parts, 1)), parts)
    return response


def _guard_the_rest(entry: Entry[C], response: HttpResponseBase) -> None:
    """What is still the plugin's work after its view: the parts of a stream, and closing it."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = _parts(entry, iter(response))
    close = response.close
    if getattr(close, "__func__", None) is not HttpResponseBase.close:
        response.close = partial(_close, entry, response, close)  # type: ignore[method-assign]


def _parts(entry: Entry[C], parts: Iterator[bytes]) -> Iterator[bytes]:
    """The parts of a stream; one that fails ends it, since part of the answer has been sent."""
    while True:
        part = guard.call_plugin(entry, lambda _one: next(parts, None), default=None)
        if part is None:
            return
        yield part


def _close(entry: Entry[C], response: HttpResponseBase, close: Callable[[], object]) -> None:
    def ask(_contribution: C) -> bool:
        close()
        return True

    if not guard.call_plugin(entry, ask, default=False):
        # Django's own part of it: this tells that the request is over.
        HttpResponseBase.close(response)
