"""A site of a few pages behind the page cache, for `test_web_worker.py`; gunicorn serves it.

Each answer tells how many the site has made, so a test sees which page was kept.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

if not settings.configured:
    settings.configure(
        LANGUAGE_COOKIE_NAME="taal",
        SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
        USE_I18N=False,
    )

# They read the settings.
from academy.website.compression import Compression
from academy.website.page_cache import PageCache
from courses.common.public_version import PublicVersion
from courses.common.shared_token import FileToken

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

FOLDER = Path(os.environ.get("KEPT_PAGES", "."))
TOKEN = FOLDER / "token"
OPEN = FOLDER / "open"
"""While this file is not there, `/wacht/` waits for it."""
LONG = 400_000
"""Octets of `/lang/`: more than a connection takes while nobody reads."""


class FarToken(FileToken):
    """A token that takes a while to ask for, as that of a server does."""

    @property
    def is_instant(self) -> bool:
        return False


made = 0


def site(environ: WSGIEnvironment, start_response: Any) -> list[bytes]:
    """Each page once more than before."""
    global made
    made += 1
    path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
    while path == "/wacht/" and not OPEN.exists():
        time.sleep(0.01)
    text = f"{made}: {path}?{query} {environ.get('HTTP_COOKIE', '')} {environ.get('HTTP_HOST')} "
    body = (text * (LONG // len(text) if path == "/lang/" else 20)).encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Security-Policy", "default-src 'self'"),
        ("Vary", "Cookie"),
        ("Content-Length", str(len(body))),
    ]
    if path == "/eigen/":
        headers.append(("Set-Cookie", "csrftoken=geheim"))
    start_response("200 OK", headers)
    return [body]


token = FarToken(TOKEN) if os.environ.get("KEPT_FAR") else FileToken(TOKEN)
application = Compression(PageCache(site, PublicVersion(token), 60))
