"""Where content of others is shown: on a host name of its own, or without any origin."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings


def site() -> str:
    """The origin of the academy, as others know it."""
    return _origin(settings.WAGTAILADMIN_BASE_URL)


def content_host() -> str:
    """The second host name, with its port if it has one; empty where there is none."""
    return str(settings.ACADEMY_CONTENT_HOST)


def content() -> str:
    """The origin of content; empty where it shares that of the academy."""
    host = content_host()
    return f"{urlsplit(settings.WAGTAILADMIN_BASE_URL).scheme}://{host}" if host else ""


def stands_apart() -> bool:
    """Whether content may be of the origin that its host name gives it, so that its documents know
    each other.

    Not on a neighbour of the academy (`inhoud.academie.nl` beside `www.academie.nl`): a script
    there can set cookies for both. Whose the part above is no program knows without a list, so the
    last two labels decide.
    """
    host = content_host()
    return bool(host) and _above(host) != _above(urlsplit(site()).netloc)


def _above(host: str) -> list[str]:
    name = urlsplit(f"//{host}").hostname or ""
    return name.split(".")[-2:]


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
