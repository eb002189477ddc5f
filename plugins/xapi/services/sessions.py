"""Opening units of a course, what they say, and what follows from that."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.core import signing
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses.common import clock
from courses.common.mail import absolute_url
from courses.learning import services as learning
from courses.learning.models import ExerciseAttempt
from courses.learning.services import SentAnswer
from courses.people.models import User
from courses.plugin_api.api import Refusal
from plugins.xapi import statements
from plugins.xapi.cmi5 import placing, rules, standing, words
from plugins.xapi.cmi5.rules import NotAllowed, Speaking
from plugins.xapi.enums import Reason
from plugins.xapi.models import CourseStatement, Registration, Session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from courses.plugin_api.api import Json
    from plugins.xapi.cmi5.placing import Placed
    from plugins.xapi.cmi5.standing import Standing
    from plugins.xapi.cmi5.structure import Unit
    from plugins.xapi.models import CoursePackage

FETCH_SALT = "plugins.xapi.fetch"
RESULT_SALT = "plugins.xapi.result"
OPEN_FOR = timedelta(hours=12)
"""How long a unit may speak after it was opened."""
FETCH_WITHIN = timedelta(hours=1)
ADDED = frozenset({"stored", "authority", "version"})
MOST_STATEMENTS = 5000
"""Statements of one registration. Who answers a hundred questions ten times has enough of it."""
MOST_CHARACTERS = 50_000
"""Of one statement; those of real courses have one or two thousand."""


class Thing(NamedTuple):
    """What a statement of ours is about; `publisher` is what its maker calls it."""

    id: str
    publisher: str
    kind: str = ""


class Launch(NamedTuple):
    """Where a unit is opened: the query that its address gets, and the session that begins."""

    session: Session
    query: dict[str, str]


# --- Registrations ------------------------------------------------------------------------------


def registration_of(person_id: int, placed: Placed) -> Registration | None:
    """The attempt that goes on; None for who has not begun, or began again."""
    found = (
        Registration.objects.select_related("package")
        .filter(
            person=person_id,
            package=placed.package_id,
            lesson=placed.lesson,
            block=placed.block,
        )
        .order_by("-attempt")
        .first()
    )
    return None if found is None or _is_forgotten(found) else found


def _is_forgotten(registration: Registration) -> bool:
    """Whether somebody began again since its result was kept: the answer is gone then."""
    if not registration.told:
        return False
    return not ExerciseAttempt.objects.filter(
        person=registration.person_id,
        lesson=registration.lesson_id,
        exercise_id=registration.block,
        block_type=placing.BLOCK_TYPE,
        answer__isnull=False,
    ).exists()


@transaction.atomic
def register(*, person: User, placed: Placed, package: CoursePackage) -> Registration:
    """The attempt that goes on, or a new one."""
    User.objects.select_for_update().get(pk=person.pk)
    known = registration_of(person.pk, placed)
    if known is not None:
        return known
    earlier = Registration.objects.filter(person=person, package=package)
    last = earlier.filter(lesson=placed.lesson, block=placed.block)
    number = last.aggregate(most=Max("attempt"))["most"] or 0
    subject = earlier.values_list("subject", flat=True).first()
    return Registration.objects.create(
        person=person,
        package=package,
        lesson=placed.lesson,
        block=placed.block,
        attempt=number + 1,
        subject=subject or uuid.uuid4(),
    )


# --- Opening ------------------------------------------------------------------------------------


@transaction.atomic
def launch(*, registration: Registration, unit: Unit, mode: str, url: str, base: str) -> Launch:
    """Begin a session with a unit at `url`. One that was still open is over by that.

    `base` is the address of this site as the browser knows it.
    """
    locked = _locked(registration.pk)
    for open_one in locked.sessions.filter(ended_at=None):
        _abandon(locked, open_one)
    session = Session.objects.create(registration=locked, unit=unit.number, mode=mode)
    extensions: dict[str, Json] = {words.MODE: mode, words.URL: url, words.MOVE_ON: unit.move_on}
    if unit.mastery is not None:
        extensions[words.MASTERY] = unit.mastery
    if unit.parameters:
        extensions[words.PARAMETERS] = unit.parameters
    _say(locked, words.LAUNCHED, session, unit=unit, extensions=extensions)
    tell_what_follows(locked, session)
    return Launch(session, query_of(session, unit, base))


def query_of(session: Session, unit: Unit, base: str) -> dict[str, str]:
    """What stands behind the address of a unit when it is opened."""
    registration = session.registration
    signed = signing.dumps(str(session.pk), salt=FETCH_SALT)
    return {
        "endpoint": f"{base}/p/xapi/lrs/",
        "fetch": f"{base}/p/xapi/fetch/{signed}",
        "actor": json.dumps(statements.agent(registration.subject), separators=(",", ":")),
        "registration": str(registration.pk),
        "activityId": activity_id(registration.package, unit),
    }


def with_query(url: str, query: Mapping[str, str]) -> str:
    """An address with more behind its question mark."""
    parts = urlsplit(url)
    joined = "&".join(filter(None, (parts.query, urlencode(query))))
    return urlunsplit(parts._replace(query=joined))


def activity_id(package: CoursePackage, unit: Unit) -> str:
    """What a unit is called here."""
    return absolute_url(f"/p/xapi/cmi5/{package.pk}/{unit.number}")


@transaction.atomic
def fetch_token(*, signed: str) -> str | None:
    """The token with which a unit speaks, once; None when it was given, or the time is over.

    Raises:
        NotAllowed: this is no address of ours.
    """
    try:
        key = signing.loads(signed, salt=FETCH_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise NotAllowed(403, "unknown") from error
    word = secrets.token_urlsafe(32)
    since = clock.now() - FETCH_WITHIN
    fresh = Session.objects.filter(
        pk=key, fetched_at=None, ended_at=None, launched_at__gte=since
    ).update(fetched_at=clock.now(), digest=_digest(word))
    return f"{key}:{word}" if fresh else None


def note_preferences_read(*, session: Session) -> None:
    """Remember that a unit read how somebody wants it; harmless to repeat."""
    Session.objects.filter(pk=session.pk, preferences_read_at=None).update(
        preferences_read_at=clock.now()
    )


def session_with(token: str) -> Session | None:
    """The session that speaks with this token; None for nobody, or when it is long ago."""
    key, _colon, word = token.partition(":")
    try:
        pk = uuid.UUID(key)
    except ValueError:
        return None
    since = clock.now() - OPEN_FOR
    found = (
        Session.objects.select_related("registration__package", "registration__person")
        .filter(pk=pk, digest=_digest(word), fetched_at__isnull=False, launched_at__gte=since)
        .first()
    )
    return found if found is not None and found.registration.person.is_active else None


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


# --- What units say -----------------------------------------------------------------------------


@transaction.atomic
def receive(*, session: Session, sent: Sequence[object]) -> list[uuid.UUID]:
    """Keep what a unit says, all of it or nothing; the ids. What was said already changes nothing.

    Raises:
        NotAllowed: something of it may not be said.
    """
    registration = _locked(session.registration_id)
    session = Session.objects.select_for_update().get(pk=session.pk)
    unit = registration.package.structure.unit(session.unit)
    if unit is None:
        raise NotAllowed(403, "unit is gone")
    if registration.statements.count() + len(sent) > MOST_STATEMENTS:
        raise NotAllowed(403, "too many statements")
    in_session = set(_verbs(registration, session=session))
    in_registration = set(_verbs(registration, unit=unit.number))
    ids = []
    for statement in sent:
        if len(json.dumps(statement)) > MOST_CHARACTERS:
            raise NotAllowed(413, "too large")
        known = _known(registration, statement)
        if known is not None:
            if session.ended_at is not None and known.verb != words.TERMINATED:
                # Its last word may have got lost on the way back; nothing else comes that late.
                raise NotAllowed(403, "the session is over")
            ids.append(known.pk)
            continue
        speaking = Speaking(
            actor=statements.agent(registration.subject),
            activity_id=activity_id(registration.package, unit),
            publisher_id=unit.id,
            registration=registration.pk,
            session=session.pk,
            mode=session.mode,
            mastery=unit.mastery,
            is_over=session.ended_at is not None,
            has_preferences=session.preferences_read_at is not None,
            in_session=in_session,
            in_registration=in_registration,
        )
        said = rules.check(statement, speaking)
        CourseStatement.objects.create(
            id=said.id,
            registration=registration,
            session=session,
            unit=unit.number,
            verb=said.verb,
            is_defined=said.is_defined,
            body={**said.body, **_stored()},
            at=said.at,
        )
        ids.append(said.id)
        if said.is_defined:
            in_session.add(said.verb)
            in_registration.add(said.verb)
    if words.TERMINATED in in_session and session.ended_at is None:
        session.ended_at = clock.now()
        session.save(update_fields=["ended_at"])
    tell_what_follows(registration, session)
    return ids


def _verbs(registration: Registration, **where: Any) -> QuerySet[CourseStatement, str]:
    said = registration.statements.filter(is_defined=True, **where)
    return said.order_by().values_list("verb", flat=True)


def _known(registration: Registration, statement: object) -> CourseStatement | None:
    """A statement that was kept as it is; None for a new one.

    Raises:
        NotAllowed: there is another one with this id.
    """
    if not isinstance(statement, dict):
        return None
    try:
        pk = uuid.UUID(str(statement.get("id")))
    except ValueError:
        return None
    known = CourseStatement.objects.filter(pk=pk).first()
    if known is None:
        return None
    if known.registration_id == registration.pk and _told(known.body) == _told(statement):
        return known
    raise NotAllowed(409, "there is another statement with this id")


def _told(statement: Mapping[str, Json]) -> dict[str, Json]:
    """What its maker said, without what a record store adds."""
    return {name: value for name, value in statement.items() if name not in ADDED}


def _stored() -> dict[str, Json]:
    """What a record store adds to a statement."""
    ours = {"account": {"homePage": statements.home_page(), "name": "academie"}}
    return {
        "stored": statements.moment(clock.now()),
        "authority": {"objectType": "Agent", **ours},
        "version": "1.0.0",
    }


# --- What we say --------------------------------------------------------------------------------


def tell_what_follows(registration: Registration, session: Session) -> None:
    """Say which blocks, and whether the course, are done since; and keep that as the answer to the
    exercise. In the transaction of the caller, who locked the registration."""
    structure = registration.package.structure
    found = standing.of(registration, structure)
    base = activity_id(registration.package, structure.units[0]).rsplit("/", 1)[0]
    things = [
        Thing(f"{base}/blok/{one.number}", one.id, words.BLOCK_TYPE)
        for one in structure.blocks
        if one.number in found.blocks(structure)
    ]
    if found.is_satisfied:
        things.append(Thing(base, structure.id, words.COURSE_TYPE))
    told = {
        body["object"]["id"]
        for body in registration.statements.filter(verb=words.SATISFIED).values_list(
            "body", flat=True
        )
    }
    for thing in things:
        if thing.id not in told:
            _say(registration, words.SATISFIED, session, thing=thing)
    if any(one.completed or one.passed or one.failed or one.waived for one in found.units):
        _keep_result(registration, found)


def _keep_result(registration: Registration, found: Standing) -> None:
    """The answer to the exercise: signed, so that nobody else can give it."""
    result = {
        "registration": str(registration.pk),
        "attempt": registration.attempt,
        "satisfied": found.is_satisfied,
        "done": found.done,
        "number": len(found.units),
        "percent": found.percent,
        "failed": any(one.failed and not one.passed for one in found.units),
    }
    if not placing.is_participant(registration.person_id, registration.package.training_id):
        # Staff try it; nothing is kept of that.
        return
    registration.told += 1
    registration.save(update_fields=["told"])
    try:
        learning.keep_sent_answer(
            person=registration.person,
            lesson=registration.lesson,
            exercise_id=registration.block,
            sent=SentAnswer(
                answer={"signed": signing.dumps(result, salt=RESULT_SALT)},
                sender=str(registration.pk),
                number=registration.told,
                since=None,
            ),
        )
    except learning.ExerciseFailedError:
        # The lesson changed meanwhile: what was said stays kept, and counts when it is back.
        return


def result_in(signed: object) -> Json:
    """The result in an answer of ours.

    Raises:
        Refusal: nobody but us can have sent it, and we did not.
    """
    try:
        return signing.loads(str(signed), salt=RESULT_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Refusal(
            _("Open de cursus met de knop. Wat je daar doet, bewaren we vanzelf.")
        ) from error


@transaction.atomic
def close(*, session: Session) -> bool:
    """Say that a session ended without a word; whether it was open."""
    locked = _locked(session.registration_id)
    open_one = Session.objects.select_for_update().filter(pk=session.pk, ended_at=None).first()
    if open_one is None:
        return False
    _abandon(locked, open_one)
    tell_what_follows(locked, open_one)
    return True


@transaction.atomic
def waive(
    *, registration: Registration, unit: Unit, reason: Reason = Reason.ADMINISTRATIVE
) -> None:
    """Say that somebody need not do a unit, once."""
    locked = _locked(registration.pk)
    if locked.statements.filter(verb=words.WAIVED, unit=unit.number).exists():
        return
    # By the rules it has a session of its own, in which nothing else is said.
    session = Session.objects.create(
        registration=locked, unit=unit.number, mode=words.NORMAL, ended_at=clock.now()
    )
    _say(
        locked,
        words.WAIVED,
        session,
        unit=unit,
        result={"success": True, "completion": True, "extensions": {words.REASON: reason.value}},
    )
    tell_what_follows(locked, session)


def _abandon(registration: Registration, session: Session) -> None:
    """Say that a session ended without a word."""
    unit = registration.package.structure.unit(session.unit)
    last = session.statements.aggregate(last=Max("at"))["last"] or session.launched_at
    # A unit may say any moment that it likes.
    longest = OPEN_FOR.total_seconds()
    seconds = min(max((last - session.launched_at).total_seconds(), 0), longest)
    if unit is not None:
        result = {"duration": f"PT{round(seconds)}S"}
        _say(registration, words.ABANDONED, session, unit=unit, result=result)
    session.ended_at, session.is_abandoned = clock.now(), True
    session.save(update_fields=["ended_at", "is_abandoned"])


def _say(
    registration: Registration,
    verb: str,
    session: Session,
    *,
    unit: Unit | None = None,
    thing: Thing | None = None,
    result: Mapping[str, Json] | None = None,
    extensions: Mapping[str, Json] | None = None,
) -> None:
    """Keep a statement of ours about a unit or a thing, by the rules of cmi5."""
    at = clock.now()
    if unit is not None:
        thing = Thing(activity_id(registration.package, unit), unit.id)
    if thing is None:
        raise ValueError("a statement is about something")
    about: dict[str, Json] = {"objectType": "Activity", "id": thing.id}
    if thing.kind:
        about["definition"] = {"type": thing.kind}
    categories = [{"id": words.CATEGORY}]
    if result and "completion" in result:
        categories.append({"id": words.MOVE_ON_CATEGORY})
    pk = uuid.uuid4()
    body: dict[str, Json] = {
        "id": str(pk),
        "actor": statements.agent(registration.subject),
        "verb": {"id": verb, "display": words.DISPLAY[verb]},
        "object": about,
        "context": {
            "registration": str(registration.pk),
            "contextActivities": {"grouping": [{"id": thing.publisher}], "category": categories},
            "extensions": {**(extensions or {}), words.SESSION: str(session.pk)},
        },
        "timestamp": statements.moment(at),
        **_stored(),
    }
    if result:
        body["result"] = dict(result)
    CourseStatement.objects.create(
        id=pk,
        registration=registration,
        session=session,
        unit=None if unit is None else unit.number,
        verb=verb,
        is_defined=True,
        body=body,
        at=at,
    )


def launch_data(session: Session, unit: Unit, *, return_url: str) -> dict[str, Json]:
    """What a unit reads when it begins: the document `LMS.LaunchData`."""
    found: dict[str, Json] = {
        "contextTemplate": {
            "contextActivities": {"grouping": [{"objectType": "Activity", "id": unit.id}]},
            "extensions": {words.SESSION: str(session.pk)},
        },
        "launchMode": session.mode,
        "launchMethod": "OwnWindow" if unit.own_window else "AnyWindow",
        "moveOn": unit.move_on.value,
        "returnURL": return_url,
    }
    if unit.mastery is not None:
        found["masteryScore"] = unit.mastery
    if unit.parameters:
        found["launchParameters"] = unit.parameters
    if unit.entitlement:
        found["entitlementKey"] = {"courseStructure": unit.entitlement}
    return found


def _locked(pk: uuid.UUID) -> Registration:
    """One registration at a time says something; with what belongs to it."""
    Registration.objects.select_for_update().get(pk=pk)
    return Registration.objects.select_related("package", "lesson", "person").get(pk=pk)


def settle(own: Registration, other: Registration) -> None:
    """Of two accounts that become one: both attempts stay, one after the other."""
    same = Registration.objects.filter(
        person=own.person_id, package=own.package_id, lesson=own.lesson_id, block=own.block
    )
    other.attempt = (same.aggregate(most=Max("attempt"))["most"] or 0) + 1
    other.save(update_fields=["attempt"])
