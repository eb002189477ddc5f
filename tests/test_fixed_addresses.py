"""Addresses that never change are written once: in `courses.common.addresses`."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from courses.common import addresses

ROOT = Path(settings.BASE_DIR)
HOUSES = ("academy", "courses", "plugins", "templates")
ONE_PLACE = "courses/common/addresses.py"
SIGNAL = "/signaal/"
EXCEPTIONS = {
    ("templates/components/footer.html", SIGNAL): (
        "a page that editors write, made with the first content: no pattern and no code knows it"
    ),
}

FIXED = {
    value
    for name, value in vars(addresses).items()
    if name.isupper() and isinstance(value, str) and value != addresses.HOME
} | {SIGNAL}
# At the beginning of a text in code, or of an address in a page.
WRITTEN = re.compile(f"[\"']({'|'.join(re.escape(one) for one in sorted(FIXED))})")


def _literals(text: str) -> list[str]:
    return WRITTEN.findall(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('reverse("mine")', []),
        ("# at /mijn/, and `/beheer/`", []),
        ('path("mijn/", view)', []),
        ('redirect("/mijn/")', ["/mijn/"]),
        ("f'/trainingen/{slug}/'", ["/trainingen/"]),
        ('<a href="/agenda/?plaats=x">', ["/agenda/"]),
    ],
)
def test_a_literal_is_seen(text: str, found: list[str]) -> None:
    assert _literals(text) == found


def test_no_fixed_address_is_written_again() -> None:
    written = {
        (name, address)
        for house in HOUSES
        for path in sorted((ROOT / house).rglob("*"))
        if path.suffix in {".py", ".html", ".txt", ".tpl"}
        and (name := path.relative_to(ROOT).as_posix()) != ONE_PLACE
        for address in _literals(path.read_text())
    }
    assert written == set(EXCEPTIONS)
