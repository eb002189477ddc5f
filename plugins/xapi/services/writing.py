"""Writing down what the store will be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from courses.attendance.enums import WAS_THERE
from courses.attendance.models import Attendance
from courses.common import clock
from courses.enrolment.models import Enrolment
from courses.plugin_api.api import EnrolmentChanged, ProgressChanged
from plugins.xapi import facts, statements, vocabulary
from plugins.xapi.models import Consent, OutgoingStatement
from plugins.xapi.services import stores
from plugins.xapi.statements import CONTENT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from courses.plugin_api.api import Event
    from plugins.xapi.models import RecordStore

LONGEST = 255


@transaction.atomic
def write(*, event: Event) -> int:
    """Write down what the store is to be told after an event; how many statements.

    Nothing, unless there is a store that is on and the person agreed. Harmless to repeat: each
    statement has an id that follows from what happened.
    """
    store = stores.current_on()
    if store is None or not isinstance(event, EnrolmentChanged | ProgressChanged):
        return 0
    enrolments = Enrolment.objects.select_related("edition")
    enrolment = enrolments.filter(pk=event.enrolment_id).first()
    consent = _consent(enrolment, store)
    if enrolment is None or consent is None or consent.given_at is None:
        return 0
    rows = [
        OutgoingStatement(
            id=statements.id_of(consent, fact.key),
            consent=consent,
            verb=fact.verb.name,
            about=fact.activity.name[CONTENT_LANGUAGE][:LONGEST],
            at=fact.at,
            body=statements.statement(consent, fact, enrolment_id=enrolment.pk),
            written_at=clock.now(),
        )
        for fact in facts.facts_of(enrolment, event, consent.given_at)
    ]
    known = _known(row.id for row in rows)
    fresh = [row for row in rows if row.id not in known]
    OutgoingStatement.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh) + _take_back(consent, enrolment)


def _consent(enrolment: Enrolment | None, store: RecordStore) -> Consent | None:
    """Locked, so that nothing is written while somebody says no."""
    if enrolment is None:
        return None
    consents = Consent.objects.select_for_update(of=("self",)).select_related("store")
    return consents.filter(
        person=enrolment.person_id, store=store, given_at__isnull=False, withdrawn_at=None
    ).first()


def _known(ids: Iterable[UUID]) -> set[UUID]:
    return set(OutgoingStatement.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))


def _take_back(consent: Consent, enrolment: Enrolment) -> int:
    """Take back that somebody was at a session, where the list was put right since."""
    marks = Attendance.objects.filter(enrolment=enrolment).exclude(mark__in=WAS_THERE)
    wrong = {
        statements.id_of(consent, facts.attended(session))
        for session in marks.values_list("session", flat=True)
    }
    told = OutgoingStatement.objects.filter(pk__in=wrong)
    number = 0
    for one in told:
        if one.sent_at is None and one.claimed_until is None:
            one.delete()
            continue
        body = statements.voiding(consent, one.pk, clock.now())
        _row, is_new = OutgoingStatement.objects.get_or_create(
            pk=body["id"],
            defaults={
                "consent": consent,
                "verb": vocabulary.VOIDED.name,
                "about": one.about,
                "at": clock.now(),
                "body": body,
            },
        )
        number += is_new
    return number
