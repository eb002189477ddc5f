"""Sending somebody from a lesson to a tool, and telling the tool who comes: as little as we can."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.core import signing
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.common import addresses as academy
from courses.common import clock
from courses.plugin_api.api import Refusal
from plugins.lti import addresses, keys, names, parts, tokens
from plugins.lti.enums import Shared
from plugins.lti.models import Tool, ToolAccount, ToolContent, ToolVisit
from plugins.lti.services import choosing, once
from plugins.lti.services.arrivals import takes_part
from plugins.lti.services.choosing import FormToSend

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.catalogue.models import TrainingPage
    from courses.people.models import User
    from courses.plugin_api.api import Json
    from plugins.lti.parts import Part

LASTS = timedelta(minutes=10)
"""How long a tool may take to ask who somebody is."""


class Asked(NamedTuple):
    """What a tool asks to know who somebody is, as OpenID Connect has it."""

    client_id: str
    redirect_uri: str
    login_hint: str
    message_hint: str
    nonce: str
    state: str
    is_plain: bool
    """Whether it asks for an answer that LTI has: a token, in a form, without a question."""


@transaction.atomic
def go_to_part(*, person: User, part: Part) -> str:
    """Send somebody, who read what the tool hears, to what stands in a lesson; gives the address of
    the tool."""
    tool = part.content.tool
    account_at(tool, person)
    ToolAccount.objects.filter(tool=tool, person=person).update(read_shared=tool.shared)
    secret = _visit(
        person=person,
        tool=tool,
        training=part.lesson.training,
        lesson=part.lesson,
        block=part.block,
        content=part.content,
    )
    return _address(tool, person, secret, part.content.url or tool.launch_url)


@transaction.atomic
def go_to_choice(*, person: User, tool: Tool, training: TrainingPage) -> str:
    """Send a trainer to where something of a tool is chosen; gives the address of the tool.

    Raises:
        Refusal: one cannot choose there.
    """
    if not tool.choice_url or not tool.is_active:
        raise Refusal(_("Bij dit systeem kun je niets kiezen."))
    secret = _visit(person=person, tool=tool, training=training)
    return _address(tool, person, secret, tool.choice_url)


def _visit(**fields: Any) -> str:
    secret = once.new_secret()
    ToolVisit.objects.create(digest=once.digest(secret), until=clock.now() + LASTS, **fields)
    return secret


def _address(tool: Tool, person: User, secret: str, target: str) -> str:
    told = {
        "iss": addresses.issuer(),
        "target_link_uri": target,
        "login_hint": account_at(tool, person),
        "lti_message_hint": secret,
        "client_id": tool.client_id,
        "lti_deployment_id": choosing.DEPLOYMENT,
    }
    joint = "&" if "?" in tool.login_url else "?"
    return f"{tool.login_url}{joint}{urlencode(told)}"


def account_at(tool: Tool, person: User) -> str:
    """The number by which a tool knows somebody, from the first time on."""
    account, _new = ToolAccount.objects.get_or_create(tool=tool, person=person)
    return str(account.subject)


@transaction.atomic
def answer(*, asked: Asked, here: User | None) -> FormToSend:
    """The signed message for a tool about who comes, once; `here` is who is signed in, if known.

    A tool may ask with a form from its own page, in which a browser leaves out our cookie: then the
    secret alone says who it is. It counts for ten minutes, and once.

    Raises:
        Refusal: nobody goes there now, or not with what was asked.
    """
    tool = Tool.objects.filter(client_id=asked.client_id, is_active=True).first()
    if tool is None or asked.redirect_uri not in tool.redirects:
        raise Refusal(_("Dit systeem is hier niet aangemeld zoals het zich meldt."))
    visit = (
        ToolVisit.objects.filter(digest=once.digest(asked.message_hint), until__gt=clock.now())
        .filter(tool=tool)
        .select_related("person", "training", "content__tool")
        .first()
    )
    if visit is None or not visit.person.is_active:
        raise Refusal(_("Deze link is op. Ga terug naar de les en open het onderdeel opnieuw."))
    if here is not None and here != visit.person:
        raise Refusal(_("Je bent hier ingelogd met een ander account. Log eerst uit."))
    if asked.login_hint != account_at(tool, visit.person) or not asked.nonce or not asked.is_plain:
        raise Refusal(_("Het andere systeem vraagt iets wat we niet kunnen geven."))
    gone, _kinds = ToolVisit.objects.filter(pk=visit.pk).delete()
    if not gone:
        raise Refusal(_("Deze link is op. Ga terug naar de les en open het onderdeel opnieuw."))
    claims = {
        "iss": addresses.issuer(),
        "aud": tool.client_id,
        "azp": tool.client_id,
        "sub": asked.login_hint,
        "nonce": asked.nonce,
        **_about_person(tool, visit),
        **_about_visit(tool, visit),
    }
    token = tokens.signed(keys.current_key(), claims)
    return FormToSend(asked.redirect_uri, {"id_token": token, "state": asked.state})


def _about_person(tool: Tool, visit: ToolVisit) -> Mapping[str, Json]:
    """What the tool hears besides a number; nothing, unless participants read so before they went
    there. Staff who go to choose something know what was agreed."""
    person, shared = visit.person, Shared(tool.shared)
    if visit.content is not None:
        account = ToolAccount.objects.get(tool=tool, person=person)
        shared = shared.at_most(Shared(account.read_shared))
    if shared == Shared.NOTHING:
        return {}
    told: dict[str, Json] = {
        "given_name": person.first_name,
        "family_name": person.last_name,
        "name": person.name,
    }
    if shared == Shared.NAME_AND_MAIL and person.email:
        told["email"] = person.email
    return told


def _about_visit(tool: Tool, visit: ToolVisit) -> Mapping[str, Json]:
    training = visit.training
    told: dict[str, Json] = {
        names.VERSION: names.LTI,
        names.DEPLOYMENT_ID: choosing.DEPLOYMENT,
        names.CONTEXT: {
            "id": str(training.pk),
            "title": training.title,
            "type": ["http://purl.imsglobal.org/vocab/lis/v2/course#CourseSection"],
        },
        names.PLATFORM: {
            "guid": addresses.issuer(),
            "name": "Vrijwilligersacademie",
            "product_family_code": "vrijwilligersacademie",
        },
    }
    here = addresses.base() + academy.training(training.slug)
    presentation: dict[str, Json] = {
        "document_target": "window",
        "locale": get_language() or "nl",
        "return_url": here,
    }
    if visit.content is None:
        return {
            **told,
            names.PRESENTATION: presentation,
            **_choice(tool, visit, back=parts.address_of(training.slug, "kiezen/")),
        }
    return {**told, names.PRESENTATION: presentation, **_lesson(visit, visit.content)}


def _lesson(visit: ToolVisit, content: ToolContent) -> Mapping[str, Json]:
    lesson_id = visit.lesson_id or 0
    told: dict[str, Json] = {
        names.MESSAGE_TYPE: names.RESOURCE_REQUEST,
        names.TARGET_LINK_URI: content.url or content.tool.launch_url,
        names.RESOURCE_LINK: {"id": f"{lesson_id}-{visit.block}", "title": content.title},
        names.ROLES: [_role(visit)],
        names.CUSTOM: content.custom,
        names.AGS: {
            "scope": [names.LINE_ITEM_READ, names.RESULT_READ, names.SCORE],
            "lineitems": addresses.line_items(lesson_id, visit.block),
            "lineitem": addresses.line_item(lesson_id, visit.block),
        },
        names.NRPS: {
            "context_memberships_url": addresses.members(lesson_id, visit.block),
            "service_versions": ["2.0"],
        },
    }
    return told


def _role(visit: ToolVisit) -> str:
    learns = takes_part(visit.person_id, visit.training_id)
    return names.LEARNER if learns else names.INSTRUCTOR


def _choice(tool: Tool, visit: ToolVisit, *, back: str) -> Mapping[str, Json]:
    data = {"tool": tool.pk, "person": visit.person_id, "back": back}
    return {
        names.MESSAGE_TYPE: names.DEEP_REQUEST,
        names.TARGET_LINK_URI: tool.choice_url,
        names.ROLES: [names.INSTRUCTOR],
        names.DEEP_LINKING: {
            "deep_link_return_url": addresses.chosen(),
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["window"],
            "accept_multiple": True,
            "accept_lineitem": True,
            "auto_create": False,
            "data": signing.dumps(data, salt=choosing.SALT),
        },
    }
