"""Mail about enrolments, sent after commit."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import override
from django_tasks import task
from wagtail.models import Page

from courses.catalogue.mail_texts import Facts, letter_about
from courses.common import clock, formats, mail
from courses.editions import calendar
from courses.editions.models import Edition
from courses.editions.queries import other_dates
from courses.enrolment import queries
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.plugin_api.contributions.messages import NotificationKind

if TYPE_CHECKING:
    from courses.editions.models import Session

TOLD = {
    EnrolmentStatus.CONFIRMED,
    EnrolmentStatus.WAITING,
    EnrolmentStatus.OFFERED,
    EnrolmentStatus.EXPIRED,
    EnrolmentStatus.NO_PLACE,
    EnrolmentStatus.WITHDRAWN,
    EnrolmentStatus.CANCELLED,
}
"""The states that people get a mail about."""

TOLD_OF_MOVE = {EnrolmentStatus.CONFIRMED, EnrolmentStatus.OFFERED, EnrolmentStatus.WAITING}
"""The states in which it matters when and where the edition is."""

LEFT = {EnrolmentStatus.WITHDRAWN, EnrolmentStatus.CANCELLED}
"""The states of who was in it, and is not any more."""

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


@task()
def tell(enrolment_id: int, status: str, before: str = "") -> None:
    """Mail the person about the new state; `before` is the state that it was.

    Not when the state has changed again, an offer has ended meanwhile, the edition is over, or
    there is no address.
    """
    if status not in TOLD:
        return
    enrolment = _find(enrolment_id)
    if enrolment is None or enrolment.status != status:
        return
    if status == EnrolmentStatus.OFFERED and not enrolment.offer_stands:
        return
    if status == EnrolmentStatus.NO_PLACE:
        _send_own(enrolment, "enrolment_no_place")
        return
    takes_part = status == EnrolmentStatus.CONFIRMED
    method = calendar.Method.PUBLISH if takes_part else None
    if status in LEFT and before == EnrolmentStatus.CONFIRMED:
        # It is in the person's own calendar, and has to go from there.
        method = calendar.Method.CANCEL
    kind = NotificationKind(f"enrolment_{status}")
    _send(enrolment, kind, takes_part=takes_part, method=method, before=before)


@task()
def tell_of_deadline(enrolment_id: int, deadline: str) -> None:
    """Mail the person that the offer lasts shorter or longer: until `deadline`, in ISO format.

    Not when it has changed again, or was answered.
    """
    enrolment = _find(enrolment_id)
    if (
        enrolment is not None
        and enrolment.offer_stands
        and enrolment.offer_expires_at == datetime.fromisoformat(deadline)
    ):
        _send_own(enrolment, "enrolment_deadline")


@task()
def tell_of_move(enrolment_id: int) -> None:
    """Mail the person that the edition has other times, another place or another link.

    Not when the person has left, the edition is over, or there is no address.
    """
    enrolment = _find(enrolment_id)
    if enrolment is not None and enrolment.status in TOLD_OF_MOVE:
        takes_part = enrolment.status == EnrolmentStatus.CONFIRMED
        method = calendar.Method.PUBLISH if takes_part else None
        _send(enrolment, NotificationKind.MOVED, takes_part=takes_part, method=method)


@task()
def tell_of_other_edition(enrolment_id: int, before_id: int) -> None:
    """Mail the person that he or she is in another edition than before: one mail that takes the
    old meetings out of the calendar and brings the new ones.

    Not when the person has left or has moved on, the edition is over, or there is no address.
    """
    enrolment = _find(enrolment_id)
    before = Edition.objects.prefetch_related("sessions").filter(pk=before_id).first()
    if (
        enrolment is None
        or before is None
        or enrolment.status != EnrolmentStatus.CONFIRMED
        or enrolment.edition_id == before_id
    ):
        return
    person = enrolment.person
    with override(person.language):
        context = {**_context(enrolment, takes_part=True), "sessions_before": before.sessions.all()}
        attachments = [
            _calendar_file("nieuw.ics", enrolment.edition, calendar.Method.PUBLISH),
            _calendar_file("oud.ics", before, calendar.Method.CANCEL),
        ]
    letter = mail.compose("enrolment_other_edition", context, language=person.language)
    mail.send(
        to=person.email or "", letter=letter, language=person.language, attachments=attachments
    )


def _calendar_file(name: str, edition: Edition, method: calendar.Method) -> tuple[str, bytes, str]:
    content = calendar.edition_calendar(edition, for_participant=True, method=method)
    return name, content, f"text/calendar; method={method}"


@task()
def tell_off_site(enrolment_id: int, page_id: int, kept: bool) -> None:
    """Mail the person that a training or lesson is off the site, and what that means.

    Not when it is public again, the person has left, the edition is over, or there is no address.
    """
    enrolment = _find(enrolment_id)
    page = Page.objects.filter(pk=page_id, live=False).first()
    if enrolment is None or page is None or enrolment.status not in TOLD_OF_MOVE:
        return
    takes_part = enrolment.status == EnrolmentStatus.CONFIRMED
    with override(enrolment.person.language):
        context = _context(enrolment, takes_part=takes_part)
    lesson = page.title if page.pk != enrolment.edition.training_id else ""
    letter = mail.compose(
        "enrolment_off_site",
        {**context, "enrolment": enrolment, "kept": kept, "lesson": lesson},
        language=enrolment.person.language,
    )
    mail.send(to=enrolment.person.email or "", letter=letter, language=enrolment.person.language)


def _find(enrolment_id: int) -> Enrolment | None:
    """The enrolment, if there is still somebody to tell something."""
    enrolment = (
        Enrolment.objects.select_related("person", "edition__training")
        .prefetch_related("edition__sessions")
        .filter(pk=enrolment_id)
        .first()
    )
    if enrolment is None or not enrolment.person.email:
        return None
    if enrolment.status in ONLY_WHEN_ACTIVE and not enrolment.person.is_active:
        return None
    return enrolment if _is_news(enrolment) else None


def _is_news(enrolment: Enrolment) -> bool:
    """Whether the edition is yet to end; or closed only just, for who hoped until then."""
    closed_at = enrolment.edition.closes_at
    if enrolment.status in ENDED_BY_CLOSING and closed_at is not None:
        return clock.now() < closed_at + CLOSING_IS_NEWS
    return not enrolment.edition.is_past


def _send_own(enrolment: Enrolment, template: str) -> None:
    """A mail of which the contract for plugins has no kind: always in the academy's words."""
    person = enrolment.person
    context = _context(enrolment, takes_part=False)
    letter = mail.compose(template, context, language=person.language)
    mail.send(to=person.email or "", letter=letter, language=person.language)


def _send(
    enrolment: Enrolment,
    kind: NotificationKind,
    *,
    takes_part: bool,
    method: calendar.Method | None,
    before: str = "",
) -> None:
    edition, person = enrolment.edition, enrolment.person
    attachments = None
    with override(person.language):
        if method is not None:
            content = calendar.edition_calendar(edition, for_participant=takes_part, method=method)
            attachments = [("training.ics", content, f"text/calendar; method={method}")]
        letter = letter_about(
            kind,
            training_id=edition.training_id,
            language=person.language,
            facts=_facts(enrolment, takes_part=takes_part),
            context={**_context(enrolment, takes_part=takes_part), "before": before},
        )
    mail.send(
        to=person.email or "", letter=letter, language=person.language, attachments=attachments
    )


def _context(enrolment: Enrolment, *, takes_part: bool) -> dict[str, object]:
    """What the academy's own text is made of, in the language that is set."""
    edition = enrolment.edition
    expires_at = enrolment.offer_expires_at
    return {
        "person": enrolment.person,
        "edition": edition,
        "training": edition.training,
        "sessions": list(edition.sessions.all()),
        "place_in_queue": queries.place_in_queue(enrolment),
        "deadline": formats.deadline(expires_at) if expires_at else "",
        "is_last_chance": expires_at is not None and expires_at == edition.closes_at,
        "is_closed": not edition.is_open_for_enrolment,
        "can_enrol": edition.is_open_for_enrolment and edition.training.live,
        "other_dates": SimpleLazyObject(partial(_other_dates, edition)),
        "url": _url(edition),
        "takes_part": takes_part,
    }


def _other_dates(edition: Edition) -> list[dict[str, str]]:
    return [
        {"when": formats.period(first.starts_at, first.ends_at), "url": _url(other)}
        for other in other_dates(edition)
        for first in list(other.sessions.all())[:1]
    ]


def _facts(enrolment: Enrolment, *, takes_part: bool) -> Facts:
    """What a plugin's text is made of, in the language that is set."""
    edition = enrolment.edition
    periods = [_when(one, with_link=takes_part) for one in edition.sessions.all()]
    return Facts(
        first_name=enrolment.person.first_name,
        training=edition.training.title,
        url=_url(edition),
        when="\n".join(periods),
        where=_where(edition, with_link=takes_part),
    )


def _when(session: Session, *, with_link: bool) -> str:
    """When a session is, and where if it is elsewhere."""
    note = session.place_note_with_link if with_link else session.place_note
    return ", ".join(filter(None, (formats.period(session.starts_at, session.ends_at), note)))


def _url(edition: Edition) -> str:
    return mail.absolute_url(reverse("enrolment:enrol", args=[edition.pk]))


def _where(edition: Edition, *, with_link: bool) -> str:
    """The place, or the link for those who may see it."""
    return edition.where.with_link if with_link else edition.where.in_words
