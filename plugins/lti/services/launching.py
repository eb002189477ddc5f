"""Believing a platform that sends somebody to one of our lessons."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.core import signing

from plugins.lti import addresses, keysets, messages, tokens
from plugins.lti.enums import Doubt
from plugins.lti.models import Platform
from plugins.lti.services import once
from plugins.lti.tokens import Disbelief

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.lti.messages import Message

SALT = "plugins.lti.state"
ANSWERED_WITHIN = timedelta(minutes=10)
"""How long a platform may take to say who somebody is; it may have to ask for a password."""


class Login(NamedTuple):
    """What a platform sends first: that somebody is coming."""

    issuer: str
    client_id: str
    hint: str
    message_hint: str
    target: str


def platform_of(issuer: str, client_id: str) -> Platform | None:
    """The platform of this name that we know; a platform need not say who we are to it."""
    found = Platform.objects.filter(issuer=issuer, is_active=True)
    if client_id:
        return found.filter(client_id=client_id).first()
    known = list(found[:2])
    return known[0] if len(known) == 1 else None


def address_to_ask(platform: Platform, login: Login) -> str:
    """Where the browser asks the platform who it is that comes.

    The state needs no row: it is signed, and holds the word that must come back in the message.
    """
    nonce = once.new_secret()
    state = signing.dumps({"platform": platform.pk, "nonce": nonce}, salt=SALT)
    asked = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": platform.client_id,
        "redirect_uri": addresses.launch(),
        "login_hint": login.hint,
        "state": state,
        "nonce": nonce,
    }
    if login.message_hint:
        asked["lti_message_hint"] = login.message_hint
    joint = "&" if "?" in platform.auth_url else "?"
    return f"{platform.auth_url}{joint}{urlencode(asked)}"


def launch(*, state: str, token: str) -> tuple[Platform, Message]:
    """Who sends somebody, and the message; believed once.

    Raises:
        Disbelief: and why.
    """
    asked = _asked(state)
    platform = Platform.objects.filter(pk=asked["platform"], is_active=True).first()
    if platform is None:
        raise Disbelief(Doubt.STATE)
    header = tokens.header_of(token)
    claims = tokens.verified(
        token,
        keysets.key_of(platform, header.kid),
        issuer=platform.issuer,
        audience=[platform.client_id],
        required=["sub", "nonce"],
    )
    _check_party(platform, claims)
    if claims["nonce"] != asked["nonce"]:
        raise Disbelief(Doubt.STATE)
    message = messages.message_of(claims)
    if message.deployment not in platform.known_deployments:
        raise Disbelief(Doubt.DEPLOYMENT)
    # As long as the state would be believed, and the clock of another may be off.
    kept = 2 * ANSWERED_WITHIN
    if not once.use_up(kind="nonce", whose=str(platform.pk), word=asked["nonce"], for_long=kept):
        raise Disbelief(Doubt.REPLAYED)
    return platform, message


def _asked(state: str) -> Mapping[str, Any]:
    try:
        found = signing.loads(state, salt=SALT, max_age=ANSWERED_WITHIN)
    except (signing.BadSignature, ValueError) as error:
        raise Disbelief(Doubt.STATE) from error
    return dict(found)


def _check_party(platform: Platform, claims: Mapping[str, Any]) -> None:
    """With several audiences the message says for which it was made (OpenID Connect 3.1.3.7)."""
    party = claims.get("azp")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if party != platform.client_id and (party is not None or several):
        raise Disbelief(Doubt.AUDIENCE)
