"""What units keep for somebody, and what they read: the documents of xAPI."""

from __future__ import annotations

import hashlib
import json
from typing import NamedTuple

from django.db import transaction
from django.utils.http import parse_etags

from courses.common import clock
from plugins.xapi.cmi5 import words
from plugins.xapi.cmi5.rules import NotAllowed
from plugins.xapi.models import Registration, Session, UnitState

JSON_TYPE = "application/json"
MOST_DOCUMENTS = 50
"""Documents of one registration."""
MOST_BYTES = 500_000
LONGEST_NAME = 255


class Document(NamedTuple):
    """Something that is kept, as it came."""

    content: bytes
    media_type: str

    @property
    def etag(self) -> str:
        """By which one knows whether it changed."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:40]}"'


class Condition(NamedTuple):
    """What must be so before something is kept: the headers If-Match and If-None-Match."""

    match: str = ""
    none_match: str = ""

    def check(self, known: Document | None) -> None:
        """See whether it is so.

        Raises:
            NotAllowed: it is not.
        """
        if self.match and not _names(self.match, known):
            raise NotAllowed(412, "If-Match")
        if self.none_match and _names(self.none_match, known):
            raise NotAllowed(412, "If-None-Match")


def _names(header: str, known: Document | None) -> bool:
    """Whether such a header means what is there now: by one of its tags, or any with a star."""
    tags = parse_etags(header)
    return known is not None and ("*" in tags or known.etag in tags)


def state(session: Session, name: str) -> Document | None:
    """What a unit keeps under this name."""
    row = UnitState.objects.filter(
        registration=session.registration_id, unit=session.unit, name=name
    ).first()
    return None if row is None else Document(bytes(row.content), row.media_type)


def state_names(session: Session) -> list[str]:
    """The names under which a unit keeps something."""
    found = UnitState.objects.filter(registration=session.registration_id, unit=session.unit)
    return list(found.order_by("name").values_list("name", flat=True))


@transaction.atomic
def keep_state(
    *, session: Session, name: str, document: Document, merges: bool, condition: Condition
) -> None:
    """Keep something under a name; with `merges` put together with what is there, both JSON.

    Raises:
        NotAllowed: it is too much, cannot be put together, or is not as the condition says.
    """
    _lock(session)
    if name == words.LAUNCH_DATA:
        raise NotAllowed(403, "LMS.LaunchData is not for units")
    if not name or len(name) > LONGEST_NAME:
        raise NotAllowed(400, "stateId")
    known = state(session, name)
    condition.check(known)
    if merges and known is not None:
        document = _merged(known, document)
    if len(document.content) > MOST_BYTES:
        raise NotAllowed(413, "too large")
    kept = UnitState.objects.filter(registration=session.registration_id)
    if known is None and kept.count() >= MOST_DOCUMENTS:
        raise NotAllowed(403, "too many documents")
    UnitState.objects.update_or_create(
        registration_id=session.registration_id,
        unit=session.unit,
        name=name,
        defaults={
            "content": document.content,
            "media_type": document.media_type,
            "changed_at": clock.now(),
        },
    )


def _lock(session: Session) -> None:
    """One session at a time changes what is kept in a registration.

    Raises:
        NotAllowed: it is over. What an old tab still has would take the place of what is newer.
    """
    Registration.objects.select_for_update().get(pk=session.registration_id)
    if Session.objects.filter(pk=session.pk, ended_at__isnull=False).exists():
        raise NotAllowed(403, "the session is over")


@transaction.atomic
def forget_state(*, session: Session, name: str, condition: Condition) -> None:
    """Remove what stands under a name; without one, all that the unit kept.

    Raises:
        NotAllowed: it is not the unit's own, or is not as the condition says.
    """
    _lock(session)
    if name:
        condition.check(state(session, name))
    if name == words.LAUNCH_DATA:
        raise NotAllowed(403, "LMS.LaunchData is not for units")
    found = UnitState.objects.filter(registration=session.registration_id, unit=session.unit)
    (found.filter(name=name) if name else found).delete()


def _merged(known: Document, sent: Document) -> Document:
    before, after = _object_of(known), _object_of(sent)
    if before is None or after is None:
        raise NotAllowed(400, "only objects of JSON can be put together")
    content = json.dumps({**before, **after}, ensure_ascii=False).encode()
    return Document(content, JSON_TYPE)


def _object_of(document: Document) -> dict[str, object] | None:
    if document.media_type.partition(";")[0].strip() != JSON_TYPE:
        return None
    try:
        found = json.loads(document.content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
