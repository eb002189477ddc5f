"""The code of the evaluation, for the room of the last session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.common.addresses import EVALUATION
from courses.common.mail import absolute_url
from courses.editions import room_codes
from courses.editions.room_codes import RoomCode
from courses.evaluation.codes import code_of_edition
from courses.evaluation.links import readable

if TYPE_CHECKING:
    from courses.editions.models import Session


@room_codes.provide
def code_in_last_session(session: Session) -> RoomCode | None:
    """Only in the last session: the form opens there."""
    edition = session.edition
    if session.ends_at != edition.ends_at:
        return None
    code = code_of_edition(edition.pk)
    return RoomCode(
        title=_("Na afloop: wat vond je ervan?"),
        address=absolute_url(EVALUATION).partition("://")[2].rstrip("/"),
        code=readable(code),
        url=absolute_url(reverse("evaluation:room", args=[code])),
        staff_label=_("Evaluatie in de zaal"),
        staff_url=reverse("evaluation_of_edition", args=[edition.pk]),
    )
