"""Calls: who makes one, what came of it, and what is noted with it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.notices import (
    kinds,
    queries,
)
from courses.notices.enums import CallOutcome, NoticeState
from courses.notices.models import CallAttempt, CallClaim, Notice
from courses.notices.services.ways import go_otherwise, lock, mark_done
from courses.people.enums import ContactWay
from courses.people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from courses.editions.models import Edition


@transaction.atomic
def begin_call(*, person: User, actor: User, anyway: bool = False) -> CallClaim:
    """Say that one calls somebody now; `anyway` also when somebody else says so.

    Raises:
        Refusal: somebody else is calling.
    """
    # Of two who press at once, one comes first.
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    other = queries.who_calls(person)
    if other is not None and other.by_id != actor.pk and not anyway:
        raise Refusal(_("%(name)s belt deze persoon nu.") % {"name": other.by.name})
    claim, _made = CallClaim.objects.update_or_create(
        person=person, defaults={"by": actor, "at": clock.now()}
    )
    return claim


def end_call(*, person: User) -> None:
    """Say that nobody calls somebody any more."""
    CallClaim.objects.filter(person=person).delete()


@transaction.atomic
def record_attempt(
    *,
    notice: Notice,
    outcome: CallOutcome,
    actor: User | None,
    again_at: datetime | None = None,
    note: str = "",
) -> Notice:
    """Write down what came of a call about a notice, and a `note` of what was said.

    Who was reached has heard it. With `again_at` the notice is up at that moment; else it goes to
    the end of the list. Who did not answer or asked to be called later has not heard of anything
    else either, so what else there is to call about goes along. With a wrong number all of that
    goes another way where there is one, and it is known of the number.

    Raises:
        Refusal: somebody else settled it meanwhile.
    """
    # All in one order, so that two who call do not wait for each other.
    all_of_person = list(
        Notice.objects.select_for_update()
        .filter(queries.TO_CALL, person=notice.person_id)
        .order_by("pk")
    )
    locked = lock(notice)
    _refuse_unless_to_call(locked)
    now = clock.now()
    tried = [locked]
    if outcome in (CallOutcome.NO_ANSWER, CallOutcome.CALL_AGAIN):
        others = [one for one in all_of_person if one.pk != locked.pk and one.due_at <= now]
        Notice.objects.filter(pk__in=[one.pk for one in others]).exclude(
            state=NoticeState.DUE
        ).update(due_at=again_at or now)
        tried += others
    CallAttempt.objects.bulk_create(
        CallAttempt(
            notice=one,
            by=actor,
            at=now,
            outcome=outcome,
            again_at=again_at,
            # Of the other matters others may read, such as the trainers of another edition.
            note=note.strip() if one is locked else "",
        )
        for one in tried
    )
    end_call(person=locked.person)
    if outcome == CallOutcome.REACHED:
        locked.state, locked.settled_at = NoticeState.SENT, now
        locked.way, locked.by, locked.call_too = ContactWay.TELEPHONE, actor, False
        _number_is_right(locked.person)
    elif locked.state != NoticeState.DUE:
        # The mail keeps its own turn.
        locked.due_at = again_at or now
    if outcome == CallOutcome.WRONG_NUMBER:
        facts = {**locked.facts, queries.WRONG_NUMBER: queries.number_token(locked.person)}
        Notice.objects.filter(pk=locked.pk).update(facts=facts)
        _reach_otherwise([locked, *(one for one in all_of_person if one.pk != locked.pk)])
    locked.save(
        update_fields=["state", "settled_at", "by", "way", "call_too", "due_at", "attempts"]
    )
    audit.record(locked, "notices.call", actor=actor, outcome=str(outcome))
    return locked


def _reach_otherwise(notices: Iterable[Notice]) -> None:
    """Nobody is reached at the number any more: what else can be, takes its place."""
    for one in notices:
        if one.state == NoticeState.DUE:
            # The mail goes on trying.
            one.call_too = False
        else:
            go_otherwise(one, ContactWay.TELEPHONE)
        one.save(update_fields=["way", "state", "call_too", "due_at", "attempts"])


def _number_is_right(person: User) -> None:
    """Who was reached has the number that we have: what was known of it is known no more."""
    for one in Notice.objects.filter(person=person, facts__has_key=queries.WRONG_NUMBER):
        del one.facts[queries.WRONG_NUMBER]
        one.save(update_fields=["facts"])


@transaction.atomic
def settle_call(*, notice: Notice, actor: User | None, since: datetime) -> None:
    """Something was done for somebody in a call about a notice: that is settled then, and so is
    what was written for that person `since` and would have to be told by telephone.
    """
    new = Notice.objects.filter(
        person=notice.person_id, way=ContactWay.TELEPHONE, created_at__gte=since
    )
    mark_done(notices=new, actor=actor)
    try:
        record_attempt(notice=notice, outcome=CallOutcome.REACHED, actor=actor)
    except Refusal:
        # What was done made it no news any more; there was a call all the same.
        note_call(notice=notice, note="", actor=actor)
        end_call(person=notice.person)


@transaction.atomic
def tell_along(*, notices: Iterable[Notice], actor: User | None) -> None:
    """Who was reached heard these too in the same call; what is settled already stays as it is."""
    for one in notices:
        with contextlib.suppress(Refusal):
            record_attempt(notice=one, outcome=CallOutcome.REACHED, actor=actor)


def note_call(*, notice: Notice, note: str, actor: User | None) -> CallAttempt:
    """Keep that somebody was spoken with, and what was said, with what he or she was told then."""
    return CallAttempt.objects.create(
        notice=notice, by=actor, outcome=CallOutcome.REACHED, note=note.strip()
    )


@transaction.atomic
def keep_note(*, person: User, edition: Edition, note: str, actor: User | None) -> None:
    """Keep what others wrote about somebody who takes part in an edition, with what is noted in
    calls about it: as private, and as long. Nobody spoke that person."""
    _note_of(person, edition, at=clock.now()).calls.create(
        by=actor, outcome=CallOutcome.REACHED, note=note.strip()
    )


def _note_of(person: User, edition: Edition, *, at: datetime) -> Notice:
    """What notes about taking part in an edition hang on that were not made in a call about it."""
    return Notice.objects.create(
        person=person,
        kind=kinds.NOTES_CARRIED,
        edition=edition,
        way=ContactWay.TELEPHONE,
        state=NoticeState.SENT,
        # When it was said, not now: nobody is told anything.
        created_at=at,
        due_at=at,
        settled_at=at,
    )


@transaction.atomic
def carry_notes(*, person: User, before: Edition, after: Edition) -> None:
    """Let what was noted in calls with somebody about an edition belong to another one, where that
    person is now: it stands in one place, and is kept as long as what is said of that edition."""
    noted = list(queries.noted_with(person, before))
    if not noted:
        return
    carried = _note_of(person, after, at=noted[-1].at)
    CallAttempt.objects.bulk_create(
        CallAttempt(notice=carried, by_id=one.by_id, at=one.at, outcome=one.outcome, note=one.note)
        for one in noted
    )
    CallAttempt.objects.filter(pk__in=[one.pk for one in noted]).update(note="")


def _refuse_unless_to_call(notice: Notice) -> None:
    to_call = Notice.objects.filter(queries.TO_CALL, pk=notice.pk)
    if not to_call.exists():
        raise Refusal(_("Dit bericht is al klaar. Iemand anders was je voor."))
