"""An edition is called off or goes on, and people have done what it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.editions import services as edition_services
from courses.enrolment import notice_kinds, queries
from courses.enrolment.enums import ACTIVE, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.services.states import (
    check_transition,
    lock_edition,
    lock_enrolment,
    set_status,
)
from courses.notices.services import Announcement, notify_all
from courses.plugin_host.asking import Activations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.common.edit_conflicts import FormSnapshot
    from courses.editions.models import Edition
    from courses.people.models import User


@transaction.atomic
def cancel_edition(
    *,
    edition: Edition,
    actor: User | None,
    snapshot: FormSnapshot | None = None,
    reason: str = "",
    alternatives: Iterable[Edition] | None = None,
) -> Edition:
    """Call an edition off and tell everyone who is in it or waits for it.

    `snapshot` is what the page showed that asked for it; `reason` and `alternatives` are what they
    read (see `editions.services.cancel_edition`).

    Raises:
        Conflict: others are in it, or wait for it, than the page showed.
        Refusal: it has been held already.
    """
    locked = edition_services.cancel_edition(
        edition=edition, actor=actor, reason=reason, alternatives=alternatives
    )
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=queries.who_is_told(locked))
    activations = Activations()
    concerned = Enrolment.objects.filter(edition=locked, status__in=ACTIVE)
    for enrolment in concerned.select_related("person"):
        set_status(
            enrolment,
            locked,
            EnrolmentStatus.CANCELLED,
            actor=actor,
            activations=activations,
        )
    return locked


@transaction.atomic
def confirm_edition(*, edition: Edition, actor: User | None) -> Edition:
    """Decide that an edition goes on, and tell who has a seat in it when it was uncertain: there
    were too few people.

    Raises:
        Refusal: see `editions.services.confirm_edition`.
    """
    before = lock_edition(edition)
    locked = edition_services.confirm_edition(edition=edition, actor=actor)
    if before.decided_at is None and locked.is_too_small:
        notify_all(
            [
                Announcement(
                    person=one.person,
                    kind=notice_kinds.GOES_ON,
                    key=f"{one.pk}",
                    edition=locked,
                )
                for one in queries.told_that_it_goes_on(locked)
            ],
            actor=actor,
        )
    return locked


@transaction.atomic
def complete(*, enrolment: Enrolment, actor: User | None = None) -> Enrolment:
    """Mark that the participant has done all that the training asks.

    Raises:
        Refusal: the person does not take part.
    """
    enrolment, edition = lock_enrolment(enrolment)
    if enrolment.status == EnrolmentStatus.COMPLETED:
        return enrolment
    check_transition(enrolment, EnrolmentStatus.COMPLETED, _("Deze persoon doet niet mee."))
    return set_status(enrolment, edition, EnrolmentStatus.COMPLETED, actor=actor)


@transaction.atomic
def undo_completion(*, enrolment: Enrolment, actor: User | None) -> Enrolment:
    """Mark that a participant has not done all that the training asks, after all.

    Raises:
        Refusal: the person does not take part.
    """
    enrolment, edition = lock_enrolment(enrolment)
    if enrolment.status == EnrolmentStatus.NOT_COMPLETED:
        return enrolment
    check_transition(enrolment, EnrolmentStatus.NOT_COMPLETED, _("Deze persoon doet niet mee."))
    return set_status(enrolment, edition, EnrolmentStatus.NOT_COMPLETED, actor=actor)
