"""Pages go over the wire compressed, where that can tell nobody anything.

Who can let a browser ask for a page again and again, have words of his own in it, and see how long
the answers are, can guess what else stands in it, letter by letter (BREACH). So compressed are:

- kept pages (`academy.website.page_cache`): they are the same for every visitor;
- pages that a browser without a session asks for: there is nobody to tell anything about;
- pages for who is signed in, when the browser says that it was asked from a page of ours, or by the
  person (`Sec-Fetch-Site`): no other site can bring that about. An older browser, which does not
  say, gets them as they are.

The CSRF token, which attackers would want most, is written in another way in every answer (Django
does). Files for download and answers that stream pass as they are; WhiteNoise has compressed what
is static.
"""

from __future__ import annotations

import functools
import gzip
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import brotli
from django.conf import settings
from django.http.cookie import parse_cookie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import WSGIEnvironment

    StartResponse = Callable[..., Any]
    WsgiApp = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]

Headers = list[tuple[str, str]]

TYPES = ("text/html", "text/calendar")
SMALLEST = 500
"""Bytes. What is smaller goes in one packet as it is."""
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
"""Some milliseconds for a page; more takes ten times as long for a tenth less."""
FROM_HERE = ("same-origin", "none")


@dataclass(frozen=True)
class Form:
    """A kept page as it goes over the wire to who reads one encoding."""

    status: str
    headers: Headers
    body: bytes

    @functools.cached_property
    def heads(self) -> bytes:
        """Its heads as they are sent, with the empty line after them."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in self.headers)
        return f"{lines}\r\n".encode("latin-1")


@dataclass
class KeptPage:
    """A page that is the same for every visitor, and the forms that somebody asked for so far."""

    status: str
    headers: Headers
    plain: bytes
    _forms: dict[str, Form] = field(default_factory=dict)

    def __iter__(self) -> Iterator[bytes]:
        yield self.plain

    def __len__(self) -> int:
        return len(self.plain)

    def known_form(self, encoding: str) -> Form | None:
        """The page in this encoding, if somebody asked for that before."""
        return self._forms.get(encoding)

    def form(self, encoding: str) -> Form:
        """The page in this encoding, made when somebody first asks for it."""
        return self._forms.get(encoding) or self._forms.setdefault(encoding, self._made(encoding))

    def _made(self, encoding: str) -> Form:
        if not _is_page(self.headers, self):
            return Form(self.status, self.headers, self.plain)
        headers = _varying(self.headers)
        if not encoding:
            return Form(self.status, headers, self.plain)
        packed = _pack(self.plain, encoding)
        return Form(self.status, _packed_headers(headers, encoding, packed), packed)


class Compression:
    """The WSGI wrapper; around the page cache, which gives each kept page as a `KeptPage`."""

    def __init__(self, app: WsgiApp) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "HEAD":
            return self.app(environ, start_response)
        encoding = _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        answer = _Answer(start_response)
        body = self.app(environ, answer.begin)
        if isinstance(body, KeptPage):
            form = body.form(encoding)
            return answer.end([form.body], form.headers)
        if not answer.is_begun or not _is_page(answer.headers, body):
            return answer.end(body)
        # A proxy that keeps pages has to know that there is more than one form of this one.
        headers = _varying(answer.headers)
        if not encoding or not tells_nobody(environ):
            return answer.end(body, headers)
        packed = _packed(body, encoding)
        return answer.end([packed], _packed_headers(headers, encoding, packed))

    @property
    def is_instant(self) -> bool:
        """Whether `kept` asks no other machine."""
        return bool(getattr(self.app, "is_instant", False))

    def kept(self, environ: WSGIEnvironment) -> Form | None:
        """The very answer to this request, if it is a kept page in a form that is there already;
        for a web server that asks before it does anything else."""
        find: Callable[[WSGIEnvironment], KeptPage | None] | None = getattr(self.app, "kept", None)
        page = find(environ) if find else None
        if page is None:
            return None
        return page.known_form(_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")))


@dataclass
class _Answer:
    """What the application said before its page; passed on when it is known what the page is."""

    start_response: StartResponse
    status: str = ""
    headers: Headers = field(default_factory=list)
    exc_info: object = None
    is_begun: bool = False
    is_passed_on: bool = False

    def begin(self, status: str, headers: Headers, exc_info: object = None) -> Callable[..., Any]:
        self.status, self.headers, self.exc_info = status, headers, exc_info
        self.is_begun = True
        if self.is_passed_on:
            # An application that begins only when its body is read.
            self.start_response(status, headers, exc_info)
        return _no_write

    def end(self, body: Iterable[bytes], headers: Headers | None = None) -> Iterable[bytes]:
        self.is_passed_on = True
        if self.is_begun:
            headers = self.headers if headers is None else headers
            self.start_response(self.status, headers, self.exc_info)
        return body


def _no_write(_data: bytes) -> None:
    raise NotImplementedError("answers are given back, not written")


def tells_nobody(environ: WSGIEnvironment) -> bool:
    """Whether nobody can learn something from the length of this answer."""
    if environ.get("HTTP_SEC_FETCH_SITE") in FROM_HERE:
        return True
    cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
    return settings.SESSION_COOKIE_NAME not in cookies and "HTTP_AUTHORIZATION" not in environ


@functools.lru_cache(500)
def _encoding(accepted: str) -> str:
    """What the browser reads: Brotli rather than gzip; nothing when it reads neither."""
    ways = {}
    for part in accepted.split(","):
        name, _, quality = part.partition(";")
        ways[name.strip().lower()] = quality.replace(" ", "").lower() not in ("q=0", "q=0.0")
    return next((name for name in ("br", "gzip") if ways.get(name)), "")


def _is_page(headers: Headers, body: object) -> bool:
    """Only whole pages and calendars that are not compressed, and not small."""
    found = {name.lower(): value for name, value in headers}
    if "content-encoding" in found or getattr(body, "streaming", False):
        return False
    if int(found.get("content-length") or SMALLEST) < SMALLEST:
        return False
    return found.get("content-type", "").partition(";")[0].strip().lower() in TYPES


def _varying(headers: Headers) -> Headers:
    varies = [value for name, value in headers if name.lower() == "vary"]
    others = [one for one in headers if one[0].lower() != "vary"]
    return [*others, ("Vary", ", ".join([*varies, "Accept-Encoding"]))]


def _packed_headers(headers: Headers, encoding: str, packed: bytes) -> Headers:
    others = [one for one in headers if one[0].lower() != "content-length"]
    return [*others, ("Content-Encoding", encoding), ("Content-Length", str(len(packed)))]


def _packed(body: Iterable[bytes], encoding: str) -> bytes:
    try:
        return _pack(b"".join(body), encoding)
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()


def _pack(plain: bytes, encoding: str) -> bytes:
    if encoding == "br":
        packed: bytes = brotli.compress(plain, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
        return packed
    return gzip.compress(plain, GZIP_LEVEL, mtime=0)
