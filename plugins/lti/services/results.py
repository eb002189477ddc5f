"""What a tool says of somebody's work in a lesson of ours."""

from __future__ import annotations

import math
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from courses.common import clock
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.plugin_api.api import ProgressChanged, publish
from plugins.lti import messages
from plugins.lti.models import ToolAccount, ToolResult
from plugins.lti.services.choosing import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.lti.parts import Part

DONE = {"Completed", "Submitted"}
JUDGED = "FullyGraded"
ACTIVITIES = DONE | {"Initialized", "Started", "InProgress"}
GRADINGS = {JUDGED, "Pending", "PendingManual", "Failed", "NotReady"}
AHEAD = timedelta(minutes=5)
"""How far the clock of a tool may be ahead of ours; what is further ahead would count for ever."""

MOST_COMMENT = 2000


class NotKept(Exception):  # noqa: N818 - an answer to whoever sent it, no fault of the program
    """A result that was sent is not kept; `status` is that of HTTP."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@transaction.atomic
def keep_score(*, part: Part, sent: Mapping[str, Any]) -> ToolResult:
    """Keep what a tool says of somebody's work, and let a certificate follow.

    Raises:
        NotKept: it is no score, is about nobody who opened this tool and takes part, or is older
            than what is kept.
    """
    at = _moment(sent.get("timestamp"))
    done, judged = _states(sent)
    points, out_of = _points(sent) if judged else (None, None)
    subject = _subject(sent.get("userId"))
    account = (
        ToolAccount.objects.select_for_update(of=("self",))
        .filter(tool=part.content.tool, subject=subject)
        .first()
        if subject
        else None
    )
    training_id = part.lesson.training.pk
    enrolments = list(
        Enrolment.objects.filter(
            person=account.person_id if account else None,
            edition__training=training_id,
            status__in=TAKES_PART,
        ).values_list("pk", flat=True)
    )
    if account is None or not enrolments:
        raise NotKept(404, "nobody of this number takes part")
    where = {"person_id": account.person_id, "lesson": part.lesson, "block": part.block}
    kept = ToolResult.objects.select_for_update(of=("self",)).filter(**where).first()
    if kept is not None and kept.at >= at:
        raise NotKept(409, "a newer score is known")
    result = kept or ToolResult(**where)
    result.tool = part.content.tool
    result.points, result.out_of, result.done, result.at = points, out_of, done, at
    comment = sent.get("comment")
    result.comment = (
        messages.text(comment[:MOST_COMMENT], MOST_COMMENT) if isinstance(comment, str) else ""
    )
    result.save()
    publish(*(ProgressChanged(training_id=training_id, enrolment_id=pk) for pk in enrolments))
    return result


def _moment(value: object) -> datetime:
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
        found = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC) if found else None
    except (ValueError, OverflowError):
        found = None
    if found is None or found > clock.now() + AHEAD:
        raise NotKept(400, "timestamp")
    return found


def _states(sent: Mapping[str, Any]) -> tuple[bool, bool]:
    activity, grading = (str(sent.get(one)) for one in ("activityProgress", "gradingProgress"))
    if activity not in ACTIVITIES:
        raise NotKept(400, "activityProgress")
    if grading not in GRADINGS:
        raise NotKept(400, "gradingProgress")
    return activity in DONE, grading == JUDGED


def _points(sent: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """What was reached, of how much. Nothing says that it is less: there are points for extra."""
    if sent.get("scoreGiven") is None:
        return None, None
    points, out_of = number(sent.get("scoreGiven")), number(sent.get("scoreMaximum"))
    if points is None or not out_of:
        raise NotKept(400, "scoreGiven of scoreMaximum")
    return points, out_of


def _subject(value: object) -> uuid.UUID | None:
    """A number of ours, or none: whatever else stands there is about nobody."""
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return None


def percentage(result: ToolResult) -> int | None:
    """How much was reached, rounded down; None where nothing was judged."""
    if result.points is None or not result.out_of:
        return None
    return math.floor(100 * result.points / result.out_of + 1e-9)
