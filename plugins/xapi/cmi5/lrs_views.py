"""What units of courses ask of us: the part of a record store that cmi5 needs, for one session.

They come from wherever the course is, with a token and without cookies, so every site may ask.
"""

from __future__ import annotations

import base64
import binascii
import json
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from courses.common import clock
from plugins.xapi import statements
from plugins.xapi.cmi5 import rules, words
from plugins.xapi.cmi5.rules import NotAllowed
from plugins.xapi.models import CourseStatement
from plugins.xapi.services import documents, sessions
from plugins.xapi.services.documents import Condition, Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from django.http import HttpRequest

    from courses.plugin_api.api import Json
    from plugins.xapi.models import Session

    Resource = Callable[[HttpRequest, Session], HttpResponse]

MOST_BYTES = 1_000_000
MOST_AT_ONCE = 100
MOST_DEPTH = 50
LONGEST_LIST = 100
HEADERS = "Authorization, Content-Type, Accept, If-Match, If-None-Match, X-Experience-API-Version"
METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
SHOWN = "ETag, Last-Modified, X-Experience-API-Version, X-Experience-API-Consistent-Through"


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """For scripts of wherever the course stands: what counts is the token."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Headers"] = HEADERS
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Expose-Headers"] = SHOWN
    response["Access-Control-Max-Age"] = "600"
    response["X-Experience-API-Version"] = "1.0.3"
    patch_cache_control(response, private=True, no_store=True)
    return response


def resource(
    *methods: str, hears_late: bool = False
) -> Callable[[Resource], Callable[[HttpRequest], HttpResponse]]:
    """For who has the token of a session that goes on, by these methods. With `hears_late` it is
    asked also when the session is over: what was said last may come once more."""

    def decorate(view: Resource) -> Callable[[HttpRequest], HttpResponse]:
        @wraps(view)
        def answered(request: HttpRequest) -> HttpResponse:
            if request.method == "OPTIONS":
                return _open_to_all(HttpResponse(status=204))
            try:
                return _open_to_all(_answer(request, view, methods, hears_late))
            except NotAllowed as no:
                return _open_to_all(JsonResponse({"error": no.reason}, status=no.status))

        return answered

    return decorate


def _answer(
    request: HttpRequest, view: Resource, methods: tuple[str, ...], hears_late: bool
) -> HttpResponse:
    method = "GET" if request.method == "HEAD" else request.method
    if method not in methods:
        return HttpResponse(status=405)
    session = sessions.session_with(_token(request))
    if session is None:
        response = JsonResponse({"error": "token"}, status=401)
        response["WWW-Authenticate"] = 'Basic realm="xapi"'
        return response
    version = request.headers.get("X-Experience-API-Version", "")
    if not version.startswith(("1.0", "2.0")):
        raise NotAllowed(400, "X-Experience-API-Version")
    length = request.headers.get("Content-Length") or "0"
    if not length.isascii() or not length.isdigit() or int(length) > MOST_BYTES:
        raise NotAllowed(413, "too large")
    if any("\0" in one for many in request.GET.lists() for one in (many[0], *many[1])):
        # No database keeps it.
        raise NotAllowed(400, "NUL")
    if session.ended_at is not None and (method == "GET" or not hears_late):
        raise NotAllowed(403, "the session is over")
    return view(request, session)


def _token(request: HttpRequest) -> str:
    kind, _space, word = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(word.strip().encode(), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def about(request: HttpRequest) -> HttpResponse:
    """Which versions we speak; anybody may know."""
    if request.method == "OPTIONS":
        return _open_to_all(HttpResponse(status=204))
    return _open_to_all(JsonResponse({"version": ["1.0.3"]}))


def fetch(request: HttpRequest, signed: str) -> HttpResponse:
    """The token of a session, once. By cmi5 the answer is 200, also when there is none."""
    if request.method == "OPTIONS":
        return _open_to_all(HttpResponse(status=204))
    return _open_to_all(_fetched(request, signed))


@require_POST
def _fetched(_request: HttpRequest, signed: str) -> HttpResponse:
    try:
        token = sessions.fetch_token(signed=signed)
    except NotAllowed:
        return JsonResponse({"error-code": "2", "error-text": "This address is not known."})
    if token is None:
        words_ = "The token was given already, or the session is over."
        return JsonResponse({"error-code": "1", "error-text": words_})
    return JsonResponse({"auth-token": base64.b64encode(token.encode()).decode()})


# --- Statements -----------------------------------------------------------------------------------


@resource("GET", "PUT", "POST", hears_late=True)
def statements_resource(request: HttpRequest, session: Session) -> HttpResponse:
    """What a unit says, and what was said in its registration."""
    if request.method in ("GET", "HEAD"):
        return _statements(request, session)
    sent = _json(request)
    if request.method == "PUT":
        key = request.GET.get("statementId", "")
        if isinstance(sent, dict):
            sent.setdefault("id", key)
        if not isinstance(sent, dict) or str(sent["id"]).lower() != key.lower():
            raise NotAllowed(400, "statementId")
        sessions.receive(session=session, sent=[sent])
        return HttpResponse(status=204)
    listed = sent if isinstance(sent, list) else [sent]
    # An empty list too: courses of CATAPULT send it.
    if len(listed) > MOST_AT_ONCE:
        raise NotAllowed(400, "statements")
    ids = sessions.receive(session=session, sent=listed)
    return JsonResponse([str(one) for one in ids], safe=False)


def _statements(request: HttpRequest, session: Session) -> HttpResponse:
    found = CourseStatement.objects.filter(registration=session.registration_id)
    asked = request.GET
    if "statementId" in asked:
        one = found.filter(pk=_uuid(asked["statementId"])).first()
        if one is None:
            raise NotAllowed(404, "no such statement")
        response: HttpResponse = JsonResponse(one.body)
    else:
        if asked.get("registration", str(session.registration_id)) != str(session.registration_id):
            raise NotAllowed(403, "registration is another one")
        if "verb" in asked:
            found = found.filter(verb=asked["verb"])
        if "activity" in asked:
            found = found.filter(body__object__id=asked["activity"])
        for name, lookup in (("since", "stored_at__gt"), ("until", "stored_at__lte")):
            if name in asked:
                found = found.filter(**{lookup: _moment(asked[name])})
        order = ("stored_at", "at") if asked.get("ascending") == "true" else ("-stored_at", "-at")
        rows = found.order_by(*order)[: _limit(asked.get("limit", "0"))]
        response = JsonResponse({"statements": [one.body for one in rows], "more": ""})
    response["X-Experience-API-Consistent-Through"] = statements.moment(clock.now())
    return response


def _uuid(text: str) -> UUID:
    try:
        return rules.id_of(text)
    except NotAllowed:
        raise NotAllowed(404, "no such statement") from None


def _moment(text: str) -> object:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise NotAllowed(400, "since and until are moments")
    return found


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise NotAllowed(400, "limit")
    return min(int(text) or LONGEST_LIST, LONGEST_LIST)


def _json(request: HttpRequest) -> Any:  # noqa: ANN401 - whatever somebody sends
    if request.content_type != "application/json":
        raise NotAllowed(400, "Content-Type is application/json")
    try:
        found = json.loads(request.body)
        # What no database keeps: half of a character, and NUL.
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise NotAllowed(400, "no JSON") from None
    if "\\u0000" in request.body.decode(errors="replace"):
        raise NotAllowed(400, "no JSON")
    if _is_deeper(found, MOST_DEPTH):
        # Further on, where more functions wait for each other, nobody could write it down.
        raise NotAllowed(400, "too deep")
    return found


def _is_deeper(value: object, most: int) -> bool:
    """Whether there are more things within things than so many."""
    inside = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return False
    return most == 0 or any(_is_deeper(one, most - 1) for one in cast("Iterable[object]", inside))


# --- Documents ------------------------------------------------------------------------------------


def _whose(request: HttpRequest, session: Session) -> None:
    """See that a document is of this session's person and unit.

    Raises:
        NotAllowed: it is another's.
    """
    try:
        agent = json.loads(request.GET.get("agent", ""))
    except (ValueError, RecursionError):
        raise NotAllowed(400, "agent") from None
    registration = session.registration
    if rules.account_of(agent) != rules.account_of(statements.agent(registration.subject)):
        raise NotAllowed(403, "agent is another one")


@resource("GET", "PUT", "POST", "DELETE")
def state(request: HttpRequest, session: Session) -> HttpResponse:
    """What a unit keeps; `LMS.LaunchData` is what it reads first."""
    _whose(request, session)
    unit = session.registration.package.structure.unit(session.unit)
    asked = request.GET
    if unit is None or asked.get("activityId") != sessions.activity_id(
        session.registration.package, unit
    ):
        raise NotAllowed(403, "activityId is another one")
    if asked.get("registration", "").lower() != str(session.registration_id):
        raise NotAllowed(403, "registration is another one")
    name = asked.get("stateId", "")
    if request.method in ("GET", "HEAD"):
        if not name:
            return JsonResponse(documents.state_names(session), safe=False)
        if name == words.LAUNCH_DATA:
            told = sessions.launch_data(session, unit, return_url=return_url(request, session))
            return _document(Document(json.dumps(told).encode(), documents.JSON_TYPE))
        return _document(documents.state(session, name))
    condition = Condition(
        request.headers.get("If-Match", ""), request.headers.get("If-None-Match", "")
    )
    if request.method == "DELETE":
        documents.forget_state(session=session, name=name, condition=condition)
        return HttpResponse(status=204)
    kind = request.headers.get("Content-Type", "")[:255]
    if not kind or not kind.isascii() or not kind.isprintable():
        kind = "application/octet-stream"
    documents.keep_state(
        session=session,
        name=name,
        document=Document(request.body, kind),
        merges=request.method == "POST",
        condition=condition,
    )
    return HttpResponse(status=204)


def return_url(request: HttpRequest, session: Session) -> str:
    """Where a unit sends somebody at its end: a page of ours that leads on."""
    return request.build_absolute_uri(f"/p/xapi/klaar/{session.registration_id}")


def _document(found: Document | None) -> HttpResponse:
    if found is None:
        raise NotAllowed(404, "no such document")
    response = HttpResponse(found.content, content_type=found.media_type)
    response["ETag"] = found.etag
    # Whatever a unit kept, it is no page of this site.
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@resource("GET", "PUT", "POST", "DELETE")
def agent_profile(request: HttpRequest, session: Session) -> HttpResponse:
    """The language that somebody reads; a unit does not change that."""
    _whose(request, session)
    if request.method not in ("GET", "HEAD"):
        raise NotAllowed(403, "preferences are chosen here")
    name = request.GET.get("profileId", "")
    if not name:
        return JsonResponse([words.PREFERENCES], safe=False)
    if name != words.PREFERENCES:
        raise NotAllowed(404, "no such document")
    sessions.note_preferences_read(session=session)
    language = session.registration.person.language
    languages = ",".join(dict.fromkeys((language, "nl", "en")))
    told: dict[str, Json] = {"languagePreference": languages, "audioPreference": "on"}
    return _document(Document(json.dumps(told).encode(), documents.JSON_TYPE))


@resource("GET", "PUT", "POST", "DELETE")
def activity_profile(request: HttpRequest, _session: Session) -> HttpResponse:
    """What units keep for everybody: nothing, here."""
    if request.method in ("GET", "HEAD") and "profileId" not in request.GET:
        return JsonResponse([], safe=False)
    raise NotAllowed(404 if request.method in ("GET", "HEAD") else 403, "no such document")
