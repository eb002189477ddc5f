"""Where badges say that things are. All of it stands in badges that people have, so it stays."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from django.conf import settings

FOLDER = "p/openbadges"
"""Below the site's own address: where the academy serves the documents of this plugin."""

_CHECK_PAGE = re.compile(r"(?:c|certificaat)/[^/]+/$")


def base() -> str:
    """The address of the site, with a slash at the end."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/") + "/"


def address(name: str) -> str:
    """The full address of a document of this plugin."""
    return f"{base()}{FOLDER}/{name}"


def issuer(check_url: str = "") -> str:
    """Who signs: the `did:web` that leads to `did.json` below `FOLDER`.

    With the address that stands on a certificate: who signed then. The site may have had another
    address.
    """
    parts = urlsplit(_CHECK_PAGE.sub("", check_url) or base())
    path = [part for part in f"{parts.path}{FOLDER}".split("/") if part]
    return ":".join(["did:web", quote(parts.netloc, safe=""), *path])


def key_id(multibase: str) -> str:
    """The name of a key of the academy, by which badges say what they were signed with."""
    return f"{issuer()}#{multibase}"


def achievement(training_id: int) -> str:
    """What a badge is for. The same for all badges of a training, wherever its page moves."""
    return address(f"training/{training_id}.json")


def status_list(number: int, *, jwt: bool = False) -> str:
    """Where it is told which badges do not count any more, in the form of the badge itself."""
    return address(f"status/{number}.jwt" if jwt else f"status/{number}")
