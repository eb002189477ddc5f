"""Choosing what stands in a course: one of our lessons elsewhere, or something of a tool here."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Refusal
from plugins.lti import addresses, keys, keysets, messages, names, tokens
from plugins.lti.enums import Doubt
from plugins.lti.models import Arrival, Tool, ToolContent
from plugins.lti.services import arrivals, once
from plugins.lti.tokens import Disbelief

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from courses.catalogue.models import LessonPage
    from courses.plugin_api.api import Json
    from plugins.lti.messages import Message


SALT = "plugins.lti.choice"

CHOICE_LASTS = timedelta(hours=2)
"""How long somebody may take to choose something of a tool."""

MOST_AT_ONCE = 50

DEPLOYMENT = "1"
"""A tool is in use in one place here: the academy."""


class FormToSend(NamedTuple):
    """A form that the browser sends to another system: where, and its hidden fields."""

    action: str
    fields: dict[str, str]


def refuse_who_may_not(message: Message) -> None:
    """Only who makes courses there chooses lessons.

    Raises:
        Refusal: this person does not, or the platform takes no links.
    """
    if not message.may_choose:
        raise Refusal(_("Alleen wie een cursus maakt, kiest hier een les."))
    if message.deep_linking is None or not message.deep_linking.takes_links:
        raise Refusal(_("Je systeem kan op deze plek geen les van ons gebruiken."))


@transaction.atomic
def choose_lessons(*, arrival: Arrival, chosen: Collection[str]) -> FormToSend:
    """The signed answer with the lessons that somebody chose.

    Raises:
        Refusal: nothing was chosen that can be, or it was sent already.
    """
    settings = arrival.told["deep_linking"]
    offered = [one for one in arrivals.lessons_for(arrival.platform) if str(one.pk) in chosen]
    if not offered:
        raise Refusal(_("Kies een les."))
    if len(offered) > 1 and not settings["takes_several"]:
        raise Refusal(_("Kies één les. Meer kan je systeem niet in één keer gebruiken."))
    gone, _kinds = Arrival.objects.filter(pk=arrival.pk).delete()
    if not gone:
        raise Refusal(_("Je keuze is al verstuurd."))
    claims: dict[str, Json] = {
        "iss": arrival.platform.client_id,
        "aud": arrival.platform.issuer,
        "nonce": once.new_secret(),
        names.MESSAGE_TYPE: names.DEEP_RESPONSE,
        names.VERSION: names.LTI,
        names.DEPLOYMENT_ID: arrival.told["deployment"],
        names.CONTENT_ITEMS: [_item(one, with_result=settings["takes_results"]) for one in offered],
    }
    if settings["data"] is not None:
        claims[names.DATA] = settings["data"]
    token = tokens.signed(keys.current_key(), claims)
    return FormToSend(settings["return_url"], {"JWT": token})


def _item(lesson: LessonPage, *, with_result: bool) -> Json:
    item: dict[str, Json] = {
        "type": "ltiResourceLink",
        "title": lesson.title,
        "text": lesson.summary,
        "url": addresses.lesson(lesson.pk),
        "custom": {arrivals.LESSON_PARAMETER: str(lesson.pk)},
        "window": {"targetName": "_blank"},
    }
    if with_result:
        item["lineItem"] = {
            "scoreMaximum": 100,
            "label": lesson.title,
            "resourceId": f"les-{lesson.pk}",
        }
    return item


class Choice(NamedTuple):
    """What came back from a tool: what is there now, and where the trainer goes on."""

    contents: list[ToolContent]
    message: str
    back: str


def receive_choice(token: str) -> Choice:
    """Keep what a trainer chose at a tool, so that lessons can show it.

    What is no link of LTI (a file, a picture, a piece of HTML) is left out. The tool may be asked
    for its keys: not to be called inside a transaction.

    Raises:
        Disbelief: the answer is not of a tool that was asked.
    """
    claimed = tokens.unverified(token).get("iss")
    tool = Tool.objects.filter(client_id=messages.text(claimed), is_active=True).first()
    if tool is None:
        raise Disbelief(Doubt.ISSUER)
    claims = tokens.verified(
        token,
        keysets.key_of(tool, tokens.header_of(token).kid),
        issuer=tool.client_id,
        audience=[addresses.issuer()],
        required=["nonce"],
    )
    return _keep_choice(tool, claims, _asked(tool, claims))


@transaction.atomic
def _keep_choice(tool: Tool, claims: Mapping[str, Any], asked: Mapping[str, Any]) -> Choice:
    nonce = messages.text(claims["nonce"])
    kept = 2 * tokens.OLDEST
    if not nonce or not once.use_up(kind="choice", whose=str(tool.pk), word=nonce, for_long=kept):
        raise Disbelief(Doubt.REPLAYED)
    items = claims.get(names.CONTENT_ITEMS)
    contents = [
        content
        for item in (items if isinstance(items, list) else [])[:MOST_AT_ONCE]
        if (content := _content(tool, messages.mapping(item))) is not None
    ]
    for one in contents:
        one.save()
    return Choice(contents, messages.text(claims.get(names.ERROR_MESSAGE)), asked["back"])


def _asked(tool: Tool, claims: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was asked of the tool, which gives it back."""
    kinds = (claims.get(names.MESSAGE_TYPE), claims.get(names.VERSION))
    if kinds != (names.DEEP_RESPONSE, names.LTI):
        raise Disbelief(Doubt.CLAIMS)
    if claims.get(names.DEPLOYMENT_ID) != DEPLOYMENT:
        raise Disbelief(Doubt.DEPLOYMENT)
    try:
        asked = signing.loads(str(claims.get(names.DATA)), salt=SALT, max_age=CHOICE_LASTS)
    except signing.BadSignature as error:
        raise Disbelief(Doubt.STATE) from error
    if asked["tool"] != tool.pk:
        raise Disbelief(Doubt.STATE)
    return dict(asked)


def _content(tool: Tool, item: Mapping[str, Any]) -> ToolContent | None:
    if item.get("type") != "ltiResourceLink":
        return None
    url = messages.address(item.get("url"))
    if item.get("url") and not url:
        return None
    title = messages.text(item.get("title")) or str(tool)
    custom = {
        name: text
        for name, value in messages.mapping(item.get("custom")).items()
        if messages.text(name) and (text := messages.text(value))
    }
    most = messages.mapping(item.get("lineItem")).get("scoreMaximum")
    return ToolContent(tool=tool, title=title, url=url, custom=custom, most=number(most) or None)


def number(value: object, most: float = 1_000_000) -> float | None:
    """A number that can be points, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= most and not math.isnan(value) else None
