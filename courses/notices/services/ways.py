"""How a notice goes when not as it was meant: another way, once more, or settled by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.notices import (
    kinds,
    queries,
    writing,
)
from courses.notices.enums import FOR_STAFF, OPEN, NoticeState
from courses.notices.models import CallAttempt, CallClaim, Notice
from courses.notices.services.notifying import Announcement, queue, row_of
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.people.models import User


def go_otherwise(notice: Notice, failed: ContactWay) -> None:
    """Let a notice go another way than one that cannot be; not kept yet.

    A mail that was tried for days is not tried once more: then it is a call.
    """
    way = queries.way_besides(notice.person, failed, notice=notice)
    if way != ContactWay.MAIL:
        notice.way = way
    elif notice.state == NoticeState.FAILED:
        notice.way = ContactWay.TELEPHONE
    else:
        notice.way, notice.state = way, NoticeState.DUE
        notice.due_at, notice.attempts = clock.now(), 0
        queue([str(notice.pk)])


@transaction.atomic
def go_as_liked(*, person: User) -> list[Notice]:
    """Make a letter of what somebody was to be called about, or the other way round, as the person
    can be reached and likes it by now; returns what goes another way. What was called about
    already stays a call, unless nobody can call that person any more."""
    can_be_called = bool(person.telephone) and not queries.wrong_numbers([person])
    waiting = Notice.objects.select_for_update(of=("self",)).filter(
        person=person, state=NoticeState.TO_DO
    )
    if can_be_called:
        tried = CallAttempt.objects.filter(notice__person=person)
        waiting = waiting.exclude(pk__in=tried.values("notice"))
    changed = []
    for one in waiting.select_related("edition__training").order_by("pk"):
        one.person = person
        way = queries.way_of(person, kind=kinds.find(one.kind))
        if way == ContactWay.TELEPHONE and not can_be_called:
            way = queries.way_besides(person, way, notice=one)
        if way not in (ContactWay.MAIL, one.way):
            one.way = way
            one.save(update_fields=["way"])
            changed.append(one)
    return changed


@transaction.atomic
def mark_done(*, notices: Iterable[Notice], actor: User | None) -> int:
    """Settle notices that people heard of otherwise; returns how many were still to do."""
    keys = [one.pk for one in notices]
    found = list(
        Notice.objects.select_for_update()
        .filter(pk__in=keys)
        .filter(queries.TO_CALL | queries.TO_PRINT)
    )
    for one in found:
        one.state, one.settled_at, one.by = NoticeState.SENT, clock.now(), actor
        one.call_too = False
        one.save(update_fields=["state", "settled_at", "by", "call_too"])
        audit.record(one, "notices.done", actor=actor)
    CallClaim.objects.filter(person__in=[one.person_id for one in found]).delete()
    return len(found)


@transaction.atomic
def take_back(*, notices: Iterable[Notice], actor: User | None) -> int:
    """Drop what staff were to call about or to print, since it is not so any more; returns how many
    were still to do."""
    keys = [one.pk for one in notices]
    found = list(Notice.objects.select_for_update().filter(pk__in=keys, state__in=FOR_STAFF))
    for one in found:
        one.state, one.settled_at, one.call_too = NoticeState.DROPPED, clock.now(), False
        one.save(update_fields=["state", "settled_at", "call_too"])
        audit.record(one, "notices.taken_back", actor=actor)
    return len(found)


@transaction.atomic
def go_without_address(notice: Notice) -> None:
    locked = lock(notice)
    if locked.state in FOR_STAFF:
        go_otherwise(locked, ContactWay.LETTER)
        locked.save(update_fields=["way", "state", "due_at", "attempts"])


@transaction.atomic
def make_letter(*, notice: Notice, actor: User | None) -> Notice:
    """Print what somebody was to be called about: who spoke that person decides so, whenever the
    letter will be there. What was noted of calls stays with it.

    Raises:
        Refusal: somebody told it meanwhile, or there is no address to send it to.
    """
    locked = lock(notice)
    if (locked.way, locked.state) != (ContactWay.TELEPHONE, NoticeState.TO_DO):
        raise Refusal(_("Dit bericht is al klaar. Iemand anders was je voor."))
    if not locked.person.has_postal_address:
        raise Refusal(_("Wij hebben geen adres van deze persoon."))
    locked.way = ContactWay.LETTER
    locked.save(update_fields=["way"])
    audit.record(locked, "notices.letter", actor=actor)
    return locked


@transaction.atomic
def send_again(*, notice: Notice, actor: User | None, on_paper: bool = False) -> Notice:
    """Tell somebody the same again, as it is now, in the way that fits now, or `on_paper`; the new
    notice.

    Pressing the button twice sends it once more, not twice, as long as the first has not gone.

    Raises:
        Refusal: it is no news any more, or what it said is not kept; there is no address for a
            letter.
    """
    locked = lock(notice)
    if on_paper and not locked.person.has_postal_address:
        raise Refusal(_("Wij hebben geen adres van deze persoon."))
    try:
        written = writing.write(locked, way=ContactWay.MAIL)
    except (writing.UnknownKindError, KeyError):
        written = None
    if written is None:
        raise Refusal(_("Dit bericht klopt nu niet meer. Het gaat daarom niet nog een keer weg."))
    repeats = locked.repeats.filter(way=ContactWay.LETTER) if on_paper else locked.repeats
    waiting = repeats.filter(state__in=OPEN).first()
    if waiting is not None:
        return waiting
    announcement = Announcement(
        person=locked.person,
        kind=locked.kind,
        key=f"again {locked.pk} {locked.repeats.count()}",
        edition=locked.edition,
        facts=locked.facts,
    )
    row = row_of(announcement, actor, None)
    if on_paper:
        row.way, row.state = ContactWay.LETTER, NoticeState.TO_DO
    row.again_of = locked
    row.save(force_insert=True)
    if locked.state in FOR_STAFF:
        # The new one takes its place on the list.
        locked.state, locked.settled_at, locked.call_too = NoticeState.DROPPED, clock.now(), False
        locked.save(update_fields=["state", "settled_at", "call_too"])
    audit.record(row, "notices.again", actor=actor)
    if row.state == NoticeState.DUE:
        queue([str(row.pk)])
    return row


def lock(notice: Notice) -> Notice:
    return (
        Notice.objects.select_for_update(of=("self",))
        .select_related("person", "edition__training")
        .get(pk=notice.pk)
    )
