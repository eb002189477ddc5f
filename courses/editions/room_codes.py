"""Codes that people use in the room of a session, besides the one that says that they are there.

Upper parts register theirs; the sheet that people sign and the list of the session show them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from courses.editions.models import Session


@dataclass(frozen=True)
class RoomCode:
    """A code in the room: what it is for, where one types it, and where its QR leads to.

    `staff_label` and `staff_url` are the page on which staff show it large.
    """

    title: StrOrPromise
    address: str
    code: str
    url: str
    staff_label: StrOrPromise
    staff_url: str


Provider = Callable[["Session"], RoomCode | None]

_providers: list[Provider] = []


def provide(provider: Provider) -> Provider:
    """Register a provider; from `ready()`."""
    _providers.append(provider)
    return provider


def codes_of(session: Session) -> list[RoomCode]:
    """All codes for the room of this session."""
    return [code for provider in _providers if (code := provider(session)) is not None]
