"""What programs are told of what happened: which edition or training, how many seats the site
shows, and how many people there are. Never who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from academy.api.catalogue import edition_told, public_trainings
from academy.webhooks.enums import TEST, WebhookEvent
from courses.certificates.models import Certificate
from courses.common import clock
from courses.editions.models import Edition
from courses.editions.queries import PUBLIC, with_what_lists_show
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.plugin_api.events import (
    CertificateIssued,
    EditionCancelled,
    EditionChanged,
    EditionPublished,
    EnrolmentChanged,
    EnrolmentEvent,
    Event,
)
from courses.translations.reading import written

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json

E = WebhookEvent

POSSIBLE: dict[type[Event], tuple[WebhookEvent, ...]] = {
    EditionPublished: (E.PUBLISHED,),
    EditionChanged: (E.CHANGED, E.SEATS_OPENED),
    EditionCancelled: (E.CANCELLED,),
    EnrolmentChanged: (E.COUNT_CHANGED, E.SEATS_OPENED),
    CertificateIssued: (E.CERTIFICATE,),
}
"""What can follow from each event of the academy."""

GIVES_UP_SEAT = frozenset(
    {EnrolmentStatus.WITHDRAWN, EnrolmentStatus.DECLINED, EnrolmentStatus.EXPIRED}
)


def payload(event: str, data: Json) -> dict[str, Json]:
    """As Standard Webhooks has it."""
    return {"type": event, "timestamp": clock.now().isoformat(timespec="seconds"), "data": data}


def of_test() -> dict[str, Json]:
    """What is sent for a test."""
    return payload(TEST, {})


def of_event(event: Event) -> dict[str, dict[str, Json]]:
    """What programs are told, by the name of what they chose; nothing of what is not public."""
    if isinstance(event, CertificateIssued):
        return _of_certificate(event)
    edition = _edition_of(event)
    if edition is None:
        return {}
    told = _edition(edition)
    return {one.value: payload(one, told) for one in _applies(event, edition)}


def _applies(event: Event, edition: Edition) -> list[WebhookEvent]:
    if isinstance(event, EditionPublished):
        return [E.PUBLISHED]
    if isinstance(event, EditionCancelled):
        return [E.CANCELLED] if event.was_published else []
    if isinstance(event, EditionChanged):
        # What moves closes at another moment too; that is no news about seats.
        more = event.more_room and not event.moved and _has_room(edition)
        opened = [E.SEATS_OPENED] if more else []
        return [E.CHANGED, *opened] if event.moved or event.new_link else opened
    if isinstance(event, EnrolmentChanged):
        # One seat is free, and it was not before: until then it was full.
        freed = event.status in GIVES_UP_SEAT and _has_room(edition) and edition.seats_left == 1
        return [E.COUNT_CHANGED, *([E.SEATS_OPENED] if freed else [])]
    return []


def _has_room(edition: Edition) -> bool:
    return edition.is_open_for_enrolment and edition.seats_left > 0


def _edition_of(event: Event) -> Edition | None:
    """The edition that it is about, if visitors may know of it."""
    pk = getattr(event, "edition_id", None)
    if isinstance(event, EnrolmentEvent):
        found = Enrolment.objects.filter(pk=event.enrolment_id)
        pk = found.values_list("edition", flat=True).first()
    shown = Edition.objects.filter(status__in=PUBLIC, training__in=public_trainings().order_by())
    return with_what_lists_show(shown).filter(pk=pk or 0).first()


def _edition(edition: Edition) -> Json:
    """As the API tells it, and how many seats somebody has."""
    told = edition_told(edition)
    return {
        "edition": edition.pk,
        "training": told["training"],
        "url": told["url"],
        "place": told["place"],
        "where": told["where"],
        "starts_at": _moment(edition.starts_at),
        "ends_at": _moment(edition.ends_at),
        "seats": told["seats"],
        "seats_taken": edition.seats_taken,
        "capacity": edition.capacity,
    }


def _of_certificate(event: CertificateIssued) -> dict[str, dict[str, Json]]:
    found = (
        Certificate.objects.filter(enrolment=event.enrolment_id, replaced_at__isnull=True)
        .filter(enrolment__edition__training__in=public_trainings().order_by())
        .select_related("enrolment__edition__training")
        .defer("pdf")
        .first()
    )
    if found is None:
        return {}
    edition = found.enrolment.edition
    data: Json = {
        "training": {"id": edition.training_id, "title": written(edition.training.title)},
        "edition": edition.pk,
        # No more than the day: with the moment, who was there could say whose it is.
        "issued_on": clock.local_day(found.issued_at).isoformat(),
    }
    return {E.CERTIFICATE.value: payload(E.CERTIFICATE, data)}


def _moment(value: object) -> str | None:
    return getattr(value, "isoformat", lambda: None)()
