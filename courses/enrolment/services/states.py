"""An enrolment goes from one state to another: locked, counted, logged and told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.common.public_version import version as public_version
from courses.common.statements import added_together
from courses.editions.models import Edition
from courses.enrolment import notice_kinds, providers, queries
from courses.enrolment.enums import HOLDS_SEAT, TRANSITIONS, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.notice_names import OFF_LIST
from courses.notices import kinds
from courses.notices.queries import way_of
from courses.notices.services import drop_outdated, notify
from courses.people.enums import LETTER_TAKES, ContactWay
from courses.plugin_api.contributions.messages import NotificationKind
from courses.plugin_api.events import EnrolledAfterwards, EnrolmentChanged
from courses.plugin_host import outbox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from courses.people.models import User
    from courses.plugin_api.contributions.base import Json
    from courses.plugin_api.events import Event
    from courses.plugin_host.asking import Activations

OFFER_LASTS = timedelta(hours=48)
"""How long someone may think about an offered seat, if the edition is that far away."""

LETTER_OFFER_LASTS = timedelta(days=LETTER_TAKES) + OFFER_LASTS
"""The same of who gets a letter about it: it has to be printed and brought first."""


def is_by_another(actor: User | None, enrolment: Enrolment) -> bool:
    """Whether somebody else does it for the person; a refusal then speaks to that one."""
    return actor is not None and actor.pk != enrolment.person_id


def lock_edition(edition: Edition) -> Edition:
    """The edition as it is now; others who would change who is in it wait until the end.

    Raises:
        Edition.DoesNotExist: somebody removed it.
    """
    locked = queries.LOCKED_EDITION.first(edition=edition.pk)
    if locked is None:
        raise Edition.DoesNotExist
    return locked


def lock_enrolment(enrolment: Enrolment) -> tuple[Enrolment, Edition]:
    """The enrolment as it is now, and its edition, which is locked.

    Raises:
        Refusal: somebody moved it to another edition just now.
    """
    edition = lock_edition(enrolment.edition)
    fresh = Enrolment.objects.select_related("person").get(pk=enrolment.pk)
    if fresh.edition_id != edition.pk:
        raise Refusal(_("Deze inschrijving is intussen verplaatst. Laad de pagina opnieuw."))
    fresh.edition = edition
    return fresh, edition


def check_transition(enrolment: Enrolment, status: EnrolmentStatus, message: StrOrPromise) -> None:
    """Refuse with `message` what cannot follow on the state of the enrolment."""
    if status not in TRANSITIONS[EnrolmentStatus(enrolment.status)]:
        raise Refusal(message)


def set_status(
    enrolment: Enrolment,
    edition: Edition,
    status: EnrolmentStatus,
    *,
    actor: User | None,
    activations: Activations | None = None,
) -> Enrolment:
    """Move to `status`, keep the edition's count, write the log, tell the person after commit."""
    before, enrolment.status = enrolment.status, status
    enrolment.changed_at = clock.now()
    offered = status == EnrolmentStatus.OFFERED
    enrolment.offer_expires_at = (
        offer_deadline(edition, enrolment.person, offered_at=enrolment.changed_at)
        if offered
        else None
    )
    enrolment.save()
    if before in HOLDS_SEAT or status in HOLDS_SEAT:
        keep_seats_taken(edition)
    facts: dict[str, Json] = {"before": str(before)} if before else {}
    if status == EnrolmentStatus.CONFIRMED:
        facts |= wish_ended(enrolment)
    with added_together():
        audit.record(enrolment, f"enrolment.{status}", actor=actor)
        outbox.plan(_what_happened(enrolment, edition), activations)
        _tell(enrolment, edition, before=before, facts=facts, actor=actor)
    return enrolment


def wish_ended(enrolment: Enrolment) -> dict[str, Json]:
    """End the wish of who has a seat now for a date of that training; what a notice keeps of it."""
    return {OFF_LIST: True} if providers.end_waiting_for_a_date(enrolment) else {}


def keep_seats_taken(edition: Edition) -> None:
    taken = queries.number_of_seats_taken(edition)
    if taken != edition.seats_taken:
        edition.seats_taken = taken
        # Not `save`: that has Wagtail look through the edition for references, which stay the same.
        queries.SEATS_TAKEN.run(edition=edition.pk, seats_taken=taken)
        transaction.on_commit(public_version.bump, robust=True)


@transaction.atomic
def count_seats(*, edition: Edition) -> Edition:
    """Bring the edition's count of seats up to date; returns it, locked."""
    locked = lock_edition(edition)
    keep_seats_taken(locked)
    return locked


def _what_happened(enrolment: Enrolment, edition: Edition) -> list[Event]:
    about = {"training_id": edition.training_id, "enrolment_id": enrolment.pk}
    events: list[Event] = [EnrolmentChanged(**about, status=enrolment.status)]
    if enrolment.status == EnrolmentStatus.CONFIRMED and edition.is_past:
        events.append(EnrolledAfterwards(**about))
    return events


def _tell(
    enrolment: Enrolment,
    edition: Edition,
    *,
    before: str,
    facts: Mapping[str, Json],
    actor: User | None,
) -> None:
    """Write down that the person must hear of the new state."""
    if before:
        drop_outdated(person=enrolment.person, edition=edition, kinds=notice_kinds.OF_A_STATE)
    kind = notice_kinds.kind_for(enrolment.status, before)
    if kind is None or (enrolment.status == EnrolmentStatus.CONFIRMED and edition.is_past):
        # Who is written down afterwards was there, and needs not be told of it.
        return
    notify(
        person=enrolment.person,
        kind=kind,
        key=f"{enrolment.pk} {enrolment.changed_at.isoformat()}",
        edition=edition,
        facts=facts,
        actor=actor,
    )


def offer_lasts(person: User) -> timedelta:
    """How long an offer stands, by how this person hears of it."""
    way = way_of(person, kind=kinds.find(NotificationKind.OFFERED.value))
    return LETTER_OFFER_LASTS if way == ContactWay.LETTER else OFFER_LASTS


def offer_deadline(edition: Edition, person: User, *, offered_at: datetime) -> datetime:
    """Until when an offer stands, at most until the edition closes for enrolment."""
    assert edition.closes_at is not None, "an edition with offers has sessions"  # noqa: S101
    return min(offered_at + offer_lasts(person), edition.closes_at)
