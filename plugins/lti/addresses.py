"""Where other systems find us. They have these written down, so they never change."""

from __future__ import annotations

from django.conf import settings

FOLDER = "p/lti"


def base() -> str:
    """The address of the site, without a slash at the end; as a platform this is our name."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def address(name: str) -> str:
    """The full address of something of this plugin."""
    return f"{base()}/{FOLDER}/{name}"


def keys() -> str:
    """Our public keys, for platforms and tools alike."""
    return address("keys.json")


# --- As a tool, for platforms -----------------------------------------------------------------


def login() -> str:
    """Where a platform begins."""
    return address("login")


def launch() -> str:
    """Where a platform sends somebody with a signed message."""
    return address("launch")


def registration(secret: str) -> str:
    """Where a platform registers itself, for a while."""
    return address(f"registratie/{secret}")


def lesson(lesson_id: int) -> str:
    """What a platform calls one of our lessons."""
    return address(f"les/{lesson_id}")


# --- As a platform, for tools -----------------------------------------------------------------


def issuer() -> str:
    """Who we are for tools."""
    return base()


def authorise() -> str:
    """Where a tool asks who somebody is."""
    return address("auth")


def token() -> str:
    """Where a tool asks for access to results and names."""
    return address("token")


def chosen() -> str:
    """Where a tool sends what somebody chose there."""
    return address("gekozen")


def line_items(lesson_id: int, block: str) -> str:
    """Where the results of a block of a lesson are."""
    return address(f"resultaten/{lesson_id}/{block}")


def line_item(lesson_id: int, block: str) -> str:
    """The one column of results of that block."""
    return address(f"resultaten/{lesson_id}/{block}/kolom")


def members(lesson_id: int, block: str) -> str:
    """Who opened the tool in that block."""
    return address(f"deelnemers/{lesson_id}/{block}")
