"""Certificates for many people of one edition: in the background, and to be followed.

A batch goes on where it stopped. Of two who work on it at once, one finds it claimed; when that one
is killed, its claim ends and the tick takes the batch up. Looking at somebody twice does no harm.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from courses.certificates import queries, services
from courses.certificates.models import CertificateBatch
from courses.common import clock
from courses.common.commits import enqueue_with_commit
from courses.common.errors import Refusal
from courses.editions.models import Edition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.people.models import User

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=2)
"""How long one certificate may take; each that is made prolongs the claim."""

MOST_ATTEMPTS = 3
"""How often somebody is looked at when the process ends each time; then the others go on."""


@transaction.atomic
def start_batch(
    *, edition: Edition, actor: User, enrolments: Sequence[int] = (), reason: str = ""
) -> CertificateBatch:
    """Begin to issue certificates: to all who did everything, or to these by hand with a reason.

    While one of the edition is not finished that one is returned: pressing twice starts nothing.

    Raises:
        Refusal: by hand, and there is no reason, it is longer than 250 characters, or others of
            the edition are being made.
    """
    if enrolments:
        reason = services.checked_exception(reason)
    Edition.objects.select_for_update().get(pk=edition.pk)
    running = unfinished().filter(edition=edition).first()
    if running is None:
        CertificateBatch.objects.filter(edition=edition).delete()
        running = CertificateBatch.objects.create(
            edition=edition,
            started_by=actor,
            started_at=clock.now(),
            exception_reason=reason if enrolments else "",
            enrolments=list(enrolments) or _who_may_have_one(edition),
        )
    elif enrolments and (running.enrolments, running.exception_reason) != (
        list(enrolments),
        reason,
    ):
        # Else nobody would hear that these people get none.
        raise Refusal(
            _(
                "Er worden nu al certificaten gemaakt voor deze training. Wacht tot dat klaar is. "
                "Doe dit dan nog een keer."
            )
        )
    enqueue_with_commit(work, running.pk)
    return running


def _who_may_have_one(edition: Edition) -> list[int]:
    due = queries.without_certificate(days=None).filter(edition=edition)
    return list(due.values_list("pk", flat=True))


def unfinished() -> QuerySet[CertificateBatch]:
    """What is being worked on, or was left."""
    return CertificateBatch.objects.filter(finished_at__isnull=True)


def go_on() -> int:
    """Take up the batches that nobody works on any more; how many."""
    left = list(_unclaimed().order_by("started_at", "pk").values_list("pk", flat=True))
    for pk in left:
        work_through(pk)
    return len(left)


def _unclaimed() -> QuerySet[CertificateBatch]:
    return unfinished().filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=clock.now()))


@task()
def work(batch_id: int) -> None:
    """Work through a batch; the tick takes up what this leaves."""
    work_through(batch_id)


def work_through(batch_id: int) -> None:
    """Look at everybody in a batch who was not looked at yet, unless another does so."""
    claimed = _unclaimed().filter(pk=batch_id)
    if not claimed.update(claimed_until=clock.now() + CLAIM, attempts=F("attempts") + 1):
        return
    batch = CertificateBatch.objects.select_related("started_by").get(pk=batch_id)
    ends_it = batch.attempts > MOST_ATTEMPTS
    while batch.place < batch.total:
        made, failed = (False, True) if ends_it else _one(batch, batch.enrolments[batch.place])
        ends_it = False
        # Only from where we were: who lost the claim meanwhile stops, and counts nothing twice.
        ours = unfinished().filter(pk=batch.pk, place=batch.place)
        if not ours.update(
            place=F("place") + 1,
            made=F("made") + made,
            failed=F("failed") + failed,
            attempts=1,
            claimed_until=clock.now() + CLAIM,
        ):
            return
        batch.place += 1
    unfinished().filter(pk=batch.pk).update(
        finished_at=clock.now(), claimed_until=None, exception_reason=""
    )


def _one(batch: CertificateBatch, enrolment_id: int) -> tuple[bool, bool]:
    """Whether there is a certificate now that this batch made, and whether something failed."""
    existing = queries.current(enrolment_id)
    if existing is not None:
        # Made before the process was killed, and not counted then.
        return existing.issued_at >= batch.started_at, False
    try:
        if not batch.exception_reason:
            return services.issue_if_complete(enrolment_id=enrolment_id) is not None, False
        if batch.started_by is None:
            return False, True
        services.issue_by_hand(
            enrolment_id=enrolment_id, reason=batch.exception_reason, actor=batch.started_by
        )
    except Refusal:
        return False, True
    except Exception:
        logger.exception("No certificate could be made for enrolment %s", enrolment_id)
        return False, True
    return True, False
