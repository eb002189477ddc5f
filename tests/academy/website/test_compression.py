"""Pages go over the wire compressed, where that can tell nobody anything."""

from __future__ import annotations

import gzip
from typing import Any

import brotli
import pytest
from django.test import RequestFactory

from academy.website.compression import Compression
from academy.website.page_cache import PageCache
from courses.common.public_version import PublicVersion
from courses.common.shared_token import FileToken

PAGE = b"<p>Goed luisteren begint met stil zijn.</p>" * 40
HTML = ("Content-Type", "text/html; charset=utf-8")
SIGNED_IN = {"HTTP_COOKIE": "taal=nl; sessionid=x"}
BROWSER = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


def _get(app: Any, method: str = "get", **headers: str) -> tuple[dict[str, str], bytes]:
    """The headers and the body of an answer."""
    said: dict[str, str] = {}

    def start_response(_status: str, given: list[tuple[str, str]], _info: object = None) -> None:
        said.update(given)

    request = getattr(RequestFactory(), method)("/x/", **headers)
    return said, b"".join(app(request.environ, start_response))


def _app(*more: tuple[str, str], body: bytes = PAGE, kind: tuple[str, str] = HTML) -> Any:
    def app(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [kind, ("Content-Length", str(len(body))), *more])
        return [body]

    return app


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP;q=1.0, br;q=0", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_a_page_is_compressed_in_the_way_that_the_browser_reads(
    accepted: str, encoding: str | None
) -> None:
    headers, body = _get(Compression(_app()), HTTP_ACCEPT_ENCODING=accepted)
    plain = {"br": brotli.decompress, "gzip": gzip.decompress}.get(encoding or "", bytes)(body)
    assert (headers.get("Content-Encoding"), plain) == (encoding, PAGE)
    assert (headers["Content-Length"], headers["Vary"]) == (str(len(body)), "Accept-Encoding")


@pytest.mark.parametrize(
    ("headers", "compressed"),
    [
        ({}, True),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, True),  # a visitor: nothing to tell
        (SIGNED_IN, False),  # a browser that does not say who asked
        ({**SIGNED_IN, "HTTP_SEC_FETCH_SITE": "cross-site"}, False),
        ({**SIGNED_IN, "HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({**SIGNED_IN, "HTTP_SEC_FETCH_SITE": "same-origin"}, True),
        ({**SIGNED_IN, "HTTP_SEC_FETCH_SITE": "none"}, True),
        ({"HTTP_AUTHORIZATION": "Bearer x"}, False),
    ],
)
def test_no_other_site_can_bring_about_a_compressed_page_of_somebody(
    headers: dict[str, str], compressed: bool
) -> None:
    said, _body = _get(Compression(_app()), **BROWSER, **headers)
    assert ("Content-Encoding" in said) is compressed


@pytest.mark.parametrize(
    "app",
    [
        _app(kind=("Content-Type", "application/pdf")),
        _app(kind=("Content-Type", "application/json")),
        _app(("Content-Encoding", "gzip")),
        _app(body=b"<p>Kort.</p>"),
    ],
)
def test_files_small_answers_and_what_is_compressed_already_pass_as_they_are(app: Any) -> None:
    assert _get(Compression(app), **BROWSER) == _get(app)


def test_a_head_has_the_length_of_the_page(tmp_path: Any) -> None:
    assert _get(Compression(_app()), "head", **BROWSER)[0]["Content-Length"] == str(len(PAGE))


def test_a_kept_page_is_compressed_once_and_says_that_there_are_several_forms(
    tmp_path: Any,
) -> None:
    app = Compression(
        PageCache(_app(("Vary", "Cookie")), PublicVersion(FileToken(tmp_path / "signal")), 60)
    )
    first, again = _get(app, **BROWSER), _get(app, **BROWSER)
    assert first == again
    assert (first[0]["Vary"], brotli.decompress(first[1])) == ("Cookie, Accept-Encoding", PAGE)
    environ = RequestFactory().get("/x/", None, **BROWSER).environ  # type: ignore[arg-type]
    one, other = (list(app(environ, lambda *_args: None)) for _turn in range(2))
    assert one[0] is other[0]
    assert _get(app)[1] == PAGE


def test_an_application_that_begins_late_is_passed_on() -> None:
    def app(_environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [HTML])
        yield PAGE

    assert _get(Compression(app), **BROWSER) == ({"Content-Type": HTML[1]}, PAGE)
