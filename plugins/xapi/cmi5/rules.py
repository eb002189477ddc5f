"""What a unit may say, and when: the rules of cmi5 for statements.

Pure: what is known of the session comes in, and a statement goes through or is refused.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime

from plugins.xapi.cmi5 import words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

DURATION = re.compile(
    r"P(?=[\dT])(\d+(\.\d+)?W|(\d+(\.\d+)?Y)?(\d+(\.\d+)?M)?(\d+(\.\d+)?D)?"
    r"(T(?=\d)(\d+(\.\d+)?H)?(\d+(\.\d+)?M)?(\d+(\.\d+)?S)?)?)"
)
WITH_DURATION = {words.COMPLETED, words.PASSED, words.FAILED, words.TERMINATED}
SUCCESS = {words.PASSED: True, words.FAILED: False}
JUDGED = frozenset(SUCCESS)


class NotAllowed(Exception):  # noqa: N818 - an answer to whoever asks, no fault of the program
    """A statement is refused; `status` is that of HTTP: 400 for what is no statement, 403 for what
    may not be said."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True)
class Speaking:
    """Who speaks, about what, and what was said before by the rules of cmi5.

    `has_preferences` says whether the unit read how this person wants it, which it must do before
    it begins (11). `in_session` are the verbs in this session, `in_registration` those about this
    unit in the whole registration.
    """

    actor: Mapping[str, Any]
    activity_id: str
    publisher_id: str
    registration: uuid.UUID
    session: uuid.UUID
    mode: str
    mastery: float | None
    is_over: bool
    has_preferences: bool = True
    in_session: Collection[str] = ()
    in_registration: Collection[str] = ()


@dataclass(frozen=True)
class Said:
    """A statement that may be kept."""

    id: uuid.UUID
    verb: str
    at: datetime
    is_defined: bool
    body: Mapping[str, Any]


def check(statement: object, speaking: Speaking) -> Said:
    """A statement as it may be kept.

    Raises:
        NotAllowed: it may not.
    """
    if not isinstance(statement, dict):
        raise NotAllowed(400, "a statement is an object")
    if "id" not in statement:
        # xAPI lets it out; by cmi5 a unit gives one, and an LMS says no as to what may not be said.
        raise NotAllowed(403, "a unit gives each statement an id")
    verb = _verb(statement)
    said = Said(
        id=id_of(statement.get("id")),
        verb=verb,
        at=_moment(statement.get("timestamp")),
        is_defined=words.CATEGORY in _ids(_activities(statement, "category")),
        body=statement,
    )
    _object(statement)
    _check_actor(statement)
    _check_attachments(statement)
    _check_context(statement, speaking)
    if verb == words.VOIDED:
        raise NotAllowed(403, "a unit voids nothing")
    _check_order(said, speaking)
    if said.is_defined:
        _check_defined(said, statement, speaking)
    return said


# --- What a statement is ------------------------------------------------------------------------


def _verb(statement: Mapping[str, Any]) -> str:
    verb = statement.get("verb")
    found = verb.get("id") if isinstance(verb, dict) else None
    if not isinstance(found, str) or ":" not in found or len(found) > 500:
        raise NotAllowed(400, "verb.id is an IRI")
    return found


def id_of(value: object) -> uuid.UUID:
    """In the form with hyphens: other forms of Python's are none of xAPI."""
    try:
        found = uuid.UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        found = None
    if found is None:
        raise NotAllowed(400, "id is a UUID")
    return found


def _moment(value: object) -> datetime:
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if value is not None and found is None:
        raise NotAllowed(400, "timestamp is a moment")
    if found is None or found.utcoffset() != timedelta(0):
        # Something that xAPI allows, and cmi5 does not (9.7).
        raise NotAllowed(403, "timestamp is a moment in UTC")
    return found


def _object(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    found = statement.get("object")
    if not isinstance(found, dict):
        raise NotAllowed(400, "object")
    return found


def _context(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    found = statement.get("context")
    return found if isinstance(found, dict) else {}


def _activities(statement: Mapping[str, Any], kind: str) -> list[Any]:
    around = _context(statement).get("contextActivities")
    found = around.get(kind) if isinstance(around, dict) else None
    if isinstance(found, dict):
        return [found]
    return found if isinstance(found, list) else []


def _ids(activities: list[Any]) -> set[str]:
    return {str(one.get("id")) for one in activities if isinstance(one, dict)}


def _extensions(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    found = _context(statement).get("extensions")
    return found if isinstance(found, dict) else {}


def account_of(agent: object) -> tuple[object, object] | None:
    """By which somebody is known; None for who is known by something else."""
    account = agent.get("account") if isinstance(agent, dict) else None
    if not isinstance(account, dict):
        return None
    return account.get("homePage"), account.get("name")


def _check_actor(statement: Mapping[str, Any]) -> None:
    """One person, known by an account alone: a unit that says more may know who it is."""
    actor = statement.get("actor")
    if not isinstance(actor, dict) or actor.get("objectType", "Agent") != "Agent":
        raise NotAllowed(403, "actor is an agent")
    account = actor.get("account")
    if isinstance(account, dict) and account.keys() - {"homePage", "name"}:
        raise NotAllowed(403, "actor.account")
    if actor.keys() - {"objectType", "name", "account"}:
        raise NotAllowed(403, "actor is known by more than an account")


def _check_attachments(statement: Mapping[str, Any]) -> None:
    """Nothing can be sent along here; what stands elsewhere may be named."""
    found = statement.get("attachments", [])
    if not isinstance(found, list):
        raise NotAllowed(400, "attachments")
    for one in found:
        if not isinstance(one, dict) or not isinstance(one.get("fileUrl"), str):
            raise NotAllowed(400, "attachments without fileUrl")


# --- What it says -------------------------------------------------------------------------------


def _check_context(statement: Mapping[str, Any], speaking: Speaking) -> None:
    """All statements of a session say whose they are, in the words in which it was launched."""
    if account_of(statement.get("actor")) != account_of(speaking.actor):
        raise NotAllowed(403, "actor is another one")
    if str(_context(statement).get("registration")).lower() != str(speaking.registration):
        raise NotAllowed(403, "registration is another one")
    if str(_extensions(statement).get(words.SESSION)) != str(speaking.session):
        raise NotAllowed(403, "session is another one")
    if speaking.publisher_id not in _ids(_activities(statement, "grouping")):
        raise NotAllowed(403, "grouping has not the id of the publisher")
    categories = _ids(_activities(statement, "category"))
    if words.MOVE_ON_CATEGORY in categories and words.CATEGORY not in categories:
        raise NotAllowed(403, "category moveon is for what cmi5 defines")


def _check_order(said: Said, speaking: Speaking) -> None:
    if speaking.is_over or words.TERMINATED in speaking.in_session:
        raise NotAllowed(403, "the session is over")
    begins = said.is_defined and said.verb == words.INITIALIZED
    if words.INITIALIZED not in speaking.in_session and not begins:
        raise NotAllowed(403, "initialized comes first")
    if begins and not speaking.has_preferences:
        raise NotAllowed(403, "cmi5LearnerPreferences come before initialized")


def _check_defined(said: Said, statement: Mapping[str, Any], speaking: Speaking) -> None:
    if said.verb not in words.OF_UNITS:
        raise NotAllowed(403, "this verb is not for units")
    if _object(statement).get("id") != speaking.activity_id:
        raise NotAllowed(403, "object is another one")
    if said.verb in speaking.in_session:
        raise NotAllowed(403, "said already in this session")
    if said.verb in JUDGED and JUDGED & set(speaking.in_session):
        raise NotAllowed(403, "judged already in this session")
    if said.verb in {words.COMPLETED, *JUDGED}:
        _check_registration(said.verb, speaking)
    _check_result(said.verb, statement, speaking)


def _check_registration(verb: str, speaking: Speaking) -> None:
    if speaking.mode != words.NORMAL:
        raise NotAllowed(403, f"not in mode {speaking.mode}")
    if verb != words.FAILED and verb in speaking.in_registration:
        raise NotAllowed(403, "said already in this registration")
    if verb == words.FAILED and words.PASSED in speaking.in_registration:
        raise NotAllowed(403, "passed already in this registration")


def _check_result(verb: str, statement: Mapping[str, Any], speaking: Speaking) -> None:
    result = statement.get("result", {})
    if not isinstance(result, dict):
        raise NotAllowed(400, "result")
    if result.get("success") is not SUCCESS.get(verb):
        raise NotAllowed(403, "result.success")
    if result.get("completion") is not (True if verb == words.COMPLETED else None):
        raise NotAllowed(403, "result.completion")
    duration = result.get("duration")
    is_duration = isinstance(duration, str) and DURATION.fullmatch(duration) is not None
    if (duration is not None or verb in WITH_DURATION) and not is_duration:
        raise NotAllowed(403, "result.duration")
    counts = "success" in result or "completion" in result
    if counts != (words.MOVE_ON_CATEGORY in _ids(_activities(statement, "category"))):
        raise NotAllowed(403, "category moveon")
    if "score" in result:
        _check_score(verb, result["score"], statement, speaking)


def _check_score(
    verb: str, score: object, statement: Mapping[str, Any], speaking: Speaking
) -> None:
    if verb not in JUDGED or not isinstance(score, dict):
        raise NotAllowed(403, "result.score")
    scaled, raw = score.get("scaled"), score.get("raw")
    least, most = score.get("min"), score.get("max")
    if scaled is not None and not (_is_number(scaled) and 0 <= scaled <= 1):
        raise NotAllowed(403, "result.score.scaled")
    numbers = all(_is_number(one) for one in (raw, least, most))
    if raw is not None and not (numbers and least <= raw <= most):
        raise NotAllowed(403, "result.score.raw goes with min and max")
    if scaled is None or speaking.mastery is None:
        return
    if (scaled >= speaking.mastery) is not SUCCESS[verb]:
        raise NotAllowed(403, "result.score.scaled is not as masteryScore says")
    if _extensions(statement).get(words.MASTERY) != speaking.mastery:
        raise NotAllowed(403, "masteryScore is another one")


def _is_number(value: object) -> bool:
    return type(value) in {int, float}
