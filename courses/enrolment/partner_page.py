"""What stands on the page of a partner's contact person besides the people.

Parts above register pages of theirs about an organisation. This part knows no figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from courses.people.models import Partner


@dataclass(frozen=True)
class PartnerLink:
    """A page about an organisation, for its contact person."""

    label: StrOrPromise
    url: str


PartnerLinks = Callable[["Partner"], list[PartnerLink]]

_links: list[PartnerLinks] = []


def provide_links(links: PartnerLinks) -> None:
    """Register pages about an organisation; registering the same again does nothing."""
    if links not in _links:
        _links.append(links)


def links_of(partner: Partner) -> list[PartnerLink]:
    """The pages about an organisation that its contact person may open."""
    return [link for links in _links for link in links(partner)]
