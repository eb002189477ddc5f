"""Signed addresses of content: for one person and one package, for a few hours.

A frame without an origin of the site sends no cookie, so its documents could not be asked for who
looks. The address says so instead; it opens nothing else, and the plugin is asked each time.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

SECONDS = 4 * 60 * 60
PATTERN = "inhoud/"


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="courses.plugin_files.content", sep="~")


@dataclass(frozen=True)
class Ticket:
    """What an address opens: a package, for a person (0: a visitor), with these scripts first in
    each document."""

    file_id: str
    person_id: int
    scripts: tuple[str, ...] = ()


def written(ticket: Ticket) -> str:
    """A ticket as it stands in an address."""
    value = [ticket.file_id, ticket.person_id, *ticket.scripts]
    return _signer().sign_object(value)


def read(text: str) -> Ticket | None:
    """The ticket in an address; None when it is over, or was never one of ours."""
    try:
        value = _signer().unsign_object(text, max_age=SECONDS)
        file_id, person_id, *scripts = value
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Ticket(str(file_id), int(person_id), tuple(map(str, scripts)))
