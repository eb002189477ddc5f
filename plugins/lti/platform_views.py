"""Tools in our lessons: what they ask of us. They are programs, and browsers that they send."""

from __future__ import annotations

import json
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.enrolment.enums import TAKES_PART
from courses.people.models import User
from courses.plugin_api.api import Refusal
from plugins.lti import addresses, messages, names, parts
from plugins.lti.enums import Shared
from plugins.lti.framing import framed
from plugins.lti.models import ToolAccount, ToolResult
from plugins.lti.services import access, choosing, opening, results
from plugins.lti.tool_views import doubtful

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from courses.plugin_api.api import Json
    from plugins.lti.parts import Part

    Service = Callable[[HttpRequest, Part], HttpResponse]

MOST_BYTES = 20_000
LONGEST = 2_000

# --- Who comes --------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def authorise(request: HttpRequest) -> HttpResponse:
    """A tool asks who somebody is; the answer goes to it in a form that the browser sends."""
    sent = request.POST if request.method == "POST" else request.GET
    asked = opening.Asked(
        client_id=sent.get("client_id", ""),
        redirect_uri=sent.get("redirect_uri", ""),
        login_hint=sent.get("login_hint", ""),
        message_hint=sent.get("lti_message_hint", ""),
        nonce=sent.get("nonce", "")[:LONGEST],
        state=sent.get("state", "")[:LONGEST],
        is_plain=(
            sent.get("scope", "").split() == ["openid"]
            and sent.get("response_type") == "id_token"
            and sent.get("response_mode") == "form_post"
            and sent.get("prompt") == "none"
        ),
    )
    here = request.user if isinstance(request.user, User) else None
    try:
        form = opening.answer(asked=asked, here=here)
    except Refusal as no:
        return framed(request, "lti/refused.html", {"sentence": str(no)}, status=400)
    return framed(request, "lti/send_on.html", form._asdict(), goes_to=form.action)


@require_POST
@doubtful
def chosen(request: HttpRequest) -> HttpResponse:
    """What a trainer chose at a tool comes back."""
    choice = choosing.receive_choice(request.POST.get("JWT", ""))
    return framed(request, "lti/chosen.html", choice._asdict())


# --- Access -----------------------------------------------------------------------------------


@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """A token for the services below, as OAuth 2.0 has it."""
    try:
        given = access.give(request.POST)
    except access.NoAccess as no:
        status = 401 if no.code == "invalid_client" else 400
        return _json({"error": no.code}, status=status)
    return _json(
        {
            "access_token": given.token,
            "token_type": "Bearer",
            "expires_in": int(access.LASTS.total_seconds()),
            "scope": " ".join(given.scopes),
        }
    )


def service(scope: str) -> Callable[[Service], Callable[..., HttpResponse]]:
    """For tools with a token for this scope, about a part of their own."""

    def decorate(view: Service) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answered(request: HttpRequest, lesson_id: int, block: str) -> HttpResponse:
            allowed = access.of_header(request.headers.get("Authorization", ""))
            if allowed is None:
                response = _json({"error": "invalid_token"}, status=401)
                response["WWW-Authenticate"] = "Bearer"
                return response
            if scope not in allowed.scopes:
                return _json({"error": "insufficient_scope"}, status=403)
            part = parts.part_in(lesson_id, block)
            if part is None or part.content.tool_id != allowed.tool.pk:
                return _json({"error": "not_found"}, status=404)
            return view(request, part)

        return answered

    return decorate


def _json(document: Json, *, status: int = 200, kind: str = "application/json") -> HttpResponse:
    response = JsonResponse(document, status=status, safe=False, content_type=kind)
    patch_cache_control(response, private=True, no_store=True)
    return response


# --- Results ----------------------------------------------------------------------------------


def _line_item(part: Part) -> dict[str, Json]:
    return {
        "id": addresses.line_item(part.lesson.pk, part.block),
        "label": part.content.title,
        "scoreMaximum": part.content.most or 100,
        "resourceLinkId": part.link,
    }


@require_GET
@service(names.LINE_ITEM_READ)
def line_items(request: HttpRequest, part: Part) -> HttpResponse:
    """The one column of results that there is; none when another is meant."""
    item = _line_item(part)
    wanted = request.GET.get("resource_link_id")
    other = wanted not in (None, part.link) or "tag" in request.GET or "resource_id" in request.GET
    return _json([] if other else [item], kind=names.LINE_ITEMS_TYPE)


@require_GET
@service(names.LINE_ITEM_READ)
def line_item(_request: HttpRequest, part: Part) -> HttpResponse:
    """That column."""
    return _json(_line_item(part), kind=names.LINE_ITEM_TYPE)


@require_POST
@service(names.SCORE)
def scores(request: HttpRequest, part: Part) -> HttpResponse:
    """A tool says how somebody did."""
    length = request.headers.get("Content-Length", "0")
    if not messages.is_number(length) or int(length) > MOST_BYTES:
        return _json({"error": "too large"}, status=413)
    try:
        sent: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        return _json({"error": "no JSON"}, status=400)
    if not isinstance(sent, dict):
        return _json({"error": "no score"}, status=400)
    try:
        results.keep_score(part=part, sent=sent)
    except results.NotKept as no:
        return _json({"error": no.reason}, status=no.status)
    return _json({})


@require_GET
@service(names.RESULT_READ)
def column(request: HttpRequest, part: Part) -> HttpResponse:
    """The results that the tool gave."""
    item = addresses.line_item(part.lesson.pk, part.block)
    subjects = _subjects(part)
    found = [
        {
            "id": f"{item}/results/{subjects[one.person_id]}",
            "scoreOf": item,
            "userId": subjects[one.person_id],
            "resultScore": one.points,
            "resultMaximum": one.out_of,
            **({"comment": one.comment} if one.comment else {}),
        }
        for one in ToolResult.objects.filter(
            lesson=part.lesson, block=part.block, tool=part.content.tool
        ).order_by("pk")
        if one.person_id in subjects and one.points is not None
    ]
    wanted = request.GET.get("user_id")
    shown = [one for one in found if wanted in (None, one["userId"])]
    return _json(shown, kind=names.RESULTS_TYPE)


def _accounts(part: Part) -> QuerySet[ToolAccount]:
    """Of who opened the tool and takes part here."""
    return ToolAccount.objects.filter(
        tool=part.content.tool,
        person__enrolments__edition__training=part.lesson.training.pk,
        person__enrolments__status__in=TAKES_PART,
    )


def _subjects(part: Part) -> dict[int, str]:
    """The numbers by which the tool knows them."""
    found = _accounts(part).values_list("person", "subject")
    return {person: str(subject) for person, subject in found}


@require_GET
@service(names.MEMBERS_READ)
def members(request: HttpRequest, part: Part) -> HttpResponse:
    """Who opened this tool and takes part: by number; by name of who read that it is told."""
    training = part.lesson.training
    accounts = {one.person_id: one for one in _accounts(part)}
    people = User.objects.filter(pk__in=accounts, is_active=True).order_by("pk")
    if request.GET.get("role", names.LEARNER) not in (names.LEARNER, "Learner"):
        # Nobody else is told of.
        people = people.none()
    found: list[Json] = []
    for person in people:
        account = accounts[person.pk]
        shared = Shared(part.content.tool.shared).at_most(Shared(account.read_shared))
        told: dict[str, Json] = {
            "user_id": str(account.subject),
            "status": "Active",
            "roles": [names.LEARNER],
        }
        if shared != Shared.NOTHING:
            told |= {"name": person.name, "given_name": person.first_name}
            told |= {"family_name": person.last_name}
        if shared == Shared.NAME_AND_MAIL and person.email:
            told["email"] = person.email
        found.append(told)
    return _json(
        {
            "id": addresses.members(part.lesson.pk, part.block),
            "context": {"id": str(training.pk), "title": training.title},
            "members": found,
        },
        kind=names.MEMBERS_TYPE,
    )
