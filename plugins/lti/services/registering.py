"""Being written down by a platform, and writing it down, in one step: LTI Dynamic Registration 1.0.

The administrator of the platform opens an address that an administrator of ours gave. We ask the
platform what it is called and where it is asked what, and tell it the same of us. What comes of it
is off until somebody here has looked at it: whoever has the address may be anybody.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from courses.common import clock, outgoing
from courses.plugin_api.api import Refusal
from plugins.lti import addresses, keys, messages, names
from plugins.lti.models import LONGEST_ID, LONGEST_URL, Platform

if TYPE_CHECKING:
    from collections.abc import Mapping

SALT = "plugins.lti.registering"
LASTS = timedelta(days=1)
"""How long an address to register at works."""

MOST_BYTES = 100_000
ENDPOINTS = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


def address() -> str:
    """Where a platform may register from now on, for a day."""
    return addresses.registration(signing.dumps((clock.now() + LASTS).timestamp(), salt=SALT))


def refuse_old_address(secret: str) -> None:
    """Whether it is such an address, and not too old.

    Raises:
        Refusal: it is not.
    """
    try:
        until = float(signing.loads(secret, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        until = 0.0
    if clock.now().timestamp() > until:
        raise Refusal(_("Deze link werkt niet meer. Vraag de academie om een nieuwe link."))


def register(*, configuration_url: str, token: str) -> Platform:
    """Ask a platform what it is, tell it what we are, and write it down; it is off.

    The platform is asked: not to be called inside a transaction.

    Raises:
        Refusal: it cannot be asked, says something else than it should, or is known already.
    """
    told = _asked("GET", configuration_url)
    found = {name: messages.text(told.get(name), LONGEST_URL) for name in ENDPOINTS}
    goal = messages.text(told.get("registration_endpoint"), LONGEST_URL)
    if not all(map(is_askable, (*found.values(), goal))):
        raise _unusable()
    if urlsplit(found["issuer"]).netloc != urlsplit(configuration_url).netloc:
        # The standard wants so: else a page could speak for somebody else's platform.
        raise _unusable()
    # There is a key from the first time that somebody looks.
    keys.current_key()
    answer = _asked("POST", goal, content=_about_us(), token=token)
    client_id = messages.text(answer.get("client_id"), LONGEST_ID)
    if not client_id:
        raise _unusable()
    about_tool = messages.mapping(answer.get(names.TOOL_CONFIGURATION))
    about_platform = messages.mapping(told.get(names.PLATFORM_CONFIGURATION))
    product = messages.text(about_platform.get("product_family_code"), 40)
    host = urlsplit(found["issuer"]).netloc
    try:
        with transaction.atomic():
            return Platform.objects.create(
                name=f"{product} ({host})"[:120] if product else host[:120],
                issuer=found["issuer"],
                client_id=client_id,
                deployments=messages.text(about_tool.get("deployment_id"), LONGEST_ID),
                auth_url=found["authorization_endpoint"],
                token_url=found["token_endpoint"],
                jwks_url=found["jwks_uri"],
                is_active=False,
            )
    except IntegrityError as error:
        raise Refusal(_("Dit systeem is hier al bekend.")) from error


def _about_us() -> dict[str, Any]:
    """The academy as a tool, in the words of the standard."""
    launch = addresses.launch()
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": addresses.login(),
        "redirect_uris": [launch],
        "client_name": settings.WAGTAIL_SITE_NAME,
        "jwks_uri": addresses.keys(),
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": f"{names.SCORE} {names.MEMBERS_READ}",
        names.TOOL_CONFIGURATION: {
            "domain": urlsplit(launch).netloc,
            "target_link_uri": launch,
            # No e-mail address: nobody is found by it.
            "claims": ["iss", "sub", "name", "given_name", "family_name"],
            "messages": [
                {"type": names.RESOURCE_REQUEST},
                {"type": names.DEEP_REQUEST, "target_link_uri": launch},
            ],
        },
    }


def _asked(
    method: str, url: str, *, content: dict[str, Any] | None = None, token: str = ""
) -> Mapping[str, Any]:
    headers = {"Accept": "application/json"}
    if content is not None:
        headers["Content-Type"] = "application/json"
    if token and token.isascii() and token.isprintable():
        headers["Authorization"] = f"Bearer {token}"
    try:
        answer = outgoing.ask(
            method,
            url,
            content=None if content is None else json.dumps(content).encode(),
            headers=headers,
            most_bytes=MOST_BYTES,
        )
        found = json.loads(answer.content) if answer.is_ok else None
    except outgoing.Unreachable as error:
        raise Refusal(
            _("We kunnen het andere systeem niet bereiken: %(why)s.") % {"why": error}
        ) from error
    except (ValueError, RecursionError) as error:
        raise _unusable() from error
    if not isinstance(found, dict):
        raise _unusable()
    return found


def is_askable(url: str) -> bool:
    """Whether the academy may ask something at an address."""
    try:
        outgoing.checked(url)
    except outgoing.Unreachable:
        return False
    return True


def _unusable() -> Refusal:
    return Refusal(_("Het andere systeem geeft niet wat hiervoor nodig is. Vul het zelf in."))
