"""Participants are told what others decide: a message, a change, a training off the site."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import Page

from courses.catalogue import services as catalogue
from courses.catalogue.models import LessonPage, TrainingPage
from courses.common import clock
from courses.common.text import keepable
from courses.editions.plans import PLAN_BEFORE
from courses.enrolment import notice_kinds, queries
from courses.notices import edition_changes
from courses.notices.queries import not_heard_yet
from courses.notices.services import Announcement, drop_if_stale, drop_outdated, id_of, notify_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment
    from courses.notices.models import Notice


@transaction.atomic
def send_notice(*, enrolment: Enrolment, subject: str, body: str, key: str = "") -> None:
    """Write to a participant, after commit; plain text, in the academy's mail layout.

    It is tried again when mail is out of order, so in rare cases it arrives a day later or twice.
    Who does not take part any more gets nothing; who has no address gets a letter or a call. A
    subject of several lines becomes one line. With the same `key` it is sent once.

    Raises:
        ValueError: there is no subject or no text, or characters in it that no mail can have.
    """
    notify_all([_message(enrolment, subject, body, key=key or uuid.uuid4().hex)])


@transaction.atomic
def send_notices(
    *, notices: Iterable[tuple[Enrolment, str, str]], until: datetime | None = None
) -> None:
    """`send_notice` for many at once; each an enrolment, a subject and a text.

    From `until` on it is no news any more: then nobody is called or written to about it.

    Raises:
        ValueError: as there; nothing is sent then.
    """
    notify_all([_message(*one, key=uuid.uuid4().hex, until=until) for one in notices])


def _message(
    enrolment: Enrolment, subject: str, body: str, *, key: str, until: datetime | None = None
) -> Announcement:
    subject, body = " ".join(str(subject).split()), str(body)
    if not subject or not body.strip():
        raise ValueError("a notice needs a subject and a text")
    keepable(subject + body)
    return Announcement(
        person=enrolment.person,
        kind=notice_kinds.MESSAGE,
        key=key,
        edition=enrolment.edition,
        facts={
            "subject": subject,
            "body": body,
            **({"until": until.isoformat()} if until else {}),
        },
    )


@transaction.atomic
def tell_of_change(
    *,
    edition_id: int,
    only_taking_part: bool,
    key: str,
    before: str = "",
    new_link: bool = False,
) -> list[Notice]:
    """Tell who is in an edition that it has other times, another place or another link.

    `key` tells this change from others: who was told of it is not told again. `before` is how it
    was planned (see `editions.plans`), `new_link` whether it is online at another address. Who is
    still to hear of being in it at all, by telephone or letter, hears that, as it is now: of an
    earlier plan that person never knew.
    """
    concerned = list(
        queries.concerned_by_change(edition_id, only_taking_part=only_taking_part).select_related(
            "person", "edition"
        )
    )
    if not concerned:
        return []
    edition = concerned[0].edition
    told_first = _told_first(concerned, key, before)
    concerned = [one for one in concerned if one.person_id not in told_first]
    facts = edition_changes.facts_of_change(
        people=[one.person_id for one in concerned],
        kind=notice_kinds.MOVED,
        edition=edition,
        before=before,
        new_link=new_link,
    )
    changes = [
        Announcement(
            person=one.person,
            kind=notice_kinds.MOVED,
            key=f"{one.pk} {key}",
            edition=edition,
            facts=facts.get(one.person_id, {}),
        )
        for one in concerned
    ]
    return notify_all([*changes, *told_first.values()])


def _told_first(concerned: Sequence[Enrolment], key: str, before: str) -> dict[int, Announcement]:
    """Of whom nobody told yet how it stands: that once more, in the place of the call that was to
    be made, or the letter that was to be printed. Who has it open meanwhile cannot say that the
    person knows it."""
    edition = concerned[0].edition
    people = {one.person_id: one for one in concerned}
    found = {}
    for one in not_heard_yet(edition, people=people, kinds=notice_kinds.OF_A_STATE):
        # Who heard of the day without our knowing must not come in vain: no slow letter then.
        facts = {PLAN_BEFORE: before, **one.facts}
        anew = Announcement(person=one.person, kind=one.kind, key=key, edition=edition, facts=facts)
        # Who was there since, or is spoken with at this moment, knows an earlier plan.
        if one.pk == id_of(anew) or (not drop_if_stale(notice=one) and _dropped(one, edition)):
            found[one.person_id] = anew
    return found


def _dropped(notice: Notice, edition: Edition) -> bool:
    """Take a call or letter off the list; whether it was still there."""
    kinds = notice_kinds.OF_A_STATE
    return drop_outdated(person=notice.person, edition=edition, kinds=kinds) > 0


@transaction.atomic
def settle_off_site(*, page: Page, keep: bool, tell: bool) -> list[Notice]:
    """Do for participants what somebody chose when a training or lesson went off the site.

    `keep`: they can go on reading it. `tell`: who expects something of it is told, after commit.
    Returns what they are told.
    """
    if not keep:
        # The catalogue kept all that went off with it.
        closed = Page.objects.filter(path__startswith=page.path, live=False)
        for one in closed.type(TrainingPage, LessonPage):
            catalogue.stop_keeping(page=one)
    told = queries.expecting(page).select_related("person", "edition") if tell else ()
    moment = clock.now().isoformat()
    return notify_all(
        Announcement(
            person=one.person,
            kind=notice_kinds.OFF_SITE,
            key=f"{one.pk} {page.pk} {moment}",
            edition=one.edition,
            facts={"page": page.pk, "kept": keep},
        )
        for one in told
    )
