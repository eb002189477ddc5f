"""What the tick does: send what waits, drop what is no news any more, forget what is old."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

from django.db.models import Q

from courses.common import clock, retention
from courses.common.retention import Period
from courses.notices import (
    kinds,
    queries,
    sending,
    writing,
)
from courses.notices.enums import FOR_STAFF, OPEN, NoticeState
from courses.notices.models import CALLING_FOR, CallAttempt, CallClaim, Notice
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from courses.editions.models import Edition
    from courses.people.models import User


PATIENCE = timedelta(seconds=30)
"""How long the tick leaves a notice to the task that is about to send it."""

SECONDS = 60.0
"""How long one tick goes on sending; the others have their turn too."""

CHECKED_EVERY = timedelta(hours=1)

KEPT = Period("notices", default=365, least=180, most=730)
"""How long is remembered what somebody was told."""

NOTES_KEPT = Period("call_notes", default=28, least=1, most=91)
"""How long after the edition the notes of calls are kept; of what is about none, after the call."""

FACTS_KEPT = Period("notice_words", default=30, least=7, most=90)
"""How long is kept what a notice cannot look up, such as the words of a plugin; until then it can
be sent again."""


def send_due() -> int:
    """Send what is due and was not sent: after a failure, or lost on the way; returns how many.

    Sent here and not queued, so that it goes also where the worker is away. When the mail server
    cannot be reached the others wait, without a try being counted.
    """
    # A little patience: the task may be just about to do it.
    due = queries.due().filter(due_at__lte=clock.now() - PATIENCE)
    tried, until = 0, monotonic() + SECONDS
    for pk in list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:1000]):
        tried += 1
        if not sending.send(pk) or monotonic() > until:
            break
    return tried


def drop_stale() -> int:
    """Take letters and calls off the lists that are no news any more; returns how many.

    Each is looked at once an hour, and when somebody prints it or calls.
    """
    now = clock.now()
    unchecked = Q(checked_at__isnull=True) | Q(checked_at__lte=now - CHECKED_EVERY)
    waiting = list(
        Notice.objects.filter(unchecked, state__in=FOR_STAFF)
        .exclude(way=ContactWay.MAIL)
        .select_related("person", "edition__training")
        .order_by("checked_at", "pk")[:200]
    )
    Notice.objects.filter(pk__in=[one.pk for one in waiting]).update(checked_at=now)
    return sum(drop_if_stale(notice=one) for one in waiting)


def drop_outdated(*, person: User, edition: Edition, kinds: Iterable[str]) -> int:
    """Take calls and letters of these kinds off the lists, since what follows says it anew; how
    many. Nobody calls to say that somebody is enrolled in what has just been called off."""
    outdated = Notice.objects.filter(
        person=person, edition=edition, kind__in=sorted(kinds), state__in=FOR_STAFF
    )
    return outdated.update(state=NoticeState.DROPPED, settled_at=clock.now())


def put_off(*, edition: Edition, kinds: Iterable[str], until: datetime) -> int:
    """Let what waits of these kinds wait until then, since what it is about was moved; how many."""
    early = Notice.objects.filter(
        edition=edition, kind__in=sorted(kinds), state__in=OPEN, due_at__lt=until
    )
    return early.update(due_at=until)


def drop_doubles(*, first: int, other: int) -> int:
    """Two accounts are one person: take off the lists what the other was told, or is to be told,
    about the same edition in the same words; how many."""
    dropped = 0
    for own, theirs in ((first, other), (other, first)):
        known = Notice.objects.filter(person=theirs, edition__isnull=False).exclude(
            state__in=[NoticeState.DROPPED, NoticeState.FAILED]
        )
        told = [(one.kind, one.edition_id, _about_what(one)) for one in known]
        waiting = Notice.objects.filter(person=own, state__in=FOR_STAFF, edition__isnull=False)
        doubles = [
            one.pk for one in waiting if (one.kind, one.edition_id, _about_what(one)) in told
        ]
        dropped += Notice.objects.filter(pk__in=doubles).update(
            state=NoticeState.DROPPED, settled_at=clock.now()
        )
    return dropped


def _about_what(notice: Notice) -> dict[str, object]:
    """The facts that make what is said; not what was found while calling."""
    return {name: one for name, one in notice.facts.items() if name != queries.WRONG_NUMBER}


def drop_if_stale(*, notice: Notice) -> bool:
    """Take a letter or call off the list when it is no news any more; whether it was."""
    try:
        is_news = (
            not queries.is_superseded(notice)
            and writing.write(notice, way=ContactWay(notice.way)) is not None
        )
    except Exception:  # noqa: BLE001 - what cannot be written now may be news, and stays
        sending.logger.exception("Notice %s could not be written", notice.pk)
        return False
    if is_news:
        return False
    open_still = Notice.objects.filter(pk=notice.pk, state__in=FOR_STAFF)
    return bool(open_still.update(state=NoticeState.DROPPED, settled_at=clock.now()))


def facts_to_forget() -> QuerySet[Notice]:
    """Notices with facts that nobody needs any more."""
    kept = [kind.name for kind in kinds.every() if kind.keeps_facts]
    settled = Notice.objects.filter(settled_at__lt=clock.now() - FACTS_KEPT.length)
    return settled.exclude(facts={}).exclude(kind__in=kept)


def forget_facts() -> int:
    """Empty the facts of `facts_to_forget`; how many notices."""
    return facts_to_forget().update(facts={})


def notes_to_forget() -> QuerySet[CallAttempt]:
    """Calls with a note, long enough after what they were about."""
    until = clock.now() - NOTES_KEPT.length
    over = Q(notice__edition__ends_at__lt=until)
    about_none = Q(notice__edition__ends_at__isnull=True, at__lt=until)
    return CallAttempt.objects.filter(over | about_none).exclude(note="")


def forget_notes() -> int:
    """Erase `notes_to_forget`; how many."""
    found = CallAttempt.objects.filter(pk__in=notes_to_forget().values("pk"))
    return found.update(note="")


def old_notices() -> QuerySet[Notice]:
    """What people were told so long ago that it need not be remembered."""
    return Notice.objects.filter(settled_at__lt=clock.now() - KEPT.length)


def forget_old() -> int:
    """Remove `old_notices`, and who calls whom when that is over; how many notices."""
    CallClaim.objects.filter(at__lte=clock.now() - CALLING_FOR).delete()
    return retention.delete(old_notices())
