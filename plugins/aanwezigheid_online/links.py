"""The way from the presence list to the page that fills it in, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.attendance.services import SessionLink
from courses.common import addresses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.editions.models import Session

SLUG = "aanwezigheid_online"


def path_to(session: Session) -> str:
    """The page about a session, below the plugin's own address."""
    return f"bijeenkomst/{session.pk}/"


def link_to_report(session: Session) -> Iterable[SessionLink]:
    """For above the list of a session."""
    address = f"{addresses.training(session.edition.training.slug)}p/{SLUG}/{path_to(session)}"
    return [SessionLink(_("Presentie uit Zoom of Teams"), address)]


def list_of(session: Session) -> str:
    """The presence list of a session."""
    return reverse("attendance_session", args=[session.edition_id, session.pk])
