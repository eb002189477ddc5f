"""Sessions as Django keeps them in the database, found with SQL that is built once: each page of
who is signed in asks one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from courses.common.statements import Statement

if TYPE_CHECKING:
    from django.contrib.sessions.base_session import AbstractBaseSession

_FOUND = Statement(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    key=CharField(),
    now=DateTimeField(),
)


class SessionStore(db.SessionStore):
    """Django's store. It has the same name: that is part of how sessions are signed."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found = _FOUND.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
