"""What somebody asked who has to sign in first: kept in the session until then."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.interest.models import Interest

if TYPE_CHECKING:
    from django.http import HttpRequest

WISH = "interest_wish"
"""Where the session keeps it: the training, when that was, and which dates."""

WISH_LASTS = timedelta(hours=1)
"""Who signs in later than this asked it another time, or was somebody else."""


def keep_wish(request: HttpRequest, training: TrainingPage) -> None:
    """Remember what was sent, for when this visitor has signed in."""
    request.session[WISH] = {
        "training": training.pk,
        "at": clock.now().timestamp(),
        "part": request.POST.get("part_of_day", "")[:7],
        "language": request.POST.get("language", "")[:12],
    }


def kept_wish(request: HttpRequest) -> Interest | None:
    """What was asked not long ago, of a training that is on the site; it belongs to nobody yet."""
    kept = request.session.get(WISH) or {}
    asked_after = (clock.now() - WISH_LASTS).timestamp()
    if not kept or kept["at"] <= asked_after:
        return None
    training = TrainingPage.objects.live().filter(pk=kept["training"]).first()
    if training is None:
        return None
    asked = Interest.asked(kept.get("part", ""), kept.get("language", ""))
    return Interest(training=training, **asked)


def forget_wish(request: HttpRequest) -> None:
    """It was asked once, so it is done once."""
    request.session.pop(WISH, None)
