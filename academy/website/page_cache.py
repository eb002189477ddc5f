"""Pages for visitors, kept whole in memory and correct at once after a change.

A WSGI wrapper outside Django: a kept page costs no middleware, no session and no database. It
serves only visitors who carry no cookie but the language's, so nothing personal can be kept. Only
pages and calendars are kept: files pass through as they are, and Django asks who may have them.

Pages are kept under the public version that held *before* they were made
(`courses.common.public_version`), so a page made from older data is never served afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http.cookie import parse_cookie

from academy.website.compression import KeptPage
from courses.common import addresses
from courses.common.content_language import CODE
from courses.common.kept_until import HEADER
from courses.common.process_cache import Shelf
from courses.common.public_version import PublicVersion, version

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

MOST_PAGES = 2000
LARGEST_PAGE = 512 * 1024
MOST_BYTES = 64 * 1024 * 1024
"""Of all pages in one process: anybody can ask for as many addresses as he can think of."""
WITH_PACKED = 2
"""A kept page and its compressed forms take at most twice the room of the page."""

# Pages that are the same for every visitor; the rest always goes to Django.
CLOSED_PREFIXES = (
    addresses.ADMIN,
    addresses.ACCOUNT,
    addresses.MINE,
    "/demo/",
    "/static/",
    "/media/",
    "/documenten/",
    "/gezond/",
)
KEPT_TYPES = ("text/html", "text/calendar")

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
WsgiApp = Callable[["WSGIEnvironment", StartResponse], Iterable[bytes]]


@dataclass
class _Answer:
    """What the application said before its page."""

    status: str = ""
    headers: Headers = field(default_factory=list)


class PageCache:
    """The WSGI wrapper."""

    def __init__(self, app: WsgiApp, version: PublicVersion, seconds: int) -> None:
        self.app = app
        self.version = version
        self.seconds = seconds
        self._pages: Shelf[KeptPage] = Shelf(
            MOST_PAGES, most_bytes=MOST_BYTES, size_of=lambda page: len(page) * WITH_PACKED
        )

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self.app(environ, start_response)
        version = self.version.read()
        kept = self._pages.get(key, version)
        if kept is not None:
            start_response(kept.status, kept.headers)
            return kept
        return self._make(key, version, environ, start_response)

    @property
    def is_instant(self) -> bool:
        """Whether it is known without asking another machine if a page is still true."""
        return self.version.is_instant

    def kept(self, environ: WSGIEnvironment) -> KeptPage | None:
        """The page that answers this request, if it is kept and still true."""
        key = self._key(environ)
        return None if key is None else self._pages.get(key, self.version.read())

    def _key(self, environ: WSGIEnvironment) -> tuple[str, ...] | None:
        """What tells pages apart; None for requests that are not a plain visitor's."""
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_HX_REQUEST" in environ:
            return None
        path = environ.get("PATH_INFO", "")
        if path.startswith(CLOSED_PREFIXES) or "HTTP_AUTHORIZATION" in environ:
            return None
        # Read as Django reads them, so that the key and the page agree about the language.
        cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
        language = cookies.pop(settings.LANGUAGE_COOKIE_NAME, "")
        if cookies:
            return None
        return (
            environ.get("HTTP_HOST", ""),
            _scheme(environ),
            path,
            environ.get("QUERY_STRING", ""),
            language if CODE.fullmatch(language) else "",
        )

    def _make(
        self,
        key: tuple[str, ...],
        version: bytes,
        environ: WSGIEnvironment,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        answer = _Answer()

        def remember(status: str, headers: Headers, exc_info: object = None) -> object:
            answer.status, answer.headers = status, headers
            return start_response(status, headers, exc_info)

        response = self.app(environ, remember)
        if not _may_keep(answer, response):
            return response
        try:
            page = KeptPage(answer.status, answer.headers, b"".join(response))
        finally:
            close = getattr(response, "close", None)
            if close is not None:
                close()
        if len(page) <= LARGEST_PAGE:
            self._keep(key, version, page)
        return page

    def _keep(self, key: tuple[str, ...], version: bytes, page: KeptPage) -> None:
        # A page that tells the time of something is kept no longer than it is true.
        true_for = min([self.seconds, *(int(v) for name, v in page.headers if name == HEADER)])
        self._pages.put(key, version, page, seconds=true_for)


def _scheme(environ: WSGIEnvironment) -> str:
    """http or https as Django sees it: what the proxy says, where the settings believe it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        said = environ.get(header)
        if said is not None:
            return "https" if said.split(",", 1)[0].strip() == secure else "http"
    scheme: str = environ.get("wsgi.url_scheme", "http")
    return scheme


def _may_keep(answer: _Answer, response: Iterable[bytes]) -> bool:
    """Only whole 200 pages and calendars that set no cookie and do not ask to be left out."""
    if not answer.status.startswith("200") or getattr(response, "streaming", False):
        return False
    content_type = ""
    for name, value in answer.headers:
        lowered = name.lower()
        if lowered == "set-cookie":
            return False
        if lowered == "cache-control" and ("no-store" in value or "private" in value):
            return False
        if lowered == "content-type":
            content_type = value.partition(";")[0].strip().lower()
    return content_type in KEPT_TYPES


def wrap(app: WsgiApp) -> WsgiApp:
    """`app` behind the page cache, unless the settings switch it off."""
    if not settings.PAGE_CACHE_SECONDS:
        return app
    return PageCache(app, version, settings.PAGE_CACHE_SECONDS)
