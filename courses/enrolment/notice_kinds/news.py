"""Whether what a notice says of an enrolment is still news to somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from courses.common import clock
from courses.enrolment import providers
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.notices import kinds
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.notices.models import Notice


ONLY_WHEN_ACTIVE = {
    EnrolmentStatus.WAITING,
    EnrolmentStatus.OFFERED,
    EnrolmentStatus.EXPIRED,
    EnrolmentStatus.NO_PLACE,
}
"""What is said of a place that is not there (yet) is of no use to an account that is closed."""

ENDED_BY_CLOSING = {EnrolmentStatus.EXPIRED, EnrolmentStatus.NO_PLACE}
"""The states of who hoped for a seat until the edition closed."""

CLOSING_IS_NEWS = timedelta(days=7)
"""How long after an edition closed they still hear so: the tick may come late."""


def find_enrolment(notice: Notice) -> Enrolment | None:
    """The enrolment that a notice is about, whatever its state."""
    return (
        Enrolment.objects.select_related("person", "edition__training")
        .prefetch_related("edition__sessions")
        .filter(person=notice.person_id, edition=notice.edition_id)
        .first()
    )


def _is_news(enrolment: Enrolment) -> bool:
    """Whether there is still somebody to tell: the edition is yet to end; or closed only just, for
    who hoped until then."""
    if enrolment.status in ONLY_WHEN_ACTIVE and not enrolment.person.is_active:
        return False
    closed_at = enrolment.edition.closes_at
    if enrolment.status in ENDED_BY_CLOSING and closed_at is not None:
        return clock.now() < closed_at + CLOSING_IS_NEWS
    return not enrolment.edition.is_past


def news(notice: Notice, anyway: bool, stands: Callable[[Enrolment], bool]) -> Enrolment | None:
    """The enrolment that a notice is about, while what the notice says of it stands and there is
    somebody to tell; in a preview always."""
    about = find_enrolment(notice)
    return kinds.still_news(about, anyway, lambda one: stands(one) and _is_news(one))


def is_of_use(enrolment: Enrolment, notice: Notice, way: ContactWay) -> bool:
    """Whether a call or letter still helps somebody to come: not when there is nothing to come to
    any more, or when that person has been there since. A mail goes at once, or is asked for."""
    if way == ContactWay.MAIL:
        return True
    now, written_at = clock.now(), notice.created_at
    is_something_to_come = any(
        one.starts_at > now or one.starts_at <= written_at < now < one.ends_at
        for one in enrolment.edition.sessions.all()
    )
    return is_something_to_come and not providers.was_there_since(enrolment, written_at)
