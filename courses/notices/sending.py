"""Sending mail: each notice by itself, again after a failure, at least once.

The row is the truth. A task after the commit does the work as soon as it can; the tick takes up
whatever a task left, because it failed, was killed, or never was.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import TYPE_CHECKING

from django.db.models import F

from courses.common import clock, mail
from courses.notices import kinds, queries, writing
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

PAUSES = tuple(timedelta(minutes=one) for one in (1, 5, 20, 60, 120, 240, 480, 480, 720, 720))
"""How long to wait after each failed try; the one after the last is not there. About two days, so
that a mail server that is away for a day costs nothing."""

MOST_ATTEMPTS = len(PAUSES) + 1

CALL_AFTER = 5
"""After so many tries, in about one hour and a half, somebody calls about what is urgent."""

TAKEN_UP_AFTER = timedelta(minutes=15)
"""How long after somebody took it, a notice of which nothing came is taken up again."""


def send(notice_id: UUID | str) -> bool:
    """Send a mail, unless that has been done, is being done, or is no news any more.

    Whether the mail server could be reached, as far as this tells.
    """
    notice = _claim(notice_id)
    if notice is None:
        return True
    try:
        return _send(notice)
    except Exception as error:
        # Whatever it is, the notice stays, and somebody calls in the end.
        logger.exception("Notice %s could not be sent", notice.pk)
        _failed(notice, error)
        return not isinstance(error, OSError | SMTPException)


def _claim(notice_id: UUID | str) -> Notice | None:
    """The notice, for us alone: of two who try at once one finds it due no more.

    Failed when all tries were used and none was settled: the process ended each time.
    """
    now = clock.now()
    due = queries.due().filter(pk=notice_id)
    claimed = due.filter(attempts__lt=MOST_ATTEMPTS).update(
        attempts=F("attempts") + 1, due_at=now + TAKEN_UP_AFTER
    )
    found = Notice.objects.select_related("person", "edition__training").filter(pk=notice_id)
    if claimed:
        return found.first()
    lost = found.filter(
        state=NoticeState.DUE,
        way=ContactWay.MAIL,
        due_at__lte=now,
        attempts__gte=MOST_ATTEMPTS,
    ).first()
    if lost is not None:
        _give_up(lost)
    return None


def _send(notice: Notice) -> bool:
    if queries.is_superseded(notice):
        _settle(notice, NoticeState.DROPPED)
        return True
    written = writing.write(notice, way=ContactWay.MAIL)
    if written is None:
        _settle(notice, NoticeState.DROPPED)
        return True
    person = notice.person
    if not person.email:
        # The address went since; then it goes as what was written now would.
        way = queries.way_of(
            person, kind=kinds.find(notice.kind), edition=notice.edition, facts=notice.facts
        )
        _of_us(notice).update(state=NoticeState.TO_DO, way=way, due_at=clock.now())
        return True
    mail.send(
        to=person.email,
        letter=written.letter,
        language=person.language,
        attachments=written.attachments(),
        message_id=str(notice.pk),
    )
    _settle(notice, NoticeState.SENT)
    return True


def _of_us(notice: Notice) -> QuerySet[Notice]:
    # Not what somebody settled by telephone while we tried.
    return Notice.objects.filter(pk=notice.pk, state=NoticeState.DUE)


def _settle(notice: Notice, state: NoticeState) -> None:
    _of_us(notice).update(state=state, settled_at=clock.now(), call_too=False)


def _failed(notice: Notice, error: Exception) -> None:
    """Write down that a try failed: it is tried again, and in the end somebody calls."""
    if notice.attempts >= MOST_ATTEMPTS:
        _give_up(notice)
        return
    kind = kinds.find(notice.kind)
    is_pressing = kind is not None and kind.is_urgent and notice.attempts >= CALL_AFTER
    _of_us(notice).update(
        due_at=clock.now() + PAUSES[notice.attempts - 1],
        call_too=notice.call_too or is_pressing or _is_about_the_address(error),
    )


def _give_up(notice: Notice) -> None:
    way = queries.way_besides(notice.person, ContactWay.MAIL, notice=notice)
    _of_us(notice).update(state=NoticeState.FAILED, way=way, due_at=clock.now(), call_too=False)


def _is_about_the_address(error: Exception) -> bool:
    """Whether the server says that it will never take mail for this address."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(500 <= code < 600 for code, _text in error.recipients.values())
