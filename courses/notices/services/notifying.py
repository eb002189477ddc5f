"""Writing down what people are to be told, in the transaction of what happened."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.commits import enqueue_with_commit
from courses.common.errors import Refusal
from courses.common.statements import Insertion
from courses.editions.models import Edition
from courses.notices import (
    edition_changes,
    kinds,
    queries,
    tasks,
    trainer_kinds,
)
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.people.enums import ContactWay
from courses.people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from courses.plugin_api.contributions.base import Json


_IDS = uuid.UUID("6f2f5a2b-9d3c-4f0e-9a57-0f6d2f0a7c11")

AT_ONCE = 50
"""How many notices one task sends."""

DAY_BEGINS, DAY_ENDS = 8, 21
"""Between which hours people are told what can wait."""


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """What one person is to be told; see `notify`."""

    person: User
    kind: str
    key: str
    edition: Edition | None = None
    facts: Mapping[str, Json] = field(default_factory=dict)


_WRITTEN = Insertion(Notice, ignore_conflicts=True)


def notify(
    *,
    person: User,
    kind: str,
    key: str,
    edition: Edition | None = None,
    facts: Mapping[str, Json] | None = None,
    actor: User | None = None,
    wait_until: datetime | None = None,
) -> Notice:
    """Tell somebody something, once the transaction is committed; one statement.

    `kind` is the name of a `NoticeKind`. `key` tells this occasion from others: the same person,
    kind and key give the same notice, however often it is asked. `facts` are what cannot be looked
    up later. `actor` is who made it happen, None the academy itself. With `wait_until` it is not
    sent before that moment.
    """
    announcement = Announcement(
        person=person, kind=kind, key=key, edition=edition, facts=facts or {}
    )
    return notify_all([announcement], actor=actor, wait_until=wait_until)[0]


def write_letter(
    *,
    person: User,
    kind: str,
    key: str,
    edition: Edition | None,
    facts: Mapping[str, Json],
    actor: User | None,
) -> Notice:
    """Put a letter with the others that wait for the printer, also for who hears things otherwise.

    Raises:
        Refusal: there is no address to send it to.
    """
    if not person.has_postal_address:
        raise Refusal(_("Wij hebben geen adres van deze persoon."))
    row = row_of(
        Announcement(person=person, kind=kind, key=key, edition=edition, facts=facts), actor, None
    )
    row.way, row.state, row.call_too = ContactWay.LETTER, NoticeState.TO_DO, False
    Notice.objects.bulk_create([row], ignore_conflicts=True)
    return row


def notify_all(
    announcements: Iterable[Announcement],
    *,
    actor: User | None = None,
    wait_until: datetime | None = None,
) -> list[Notice]:
    """`notify` for many at once, in one statement; the notices in the same order."""
    rows = [row_of(one, actor, wait_until) for one in announcements]
    if len(rows) == 1:
        _WRITTEN.run(rows[0])
    else:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
    now = clock.now()
    ids = [str(one.pk) for one in rows if one.state == NoticeState.DUE and one.due_at <= now]
    if ids:
        queue(ids)
    return rows


def row_of(one: Announcement, actor: User | None, wait_until: datetime | None) -> Notice:
    way = queries.way_of(
        one.person, kind=kinds.find(one.kind), actor=actor, edition=one.edition, facts=one.facts
    )
    now = clock.now()
    return Notice(
        id=id_of(one),
        person=one.person,
        kind=one.kind,
        edition=one.edition,
        facts=dict(one.facts),
        way=way,
        state=NoticeState.DUE if way == ContactWay.MAIL else NoticeState.TO_DO,
        created_at=now,
        due_at=max(now, wait_until) if wait_until else now,
        by=actor,
    )


def in_the_daytime(moment: datetime) -> datetime:
    """The same moment, or eight o'clock after it when it is late in the evening or at night."""
    local = clock.local(moment)
    if DAY_BEGINS <= local.hour < DAY_ENDS:
        return moment
    day = local.date() + timedelta(days=local.hour >= DAY_ENDS)
    return clock.moment_of(day, time(DAY_BEGINS))


def id_of(one: Announcement) -> uuid.UUID:
    """The key of the notice that this gives, however often it is asked."""
    return uuid.uuid5(_IDS, f"{one.person.pk} {one.kind} {one.key}")


def queue(ids: Sequence[str]) -> None:
    for start in range(0, len(ids), AT_ONCE):
        enqueue_with_commit(tasks.send, list(ids[start : start + AT_ONCE]))


@transaction.atomic
def tell_person(*, person_id: int, edition_id: int, kind: str, key: str) -> list[Notice]:
    """Tell one person something about an edition; nothing when one of them is gone."""
    edition = Edition.objects.filter(pk=edition_id).first()
    people = User.objects.filter(pk=person_id)
    return _tell_about(edition, people, kind=kind, key=key)


@transaction.atomic
def tell_trainers(
    *,
    edition_id: int,
    kind: str,
    key: str,
    facts: Mapping[str, Json] | None = None,
    wait_until: datetime | None = None,
) -> list[Notice]:
    """Tell who gives an edition something about it; nothing when it is gone."""
    edition = Edition.objects.filter(pk=edition_id).first()
    people = edition.trainers.filter(is_active=True) if edition is not None else ()
    return _tell_about(edition, people, kind=kind, key=key, facts=facts, wait_until=wait_until)


@transaction.atomic
def tell_trainers_of_change(
    *, edition_id: int, key: str, before: str, new_link: bool
) -> list[Notice]:
    """Tell who gives an edition what is different now; `before` is how it was planned."""
    edition = Edition.objects.filter(pk=edition_id).first()
    if edition is None:
        return []
    trainers = list(edition.trainers.filter(is_active=True))
    facts = edition_changes.facts_of_change(
        people=[one.pk for one in trainers],
        kind=trainer_kinds.MOVED,
        edition=edition,
        before=before,
        new_link=new_link,
    )
    return notify_all(
        Announcement(
            person=one,
            kind=trainer_kinds.MOVED,
            key=key,
            edition=edition,
            facts=facts.get(one.pk, {}),
        )
        for one in trainers
    )


def _tell_about(
    edition: Edition | None,
    people: Iterable[User],
    *,
    kind: str,
    key: str,
    facts: Mapping[str, Json] | None = None,
    wait_until: datetime | None = None,
) -> list[Notice]:
    if edition is None:
        return []
    return notify_all(
        [
            Announcement(person=one, kind=kind, key=key, edition=edition, facts=facts or {})
            for one in people
        ],
        wait_until=wait_until,
    )
