from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EnrolmentStatus(TextChoices):
    """The states of an enrolment."""

    CONFIRMED = "confirmed", _("Ingeschreven")
    WAITING = "waiting", _("Op de wachtlijst")
    OFFERED = "offered", _("Plaats aangeboden")
    DECLINED = "declined", _("Plaats niet aangenomen")
    EXPIRED = "expired", _("Aanbod verlopen")
    NO_PLACE = "no_place", _("Geen plaats vrijgekomen")
    WITHDRAWN = "withdrawn", _("Afgemeld")
    CANCELLED = "cancelled", _("Gaat niet door")
    COMPLETED = "completed", _("Afgerond")
    NOT_COMPLETED = "not_completed", _("Niet afgerond")


S = EnrolmentStatus

TRANSITIONS: dict[EnrolmentStatus, frozenset[EnrolmentStatus]] = {
    S.CONFIRMED: frozenset({S.WITHDRAWN, S.CANCELLED, S.COMPLETED, S.NOT_COMPLETED}),
    S.WAITING: frozenset({S.OFFERED, S.CONFIRMED, S.NO_PLACE, S.WITHDRAWN, S.CANCELLED}),
    S.OFFERED: frozenset({S.CONFIRMED, S.DECLINED, S.EXPIRED, S.WITHDRAWN, S.CANCELLED}),
    # Someone who left may come back, at the end of the queue.
    S.DECLINED: frozenset({S.CONFIRMED, S.WAITING}),
    S.EXPIRED: frozenset({S.CONFIRMED, S.WAITING}),
    # For when the edition moves to a later day, and opens again.
    S.NO_PLACE: frozenset({S.CONFIRMED, S.WAITING}),
    S.WITHDRAWN: frozenset({S.CONFIRMED, S.WAITING}),
    S.CANCELLED: frozenset(),
    # A corrected list can say that somebody was not there.
    S.COMPLETED: frozenset({S.NOT_COMPLETED}),
    # Late attendance or a late lesson can still complete a training.
    S.NOT_COMPLETED: frozenset({S.COMPLETED}),
}

HOLDS_SEAT = frozenset({S.CONFIRMED, S.OFFERED, S.COMPLETED, S.NOT_COMPLETED})
"""States that take one of the edition's seats."""

TAKES_PART = frozenset({S.CONFIRMED, S.COMPLETED, S.NOT_COMPLETED})
"""States of people who are (or were) in the group."""

ACTIVE = frozenset({S.CONFIRMED, S.WAITING, S.OFFERED})
"""States in which something is still to come."""

WAITS = frozenset({S.WAITING, S.OFFERED})
"""States of people who have no seat of their own yet and may get one."""


def without_result(status: EnrolmentStatus) -> EnrolmentStatus:
    """The state for who may know that somebody is in a group, and not how it went there."""
    return EnrolmentStatus.CONFIRMED if status in TAKES_PART else status


class MoveAnswer(TextChoices):
    """What somebody says who is asked to go to another date."""

    OPEN = "open", _("Nog geen antwoord")
    YES = "yes", _("Ja, verplaatst")
    NO = "no", _("Nee, blijft")
