"""Sessions of an edition that are at one hour with others, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.utils.translation import gettext

from courses.common import formats
from courses.editions.admin.provided import warning_providers
from courses.editions.queries import Clash, clashes

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from courses.editions.models import Edition


def warn_of_clashes(request: HttpRequest, edition: Edition) -> None:
    """Say with what an edition collides, and that nobody gives it: it is staff who know whether
    that matters."""
    if not edition.is_past and not edition.trainers.exists():
        messages.warning(request, gettext("Deze uitvoering heeft geen trainer."))
    for sentence in collisions(edition):
        messages.warning(request, sentence)


def collisions(edition: Edition) -> list[str]:
    """Who or what has to be elsewhere at the hours of an edition, as sentences."""
    found = [clash_in_words(clash) for clash in clashes([edition])[edition.pk]]
    return [
        *found,
        *(sentence for provider in warning_providers for sentence in provider(edition)),
    ]


def hours_of(edition: Edition) -> set[tuple[datetime, datetime]]:
    """When its sessions are."""
    return {(one.starts_at, one.ends_at) for one in edition.sessions.all()}


def clash_in_words(clash: Clash) -> str:
    """What collides with what, and when."""
    what = []
    if clash.trainers:
        what.append(gettext("trainer %(names)s") % {"names": ", ".join(clash.trainers)})
    if clash.same_place:
        what.append(gettext("plaats %(venue)s") % {"venue": clash.session.where.venue})
    return gettext("Op hetzelfde moment bezet: %(what)s. Daar is ook “%(training)s”, %(when)s.") % {
        "what": gettext(" en ").join(what),
        "training": clash.edition.training.title,
        "when": formats.period(clash.session.starts_at, clash.session.ends_at),
    }
